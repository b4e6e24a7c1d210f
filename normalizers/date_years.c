#include "normalizers/date_reader.h"

size_t date_years_double(const struct date_reader *r, size_t i, int *year)
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

size_t date_years_behind(const struct date_reader *r, size_t i, struct date_when *w)
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

int date_years_next(const struct date_reader *r, int last_month)
{
	if (!r->reference.month)
		return 0;
	return r->reference.year + (last_month < r->reference.month);
}

void date_years_financial(struct date_when *w, int year)
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
	size_t end = date_years_double(r, i, &year);

	if (end && is(r, end, DATE_FINANCIAL)) {
		date_years_financial(w, year);
		return skip(r, end + 1, DATE_YEARS);
	}
	i += next || is(r, i, DATE_THIS);
	if (!is(r, i, DATE_FINANCIAL) || !is(r, i + 1, DATE_YEARS))
		return 0;
	i += 2;
	end = date_years_double(r, i, &year);
	if (end == 0) {
		if (!r->reference.month || possessive(r, i - 1))
			return 0;
		year = r->reference.year - (r->reference.month < 4) + next;
		w->relative = true;
		end = i;
	}
	date_years_financial(w, year);
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

size_t date_years_horizon(const struct date_reader *r, size_t i, struct date_when *w)
{
	bool in = is(r, i, DATE_IN), within = is(r, i, DATE_WITHIN) && token(r, i)->value == 0, next;
	int count = 1;
	size_t unit;

	i = skip(r, i + (in || is(r, i, DATE_WITHIN)), DATE_THE);
	next = is(r, i, DATE_NEXT);
	i += next;
	unit = i;
	if (is(r, i, DATE_CARDINAL) || (is(r, i, DATE_NUMBER) && token(r, i)->digits <= 2)) {
		count = token(r, i)->value;
		unit++;
	}
	if (i == 0 || !r->reference.month || !(next || (within && unit > i)) || possessive(r, unit))
		return 0;
	if (unit == i && (in || token(r, i)->value == 1))
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

size_t date_years_match(const struct date_reader *r, size_t i, struct date_when *w)
{
	static date_matcher *const MATCHERS[] = { match_financial, match_relative, match_plain_year };

	return date_first_of(MATCHERS, sizeof MATCHERS / sizeof MATCHERS[0], r, i, w);
}
