#include "normalizers/date.h"

#include <stdio.h>

#include "normalizers/date_grammar.h"

static int part_first_month(int part)
{
	return part >= QUARTER_1 ? (part - QUARTER_1) * 3 + 1 : (part - SPRING + 1) * 3;
}

static struct calendar_day last_of_month(int year, int month)
{
	return (struct calendar_day){ year, month, calendar_month_length(year, month) };
}

static void format_edtf(const struct date_when *w, char out[DATE_EDTF_SIZE])
{
	struct calendar_day a = w->first, b = w->last;

	switch (w->precision) {
	case WHEN_DAY:
		snprintf(out, DATE_EDTF_SIZE, "%04d-%02d-%02d", a.year, a.month, a.day);
		break;
	case WHEN_MONTH:
		snprintf(out, DATE_EDTF_SIZE, "%04d-%02d", a.year, a.month);
		break;
	case WHEN_PART:
		snprintf(out, DATE_EDTF_SIZE, "%04d-%02d", a.year, w->part);
		break;
	case WHEN_YEAR:
		snprintf(out, DATE_EDTF_SIZE, "%04d", a.year);
		break;
	case WHEN_SPAN:
		if (b.day)
			snprintf(out, DATE_EDTF_SIZE, "%04d-%02d-%02d/%04d-%02d-%02d", a.year, a.month, a.day, b.year,
				 b.month, b.day);
		else
			snprintf(out, DATE_EDTF_SIZE, "%04d-%02d/%04d-%02d", a.year, a.month, b.year, b.month);
		break;
	}
}

static void days_meant(const struct date_when *w, struct calendar_day *first, struct calendar_day *last)
{
	*first = *last = w->first;
	switch (w->precision) {
	case WHEN_DAY:
		return;
	case WHEN_MONTH:
		first->day = 1;
		*last = last_of_month(w->first.year, w->first.month);
		return;
	case WHEN_PART:
		*first = (struct calendar_day){ w->first.year, part_first_month(w->part), 1 };
		*last = calendar_add_months(*first, 2);
		*last = last_of_month(last->year, last->month);
		return;
	case WHEN_YEAR:
		*first = (struct calendar_day){ w->first.year, 1, 1 };
		*last = (struct calendar_day){ w->first.year, 12, 31 };
		return;
	case WHEN_SPAN:
		first->day = first->day ? first->day : 1;
		*last = w->last.day ? w->last : last_of_month(w->last.year, w->last.month);
		return;
	}
}

/* Reads one expression at offset `at`; returns the offset behind it, 0 for none. */
static size_t read_expression(struct date_reader *r, size_t at, struct date_value *out)
{
	struct calendar_day first, last;
	struct date_when w;
	size_t i, from, end, next = at;

	memset(r->tokens, 0, sizeof r->tokens); /* the one behind the last stays DATE_STOP */
	for (i = 0; i < DATE_MAX_TOKENS; i++) {
		r->tokens[i] = date_words_at(r->text, next);
		next = r->tokens[i].end;
		if (r->tokens[i].kind == DATE_STOP)
			break;
	}
	end = date_grammar_match(r, &from, &w);
	if (end == 0)
		return 0;
	out->text = span_slice(r->text, r->tokens[from].start, r->tokens[end - 1].end);
	out->relative = w.relative;
	format_edtf(&w, out->edtf);
	days_meant(&w, &first, &last);
	calendar_format(first, out->start);
	calendar_format(last, out->end);
	return r->tokens[end - 1].end;
}

static struct calendar_day read_reference(struct span reference)
{
	struct calendar_day day = { 0, 0, 0 };

	calendar_parse(reference, &day);
	return day;
}

/* Does a date that begins behind this token need no other sign that it is one? */
static bool anchors(const struct date_token *t)
{
	switch (t->kind) {
	case DATE_IN:
	case DATE_BY:
	case DATE_OF:
	case DATE_WITHIN:
	case DATE_PREPOSITION:
	case DATE_STOP:
		return true;
	case DATE_MARK:
		return t->value == ':';
	default:
		return false;
	}
}

static bool may_begin(const struct date_token *t)
{
	switch (t->kind) {
	case DATE_STOP:
	case DATE_OTHER:
	case DATE_MARK:
	case DATE_PREPOSITION:
	case DATE_OF:
	case DATE_THE:
	case DATE_TO:
	case DATE_CALENDAR:
	case DATE_HALF:
	case DATE_QUARTER:
		return false;
	default:
		return true;
	}
}

bool date_parse(struct span text, struct span reference, struct date_value *out)
{
	struct date_reader r = { .text = text, .reference = read_reference(reference), .anchored = true };
	struct date_token first = date_words_at(text, 0);
	size_t end;

	while (first.kind == DATE_PREPOSITION || first.kind == DATE_IN || first.kind == DATE_WITHIN) {
		end = read_expression(&r, first.start, out);
		if (end)
			break;
		first = date_words_at(text, first.end);
	}
	end = read_expression(&r, first.start, out);
	if (end == 0)
		return false;
	while ((first = date_words_at(text, end)).kind == DATE_MARK)
		end = first.end;
	return first.kind == DATE_STOP;
}

bool date_find(struct span text, size_t from, struct span reference, struct date_value *out)
{
	struct date_reader r = { .text = text, .reference = read_reference(reference), .running = true };
	struct date_token before = { .kind = from ? DATE_OTHER : DATE_STOP };
	struct date_token t = date_words_at(text, from);
	bool the = false;

	for (; t.kind != DATE_STOP; t = date_words_at(text, t.end)) {
		r.anchored = anchors(&before);
		r.after_the = the;
		if (may_begin(&t) && read_expression(&r, t.start, out))
			return true;
		the = t.kind == DATE_THE;
		if (!the)
			before = t;
	}
	return false;
}
