#include "normalizers/continuation.h"

#include "normalizers/ascii.h"
#include "normalizers/date.h"

#define BRACKET_LINES 5 /* after so many lines an open bracket is a slip */
#define DATE_BYTES 40 /* at the beginning of a line, in which a date may stand */
#define MOST_HEADING 12 /* words of a heading */
#define LONG_LINE 8	/* words of a line that is no heading or label */

/*
 * How full a line must be, in percent of a full one, to go on in the next: where
 * the words say so themselves, and over the end of a page.
 */
enum { FULL_HEADING = 60, FULL_SMALL = 80, FULL_OVER_PAGE = 95 };

/* Two lines that meet, and how. */
struct joint {
	const struct continuation *state;
	const struct wrapping *wrapping;
	const struct line *a, *b;
	size_t i;	  /* index of b */
	bool gap;	  /* a blank line parts them */
	bool interrupted; /* a page break, furniture or notes part them */
	bool wrapped;
};

void continuation_begin(struct continuation *state, const struct line *line, size_t i)
{
	*state = (struct continuation){ .count = 1, .first = i, .last = i, .item = state->item };
	if (line->lead.kind == LEAD_NUMBER || line->lead.kind == LEAD_DECIMAL)
		state->item = i + 1;
	state->open_brackets = line->open_brackets > 0 ? line->open_brackets : 0;
	state->last_width = line->lead.kind == LEAD_NONE ? line->width : 0;
}

void continuation_add(struct continuation *state, const struct line *line, size_t i, size_t full_width)
{
	/* A line much wider than others had a hyphen undone at its end, and tells nothing. */
	if (state->last_width > state->widest && state->last_width * 10 <= full_width * 11)
		state->widest = state->last_width;
	state->last_width = line->width;
	state->last = i;
	state->count++;
	state->interrupted = false;
	state->open_brackets += line->open_brackets;
	state->since_open = state->open_brackets > 0 ? state->since_open + 1 : 0;
	if (state->open_brackets < 0)
		state->open_brackets = 0;
}

static bool full(const struct joint *j, unsigned percent)
{
	size_t known = j->state->count > 2 ? j->state->widest : 0;

	return wrapping_full(j->wrapping, j->state->last, j->i, known, percent);
}

static bool ended(const struct joint *j)
{
	return j->a->facts & LINE_ENDED;
}

static bool first_of_paragraph(const struct joint *j)
{
	return j->state->count == 1;
}

static bool inside_brackets(const struct joint *j)
{
	return j->state->open_brackets > 0 && j->state->since_open < BRACKET_LINES;
}

/* ---- a line that is only a number or a bullet ---- */

static bool is_mark(const struct line *line)
{
	return line->lead.alone && (line->lead.kind == LEAD_BULLET || line->lead.kind == LEAD_NUMBER ||
				    line->lead.kind == LEAD_DECIMAL || line->lead.kind == LEAD_LETTER);
}

static bool goes_to_mark(const struct joint *j)
{
	return !is_mark(j->b) && j->b->lead.kind != LEAD_BULLET && j->b->lead.kind != LEAD_NUMBER &&
	       j->b->lead.kind != LEAD_DECIMAL;
}

/* ---- a line that could begin an item ---- */

/*
 * A number at the beginning of a wrapped line may be the rest of a sentence ("in /
 * 2013. The ..."): it is when the line before is full and has not ended, and the
 * number is not the one that comes next.
 */
static bool number_goes_on(const struct joint *j)
{
	const struct line *item = j->state->item ? &j->wrapping->lines->line[j->state->item - 1] : NULL;

	if (item && !(j->a->facts & LINE_OPEN) && leads_follow(item->text, j->b->text))
		return false;
	if (j->gap || ended(j) || j->a->facts & (LINE_COLON | LINE_SEMICOLON))
		return false;
	if (inside_brackets(j)) /* "(Paragraph / 54)" */
		return true;
	if (j->b->lead.kind == LEAD_BULLET || j->b->lead.alone)
		return false;
	if (j->a->facts & LINE_OPEN)
		return true;
	return j->wrapped && full(j, FULL_SMALL) && !first_of_paragraph(j);
}

/* A label inside a sentence that goes on: only where the line before is full and open. */
static bool label_goes_on(const struct joint *j)
{
	if (j->gap || ended(j) || j->a->facts & LINE_COLON || j->b->lead.alone)
		return false;
	return j->a->facts & LINE_OPEN || (j->wrapped && full(j, j->wrapping->tight_capital));
}

