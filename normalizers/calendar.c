#include "normalizers/calendar.h"

#include <stdio.h>

#include "normalizers/ascii.h"

static bool leap_year(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int calendar_month_length(int year, int month)
{
	static const int LENGTHS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (month < 1 || month > 12)
		return 0;
	return LENGTHS[month - 1] + (month == 2 && leap_year(year));
}

bool calendar_valid(struct calendar_day day)
{
	return day.year >= 1 && day.year <= 9999 && day.day >= 1 &&
	       day.day <= calendar_month_length(day.year, day.month);
}

/* A number of exactly `digits` digits at *at, which is moved behind it; -1 when it is none. */
static int read_number(struct span text, size_t *at, size_t digits)
{
	int value = 0;

	if (text.len - *at < digits)
		return -1;
	for (; digits > 0; digits--, ++*at) {
		if (!ascii_digit(text.ptr[*at]))
			return -1;
		value = value * 10 + (text.ptr[*at] - '0');
	}
	return value;
}

/* "-NN" at *at. */
static int read_part(struct span text, size_t *at)
{
	if (text.ptr[*at] != '-')
		return -1;
	++*at;
	return read_number(text, at, 2);
}

bool calendar_parse(struct span text, struct calendar_day *out)
{
	struct calendar_day day = { 0, 0, 0 };
	size_t at = 0;

	day.year = read_number(text, &at, 4);
	if (day.year < 1)
		return false;
	if (at < text.len) {
		day.month = read_part(text, &at);
		if (calendar_month_length(day.year, day.month) == 0)
			return false;
	}
	if (at < text.len) {
		day.day = read_part(text, &at);
		if (!calendar_valid(day))
			return false;
	}
	if (at != text.len)
		return false;
	*out = day;
	return true;
}

struct calendar_day calendar_add_months(struct calendar_day day, int months)
{
	int count = day.year * 12 + (day.month ? day.month - 1 : 0) + months;
	int length;

	if (count < 12)
		count = 12;
	day.year = count / 12;
	day.month = count % 12 + 1;
	length = calendar_month_length(day.year, day.month);
	if (day.day > length)
		day.day = length;
	return day;
}

struct calendar_day calendar_add_days(struct calendar_day day, int days)
{
	if (days < 0 || days > 40000)
		days = days < 0 ? 0 : 40000;
	day.month = day.month ? day.month : 1;
	day.day = (day.day ? day.day : 1) + days;
	while (day.day > calendar_month_length(day.year, day.month)) {
		day.day -= calendar_month_length(day.year, day.month);
		day.month = day.month % 12 + 1;
		day.year += day.month == 1;
	}
	return day;
}

void calendar_format(struct calendar_day day, char out[CALENDAR_DAY_SIZE])
{
	unsigned year = (unsigned)day.year % 10000, month = (unsigned)(day.month ? day.month : 1) % 100;

	snprintf(out, CALENDAR_DAY_SIZE, "%04u-%02u-%02u", year, month, (unsigned)(day.day ? day.day : 1) % 100);
}
