#include "normalizers/date_grammar.h"

/* A matcher gets the index of a token and returns the index behind what it read, 0 when it read nothing. */
typedef size_t matcher(const struct date_reader *r, size_t i, struct date_when *w);

static const struct date_token *token(const struct date_reader *r, size_t i)
{
	return &r->tokens[i < DATE_MAX_TOKENS ? i : DATE_MAX_TOKENS];
}

static bool is(const struct date_reader *r, size_t i, enum date_kind kind)
{
	return token(r, i)->kind == kind;
}

static bool is_mark(const struct date_reader *r, size_t i, char mark)
{
	return is(r, i, DATE_MARK) && token(r, i)->value == mark;
}

static bool is_glued(const struct date_reader *r, size_t i, enum date_kind kind)
{
	return is(r, i, kind) && !token(r, i)->spaced;
}

static size_t skip(const struct date_reader *r, size_t i, enum date_kind kind)
{
	return is(r, i, kind) ? i + 1 : i;
}

static bool is_year(const struct date_reader *r, size_t i)
{
	const struct date_token *t = token(r, i);

	return t->kind == DATE_NUMBER && t->digits == 4 && !t->suffixed && t->value >= 1000 && t->value < 3000;
}

static int full_year(const struct date_token *t)
{
	if (t->digits > 2)
		return t->value;
	return t->value + (t->value < 70 ? 2000 : 1900);
}

/* Is the token, a word, followed by an apostrophe: "next year's accounts"? */
static bool possessive(const struct date_reader *r, size_t i)
{
	return is_glued(r, i + 1, DATE_MARK) && is_mark(r, i + 1, '\'');
}

/* "2017-18", "2017/2018": a year and the one after it. */
static size_t match_double_year(const struct date_reader *r, size_t i, int *year)
{
	const struct date_token *second = token(r, i + 2);

	if (!is_year(r, i) || !is_glued(r, i + 1, DATE_MARK) || !(is_mark(r, i + 1, '-') || is_mark(r, i + 1, '/')))
		return 0;
	*year = token(r, i)->value;
	if (second->kind != DATE_NUMBER || second->spaced || (second->digits != 2 && second->digits != 4))
		return 0;
	if (second->value != (second->digits == 2 ? (*year + 1) % 100 : *year + 1))
		return 0;
	return i + 3;
}

/* "2018", "of 2018", "next year", "of this year", behind a month, season or quarter. */
static size_t match_year_behind(const struct date_reader *r, size_t i, struct date_when *w)
{
	if (is_mark(r, i, ','))
		i++;
	i = skip(r, i, DATE_OF);
	if (is_year(r, i)) {
		w->first.year = token(r, i)->value;
		return i + 1;
	}
	i = skip(r, i, DATE_THE);
	if (r->reference.year && is(r, i + 1, DATE_YEARS) && (is(r, i, DATE_NEXT) || is(r, i, DATE_THIS))) {
		w->first.year = r->reference.year + is(r, i, DATE_NEXT);
		w->relative = true;
		return i + 2;
	}
	return 0;
}

/* The year in which a part of the year that ends with `last_month` comes next; 0 without a reference. */
static int next_year_of(const struct date_reader *r, int last_month)
{
	if (!r->reference.month)
		return 0;
	return r->reference.year + (last_month < r->reference.month);
}