/* ---- what the words say ---- */

/* Nothing but digits: a cell, a year in a margin, a page. */
static bool is_number(struct span text)
{
	size_t at = 0;

	while (at < text.len && ascii_digit(text.ptr[at]))
		at++;
	return at == text.len;
}

/* "... on 28" / "June 2023 ..." */
static bool splits_date(const struct joint *j)
{
	struct span text = j->a->text, day, month;
	struct date_value value;
	size_t from = text.len, end = 0;
	char joined[32];
	size_t length;

	while (from > 0 && ascii_digit(text.ptr[from - 1]))
		from--;
	while (end < j->b->text.len && ascii_letter(j->b->text.ptr[end]))
		end++;
	day = span_from(text, from);
	month = span_slice(j->b->text, 0, end);
	if (day.len < 1 || day.len > 2 || month.len < 3 || month.len > 9)
		return false;
	memcpy(joined, day.ptr, day.len);
	joined[day.len] = ' ';
	memcpy(joined + day.len + 1, month.ptr, month.len);
	length = day.len + 1 + month.len;
	return date_parse(span_of(joined, length), SPAN("2000-01-01"), &value);
}

/* Does the line begin with a date, a year, or a session ("2016-17")? */
static bool begins_with_date(const struct line *line)
{
	struct date_value date;
	size_t digits = 0;

	while (digits < line->text.len && ascii_digit(line->text.ptr[digits]))
		digits++;
	if (digits == 4 && (line->text.ptr[0] == '1' || line->text.ptr[0] == '2'))
		return true;
	return date_find(span_slice(line->text, 0, DATE_BYTES), 0, SPAN("2000-01-01"), &date) &&
	       date.text.ptr == line->text.ptr;
}

/* "2 Running the service" is the heading of a chapter; "8 November 2016" and "15 per cent" go on with a sentence. */
static bool chapter_heading(const struct line *line)
{
	struct span text = line->text;
	size_t digits = 0;

	while (digits < text.len && ascii_digit(text.ptr[digits]))
		digits++;
	return digits > 0 && digits <= 2 && digits + 1 < text.len && text.ptr[digits] == ' ' &&
	       ascii_upper(text.ptr[digits + 1]) && !begins_with_date(line);
}

/* "What the board was meant to do" / "The board ...": far from full, and the next line begins anew. */
static bool open_heading(const struct joint *j)
{
	return j->wrapped && first_of_paragraph(j) && j->b->facts & LINE_UPPER && j->a->facts & LINE_UPPER &&
	       j->a->words >= 3 && j->a->lead.kind == LEAD_NONE && ascii_letter(j->a->text.ptr[j->a->text.len - 1]) &&
	       j->b->words >= LONG_LINE && !full(j, FULL_HEADING);
}

static bool words_demand(const struct joint *j)
{
	if (j->a->facts & LINE_HYPHEN && j->b->facts & (LINE_LOWER | LINE_UPPER | LINE_DIGIT) && !j->gap)
		return true;
	if (splits_date(j))
		return true;
	if (open_heading(j))
		return false;
	if (j->a->facts & LINE_OPEN && j->b->facts & (LINE_LOWER | LINE_UPPER | LINE_DIGIT))
		return !j->gap || j->b->facts & LINE_LOWER || (j->a->words >= LONG_LINE && !ended(j));
	return inside_brackets(j) && !j->gap && !ended(j);
}

/* ---- wrapped and long lines ---- */

static bool wrapped_small(const struct joint *j)
{
	if (j->gap)
		return full(j, j->wrapping->tight_capital) && !(j->a->facts & LINE_SEMICOLON);
	if (full(j, FULL_SMALL))
		return true;
	/* A title in a narrow column, or an item whose first line is short. */
	return first_of_paragraph(j) && !(j->a->facts & (LINE_LOWER | LINE_SEMICOLON)) && j->a->lead.kind != LEAD_CAPTION;
}

/* A short line that ends no sentence, and that the next one does not go on with, is a heading, not a last line. */
static bool stands_alone(const struct joint *j)
{
	const struct lines *lines = j->wrapping->lines;
	const struct line *next = j->i + 1 < lines->count ? &lines->line[j->i + 1] : NULL;

	if (!(j->b->facts & LINE_UPPER) || j->b->facts & (LINE_ENDED | LINE_OPEN | LINE_HYPHEN) || j->b->words > MOST_HEADING)
		return false;
	if (!next || !lines_is_text(next) || next->flags & PASSAGE_BLANK_BEFORE)
		return true;
	return !(next->facts & LINE_LOWER) && !wrapping_full(j->wrapping, j->i, j->i + 1, 0, FULL_SMALL);
}

