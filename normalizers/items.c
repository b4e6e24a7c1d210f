#include "normalizers/items.h"

#include "normalizers/ascii.h"
#include "normalizers/lines.h"

/*
 * Measured on 338 pages of 2005 whose main text is marked up by hand, as the F1 of
 * their list items in thousandths, on the one half of the sites and on the other:
 * typed numbers and bullets +60 and +35, runs +170 and +13.
 */
enum {
	ITEMS_GAP = 12,    /* passages from one item to the next; an item may have paragraphs of its own. 1:+1 3:+2 1000:-1 */
	ITEMS_RUN = 8,     /* short lines in a row that make a list. 4:-10 6:-1 12:-5 */
	ITEMS_LOOKS = 4,   /* level from which headings are told by their looks: behind a bullet they are items. Never: -2 */
	ITEMS_WORDS = 16,  /* in each of them at most. 8:-11 10:-9 12:-2 */
	ITEMS_BYTES = 200, /* no line of so few words is longer */
	ROMAN_BYTES = 10   /* "(XXXVIII)" */
};

static bool is_text(const struct passage *p)
{
	return p->role == ROLE_HEADING || p->role == ROLE_PARAGRAPH || p->role == ROLE_LIST_ITEM ||
	       p->role == ROLE_TABLE_ROW || p->role == ROLE_FOOTNOTE;
}

/* ---- typed numbers and bullets ---- */

enum form { FORM_NONE, FORM_BULLET, FORM_NUMBER, FORM_BRACKET, FORM_LETTER, FORM_COUNT };

/* The last passage that begins in each way, and how many passages of text stood before it. */
struct seen {
	struct passage *passage[FORM_COUNT];
	size_t at[FORM_COUNT];
};

/* "a. the file shall mean": which leads_read leaves to its callers, as one alone is an initial. */
static bool begins_with_letter(struct span text)
{
	return text.len > 3 && ascii_lower(text.ptr[0]) && text.ptr[1] == '.' && text.ptr[2] == ' ';
}

static enum form form_of(struct span text)
{
	/* Nearly all paragraphs end here: of capitals only "IV)" begins an item. */
	if (!span_empty(text) && ascii_upper(text.ptr[0]) && span_find(span_slice(text, 0, ROMAN_BYTES), SPAN(")"), 0) < 0)
		return FORM_NONE;
	if (begins_with_letter(text))
		return FORM_LETTER;
	switch (leads_read(text).kind) {
	case LEAD_BULLET:
		return FORM_BULLET;
	case LEAD_NUMBER:
		return FORM_NUMBER;
	case LEAD_LETTER:
		return FORM_BRACKET;
	default:
		return FORM_NONE;
	}
}

/* May this be an item? What was taken for a heading by its looks is none where it begins with a bullet. */
static bool may_be_item(const struct passage *p)
{
	return p->role == ROLE_PARAGRAPH ||
	       (p->role == ROLE_HEADING && p->level >= ITEMS_LOOKS && leads_bullet(p->text) > 0);
}

static bool comes_next(enum form form, struct span before, struct span text)
{
	size_t bullet;

	switch (form) {
	case FORM_BULLET:
		bullet = leads_bullet(text);
		return span_equal(span_slice(text, 0, bullet), span_slice(before, 0, leads_bullet(before)));
	case FORM_NUMBER:
		return leads_follow(before, text);
	case FORM_LETTER:
		return text.ptr[0] == before.ptr[0] + 1;
	default:
		return true;
	}
}

static void make_items(struct passage *first, struct passage *second)
{
	if (first->role == ROLE_HEADING)
		first->level = 0;
	if (second->role == ROLE_HEADING)
		second->level = 0;
	first->role = second->role = ROLE_LIST_ITEM;
}

static void mark_typed(struct document *d)
{
	struct seen seen = { { NULL }, { 0 } };
	size_t at = 0;

	for (size_t i = 0; i < d->passage_count; i++) {
		struct passage *p = &d->passages[i], *before;
		enum form form;

		at += is_text(p);
		if (!may_be_item(p))
			continue;
		form = form_of(p->text);
		before = seen.passage[form];
		if (form != FORM_NONE && before && at - seen.at[form] <= ITEMS_GAP &&
		    comes_next(form, before->text, p->text))
			make_items(before, p);
		seen.passage[form] = p;
		seen.at[form] = at;
	}
}

static void cut_bullets(struct document *d)
{
	for (size_t i = 0; i < d->passage_count; i++) {
		struct passage *p = &d->passages[i];
		size_t bullet;

		if (p->role != ROLE_LIST_ITEM || p->level != 0)
			continue;
		p->level = 1;
		bullet = leads_bullet(p->text);
		p->marker = span_slice(p->text, 0, bullet);
		p->text = span_trim(span_from(p->text, bullet));
	}
}

/* ---- runs of short lines ---- */

static bool ends_clause(struct span text)
{
	return span_empty(text) || strchr(",.;:?!", text.ptr[text.len - 1]);
}

/* A short line that no sentence or clause ends: the entry of a list, wherever eight and more stand in a row. */
static bool is_entry(const struct passage *p)
{
	struct line line = { .text = p->text };

	if (p->role != ROLE_PARAGRAPH || p->text.len > ITEMS_BYTES || ends_clause(p->text) ||
	    p->flags & (PASSAGE_PREFORMATTED | PASSAGE_QUOTED | PASSAGE_BOLD))
		return false;
	lines_look(&line);
	return line.words <= ITEMS_WORDS && line.lead.kind != LEAD_LABEL &&
	       !(line.facts & (LINE_ENDED | LINE_COLON | LINE_SEMICOLON));
}

static void mark_run(struct document *d, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		struct passage *p = &d->passages[i];

		if (!is_text(p))
			continue;
		p->role = ROLE_LIST_ITEM;
		p->level = 1;
	}
}

static void mark_runs(struct document *d)
{
	size_t from = 0, run = 0;

	for (size_t i = 0; i <= d->passage_count; i++) {
		if (i < d->passage_count && !is_text(&d->passages[i]))
			continue;
		if (i < d->passage_count && is_entry(&d->passages[i])) {
			from = run++ == 0 ? i : from;
			continue;
		}
		if (run >= ITEMS_RUN)
			mark_run(d, from, i);
		run = 0;
	}
}

void items_mark(struct document *d)
{
	mark_typed(d);
	cut_bullets(d);
	mark_runs(d);
}
