/*
 * date: dates as reports write them, as EDTF (ISO 8601-2) and as the days meant.
 *
 *     "15 December 2016"      2016-12-15
 *     "January 2018"          2018-01       first day 2018-01-01, last 2018-01-31
 *     "late autumn 2017"      2017-23       1 September to 30 November
 *     "winter 2017-18"        2017-24       1 December 2017 to 28 February 2018
 *     "first quarter of 2018" 2018-33
 *     "early 2024"            2024-33       "late 2024": 2024-36, "mid 2024": 2024-06
 *     "end of 2017"           2017-12
 *     "financial year 2018-19" 2018-04/2019-03
 *
 * Seasons are the meteorological ones of the United Kingdom: spring is March to
 * May; a winter is named by the year of its December. Day comes before month
 * ("4/10/17" is 4 October) unless that gives no day ("11/24/25"). A two-digit year
 * is 1970 to 2069.
 *
 * What leaves the year or more out is resolved against a reference date: a month
 * or season is the next one that is not over ("October" seen from 8 September
 * 2017 is 2017-10, "January" 2018-01), "the end of the year" is that year's.
 * Without a reference such a date is none, and so are vague ones ("in due course").
 * Pure functions: no clock, no locale, no allocation.
 */
#ifndef WINNOW_DATE_H
#define WINNOW_DATE_H

#include "normalizers/calendar.h"

#define DATE_EDTF_SIZE 24

struct date_value {
	struct span text; /* the words, borrowed: "by the end of the year", "January 2018" */
	char edtf[DATE_EDTF_SIZE];
	char start[CALENDAR_DAY_SIZE]; /* first day meant */
	char end[CALENDAR_DAY_SIZE];   /* last day meant */
	bool relative;                 /* year, or more, came from the reference */
};

/*
 * Reads a text that is one date and nothing else; prepositions before it and
 * punctuation behind it are allowed. `reference` is "", "2017", "2017-09" or
 * "2017-09-08". False leaves *out undefined.
 */
bool date_parse(struct span text, struct span reference, struct date_value *out);

/*
 * Finds the next date in running text at or after offset `from`. Bare words that
 * mean other things too ("may", "spring", a lone number 2016) count only behind a
 * preposition, a colon or at the beginning. To go on, pass the offset behind
 * out->text. Linear in the length of the text.
 */
bool date_find(struct span text, size_t from, struct span reference, struct date_value *out);

#endif
