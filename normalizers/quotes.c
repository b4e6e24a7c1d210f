#include "normalizers/quotes.h"

#include "normalizers/ascii.h"
#include "pipeline/base/utf8.h"

#define OPENING_SINGLE "\xE2\x80\x98"
#define CLOSING_SINGLE "\xE2\x80\x99"
#define OPENING_DOUBLE "\xE2\x80\x9C"
#define CLOSING_DOUBLE "\xE2\x80\x9D"

/* Is `rest` the end of a word as it follows an apostrophe: "s", "t", "re"? */
static bool contraction(struct span rest)
{
	static const char *const ENDS[] = { "s", "t", "d", "m", "ll", "re", "ve" };
	size_t length = 0, i;

	while (length < rest.len && ascii_letter(rest.ptr[length]))
		length++;
	if (length < rest.len && (unsigned char)rest.ptr[length] >= 0xC3 && (unsigned char)rest.ptr[length] < 0xE0)
		return false; /* the word goes on with a letter that is not ASCII */
	for (i = 0; i < sizeof ENDS / sizeof ENDS[0]; i++)
		if (span_equal_nocase(span_slice(rest, 0, length), span_str(ENDS[i])))
			return true;
	return false;
}

static bool word_before(struct span text, size_t at)
{
	return at > 0 && (ascii_letter(text.ptr[at - 1]) || ascii_digit(text.ptr[at - 1]));
}

static bool word_behind(struct span text, size_t at)
{
	return at < text.len && ascii_letter(text.ptr[at]);
}

/* Where a quotation may begin: at the start, behind a space or an opening bracket. */
static bool may_open(struct span text, size_t at)
{
	return at == 0 || text.ptr[at - 1] == ' ' || text.ptr[at - 1] == '(' || text.ptr[at - 1] == '[';
}

struct quote_state {
	bool low_open;  /* a U+2017 has opened a quotation */
	bool has_pairs; /* the text holds U+2016, the closing half of a U+2015 */
};

/* What the sign of three bytes at `at` should be; NULL to keep it. */
static const char *judge(struct span text, size_t at, struct quote_state *state)
{
	switch (text.ptr[at + 2]) {
	case '\x95': /* U+2015 */
		return state->has_pairs && may_open(text, at) && word_behind(text, at + 3) ? OPENING_DOUBLE : NULL;
	case '\x96': /* U+2016 */
		return at > 0 && text.ptr[at - 1] != ' ' ? CLOSING_DOUBLE : NULL;
	case '\x97': /* U+2017 */
		if (may_open(text, at) && word_behind(text, at + 3)) {
			state->low_open = true;
			return OPENING_SINGLE;
		}
		return word_before(text, at) && contraction(span_from(text, at + 3)) ? CLOSING_SINGLE : NULL;
	case '\x98': /* U+2018 */
		if (word_before(text, at) && contraction(span_from(text, at + 3)))
			return CLOSING_SINGLE;
		if (state->low_open && !may_open(text, at) && !word_behind(text, at + 3)) {
			state->low_open = false;
			return CLOSING_SINGLE;
		}
		return NULL;
	default:
		return NULL;
	}
}

unsigned quotes_repair(struct buffer *out, struct span text)
{
	struct quote_state state = { .has_pairs = span_find(text, SPAN("\xE2\x80\x96"), 0) >= 0 };
	size_t at, from = 0;
	unsigned changed = 0;

	for (at = 0; at < text.len; at++) {
		const char *instead = NULL;
		size_t width = 1;

		if (text.ptr[at] == '`' && word_before(text, at) && contraction(span_from(text, at + 1))) {
			instead = "'";
		} else if (text.ptr[at] == '\xE2' && at + 2 < text.len && text.ptr[at + 1] == '\x80') {
			width = 3;
			instead = judge(text, at, &state);
		}
		if (!instead)
			continue;
		buffer_add(out, span_slice(text, from, at));
		buffer_add_str(out, instead);
		from = at + width;
		at = from - 1;
		changed++;
	}
	buffer_add(out, span_from(text, from));
	return changed;
}
