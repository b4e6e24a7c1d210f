/*
 * date_grammar: which words make a date, and what it means. For date.c only.
 */
#ifndef WINNOW_DATE_GRAMMAR_H
#define WINNOW_DATE_GRAMMAR_H

#include "normalizers/calendar.h"
#include "normalizers/date_words.h"

/* No date has more words; what is looked at for one is bounded by it. */
#define DATE_MAX_TOKENS 16

/* EDTF codes for parts of a year. */
enum { SPRING = 21, WINTER = 24, QUARTER_1 = 33, QUARTER_4 = 36 };

enum date_precision { WHEN_DAY, WHEN_MONTH, WHEN_PART, WHEN_YEAR, WHEN_SPAN };

/* A date as it is being read. */
struct date_when {
	enum date_precision precision;
	struct calendar_day first; /* the day, month or year; the first of a span */
	struct calendar_day last;  /* WHEN_SPAN only: the last day, or month */
	int part;                  /* WHEN_PART only: season or quarter */
	bool relative;             /* something came from the reference */
	bool bare;                 /* could be another word: needs a sign before it */
};

struct date_reader {
	struct span text;
	struct calendar_day reference; /* year 0: none */
	struct date_token tokens[DATE_MAX_TOKENS + 1]; /* the last one is DATE_STOP */
	bool running;   /* inside running text: be strict */
	bool anchored;  /* a preposition, colon or nothing stood before */
	bool after_the; /* "the" stood before: "the 2015 Parliament" is no date */
};

/*
 * Reads one expression at token 0 of *r. Returns the index of the token behind
 * it, 0 when there is none; *from is the first token that belongs to it.
 */
size_t date_grammar_match(const struct date_reader *r, size_t *from, struct date_when *w);

#endif
