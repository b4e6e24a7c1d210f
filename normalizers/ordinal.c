#include "normalizers/ordinal.h"

#include <stdio.h>

#include "normalizers/ascii.h"

enum number_word { UNIT, TEEN, TENS, HUNDRED, AND, UNIT_ORDINAL, TEEN_ORDINAL, TENS_ORDINAL, HUNDRED_ORDINAL };

struct word_value {
	const char *word;
	enum number_word kind;
	int value;
};

/* With the misspellings that printed reports hold ("Fourty", "Twelth", "Nineth"). */
static const struct word_value WORDS[] = {
	{ "a", UNIT, 1 }, { "one", UNIT, 1 }, { "two", UNIT, 2 }, { "three", UNIT, 3 }, { "four", UNIT, 4 },
	{ "five", UNIT, 5 }, { "six", UNIT, 6 }, { "seven", UNIT, 7 }, { "eight", UNIT, 8 }, { "nine", UNIT, 9 },
	{ "twenty", TENS, 20 }, { "thirty", TENS, 30 }, { "forty", TENS, 40 }, { "fourty", TENS, 40 },
	{ "fifty", TENS, 50 }, { "sixty", TENS, 60 }, { "seventy", TENS, 70 }, { "eighty", TENS, 80 },
	{ "ninety", TENS, 90 }, { "hundred", HUNDRED, 100 }, { "and", AND, 0 },
	{ "first", UNIT_ORDINAL, 1 }, { "second", UNIT_ORDINAL, 2 }, { "third", UNIT_ORDINAL, 3 },
	{ "fourth", UNIT_ORDINAL, 4 }, { "fifth", UNIT_ORDINAL, 5 }, { "sixth", UNIT_ORDINAL, 6 },
	{ "seventh", UNIT_ORDINAL, 7 }, { "eighth", UNIT_ORDINAL, 8 }, { "ninth", UNIT_ORDINAL, 9 },
	{ "nineth", UNIT_ORDINAL, 9 }, { "tenth", TEEN_ORDINAL, 10 }, { "eleventh", TEEN_ORDINAL, 11 },
	{ "twelfth", TEEN_ORDINAL, 12 }, { "twelth", TEEN_ORDINAL, 12 }, { "thirteenth", TEEN_ORDINAL, 13 },
	{ "fourteenth", TEEN_ORDINAL, 14 }, { "fifteenth", TEEN_ORDINAL, 15 }, { "sixteenth", TEEN_ORDINAL, 16 },
	{ "seventeenth", TEEN_ORDINAL, 17 }, { "eighteenth", TEEN_ORDINAL, 18 },
	{ "nineteenth", TEEN_ORDINAL, 19 }, { "twentieth", TENS_ORDINAL, 20 }, { "thirtieth", TENS_ORDINAL, 30 },
	{ "fortieth", TENS_ORDINAL, 40 }, { "fiftieth", TENS_ORDINAL, 50 }, { "sixtieth", TENS_ORDINAL, 60 },
	{ "seventieth", TENS_ORDINAL, 70 }, { "eightieth", TENS_ORDINAL, 80 }, { "ninetieth", TENS_ORDINAL, 90 },
	{ "hundredth", HUNDRED_ORDINAL, 100 },
};

/* Length of what may stand between two words of one ordinal, at `at`: spaces, hyphens, dashes; 0 for none. */
static size_t separator_length(struct span s, size_t at)
{
	struct span rest = span_from(s, at);

	if (span_empty(rest))
		return 0;
	if (ascii_space(rest.ptr[0]) || rest.ptr[0] == '-')
		return 1;
	if (span_starts(rest, SPAN(ASCII_NBSP)))
		return 2;
	/* U+2010 hyphen to U+2015 horizontal bar */
	if (rest.len >= 3 && rest.ptr[0] == '\xE2' && rest.ptr[1] == '\x80' && (unsigned char)rest.ptr[2] >= 0x90 &&
	    (unsigned char)rest.ptr[2] <= 0x95)
		return 3;
	return 0;
}

static size_t skip_separators(struct span s, size_t at)
{
	size_t length;

	while ((length = separator_length(s, at)) > 0)
		at += length;
	return at;
}