static bool wrapped_goes_on(const struct joint *j)
{
	bool small = j->b->facts & LINE_LOWER;

	if (j->b->indent > j->a->indent + 1 && ended(j) && j->wrapping->lines->line[j->state->last].lead.kind == LEAD_NONE)
		return false;
	if (ended(j))
		return !j->gap && !j->interrupted && full(j, small ? FULL_SMALL : j->wrapping->tight) && !stands_alone(j);
	if (j->a->facts & LINE_COLON)
		return !j->gap && small && full(j, j->wrapping->tight_capital) && !j->interrupted;
	if (small)
		return wrapped_small(j);
	if (j->gap)
		return false;
	if (j->b->facts & LINE_DIGIT && first_of_paragraph(j) && j->a->words >= 3 && j->a->lead.kind != LEAD_CAPTION &&
	    !full(j, FULL_SMALL))
		return !(j->a->facts & LINE_SEMICOLON) && !is_number(j->b->text) && begins_with_date(j->b);
	if (j->interrupted)
		return full(j, FULL_OVER_PAGE);
	return full(j, j->b->facts & LINE_DIGIT ? FULL_SMALL : j->wrapping->tight_capital);
}

/* In a text of one line a paragraph only a stray break is to be healed. */
static bool long_goes_on(const struct joint *j)
{
	const struct line *before = j->state->last > 0 ? j->a - 1 : NULL;

	if (ended(j) || j->a->facts & LINE_COLON)
		return false;
	if (j->b->facts & LINE_DIGIT && !j->gap && !j->interrupted)
		return j->a->words >= 3 && !(j->a->facts & LINE_SEMICOLON) && !is_number(j->b->text) &&
		       (j->a->words >= LONG_LINE || begins_with_date(j->b));
	if (!(j->b->facts & LINE_LOWER))
		return false;
	if (j->a->facts & LINE_SEMICOLON) /* one sentence in two pieces, or items one a line? */
		return !j->gap && !(j->b->facts & LINE_SEMICOLON) &&
		       !(before && before->facts & (LINE_SEMICOLON | LINE_COLON));
	if (first_of_paragraph(j) && j->a->facts & LINE_LOWER)
		return false;
	return j->a->words >= LONG_LINE || (!j->gap && !j->interrupted && j->a->lead.kind != LEAD_CAPTION);
}

bool continuation_holds(const struct continuation *state, const struct lines *lines, const struct wrapping *wrapping,
			size_t i)
{
	struct joint j = { .state = state, .wrapping = wrapping, .a = &lines->line[state->last],
			   .b = &lines->line[i], .i = i };

	j.interrupted = state->interrupted || j.b->flags & PASSAGE_PAGE_BREAK;
	j.gap = j.b->flags & PASSAGE_BLANK_BEFORE && !j.interrupted;
	j.wrapped = wrapping->width[i] > 0;
	if ((j.a->flags | j.b->flags) & PASSAGE_PREFORMATTED || (j.a->flags ^ j.b->flags) & PASSAGE_QUOTED || j.b->facts & LINE_WORDLESS)
		return false;
	if (state->count == 1 && is_mark(j.a))
		return goes_to_mark(&j);
	switch (j.b->lead.kind) {
	case LEAD_BULLET:
		return false;
	case LEAD_NUMBER:
	case LEAD_LETTER:
	case LEAD_DECIMAL:
	case LEAD_COLON:
		return number_goes_on(&j);
	case LEAD_LABEL:
	case LEAD_CAPTION:
		return label_goes_on(&j);
	case LEAD_NONE:
		break;
	}
	if (j.a->facts & LINE_LEADER || (j.a->facts & LINE_CAPITALS && j.b->facts & LINE_LOWER && state->count == 1))
		return false;
	if (j.b->facts & LINE_REFERENCE && !j.gap)
		return true;
	if (j.a->facts & LINE_CLOSING && !(j.b->facts & LINE_LOWER))
		return false;
	if (words_demand(&j))
		return true;
	if (chapter_heading(j.b) && !(j.wrapped && full(&j, wrapping->tight) && !j.gap && !ended(&j)))
		return false;
	return j.wrapped ? wrapped_goes_on(&j) : long_goes_on(&j);
}
