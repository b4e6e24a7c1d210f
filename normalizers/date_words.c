#include "normalizers/date_words.h"

#include <stdlib.h>

#include "normalizers/ascii.h"

#define LONGEST_WORD 12

struct date_word {
	const char *word;
	enum date_kind kind;
	int value;
};

/* In strcmp order, for bsearch. */
static const struct date_word WORDS[] = {
	{ "a", DATE_CARDINAL, 1 }, { "after", DATE_PREPOSITION, 0 }, { "an", DATE_CARDINAL, 1 },
	{ "and", DATE_TO, 0 }, { "apr", DATE_MONTH, 4 }, { "april", DATE_MONTH, 4 }, { "around", DATE_PREPOSITION, 0 },
	{ "aug", DATE_MONTH, 8 }, { "august", DATE_MONTH, 8 }, { "autumn", DATE_SEASON, 23 },
	{ "before", DATE_PREPOSITION, 0 }, { "beginning", DATE_EDGE, DATE_EDGE_START }, { "by", DATE_BY, 0 },
	{ "calendar", DATE_CALENDAR, 0 }, { "christmas", DATE_MONTH, 12 }, { "close", DATE_EDGE, DATE_EDGE_END },
	{ "coming", DATE_NEXT, 0 }, { "current", DATE_THIS, 0 },
	{ "date", DATE_PREPOSITION, 0 }, { "dated", DATE_PREPOSITION, 0 }, { "day", DATE_DAYS, 0 },
	{ "days", DATE_DAYS, 1 }, { "dec", DATE_MONTH, 12 }, { "december", DATE_MONTH, 12 },
	{ "during", DATE_PREPOSITION, 0 }, { "early", DATE_PART, DATE_EDGE_START }, { "eight", DATE_CARDINAL, 8 },
	{ "eighteen", DATE_CARDINAL, 18 }, { "eleven", DATE_CARDINAL, 11 }, { "end", DATE_EDGE, DATE_EDGE_END },
	{ "fall", DATE_SEASON, 23 }, { "feb", DATE_MONTH, 2 }, { "february", DATE_MONTH, 2 },
	{ "financial", DATE_FINANCIAL, 0 }, { "first", DATE_ORDINAL, 1 }, { "fiscal", DATE_FINANCIAL, 0 },
	{ "five", DATE_CARDINAL, 5 }, { "following", DATE_NEXT, 0 }, { "four", DATE_CARDINAL, 4 },
	{ "fourth", DATE_ORDINAL, 4 }, { "fri", DATE_WEEKDAY, 0 }, { "friday", DATE_WEEKDAY, 0 },
	{ "from", DATE_PREPOSITION, 0 }, { "half", DATE_HALF, 0 }, { "in", DATE_IN, 0 }, { "jan", DATE_MONTH, 1 },
	{ "january", DATE_MONTH, 1 }, { "jul", DATE_MONTH, 7 }, { "july", DATE_MONTH, 7 }, { "jun", DATE_MONTH, 6 },
	{ "june", DATE_MONTH, 6 }, { "last", DATE_ORDINAL, 4 }, { "late", DATE_PART, DATE_EDGE_END },
	{ "later", DATE_LATER, 0 }, { "mar", DATE_MONTH, 3 }, { "march", DATE_MONTH, 3 }, { "may", DATE_MONTH, 5 },
	{ "mid", DATE_PART, DATE_EDGE_MIDDLE }, { "middle", DATE_EDGE, DATE_EDGE_MIDDLE },
	{ "mon", DATE_WEEKDAY, 0 }, { "monday", DATE_WEEKDAY, 0 }, { "month", DATE_MONTHS, 0 },
	{ "months", DATE_MONTHS, 1 }, { "new", DATE_NEW, 0 }, { "next", DATE_NEXT, 0 }, { "nine", DATE_CARDINAL, 9 },
	{ "nov", DATE_MONTH, 11 }, { "november", DATE_MONTH, 11 }, { "oct", DATE_MONTH, 10 },
	{ "october", DATE_MONTH, 10 }, { "of", DATE_OF, 0 }, { "on", DATE_PREPOSITION, 0 }, { "one", DATE_CARDINAL, 1 },
	{ "or", DATE_TO, 0 }, { "over", DATE_WITHIN, 1 }, { "q1", DATE_Q, 1 }, { "q2", DATE_Q, 2 }, { "q3", DATE_Q, 3 },
	{ "q4", DATE_Q, 4 }, { "quarter", DATE_QUARTER, 0 }, { "sat", DATE_WEEKDAY, 0 }, { "saturday", DATE_WEEKDAY, 0 },
	{ "second", DATE_ORDINAL, 2 }, { "sep", DATE_MONTH, 9 }, { "sept", DATE_MONTH, 9 },
	{ "september", DATE_MONTH, 9 }, { "seven", DATE_CARDINAL, 7 }, { "since", DATE_PREPOSITION, 0 },
	{ "six", DATE_CARDINAL, 6 }, { "spring", DATE_SEASON, 21 }, { "start", DATE_EDGE, DATE_EDGE_START },
	{ "summer", DATE_SEASON, 22 }, { "sun", DATE_WEEKDAY, 0 }, { "sunday", DATE_WEEKDAY, 0 },
	{ "ten", DATE_CARDINAL, 10 }, { "than", DATE_PREPOSITION, 0 }, { "the", DATE_THE, 0 },
	{ "third", DATE_ORDINAL, 3 }, { "this", DATE_THIS, 0 }, { "three", DATE_CARDINAL, 3 },
	{ "through", DATE_PREPOSITION, 0 }, { "throughout", DATE_PREPOSITION, 0 }, { "thu", DATE_WEEKDAY, 0 },
	{ "thursday", DATE_WEEKDAY, 0 }, { "till", DATE_PREPOSITION, 0 }, { "to", DATE_TO, 0 },
	{ "tue", DATE_WEEKDAY, 0 }, { "tuesday", DATE_WEEKDAY, 0 }, { "twelve", DATE_CARDINAL, 12 },
	{ "two", DATE_CARDINAL, 2 }, { "until", DATE_PREPOSITION, 0 }, { "wed", DATE_WEEKDAY, 0 },
	{ "wednesday", DATE_WEEKDAY, 0 }, { "week", DATE_WEEKS, 0 }, { "weeks", DATE_WEEKS, 1 },
	{ "winter", DATE_SEASON, 24 }, { "within", DATE_WITHIN, 0 }, { "year", DATE_YEARS, 0 },
	{ "years", DATE_YEARS, 1 },
};

