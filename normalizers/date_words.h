/*
 * date_words: a text as the words that dates are made of. For date.c only.
 */
#ifndef WINNOW_DATE_WORDS_H
#define WINNOW_DATE_WORDS_H

#include "pipeline/base/span.h"

enum date_kind {
	DATE_STOP,     /* the end of the text */
	DATE_OTHER,    /* a word that is part of no date */
	DATE_NUMBER,   /* value, digits, suffixed */
	DATE_MARK,     /* one character of punctuation, in value; every dash and hyphen is '-' */
	DATE_MONTH,    /* value 1 to 12 */
	DATE_SEASON,   /* value 21 spring to 24 winter, as in EDTF */
	DATE_QUARTER,  /* "quarter" */
	DATE_Q,        /* "Q1": value 1 to 4 */
	DATE_HALF,
	DATE_ORDINAL,  /* "first" to "fourth", "last": value 1 to 4 */
	DATE_CARDINAL, /* "a", "one" to "twelve" */
	DATE_WEEKDAY,
	DATE_EDGE,     /* "end", "start", "middle": value enum date_edge */
	DATE_PART,     /* "early", "mid", "late": value enum date_edge */
	DATE_BY,
	DATE_IN,
	DATE_WITHIN,   /* "within" 0, "over" 1 */
	DATE_PREPOSITION, /* any other that a date may follow */
	DATE_OF,
	DATE_THE,
	DATE_TO,       /* "to", "and", "or" */
	DATE_NEXT,     /* "next", "following", "coming" */
	DATE_THIS,
	DATE_NEW,
	DATE_LATER,
	DATE_FINANCIAL,
	DATE_CALENDAR,
	DATE_YEARS,    /* "year"; value 1 for "years", and so below */
	DATE_MONTHS,
	DATE_WEEKS,
	DATE_DAYS
};

enum date_edge { DATE_EDGE_START, DATE_EDGE_MIDDLE, DATE_EDGE_END };

struct date_token {
	enum date_kind kind;
	int value;
	int digits;    /* of a number */
	bool suffixed; /* a number with "st", "nd", "rd" or "th" */
	bool capital;  /* a word with a capital letter first */
	bool spaced;   /* white space stood before it */
	size_t start;  /* offsets in the text */
	size_t end;
};

/* The token at or after `at`; DATE_STOP at the end of the text. */
struct date_token date_words_at(struct span text, size_t at);

#endif
