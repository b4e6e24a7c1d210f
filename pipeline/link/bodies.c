#include "pipeline/link/bodies.h"

#include <stdlib.h>

#include "normalizers/fold.h"

/* Short forms, folded, and the name they stand for. Only those that mean one body wherever they are met. */
static const struct {
	const char *name;
	const char *full;
} SHORT_FORMS[] = {
	{ "eac", "Environmental Audit Committee" },
	{ "eca", "European Court of Auditors" },
	{ "gao", "Government Accountability Office" },
	{ "hasc", "Home Affairs Committee" },
	{ "jcpaa", "Joint Committee of Public Accounts and Audit" },
	{ "nao", "National Audit Office" },
	{ "ntsb", "National Transportation Safety Board" },
	{ "pac", "Committee of Public Accounts" },
	{ "pacac", "Public Administration and Constitutional Affairs Committee" },
	{ "pasc", "Public Administration Select Committee" },
	{ "taic", "Transport Accident Investigation Commission" },
	{ "us government accountability office", "Government Accountability Office" },
};

/* Words that are there or not without another body being meant. "lords" and "joint" are not among them. */
static const char *const IDLE_WORDS[] = {
	"a", "and", "commons", "committee", "committees", "for", "house", "of", "on", "select", "the", "uk",
};

enum { WORDS_MAX = 24 };

static bool is_idle(struct span word)
{
	for (size_t i = 0; i < sizeof IDLE_WORDS / sizeof *IDLE_WORDS; i++)
		if (span_equal(word, span_str(IDLE_WORDS[i])))
			return true;
	return false;
}

static struct span without_article(struct span folded)
{
	return span_starts(folded, SPAN("the ")) ? span_from(folded, 4) : folded;
}

struct span bodies_name(struct span name)
{
	struct buffer folded;

	buffer_init(&folded, BUFFER_LIMIT_DEFAULT);
	fold_text(&folded, name);
	for (size_t i = 0; i < sizeof SHORT_FORMS / sizeof *SHORT_FORMS; i++)
		if (span_equal(without_article(buffer_span(&folded)), span_str(SHORT_FORMS[i].name))) {
			name = span_str(SHORT_FORMS[i].full);
			break;
		}
	buffer_release(&folded);
	return name;
}

static int compare_words(const void *a, const void *b)
{
	return span_compare(*(const struct span *)a, *(const struct span *)b);
}

/* The words that count, in alphabetical order. */
static size_t telling_words(struct span name, struct span words[WORDS_MAX])
{
	size_t count = 0, at = 0;

	while (at < name.len && count < WORDS_MAX) {
		long space = span_find(name, SPAN(" "), at);
		size_t end = space < 0 ? name.len : (size_t)space;
		struct span word = span_slice(name, at, end);

		if (!is_idle(word))
			words[count++] = word;
		at = end + 1;
	}
	qsort(words, count, sizeof *words, compare_words);
	return count;
}

struct span bodies_key(struct arena *arena, struct span name)
{
	struct span words[WORDS_MAX], key;
	struct buffer folded, out;
	size_t count;

	buffer_init(&folded, BUFFER_LIMIT_DEFAULT);
	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	fold_text(&folded, bodies_name(name));
	count = telling_words(buffer_span(&folded), words);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buffer_add_char(&out, ' ');
		buffer_add(&out, words[i]);
	}
	key = arena_copy(arena, count > 0 ? buffer_span(&out) : buffer_span(&folded));
	buffer_release(&out);
	buffer_release(&folded);
	return key;
}
