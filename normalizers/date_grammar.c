#include "normalizers/date_grammar.h"

/* "the year", "the month", which only "the end of" or "later in" makes a date. */
static size_t match_current(const struct date_reader *r, size_t i, struct date_when *w)
{
	size_t unit = skip(r, i, DATE_CALENDAR);

	w->first = r->reference;
	w->relative = true;
	if (!r->reference.year || possessive(r, unit))
		return 0;
	if (is(r, unit, DATE_YEARS)) {
		w->precision = WHEN_YEAR;
		return unit + 1;
	}
	w->precision = WHEN_MONTH;
	return is(r, i, DATE_MONTHS) && r->reference.month ? i + 1 : 0;
}

static void set_month(struct date_when *w, struct calendar_day of, int month)
{
	w->precision = WHEN_MONTH;
	w->first = (struct calendar_day){ of.year, month, 0 };
}

static void set_quarter(struct date_when *w, int quarter)
{
	w->precision = WHEN_PART;
	w->part = quarter;
}

/* Narrows a date to its start, middle or end. Days, months and seasons stay as they are: no text says more. */
static void narrow(struct date_when *w, enum date_edge edge, bool broad)
{
	if (w->precision == WHEN_YEAR && edge == DATE_EDGE_MIDDLE)
		set_month(w, w->first, 6);
	else if (w->precision == WHEN_YEAR && broad)
		set_quarter(w, edge == DATE_EDGE_START ? QUARTER_1 : QUARTER_4);
	else if (w->precision == WHEN_YEAR)
		set_month(w, w->first, edge == DATE_EDGE_START ? 1 : 12);
	else if (w->precision == WHEN_PART && w->part >= QUARTER_1 && !broad)
		set_month(w, w->first, (w->part - QUARTER_1) * 3 + 1 + (int)edge);
	else if (w->precision == WHEN_SPAN && edge == DATE_EDGE_END && !broad)
		set_month(w, w->last, w->last.month);
	else if (w->precision == WHEN_SPAN && edge == DATE_EDGE_START && !broad)
		set_month(w, w->first, w->first.month);
}

static size_t match_any(const struct date_reader *r, size_t i, struct date_when *w)
{
	static date_matcher *const MATCHERS[] = { date_days_match, date_periods_match, date_years_match };

	return date_first_of(MATCHERS, sizeof MATCHERS / sizeof MATCHERS[0], r, i, w);
}

/* "end of the", "early in the", "mid-": what stands before the date proper. Returns the index behind it. */
static size_t match_lead(const struct date_reader *r, size_t i)
{
	if (is(r, i, DATE_EDGE) && is(r, i + 1, DATE_OF))
		return skip(r, i + 2, DATE_THE);
	if (is(r, i, DATE_PART)) {
		i = is_mark(r, i + 1, '-') ? i + 2 : i + 1;
		return skip(r, skip(r, skip(r, i, DATE_IN), DATE_OF), DATE_THE);
	}
	if (is(r, i, DATE_LATER))
		return skip(r, skip(r, i + 1, DATE_IN), DATE_THE);
	return 0;
}

size_t date_grammar_match(const struct date_reader *r, size_t *from, struct date_when *w)
{
	const struct date_when blank = { .precision = WHEN_DAY };
	bool by = is(r, 0, DATE_BY), edge;
	size_t i = skip(r, by, DATE_THE), lead = match_lead(r, i), end;
	int year;

	*from = by ? 0 : i;
	*w = blank;
	if (is(r, i, DATE_WITHIN) || is(r, i, DATE_IN))
		return date_years_horizon(r, i, w);
	if (lead == 0) {
		end = match_any(r, i, w);
		return end && w->bare && r->running && !by && !r->anchored ? 0 : end;
	}
	edge = is(r, i, DATE_EDGE);
	end = match_any(r, lead, w);
	if (edge && !end && (end = date_years_double(r, lead, &year)) != 0)
		date_years_financial(w, year);
	if (!end) {
		*w = blank;
		end = is(r, i, DATE_PART) ? 0 : match_current(r, lead, w);
	}
	if (end && !is(r, i, DATE_LATER))
		narrow(w, (enum date_edge)token(r, i)->value, !edge);
	return end;
}
