#include "normalizers/footnotes.h"

#include <stdlib.h>

#include "normalizers/ascii.h"

#define PAGE_LINES 400	/* no page is longer: a mark farther back proves nothing */
#define LOOK_BACK 60	/* ... where pages cannot be told */
#define NOTES_LINES 45	/* lines of notes at the foot of a page */
#define GO_ON_LINES 6	/* lines of one note where pages cannot be told */
#define NOTE_WORDS 5	/* of a note without an address, where pages cannot be told; less is a heading */
#define CHAIN_LEAST 5	/* marks in a row that prove each other without notes */

struct notes {
	struct lines *lines;
	size_t last_mark[FOOTNOTE_MOST]; /* line in whose text the number was last seen as a mark, + 1 */
	size_t page;			 /* first line of the page, or of what may be one */
	bool has_pages;
};

static bool is_text(const struct notes *n, size_t i)
{
	return i < n->lines->count && lines_is_text(&n->lines->line[i]);
}

static bool begins_page(const struct notes *n, size_t i)
{
	return i >= n->lines->count || n->lines->line[i].role == ROLE_FURNITURE ||
	       n->lines->line[i].flags & PASSAGE_PAGE_BREAK;
}

/* The first line at or after `i` that is no longer this page, at most NOTES_LINES on; 0 when it is farther. */
static size_t page_end(const struct notes *n, size_t i)
{
	size_t end = i + 1;

	while (end < n->lines->count && !begins_page(n, end) && end - i <= NOTES_LINES)
		end++;
	return end - i <= NOTES_LINES ? end : 0;
}

static void remember_marks(struct notes *n, size_t i)
{
	struct span text = n->lines->line[i].text;
	struct footnote_mark mark;
	size_t at = 0;

	while (footnote_marks_find(text, at, &mark)) {
		at = mark.end;
		if (mark.number < FOOTNOTE_MOST)
			n->last_mark[mark.number] = i + 1;
	}
}

/* Was the mark of this note seen where it must have been? */
static bool has_mark(const struct notes *n, size_t i, int number)
{
	size_t seen = n->last_mark[number];
	size_t reach = n->has_pages ? PAGE_LINES : LOOK_BACK;

	return seen > 0 && seen - 1 < i && i - (seen - 1) <= reach && seen - 1 >= n->page;
}

static bool begins_text(struct span text)
{
	return !span_empty(text) && (ascii_letter(text.ptr[0]) || (unsigned char)text.ptr[0] >= 0x80 ||
				     memchr("\"'([", text.ptr[0], 4));
}

/* "12 Ibid", "73https://", "4The": the number at the beginning, and *rest behind it. 0 for none. */
static int note_number(struct span text, struct span *rest)
{
	size_t digits = 0;
	int number = 0;

	while (digits < text.len && ascii_digit(text.ptr[digits]) && digits < 4)
		number = number * 10 + (text.ptr[digits++] - '0');
	if (digits < 1 || digits > 3 || number == 0 || text.ptr[0] == '0')
		return 0;
	*rest = span_from(text, digits);
	if (span_empty(*rest))
		return number;
	if (rest->ptr[0] == ' ') {
		*rest = span_from(*rest, 1);
		return begins_text(*rest) ? number : 0;
	}
	return leads_is_address(*rest) || ascii_upper(rest->ptr[0]) ? number : 0;
}

static void make_note(struct line *line, struct span rest)
{
	line->role = ROLE_FOOTNOTE;
	line->begins_note = true;
	line->marker = span_slice(line->text, 0, line->text.len - rest.len);
	if (span_ends(line->marker, SPAN(" ")))
		line->marker.len--;
	line->text = rest;
}

/*
 * All text from `i` to the end of the page is notes; each that counts on from the one
 * before begins a note. What begins none behind a blank line is text again: the next
 * column of a page whose columns follow each other.
 */
static void mark_page_notes(struct notes *n, size_t i, size_t end, int number)
{
	struct span rest;
	int next;

	for (; i < end; i++) {
		struct line *line = &n->lines->line[i];

		if (!is_text(n, i))
			continue;
		next = note_number(line->text, &rest);
		if (next > 0 && !span_empty(rest) && (next == number + 1 || (next > number && has_mark(n, i, next)))) {
			make_note(line, rest);
			number = next;
		} else if (line->flags & PASSAGE_BLANK_BEFORE && !(line->facts & LINE_LOWER)) {
			return;
		} else {
			line->role = ROLE_FOOTNOTE;
		}
	}
}

/* Where pages cannot be told, a note goes on as long as its lines begin small. */
static void mark_single_note(struct notes *n, size_t i)
{
	size_t end = i + GO_ON_LINES;

	for (; i < end && is_text(n, i); i++) {
		struct line *line = &n->lines->line[i];

		if (line->flags & PASSAGE_BLANK_BEFORE || !(line->facts & LINE_LOWER))
			return;
		line->role = ROLE_FOOTNOTE;
	}
}

static bool take_note(struct notes *n, size_t i)
{
	struct line *line = &n->lines->line[i];
	struct span rest;
	int number = note_number(line->text, &rest);
	size_t end;

	if (number == 0 || span_empty(rest) || !has_mark(n, i, number))
		return false;
	end = n->has_pages ? page_end(n, i) : 0;
	if (end == 0 && !leads_is_address(rest) && line->words < NOTE_WORDS && !(i > 0 && line[-1].role == ROLE_FOOTNOTE))
		return false;
	make_note(line, rest);
	if (end)
		mark_page_notes(n, i + 1, end, number);
	else
		mark_single_note(n, i + 1);
	return true;
}

