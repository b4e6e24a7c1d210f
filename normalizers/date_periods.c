#include "normalizers/date_reader.h"

/* "March to May 2018", "January/February 2018" */
static size_t match_months(const struct date_reader *r, size_t i, struct date_when *w)
{
	size_t end;

	if (!is(r, i, DATE_MONTH) || !is(r, i + 2, DATE_MONTH) ||
	    !(is(r, i + 1, DATE_TO) || is_mark(r, i + 1, '-') || is_mark(r, i + 1, '/')))
		return 0;
	end = date_years_behind(r, i + 3, w);
	if (end == 0)
		return 0;
	w->precision = WHEN_SPAN;
	w->last = (struct calendar_day){ w->first.year, token(r, i + 2)->value, 0 };
	w->first.month = token(r, i)->value;
	w->first.year -= w->first.month > w->last.month;
	return end;
}

static size_t match_month(const struct date_reader *r, size_t i, struct date_when *w)
{
	const struct date_token *t;
	size_t end;
	bool next = is(r, i, DATE_NEXT);

	i += next || is(r, i, DATE_THIS);
	t = token(r, i);
	if (t->kind != DATE_MONTH)
		return 0;
	w->precision = WHEN_MONTH;
	w->first.month = t->value;
	end = date_years_behind(r, i + 1, w);
	if (end)
		return end;
	w->first.year = date_years_next(r, t->value);
	if (!t->capital || w->first.year == 0 || possessive(r, i))
		return 0;
	w->first.year += next && t->value == r->reference.month;
	w->relative = true;
	w->bare = true;
	return i + 1;
}

/* The year whose season is the next that is not over; winter is named by its December. */
static int next_season(const struct date_reader *r, int season, bool after_this)
{
	int last_month = season == WINTER ? 12 : 5 + 3 * (season - SPRING);
	int year = date_years_next(r, last_month);

	if (year == 0)
		return 0;
	if (season == WINTER && r->reference.month <= 2)
		return year - !after_this;
	if (after_this && r->reference.month <= last_month && r->reference.month > last_month - 3)
		year += season != WINTER || r->reference.month == 12;
	return year;
}

static size_t match_season(const struct date_reader *r, size_t i, struct date_when *w)
{
	bool next = is(r, i, DATE_NEXT), this = is(r, i, DATE_THIS);
	size_t end;

	i += next || this;
	if (!is(r, i, DATE_SEASON))
		return 0;
	w->precision = WHEN_PART;
	w->part = token(r, i)->value;
	end = date_years_double(r, i + 1, &w->first.year);
	if (end == 0)
		end = date_years_behind(r, i + 1, w);
	if (end)
		return end;
	/* "summer recess", "winter pressures": only what ends here can be a season alone. */
	if ((is(r, i + 1, DATE_OTHER) && !next && !this && !token(r, i + 1)->capital && r->running) || possessive(r, i))
		return 0;
	w->first.year = next_season(r, w->part, next);
	w->relative = true;
	w->bare = !next && !this;
	return w->first.year ? i + 1 : 0;
}

/* "Q1 2018", "first quarter of 2018", "the last quarter of 2018-19" (of a financial year). */
static size_t match_quarter(const struct date_reader *r, size_t i, struct date_when *w)
{
	int quarter = token(r, i)->value;
	size_t end;

	if (is(r, i, DATE_ORDINAL) && is(r, i + 1, DATE_QUARTER))
		i += 2;
	else if (is(r, i, DATE_NUMBER) && token(r, i)->suffixed && quarter >= 1 && quarter <= 4 &&
		 is(r, i + 1, DATE_QUARTER))
		i += 2;
	else if (is(r, i, DATE_Q))
		i += 1;
	else
		return 0;
	w->precision = WHEN_PART;
	w->part = QUARTER_1 + quarter - 1;
	end = date_years_double(r, skip(r, i, DATE_OF), &w->first.year);
	if (end) {
		w->part = quarter == 4 ? QUARTER_1 : w->part + 1;
		w->first.year += quarter == 4;
		return end;
	}
	end = date_years_behind(r, i, w);
	if (end)
		return end;
	if (r->running && is(r, i - 1, DATE_Q)) /* "Q1" is more often a question */
		return 0;
	w->first.year = date_years_next(r, quarter * 3);
	w->relative = true;
	w->bare = true;
	return w->first.year ? i : 0;
}

/* "first half of 2018" */
static size_t match_half(const struct date_reader *r, size_t i, struct date_when *w)
{
	int half = token(r, i)->value;
	size_t end;

	if (!is(r, i, DATE_ORDINAL) || !is(r, i + 1, DATE_HALF) || (half != 1 && half != 2))
		return 0;
	end = date_years_behind(r, i + 2, w);
	if (end == 0)
		return 0;
	w->precision = WHEN_SPAN;
	w->first.month = half == 1 ? 1 : 7;
	w->last = (struct calendar_day){ w->first.year, half * 6, 0 };
	return end;
}

size_t date_periods_match(const struct date_reader *r, size_t i, struct date_when *w)
{
	static date_matcher *const MATCHERS[] = { match_months, match_month, match_season, match_quarter, match_half };

	return date_first_of(MATCHERS, sizeof MATCHERS / sizeof MATCHERS[0], r, i, w);
}