static int compare_word(const void *key, const void *row)
{
	return strcmp(key, ((const struct date_word *)row)->word);
}

static void look_up(struct span word, struct date_token *token)
{
	const struct date_word *row;
	char key[LONGEST_WORD + 1];
	size_t i;

	token->kind = DATE_OTHER;
	token->capital = ascii_upper(word.ptr[0]);
	if (word.len > LONGEST_WORD)
		return;
	for (i = 0; i < word.len; i++)
		key[i] = ascii_fold(word.ptr[i]);
	key[word.len] = '\0';
	row = bsearch(key, WORDS, sizeof WORDS / sizeof WORDS[0], sizeof WORDS[0], compare_word);
	if (row) {
		token->kind = row->kind;
		token->value = row->value;
	}
}

static bool word_byte(char c)
{
	return ascii_letter(c) || ascii_digit(c) || (unsigned char)c >= 0x80;
}

/* Bytes of a UTF-8 dash (U+2010 to U+2015), quote or no-break space at `at`, 0 for none; *mark tells which. */
static size_t wide_mark(struct span text, size_t at, char *mark)
{
	struct span rest = span_from(text, at);

	if (span_starts(rest, SPAN(ASCII_NBSP))) {
		*mark = ' ';
		return 2;
	}
	if (rest.len < 3 || rest.ptr[0] != '\xE2' || rest.ptr[1] != '\x80')
		return 0;
	*mark = '.';
	if ((unsigned char)rest.ptr[2] >= 0x90 && (unsigned char)rest.ptr[2] <= 0x95)
		*mark = '-';
	if (rest.ptr[2] == '\x98' || rest.ptr[2] == '\x99')
		*mark = '\'';
	if ((unsigned char)rest.ptr[2] <= 0x8A || rest.ptr[2] == '\xAF')
		*mark = ' ';
	return 3;
}

static size_t word_end(struct span text, size_t at)
{
	char mark;

	while (at < text.len && word_byte(text.ptr[at]) && wide_mark(text, at, &mark) == 0)
		at++;
	return at;
}

/*
 * Digits, with the suffix of an ordinal where there is one. Small letters glued
 * to them make it some other word ("80mg"); a capital begins the next word, since
 * pages lose the space there ("23/11/2017Council").
 */
static void read_number(struct span text, struct date_token *token)
{
	static const char *const SUFFIXES[] = { "st", "nd", "rd", "th" };
	size_t at = token->start, i;

	token->kind = DATE_NUMBER;
	for (; at < text.len && ascii_digit(text.ptr[at]); at++, token->digits++)
		if (token->digits < 6)
			token->value = token->value * 10 + (text.ptr[at] - '0');
	for (i = 0; i < sizeof SUFFIXES / sizeof SUFFIXES[0]; i++)
		if (word_end(text, at) == at + 2 && span_equal_nocase(span_slice(text, at, at + 2), span_str(SUFFIXES[i])))
			token->suffixed = true;
	if (token->suffixed)
		at += 2;
	else if (at < text.len && ascii_lower(text.ptr[at])) {
		token->kind = DATE_OTHER;
		at = word_end(text, at);
	}
	token->end = at;
}

struct date_token date_words_at(struct span text, size_t at)
{
	struct date_token token = { .kind = DATE_STOP };
	char mark;
	size_t width;

	for (; at < text.len; at += width, token.spaced = true) {
		width = wide_mark(text, at, &mark);
		if (width > 0 && mark != ' ')
			break;
		if (width == 0 && !ascii_space(text.ptr[at]))
			break;
		width = width ? width : 1;
	}
	token.start = token.end = at;
	if (at >= text.len)
		return token;
	if (wide_mark(text, at, &mark) > 0 || !word_byte(text.ptr[at])) {
		width = wide_mark(text, at, &mark);
		token.kind = DATE_MARK;
		token.value = width ? mark : text.ptr[at];
		token.end = at + (width ? width : 1);
	} else if (ascii_digit(text.ptr[at])) {
		read_number(text, &token);
	} else {
		token.end = word_end(text, at);
		look_up(span_slice(text, at, token.end), &token);
	}
	return token;
}