/* ---- numbers in a column ---- */

static int lone_number(const struct notes *n, size_t i)
{
	struct span rest;
	int number = is_text(n, i) ? note_number(n->lines->line[i].text, &rest) : 0;

	return number && span_empty(rest) ? number : 0;
}

static int compare_widths(const void *a, const void *b)
{
	const struct line *const *x = a, *const *y = b;

	if ((*x)->width != (*y)->width)
		return (*x)->width < (*y)->width ? 1 : -1;
	return *x < *y ? -1 : 1;
}

/*
 * The lines from `from` to `end` are `count` notes, whose numbers stand in the
 * lines before `from`. Where there are more lines than
 * notes, the widest lines are those that go on in the next.
 */
static void deal_notes(struct notes *n, size_t from, size_t end, size_t count)
{
	const struct line *widest[NOTES_LINES + 1];
	bool goes_on[NOTES_LINES + 1] = { false };
	size_t total = 0, dealt = 0, i;
	bool begins = true;

	for (i = from; i < end && total < NOTES_LINES; i++)
		if (is_text(n, i))
			widest[total++] = &n->lines->line[i];
	if (total == 0)
		return;
	qsort(widest, total - 1, sizeof *widest, compare_widths); /* the last line cannot go on */
	for (i = 0; count + i < total; i++)
		goes_on[widest[i] - &n->lines->line[from]] = true;
	for (i = from; i < end; i++) {
		struct line *line = &n->lines->line[i];

		if (!is_text(n, i))
			continue;
		line->role = ROLE_FOOTNOTE;
		line->begins_note = begins;
		if (begins && total >= count && dealt < count)
			line->marker = n->lines->line[from - count + dealt++].text;
		begins = !goes_on[i - from];
	}
}

static bool take_column(struct notes *n, size_t i)
{
	int first = lone_number(n, i);
	size_t end = i + 1, marked, page, k;

	if (first == 0)
		return false;
	marked = has_mark(n, i, first);
	while (lone_number(n, end) == first + (int)(end - i) && !(n->lines->line[end].flags & PASSAGE_BLANK_BEFORE)) {
		marked += has_mark(n, i, lone_number(n, end));
		end++;
	}
	page = n->has_pages ? page_end(n, i) : 0;
	if (marked * 2 < end - i || page <= end)
		return false;
	for (k = i; k < end; k++) {
		n->lines->line[k].role = ROLE_FOOTNOTE;
		n->lines->line[k].begins_note = k == i;
	}
	deal_notes(n, end, page, end - i);
	return true;
}

void footnotes_mark(struct lines *lines, struct arena *arena)
{
	struct notes *n = arena_alloc(arena, sizeof *n);
	size_t i;

	n->lines = lines;
	for (i = 0; i < lines->count; i++)
		n->has_pages = n->has_pages || (i > 0 && begins_page(n, i));
	for (i = 0; i < lines->count; i++) {
		if (begins_page(n, i))
			n->page = i;
		if (is_text(n, i) && !take_note(n, i) && !take_column(n, i))
			remember_marks(n, i);
	}
}

/* ---- marks in passages ---- */

static bool may_hold_marks(enum role role)
{
	return role == ROLE_HEADING || role == ROLE_PARAGRAPH || role == ROLE_LIST_ITEM || role == ROLE_TABLE_ROW;
}

static void add_notes(const struct document *d, struct footnote_numbers *numbers)
{
	size_t i, k;

	for (i = 0; i < d->passage_count; i++) {
		struct span marker = d->passages[i].marker;
		int number = 0;

		if (d->passages[i].role != ROLE_FOOTNOTE)
			continue;
		for (k = 0; k < marker.len && number < FOOTNOTE_MOST; k++)
			if (ascii_digit(marker.ptr[k]))
				number = number * 10 + (marker.ptr[k] - '0');
		footnote_marks_know(numbers, number);
	}
}

/* Numbers that count on from one to the next, in a document whose notes were lost. */
static void add_chain(const struct document *d, struct footnote_numbers *numbers)
{
	int first = 0, last = 0;
	size_t total = 0, i, at;
	struct footnote_mark mark;

	for (i = 0; i < d->passage_count; i++) {
		if (!may_hold_marks(d->passages[i].role))
			continue;
		for (at = 0; footnote_marks_find(d->passages[i].text, at, &mark); at = mark.end) {
			total++;
			if (last == 0)
				first = last = mark.number;
			else if (mark.number == last + 1)
				last = mark.number;
		}
	}
	if (last - first + 1 < CHAIN_LEAST || (size_t)(last - first + 1) * 10 < total * 8)
		return;
	for (; first <= last; first++)
		footnote_marks_know(numbers, first);
}

void footnotes_clear_marks(struct document *d, struct repairs *repairs)
{
	struct footnote_numbers numbers = { .count = 0 };
	struct buffer text;
	size_t i;

	add_notes(d, &numbers);
	if (numbers.count == 0)
		add_chain(d, &numbers);
	if (numbers.count == 0)
		return;
	buffer_init(&text, BUFFER_LIMIT_DEFAULT);
	for (i = 0; i < d->passage_count; i++) {
		struct passage *p = &d->passages[i];
		unsigned removed;

		if (!may_hold_marks(p->role))
			continue;
		buffer_clear(&text);
		removed = footnote_marks_remove(&text, p->text, &numbers);
		if (removed == 0)
			continue;
		p->text = arena_copy(d->arena, buffer_span(&text));
		repairs_add(repairs, REPAIR_MARKS, removed, p->place.line_start);
	}
	buffer_release(&text);
}