static const struct word_value *find_word(struct span word)
{
	size_t i;

	for (i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
		if (span_equal_nocase(word, span_str(WORDS[i].word)))
			return &WORDS[i];
	return NULL;
}

/* "31st", "31 st", "2nd"; a wrong suffix ("31th") is read as it is meant. */
static int parse_figures(struct span s)
{
	static const char *const SUFFIXES[] = { "st", "nd", "rd", "th" };
	int value = 0;
	size_t at, i;

	for (at = 0; at < s.len && ascii_digit(s.ptr[at]) && value < 1000; at++)
		value = value * 10 + (s.ptr[at] - '0');
	if (at == 0 || value >= 1000)
		return 0;
	s = span_trim(span_from(s, at));
	for (i = 0; i < sizeof SUFFIXES / sizeof SUFFIXES[0]; i++)
		if (span_equal_nocase(s, span_str(SUFFIXES[i])))
			return value;
	return 0;
}

/* Adds a word to the value so far; false where it may not follow. `last` is the kind before, or -1. */
static bool add_word(const struct word_value *w, int last, int *value)
{
	switch (w->kind) {
	case UNIT:
		break;
	case HUNDRED:
	case HUNDRED_ORDINAL:
		if (last != -1 && last != UNIT)
			return false;
		*value = (last == UNIT ? *value : 1) * 100;
		return true;
	case AND:
		return last == HUNDRED;
	case UNIT_ORDINAL:
		if (last == TENS)
			break;
		/* fall through */
	case TEEN:
	case TENS:
	case TEEN_ORDINAL:
	case TENS_ORDINAL:
		if (last != -1 && last != HUNDRED && last != AND)
			return false;
		break;
	}
	if (w->kind == UNIT && last != -1)
		return false;
	*value += w->value;
	return true;
}

int ordinal_parse(struct span words)
{
	int value = 0, last = -1;
	size_t at = skip_separators(words, 0);

	words = span_from(words, at);
	if (!span_empty(words) && ascii_digit(words.ptr[0]))
		return parse_figures(span_trim(words));
	at = 0;
	while (at < words.len) {
		const struct word_value *w;
		size_t end = at;

		while (end < words.len && ascii_letter(words.ptr[end]))
			end++;
		w = find_word(span_slice(words, at, end));
		if (!w || last >= UNIT_ORDINAL || !add_word(w, last, &value))
			return 0;
		last = (int)w->kind;
		at = skip_separators(words, end);
	}
	return last >= UNIT_ORDINAL ? value : 0;
}

/* Reads up to `most` digits at *at; returns how many there were, 0 when there are more than that. */
static size_t read_digits(struct span s, size_t *at, size_t most, int *value)
{
	size_t from = *at;

	*value = 0;
	while (*at < s.len && ascii_digit(s.ptr[*at]) && *at - from < most)
		*value = *value * 10 + (s.ptr[(*at)++] - '0');
	if (*at < s.len && ascii_digit(s.ptr[*at]))
		return 0;
	return *at - from;
}

/* The four-digit year meant by two digits behind `first`. */
static int complete_year(int first, int two_digits)
{
	int year = first - first % 100 + two_digits;

	return year < first ? year + 100 : year;
}

size_t session_parse(struct span text, char out[ORDINAL_SESSION_SIZE])
{
	size_t at = 0, digits, gap;
	int first, second;

	digits = read_digits(text, &at, 4, &first);
	if (digits == 2)
		first += first < 50 ? 2000 : 1900;
	else if (digits != 4)
		return 0;
	gap = skip_separators(text, at);
	if (gap == at && at < text.len && text.ptr[at] == '/')
		gap = at + 1;
	if (gap == at)
		return 0;
	at = gap;
	digits = read_digits(text, &at, 4, &second);
	if (digits == 2)
		second = complete_year(first, second);
	else if (digits != 4)
		return 0;
	if (first < 1800 || first > 2199 || second <= first || second > first + 3)
		return 0;
	snprintf(out, ORDINAL_SESSION_SIZE, "%04d-%02d", first, second % 100);
	return at;
}

struct paper_series {
	const char *printed; /* a space stands for any white space, or none */
	const char *normal;
};

/* Longer names first: the first that matches is taken. */
static const struct paper_series SERIES[] = {
	{ "House of Commons Paper No.", "HC" }, { "House of Commons Paper", "HC" },
	{ "House of Lords Paper No.", "HL Paper" }, { "House of Lords Paper", "HL Paper" },
	{ "HL Paper", "HL Paper" }, { "HL", "HL Paper" }, { "HC", "HC" }, { "Cmnd.", "Cmnd" }, { "Cmnd", "Cmnd" },
	{ "Cmd.", "Cmd" }, { "Cmd", "Cmd" }, { "Cm.", "Cm" }, { "Cm", "Cm" }, { "CP", "CP" },
};

static size_t skip_spaces(struct span s, size_t at)
{
	while (at < s.len) {
		if (ascii_space(s.ptr[at]))
			at++;
		else if (span_starts(span_from(s, at), SPAN(ASCII_NBSP)))
			at += 2;
		else
			break;
	}
	return at;
}

/* Matches the series name at the beginning: abbreviations by case ("hc 5" is no paper), long names without. */
static size_t match_series(struct span text, const char *name)
{
	bool any_case = strchr(name, ' ') != NULL;
	size_t at = 0;

	for (; *name; name++) {
		if (*name == ' ') {
			at = skip_spaces(text, at);
			continue;
		}
		if (at >= text.len)
			return 0;
		if (text.ptr[at] != *name && !(any_case && ascii_fold(text.ptr[at]) == ascii_fold(*name)))
			return 0;
		at++;
	}
	return at;
}

/* "-I", "-II" behind a number: the volume of a paper. Returns its length. */
static size_t volume_length(struct span s, size_t at)
{
	size_t end = at + 1;

	if (at >= s.len || s.ptr[at] != '-')
		return 0;
	while (end < s.len && (s.ptr[end] == 'I' || s.ptr[end] == 'V' || s.ptr[end] == 'X'))
		end++;
	if (end == at + 1 || end - at > 6 || (end < s.len && ascii_letter(s.ptr[end])))
		return 0;
	return end - at;
}

size_t paper_parse(struct span text, char out[ORDINAL_PAPER_SIZE])
{
	size_t i, at, volume;
	int number;

	for (i = 0; i < sizeof SERIES / sizeof SERIES[0]; i++) {
		at = match_series(text, SERIES[i].printed);
		if (at == 0)
			continue;
		at = skip_spaces(text, at);
		if (read_digits(text, &at, 4, &number) == 0 || number == 0)
			continue;
		volume = volume_length(text, at);
		snprintf(out, ORDINAL_PAPER_SIZE, "%s %d%.*s", SERIES[i].normal, number, (int)volume, text.ptr + at);
		return at + volume;
	}
	return 0;
}