/* ---- days ---- */

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
	size_t behind = match_year_behind(r, i, w);

	w->precision = WHEN_DAY;
	if (behind == 0) {
		w->first.year = next_year_of(r, w->first.month);
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

/* ---- months, seasons, quarters ---- */

/* "March to May 2018", "January/February 2018" */
static size_t match_months(const struct date_reader *r, size_t i, struct date_when *w)
{
	size_t end;

	if (!is(r, i, DATE_MONTH) || !is(r, i + 2, DATE_MONTH) ||
	    !(is(r, i + 1, DATE_TO) || is_mark(r, i + 1, '-') || is_mark(r, i + 1, '/')))
		return 0;
	end = match_year_behind(r, i + 3, w);
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
	end = match_year_behind(r, i + 1, w);
	if (end)
		return end;
	w->first.year = next_year_of(r, t->value);
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
	int year = next_year_of(r, last_month);

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
	end = match_double_year(r, i + 1, &w->first.year);
	if (end == 0)
		end = match_year_behind(r, i + 1, w);
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
	end = match_double_year(r, skip(r, i, DATE_OF), &w->first.year);
	if (end) {
		w->part = quarter == 4 ? QUARTER_1 : w->part + 1;
		w->first.year += quarter == 4;
		return end;
	}
	end = match_year_behind(r, i, w);
	if (end)
		return end;
	w->first.year = next_year_of(r, quarter * 3);
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
	end = match_year_behind(r, i + 2, w);
	if (end == 0)
		return 0;
	w->precision = WHEN_SPAN;
	w->first.month = half == 1 ? 1 : 7;
	w->last = (struct calendar_day){ w->first.year, half * 6, 0 };
	return end;
}

/* ---- years ---- */

static void set_financial_year(struct date_when *w, int year)
{
	w->precision = WHEN_SPAN;
	w->first = (struct calendar_day){ year, 4, 0 };
	w->last = (struct calendar_day){ year + 1, 3, 0 };
}

/* "financial year 2018-19", "2018-19 financial year", "the next financial year" */
static size_t match_financial(const struct date_reader *r, size_t i, struct date_when *w)
{
	bool next = is(r, i, DATE_NEXT);
	int year;
	size_t end = match_double_year(r, i, &year);

	if (end && is(r, end, DATE_FINANCIAL)) {
		set_financial_year(w, year);
		return skip(r, end + 1, DATE_YEARS);
	}
	i += next || is(r, i, DATE_THIS);
	if (!is(r, i, DATE_FINANCIAL))
		return 0;
	i = skip(r, i + 1, DATE_YEARS);
	end = match_double_year(r, i, &year);
	if (end == 0) {
		if (!r->reference.month || possessive(r, i - 1))
			return 0;
		year = r->reference.year - (r->reference.month < 4) + next;
		w->relative = true;
		end = i;
	}
	set_financial_year(w, year);
	return end;
}

/* "2018" where it is no part of "2018-19", "2018.5", "2018/04". */
static size_t match_plain_year(const struct date_reader *r, size_t i, struct date_when *w)
{
	const struct date_token *t = token(r, i);
	bool go_on = is_glued(r, i + 1, DATE_MARK) && is_glued(r, i + 2, DATE_NUMBER);

	if (!is_year(r, i) || t->value < 1800 || t->value > 2199 || go_on || r->after_the)
		return 0;
	w->precision = WHEN_YEAR;
	w->first.year = t->value;
	w->bare = true;
	return i + 1;
}

/* "this year", "next calendar year", "the new year", "next month" */
static size_t match_relative(const struct date_reader *r, size_t i, struct date_when *w)
{
	bool next = is(r, i, DATE_NEXT) || is(r, i, DATE_NEW);

	if (!r->reference.year || !(next || is(r, i, DATE_THIS)) || token(r, i + 1)->value == 1)
		return 0;
	w->relative = true;
	w->first = r->reference;
	if (is(r, i + 1, DATE_MONTHS) && r->reference.month && !is(r, i, DATE_NEW)) {
		w->precision = WHEN_MONTH;
		w->first = calendar_add_months(r->reference, next);
		return possessive(r, i + 1) ? 0 : i + 2;
	}
	if (is(r, i, DATE_NEW)) { /* "in the new year" means its beginning */
		w->precision = WHEN_PART;
		w->part = QUARTER_1;
	} else {
		w->precision = WHEN_YEAR;
	}
	i = skip(r, i + 1, DATE_CALENDAR);
	w->first.year += next;
	return is(r, i, DATE_YEARS) && !possessive(r, i) ? i + 1 : 0;
}

/* "within six months", "over the next two years": up to that long after the reference. */
static size_t match_horizon(const struct date_reader *r, size_t i, struct date_when *w)
{
	bool within = is(r, i, DATE_WITHIN), next;
	int count = 1;
	size_t unit;

	i = skip(r, i + (within || is(r, i, DATE_IN)), DATE_THE);
	next = is(r, i, DATE_NEXT);
	i += next;
	unit = i;
	if (is(r, i, DATE_CARDINAL) || (is(r, i, DATE_NUMBER) && token(r, i)->digits <= 2)) {
		count = token(r, i)->value;
		unit++;
	}
	if (i == 0 || !r->reference.month || !(next || (within && unit > i)) || possessive(r, unit))
		return 0;
	if (unit == i && (!within || token(r, i)->value == 1))
		return 0; /* "in the next year" is match_relative's; "over the coming months" is vague */
	if (is(r, unit, DATE_YEARS) || is(r, unit, DATE_MONTHS)) {
		w->precision = WHEN_MONTH;
		w->first = calendar_add_months(r->reference, count * (is(r, unit, DATE_YEARS) ? 12 : 1));
	} else if (r->reference.day && (is(r, unit, DATE_WEEKS) || is(r, unit, DATE_DAYS))) {
		w->precision = WHEN_DAY;
		w->first = calendar_add_days(r->reference, count * (is(r, unit, DATE_WEEKS) ? 7 : 1));
	} else {
		return 0;
	}
	w->relative = true;
	return unit + 1;
}

/* ---- "the end of", "early", and what they do to a date ---- */

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

static size_t match_any(const struct date_reader *r, size_t i, const struct date_when *blank, struct date_when *w)
{
	static matcher *const MATCHERS[] = {
		match_numeric, match_day_month, match_month_day, match_weekday, match_months,   match_month,
		match_season,  match_quarter,   match_half,      match_financial, match_relative, match_plain_year,
	};
	size_t m, end;

	for (m = 0; m < sizeof MATCHERS / sizeof MATCHERS[0]; m++) {
		*w = *blank;
		end = MATCHERS[m](r, i, w);
		if (end)
			return end;
	}
	return 0;
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
		return match_horizon(r, i, w);
	if (lead == 0) {
		end = match_any(r, i, &blank, w);
		return end && w->bare && r->running && !by && !r->anchored ? 0 : end;
	}
	edge = is(r, i, DATE_EDGE);
	end = match_any(r, lead, &blank, w);
	if (edge && !end && (end = match_double_year(r, lead, &year)) != 0)
		set_financial_year(w, year);
	if (!end) {
		*w = blank;
		end = is(r, i, DATE_PART) ? 0 : match_current(r, lead, w);
	}
	if (end && !is(r, i, DATE_LATER))
		narrow(w, (enum date_edge)token(r, i)->value, !edge);
	return end;
}
