#include "normalizers/date_reader.h"

static int full_year(const struct date_token *t)
{
	if (t->digits > 2)
		return t->value;
	return t->value + (t->value < 70 ? 2000 : 1900);
}

/* "4/10/17", "16.12.16", "2016-12-15": three numbers with one mark between. */
static size_t match_numeric(const struct date_reader *r, size_t i, struct date_when *w)
{
	const struct date_token *a = token(r, i), *b = token(r, i + 2), *c = token(r, i + 4);
	struct calendar_day day;
	int mark = token(r, i + 1)->value;

	if (!is(r, i, DATE_NUMBER) || !is_glued(r, i + 1, DATE_MARK) || (mark != '.' && mark != '/' && mark != '-'))
		return 0;
	if (!is_glued(r, i + 2, DATE_NUMBER) || !is_glued(r, i + 3, DATE_MARK) || token(r, i + 3)->value != mark ||
	    !is_glued(r, i + 4, DATE_NUMBER))
		return 0;
	if (is_glued(r, i + 5, DATE_MARK) && token(r, i + 5)->value == mark && is_glued(r, i + 6, DATE_NUMBER))
		return 0; /* "2.1.10.1" numbers a paragraph */
	if (a->digits == 4) {
		day = (struct calendar_day){ a->value, b->value, c->value };
	} else {
		if (a->digits > 2 || b->digits > 2 || (c->digits != 2 && c->digits != 4))
			return 0;
		if (r->running && mark == '.' && c->digits == 2 && (a->digits < 2 || b->digits < 2))
			return 0; /* so may "2.1.10" */
		day = (struct calendar_day){ full_year(c), b->value, a->value };
		if (b->value > 12)
			day = (struct calendar_day){ full_year(c), a->value, b->value };
	}
	if (!calendar_valid(day))
		return 0;
	w->precision = WHEN_DAY;
	w->first = day;
	return i + 5;
}

/* The year of a day and month that are known. */
static size_t match_day_year(const struct date_reader *r, size_t i, struct date_when *w)
{
	size_t behind = date_years_behind(r, i, w);

	w->precision = WHEN_DAY;
	if (behind == 0) {
		w->first.year = date_years_next(r, w->first.month);
		if (r->reference.month == w->first.month && w->first.day < r->reference.day)
			w->first.year++;
		w->relative = true;
		behind = i;
	}
	return calendar_valid(w->first) ? behind : 0;
}

static bool is_day_number(const struct date_reader *r, size_t i)
{
	const struct date_token *t = token(r, i);

	return t->kind == DATE_NUMBER && t->digits <= 2 && t->value >= 1 && t->value <= 31;
}

/* "8th of September 2017", "13-15 December 2016" */
static size_t match_day_month(const struct date_reader *r, size_t i, struct date_when *w)
{
	int from = 0;
	size_t end;

	if (is_day_number(r, i) && (is_mark(r, i + 1, '-') || is(r, i + 1, DATE_TO)) && is_day_number(r, i + 2)) {
		from = token(r, i)->value;
		i += 2;
	}
	if (!is_day_number(r, i))
		return 0;
	w->first.day = token(r, i)->value;
	i = skip(r, i + 1, DATE_OF);
	if (!is(r, i, DATE_MONTH))
		return 0;
	w->first.month = token(r, i)->value;
	end = match_day_year(r, i + 1, w);
	if (end && from && from < w->first.day) {
		w->precision = WHEN_SPAN;
		w->last = w->first;
		w->first.day = from;
	}
	return end;
}

/* "March 15, 2019" */
static size_t match_month_day(const struct date_reader *r, size_t i, struct date_when *w)
{
	size_t end;

	if (!is(r, i, DATE_MONTH) || !is_day_number(r, i + 1))
		return 0;
	w->first.month = token(r, i)->value;
	w->first.day = token(r, i + 1)->value;
	end = match_day_year(r, i + 2, w);
	/* "May 12" without a year may be anything; a suffix makes it a day. */
	if (w->relative && !token(r, i + 1)->suffixed)
		return 0;
	return end;
}

static size_t match_weekday(const struct date_reader *r, size_t i, struct date_when *w)
{
	size_t end;

	if (!is(r, i, DATE_WEEKDAY))
		return 0;
	i = is_mark(r, i + 1, ',') ? i + 2 : i + 1;
	end = match_day_month(r, i, w);
	return end ? end : match_month_day(r, i, w);
}

size_t date_days_match(const struct date_reader *r, size_t i, struct date_when *w)
{
	static date_matcher *const MATCHERS[] = { match_numeric, match_day_month, match_month_day, match_weekday };

	return date_first_of(MATCHERS, sizeof MATCHERS / sizeof MATCHERS[0], r, i, w);
}
