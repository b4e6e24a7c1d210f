/*
 * calendar: days of the proleptic Gregorian calendar. No clock, no locale.
 */
#ifndef WINNOW_CALENDAR_H
#define WINNOW_CALENDAR_H

#include "pipeline/base/span.h"

#define CALENDAR_DAY_SIZE 11 /* "2018-01-31" and its NUL */

struct calendar_day {
	int year;  /* 1 to 9999 */
	int month; /* 1 to 12; 0 where only the year is known */
	int day;   /* 1 to 31; 0 where only the month is known */
};

/* 28 to 31; 0 for a month that is none. */
int calendar_month_length(int year, int month);

/* Do year, month and day (all given) exist together? */
bool calendar_valid(struct calendar_day day);

/* Reads "2018", "2018-01" or "2018-01-31", nothing else; false leaves *out alone. */
bool calendar_parse(struct span text, struct calendar_day *out);

/* `months` later (or earlier); the day is cut to the month's last one. */
struct calendar_day calendar_add_months(struct calendar_day day, int months);

/* `days` later, 0 to 40000. */
struct calendar_day calendar_add_days(struct calendar_day day, int days);

/* Writes "2018-01-31"; a missing day or month is written as 01. */
void calendar_format(struct calendar_day day, char out[CALENDAR_DAY_SIZE]);

#endif
