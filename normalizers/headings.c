#include "normalizers/headings.h"

#include "normalizers/ascii.h"
#include "normalizers/date.h"
#include "normalizers/lines.h"
#include "normalizers/paragraphs.h"

#define MOST_WORDS 16
#define MOST_BYTES 140
#define MOST_RUN 3     /* headings that may follow each other without a gap */
#define MOST_LIST 5    /* ... and with gaps; more are a list or a table */
#define LEAST_CONTENTS 3 /* entries in a row */
#define ITEM_WORDS 8   /* a numbered line that is longer is an item */

static bool is_apart(const struct passage *p)
{
	return p->role == ROLE_FURNITURE || p->role == ROLE_FOOTNOTE;
}

static bool is_date(struct span text)
{
	struct date_value value;

	return date_parse(text, SPAN(""), &value);
}

/* Verbs that make a sentence of what lacks its full stop: the items of some lists. */
static bool holds_verb(struct span text)
{
	static const char *const VERBS[] = { " should ", " must ", " will ", " shall ", " would ", " recommend ",
					     " recommends ", " is ", " are ", " was ", " were ", " has ", " have ", " can ", " cannot ",
					     " may ", " does ", " do ", " did ", " had " };
	size_t i;

	for (i = 0; i < sizeof VERBS / sizeof VERBS[0]; i++)
		if (span_find(text, span_str(VERBS[i]), 0) >= 0)
			return true;
	return false;
}

static bool holds_letter(struct span text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (ascii_letter(text.ptr[i]) || (unsigned char)text.ptr[i] >= 0xC3)
			return true;
	return false;
}

/* "Recommendation 3: lamps": a label with a number, and a title. */
static bool numbered_label(struct span text, size_t mark)
{
	size_t at = mark - 1;

	if (at > 1 && ascii_lower(text.ptr[at - 1]))
		at--;
	return at > 1 && ascii_digit(text.ptr[at - 1]);
}

/* "He added:", "The Minister said:" is the end of a sentence that the quotation goes on with. */
static bool introduces_speech(struct span label)
{
	static const char *const VERBS[] = { "add",  "added", "adds",  "argued", "argues",    "asked", "continued", "explained",
					     "noted", "replied", "said", "say",	 "says",  "state", "stated",	"states",
					     "told", "us",   "wrote", "following", "include", "includes", "that" };
	size_t from, i;

	label.len--;
	for (from = label.len; from > 0 && label.ptr[from - 1] != ' '; from--)
		;
	for (i = 0; i < sizeof VERBS / sizeof VERBS[0]; i++)
		if (span_equal_nocase(span_from(label, from), span_str(VERBS[i])))
			return true;
	return false;
}

/* The fields above a message, and the formulas of a letter. */
static bool is_of_letter(struct span text)
{
	static const char *const BEGINNINGS[] = { "Cc: ", "Date: ", "Dear ", "From: ", "Sent: ", "Subject: ", "To: ", "Yours " };
	size_t i;

	for (i = 0; i < sizeof BEGINNINGS / sizeof BEGINNINGS[0]; i++)
		if (span_starts(text, span_str(BEGINNINGS[i])))
			return true;
	return false;
}

/* Does the passage look like a heading by itself? */
static bool looks_like_heading(const struct passage *p)
{
	struct line line = { .text = p->text };

	if (!(p->flags & PARAGRAPHS_OF_LINES) || p->role == ROLE_NOISE || p->text.len > MOST_BYTES ||
	    p->flags & PASSAGE_PREFORMATTED || !span_empty(p->marker) || memchr(p->text.ptr, '@', p->text.len) ||
	    is_of_letter(p->text))
		return false;
	lines_look(&line);
	if (line.lead.kind == LEAD_COLON || line.lead.kind == LEAD_CAPTION)
		return !(line.facts & (LINE_ENDED | LINE_SEMICOLON));
	if (!holds_letter(p->text) || (line.words > ITEM_WORDS && holds_verb(p->text)))
		return false;
	if (line.words > MOST_WORDS || line.facts & (LINE_ENDED | LINE_SEMICOLON | LINE_OPEN | LINE_LOWER | LINE_WORDLESS))
		return false;
	if (line.lead.kind == LEAD_LABEL)
		return line.lead.alone ? !introduces_speech(p->text) : numbered_label(p->text, line.lead.mark);
	if (line.lead.kind == LEAD_NUMBER || line.lead.kind == LEAD_DECIMAL)
		return line.words <= ITEM_WORDS && !line.lead.alone && !(line.facts & LINE_COLON);
	return p->role == ROLE_PARAGRAPH && line.facts & (LINE_UPPER | LINE_DIGIT) && !(line.facts & LINE_COLON) &&
	       !is_date(p->text);
}

/* Labels announce what follows even where they stand in a row with other short lines. */
static bool is_label(const struct passage *p)
{
	enum lead_kind kind = leads_read(p->text).kind;

	return kind == LEAD_LABEL || kind == LEAD_COLON || kind == LEAD_CAPTION;
}

