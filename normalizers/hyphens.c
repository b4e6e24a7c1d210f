#include "normalizers/hyphens.h"

#include <stdint.h>

#include "normalizers/ascii.h"

#define LONGEST_WORD 64
#define MOST_SLOTS ((size_t)1 << 20) /* no language has so many words in use */

struct hyphens {
	uint64_t *words; /* hashes; 0: free */
	size_t mask;
	size_t count;
};

/* Hash of a word without case, in up to three pieces; never 0. */
static uint64_t hash_word(struct span a, struct span b, struct span c)
{
	const struct span pieces[3] = { a, b, c };
	uint64_t hash = 14695981039346656037u;
	size_t i, k;

	for (i = 0; i < 3; i++)
		for (k = 0; k < pieces[i].len; k++)
			hash = (hash ^ (unsigned char)ascii_fold(pieces[i].ptr[k])) * 1099511628211u;
	return hash ? hash : 1;
}

static size_t slot(const struct hyphens *h, uint64_t hash)
{
	size_t at = (size_t)(hash ^ hash >> 29) & h->mask;

	while (h->words[at] != 0 && h->words[at] != hash)
		at = (at + 1) & h->mask;
	return at;
}

static bool word_byte(char c)
{
	return ascii_letter(c) || (unsigned char)c >= 0x80;
}

static bool inner_byte(struct span s, size_t at)
{
	return word_byte(s.ptr[at]) || (s.ptr[at] == '-' && at + 1 < s.len && word_byte(s.ptr[at + 1]));
}

static void add_word(struct hyphens *h, uint64_t hash)
{
	size_t at = slot(h, hash);

	if (h->words[at] == hash || h->count + 1 >= h->mask - h->mask / 4)
		return;
	h->words[at] = hash;
	h->count++;
}

static void add_words(struct hyphens *h, struct span text)
{
	size_t at = 0, from;

	while (at < text.len) {
		if (!word_byte(text.ptr[at])) {
			at++;
			continue;
		}
		for (from = at; at < text.len && inner_byte(text, at); at++)
			;
		/* What ends at a hyphen at the line's end is no whole word. */
		if (at - from <= LONGEST_WORD && !(at + 1 == text.len && text.ptr[at] == '-'))
			add_word(h, hash_word(span_slice(text, from, at), SPAN(""), SPAN("")));
	}
}

struct hyphens *hyphens_collect(const struct lines *lines, struct arena *arena)
{
	struct hyphens *h;
	size_t words = 0, size = 16, i;
	bool needed = false;

	for (i = 0; i < lines->count; i++) {
		words += lines->line[i].text.len / 4 + 1;
		needed = needed || (lines->line[i].facts & LINE_HYPHEN && (lines_is_text(&lines->line[i]) ||
									      lines->line[i].role == ROLE_FOOTNOTE));
	}
	if (!needed)
		return NULL;
	/* What does not fit into the table is left out. */
	while (size < words * 2 && size < MOST_SLOTS)
		size *= 2;
	h = arena_alloc(arena, sizeof *h);
	h->words = arena_array(arena, size, sizeof *h->words);
	h->mask = size - 1;
	for (i = 0; i < lines->count; i++)
		add_words(h, lines->line[i].text);
	return h;
}

static bool has(const struct hyphens *h, struct span a, struct span b, struct span c)
{
	return h->words[slot(h, hash_word(a, b, c))] != 0;
}

/* First parts that English writes with a hyphen as a rule. */
static bool is_prefix(struct span word)
{
	static const char *const WORDS[] = { "all", "cross", "ex", "full", "half", "high", "long", "low", "mid", "multi",
					     "non", "part", "post", "pre", "self", "short", "single", "sub", "vice", "well" };
	size_t i;

	for (i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
		if (span_equal_nocase(word, span_str(WORDS[i])))
			return true;
	return false;
}

bool hyphens_keep(const struct hyphens *hyphens, struct span first, struct span second)
{
	size_t from = first.len - 1, end = 0;
	struct span head, tail;

	while (from > 0 && first.len - from < LONGEST_WORD && inner_byte(first, from - 1))
		from--;
	while (end < second.len && end < LONGEST_WORD && inner_byte(second, end))
		end++;
	head = span_slice(first, from, first.len - 1);
	tail = span_slice(second, 0, end);
	if (span_empty(head) || span_empty(tail) || ascii_upper(tail.ptr[0]) || !hyphens)
		return true;
	if (has(hyphens, head, SPAN("-"), tail))
		return true;
	if (has(hyphens, head, tail, SPAN("")))
		return false;
	return is_prefix(head) || (has(hyphens, head, SPAN(""), SPAN("")) && has(hyphens, tail, SPAN(""), SPAN("")));
}
