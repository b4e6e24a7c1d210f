#include "normalizers/footnote_marks.h"

#include "normalizers/ascii.h"

#define LEAST_LETTERS 3 /* of a word with a mark: "CO2", "m2", "A4" are none */
#define MOST_DIGITS 3

void footnote_marks_know(struct footnote_numbers *numbers, int number)
{
	if (number < 1 || number >= FOOTNOTE_MOST || numbers->has[number])
		return;
	numbers->has[number] = true;
	numbers->count++;
}

/* Words that have numbers of their own. */
static bool takes_number(struct span word)
{
	static const char *const WORDS[] = {
		"annex",  "appendix", "article", "band",  "box",     "chapter", "clause", "covid", "day",   "figure",
		"fig",	  "grade",    "key",	 "level", "no",	     "nos",	"note",	  "page",  "para",  "paragraph",
		"paras",  "part",     "phase",	 "point", "quarter", "question", "ref",	  "rule",  "sars",  "section",
		"stage",  "step",     "table",	 "tier",  "type",    "version", "vol",	  "volume", "week", "win",
	};
	size_t i;

	for (i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
		if (span_equal_nocase(word, span_str(WORDS[i])))
			return true;
	return false;
}

/* The ASCII word that ends at `end`. */
static struct span word_before(struct span text, size_t end)
{
	size_t from = end;

	while (from > 0 && ascii_letter(text.ptr[from - 1]))
		from--;
	return span_slice(text, from, end);
}

/* Words of two letters that a mark may follow; others ("No", "pp", "CO") take numbers of their own. */
static bool is_short_word(struct span word)
{
	static const char WORDS[] = "as be by do go he in is it me on so to up us we ";
	size_t i;

	for (i = 0; i + 2 < sizeof WORDS; i += 3)
		if (span_equal(word, span_of(WORDS + i, 2)))
			return true;
	return false;
}

/* May the word at whose end a number is glued have a mark there? */
static bool word_may_have_mark(struct span word)
{
	size_t i;

	if (is_short_word(word))
		return true;
	if (word.len < LEAST_LETTERS || takes_number(word))
		return false;
	for (i = 1; i < word.len; i++)
		if (ascii_upper(word.ptr[i]))
			return false;
	return true;
}

/* Bytes of the quote, bracket or stop that ends at `end`, 0 for none. */
static size_t punctuation_before(struct span text, size_t end)
{
	struct span head = span_slice(text, 0, end);

	if (head.len == 0)
		return 0;
	if (memchr(".,;:?!)]\"'%", head.ptr[head.len - 1], 11))
		return 1;
	if (span_ends(head, SPAN("\xE2\x80\x99")) || span_ends(head, SPAN("\xE2\x80\x9D")))
		return 3;
	return 0;
}

/*
 * Is the word that ends at `end` one that `width` bytes of punctuation and a mark
 * may follow? "No.5" and "p.3" are references; behind "5mm." it is a mark.
 */
static bool word_may_end_sentence(struct span text, size_t end, size_t width)
{
	struct span word = word_before(text, end);
	size_t before = end - word.len;

	if (takes_number(word))
		return false;
	if (word.len >= LEAST_LETTERS || is_short_word(word) || width > 1)
		return true;
	return before > 0 && ascii_digit(text.ptr[before - 1]);
}

/* Can a mark stand at `at`: behind a word, or behind the punctuation behind one? */
static bool stands_behind_word(struct span text, size_t at)
{
	size_t width, end = at;
	bool stop = false;

	while ((width = punctuation_before(text, end)) > 0) {
		stop = stop || (text.ptr[end - width] != ')' && width == 1);
		end -= width;
	}
	if (end == 0)
		return false;
	if (end == at)
		return word_may_have_mark(word_before(text, at));
	if (ascii_digit(text.ptr[end - 1])) /* "13(1)", "2.5": part of a number, but for "in 2014”.7" */
		return at - end > 1 && stop;
	if (!ascii_letter(text.ptr[end - 1]))
		return stop;
	return word_may_end_sentence(text, end, at - end);
}

/* May the text go on like this behind a mark? */
static bool ends_mark(struct span text, size_t end)
{
	if (end == text.len)
		return true;
	if (text.ptr[end] == ' ' || memchr(",.;:)]\"'", text.ptr[end], 8))
		return !(end + 1 < text.len && text.ptr[end] != ' ' && ascii_digit(text.ptr[end + 1]));
	return span_starts(span_from(text, end), SPAN("\xE2\x80"));
}

static size_t read_digits(struct span text, size_t at, int *number)
{
	size_t from = at;

	*number = 0;
	while (at < text.len && ascii_digit(text.ptr[at]) && at - from <= MOST_DIGITS)
		*number = *number * 10 + (text.ptr[at++] - '0');
	return at - from <= MOST_DIGITS ? at : from;
}

/* "[12]" at `at`; the bracket is sign enough. */
static bool read_bracketed(struct span text, size_t at, struct footnote_mark *mark)
{
	size_t end = read_digits(text, at + 1, &mark->number);

	if (end == at + 1 || end >= text.len || text.ptr[end] != ']' || at == 0)
		return false;
	mark->start = text.ptr[at - 1] == ' ' ? at - 1 : at;
	mark->end = end + 1;
	return mark->start > 0;
}

bool footnote_marks_find(struct span text, size_t from, struct footnote_mark *mark)
{
	size_t at, end;

	for (at = from; at < text.len; at++) {
		if (text.ptr[at] == '[' && read_bracketed(text, at, mark))
			return true;
		if (!ascii_digit(text.ptr[at]))
			continue;
		end = read_digits(text, at, &mark->number);
		if (end > at && at > 0 && text.ptr[at] != '0' && ends_mark(text, end) && stands_behind_word(text, at)) {
			mark->start = at;
			mark->end = end;
			return true;
		}
		while (at + 1 < text.len && ascii_digit(text.ptr[at + 1]))
			at++;
	}
	return false;
}

unsigned footnote_marks_remove(struct buffer *out, struct span text, const struct footnote_numbers *numbers)
{
	struct footnote_mark mark;
	size_t from = 0, at = 0;
	unsigned removed = 0;

	while (footnote_marks_find(text, at, &mark)) {
		at = mark.end;
		if (mark.number >= FOOTNOTE_MOST || !numbers->has[mark.number])
			continue;
		buffer_add(out, span_slice(text, from, mark.start));
		from = mark.end;
		removed++;
	}
	buffer_add(out, span_from(text, from));
	return removed;
}