static int level_of(const struct passage *p)
{
	struct lead lead = leads_read(p->text);
	int level = 2;
	size_t i;

	for (i = 0; lead.kind == LEAD_DECIMAL && i + 1 < lead.mark; i++)
		level += p->text.ptr[i] == '.';
	return level < 6 ? level : 6;
}

/* Index of the next passage that is text; d->passage_count when there is none. */
static size_t next_text(const struct document *d, size_t i)
{
	do
		i++;
	while (i < d->passage_count && is_apart(&d->passages[i]));
	return i;
}

static bool stands_over_text(const struct document *d, size_t i)
{
	size_t next = next_text(d, i);

	return next < d->passage_count &&
	       (d->passages[next].role == ROLE_PARAGRAPH || d->passages[next].role == ROLE_LIST_ITEM ||
		d->passages[next].role == ROLE_HEADING || d->passages[next].role == ROLE_TABLE_ROW);
}

/* Passages from `i` on that look like headings and follow each other, with `gaps` or without. */
static size_t run_end(const struct document *d, size_t i, bool gaps)
{
	size_t end = i + 1;

	while (end < d->passage_count && (gaps || !(d->passages[end].flags & PASSAGE_BLANK_BEFORE)) &&
	       looks_like_heading(&d->passages[end]))
		end++;
	return end;
}

static void make_heading(struct passage *p)
{
	p->level = level_of(p);
	p->role = ROLE_HEADING;
}

/* Is the part one line, and what follows it a list without gaps? */
static bool over_list(const struct document *d, size_t part, size_t end)
{
	return end - part == 1 && end < d->passage_count && looks_like_heading(&d->passages[end]) &&
	       run_end(d, end, false) - end > MOST_RUN;
}

/*
 * Marks the headings of a run from `i` to `end`. Where a run is a list, or a part
 * of it without gaps is, only labels and the last line stand over something.
 */
static void mark_run(struct document *d, size_t i, size_t end)
{
	bool is_list = end - i > MOST_LIST;
	size_t part, part_end, k;

	for (part = i; part < end; part = part_end) {
		part_end = run_end(d, part, false);
		for (k = part; k < part_end; k++) {
			bool listed = is_list || part_end - part > MOST_RUN;
			bool last = k + 1 == (is_list ? end : part_end) || over_list(d, part, part_end);

			if ((!listed || last || is_label(&d->passages[k])) && stands_over_text(d, k))
				make_heading(&d->passages[k]);
		}
	}
}

/* "Witnesses 20": the page at the end of an entry of a contents list; 0 for none. */
static int page_of_entry(const struct passage *p)
{
	size_t at = p->text.len, value = 0, i;

	while (at > 0 && ascii_digit(p->text.ptr[at - 1]) && p->text.len - at < 3)
		at--;
	if (p->text.len > MOST_BYTES || at < 2 || at == p->text.len || p->text.ptr[at - 1] != ' ' || !(p->flags & PARAGRAPHS_OF_LINES))
		return 0;
	for (i = at; i < p->text.len; i++)
		value = value * 10 + (size_t)(p->text.ptr[i] - '0');
	return (int)value;
}

/* "Recommendation 1" and "Recommendation 2" count something; no contents list says the same twice. */
static bool says_the_same(struct span a, struct span b)
{
	while (a.len > 0 && ascii_digit(a.ptr[a.len - 1]))
		a.len--;
	while (b.len > 0 && ascii_digit(b.ptr[b.len - 1]))
		b.len--;
	return span_equal(a, b);
}

/* Entries one behind the other whose pages do not fall. */
static size_t contents_end(const struct document *d, size_t i)
{
	int page = page_of_entry(&d->passages[i]);
	size_t end = i;

	while (page > 0) {
		size_t before = end;
		int least = page;

		end = next_text(d, end);
		page = end < d->passage_count ? page_of_entry(&d->passages[end]) : 0;
		if (page < least || says_the_same(d->passages[before].text, d->passages[end].text))
			break;
	}
	return end;
}

/* What is no longer known to be of lines is no heading. */
static void leave_contents(struct document *d)
{
	size_t i, k, end;

	for (i = 0; i < d->passage_count; i = end > i ? end : i + 1) {
		end = contents_end(d, i);
		for (k = i; end - i >= LEAST_CONTENTS && k < end; k++)
			d->passages[k].flags &= ~PARAGRAPHS_OF_LINES;
	}
}

void headings_mark(struct document *d)
{
	size_t i, end;

	leave_contents(d);
	for (i = 0; i < d->passage_count; i = end) {
		end = i + 1;
		if (!looks_like_heading(&d->passages[i]))
			continue;
		end = run_end(d, i, true);
		mark_run(d, i, end);
	}
	for (i = 0; i < d->passage_count; i++)
		d->passages[i].flags &= ~PARAGRAPHS_OF_LINES;
}
