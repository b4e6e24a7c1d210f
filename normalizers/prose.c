#include "normalizers/prose.h"

#include "normalizers/ascii.h"

static bool is_small_word(struct span word)
{
	static const char *const WORDS[] = {
		"a",   "an",  "and",  "are", "as",   "at",  "be",   "by",   "can",  "for",  "from", "has",
		"have", "in", "is",   "it",  "its",  "not", "of",   "on",   "or",   "our",  "that", "the",
		"their", "they", "this", "to", "was", "we", "were", "which", "will", "with", "would",
	};
	size_t i;

	if (word.len > 5)
		return false;
	for (i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
		if (ascii_fold(word.ptr[0]) == WORDS[i][0] && span_equal_nocase(word, span_str(WORDS[i])))
			return true;
	return false;
}

static void count_word(struct prose *n, struct span word)
{
	char last = word.ptr[word.len - 1];

	n->words++;
	n->capital += ascii_upper(word.ptr[0]);
	n->small += is_small_word(word);
	n->punctuated += last == '.' || last == ',' || last == ';' || last == ':';
	n->ended += last == '.' || last == '?' || last == '!';
}

void prose_count(struct prose *prose, struct span text)
{
	size_t at = 0, from;

	while (at < text.len) {
		for (from = at; at < text.len && text.ptr[at] != ' '; at++)
			;
		if (at > from)
			count_word(prose, span_slice(text, from, at));
		at++;
	}
}
