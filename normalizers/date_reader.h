/*
 * date_reader: the words of a date being read, and what it means so far. For the
 * files date_*.c only.
 *
 * The matchers of days, periods and years get the index of a token and return the
 * index behind what they read, 0 when they read nothing.
 */
#ifndef WINNOW_DATE_READER_H
#define WINNOW_DATE_READER_H

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

typedef size_t date_matcher(const struct date_reader *r, size_t i, struct date_when *w);

/* The first of the matchers that reads something, on a *w that is blank for each. */
static inline size_t date_first_of(date_matcher *const *matchers, size_t count, const struct date_reader *r, size_t i,
				   struct date_when *w)
{
	size_t m, end = 0;

	for (m = 0; m < count && end == 0; m++) {
		*w = (struct date_when){ .precision = WHEN_DAY };
		end = matchers[m](r, i, w);
	}
	return end;
}

/* "8th of September 2017", "16.12.16", "Thursday, March 15": date_days.c */
size_t date_days_match(const struct date_reader *r, size_t i, struct date_when *w);

/* "March to May 2018", "spring next year", "Q1 2018", "first half of 2018": date_periods.c */
size_t date_periods_match(const struct date_reader *r, size_t i, struct date_when *w);

/* "2018", "financial year 2018-19", "next year": date_years.c */
size_t date_years_match(const struct date_reader *r, size_t i, struct date_when *w);

/* "within six months", "over the next two years": up to that long after the reference. */
size_t date_years_horizon(const struct date_reader *r, size_t i, struct date_when *w);

/* "2017-18", "2017/2018": a year and the one after it. */
size_t date_years_double(const struct date_reader *r, size_t i, int *year);

/* "2018", "of 2018", "next year", "of this year", behind a day, month, season or quarter. */
size_t date_years_behind(const struct date_reader *r, size_t i, struct date_when *w);

/* The year in which a part of the year that ends with `last_month` comes next; 0 without a reference. */
int date_years_next(const struct date_reader *r, int last_month);

/* The year from April of `year`. */
void date_years_financial(struct date_when *w, int year);

/* ---- looking at tokens ---- */

static inline const struct date_token *token(const struct date_reader *r, size_t i)
{
	return &r->tokens[i < DATE_MAX_TOKENS ? i : DATE_MAX_TOKENS];
}

static inline bool is(const struct date_reader *r, size_t i, enum date_kind kind)
{
	return token(r, i)->kind == kind;
}

static inline bool is_mark(const struct date_reader *r, size_t i, char mark)
{
	return is(r, i, DATE_MARK) && token(r, i)->value == mark;
}

static inline bool is_glued(const struct date_reader *r, size_t i, enum date_kind kind)
{
	return is(r, i, kind) && !token(r, i)->spaced;
}

static inline size_t skip(const struct date_reader *r, size_t i, enum date_kind kind)
{
	return is(r, i, kind) ? i + 1 : i;
}

static inline bool is_year(const struct date_reader *r, size_t i)
{
	const struct date_token *t = token(r, i);

	return t->kind == DATE_NUMBER && t->digits == 4 && !t->suffixed && t->value >= 1000 && t->value < 3000;
}

/* Is the token, a word, followed by an apostrophe: "next year's accounts"? */
static inline bool possessive(const struct date_reader *r, size_t i)
{
	return is_glued(r, i + 1, DATE_MARK) && is_mark(r, i + 1, '\'');
}

#endif
