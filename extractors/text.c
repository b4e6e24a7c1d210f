#include "extractors/text.h"

#include "extractors/charset.h"
#include "extractors/columns.h"

/* Rows looked at together for columns. Pages are shorter; what goes on over the end is looked at again. */
enum { ROWS = 192 };

/* Where the reading of a text stands. */
struct reading {
	struct document *document;
	struct charset_text *text;
	struct span copy; /* the decoded text, in the document's arena */
	size_t at;
	long line;
	bool page;	  /* a form feed stood before the next row */
	unsigned flags;	  /* for the next block */
	struct columns_row *rows;
	size_t row_count;
};

/* White space at the end says nothing; at the beginning it is indentation. */
static struct span trim_end(struct span s)
{
	while (s.len && strchr(" \t\r\v", s.ptr[s.len - 1]))
		s.len--;
	return s;
}

static void add_block(struct reading *r, struct span piece, long line, unsigned flags)
{
	struct passage *block;
	size_t from = (size_t)(piece.ptr - r->copy.ptr);

	piece = trim_end(piece);
	block = document_add_passage(r->document);
	block->role = ROLE_LINE;
	block->flags = r->flags | flags;
	block->text = piece;
	block->place.line_start = block->place.line_end = line;
	block->place.byte_start = (long)charset_source(r->text, from);
	block->place.byte_end = (long)charset_source(r->text, from + piece.len);
	r->flags = 0;
}

/* ---- rows -> blocks ---- */

static void add_row(struct reading *r, const struct columns_row *row)
{
	if (row->page)
		r->flags |= PASSAGE_PAGE_BREAK;
	if (span_empty(span_trim(row->text)))
		r->flags |= PASSAGE_BLANK_BEFORE;
	else
		add_block(r, row->text, row->line, 0);
}

static void add_column(struct reading *r, const struct columns_region *region, size_t from, size_t to, size_t c)
{
	size_t i;

	for (i = from; i < to; i++) {
		struct span piece = columns_piece(region, &r->rows[i], c);

		if (c == 0 && r->rows[i].page)
			r->flags |= PASSAGE_PAGE_BREAK;
		if (span_empty(piece))
			r->flags |= PASSAGE_BLANK_BEFORE;
		else
			add_block(r, piece, r->rows[i].line, PASSAGE_BESIDE);
	}
}

/* Each column from top to bottom. Where one ends, the text goes on as over the end of a page. */
static void add_columns(struct reading *r, const struct columns_region *region)
{
	size_t c;

	for (c = 0; c < region->count; c++) {
		add_column(r, region, region->from, region->to, c);
		r->flags = c + 1 < region->count ? PASSAGE_PAGE_BREAK : PASSAGE_BLANK_BEFORE;
	}
}

/* Each cell of a row, then the next row: what stands between two blank rows. */
static void add_cells(struct reading *r, const struct columns_region *region)
{
	size_t from, to, c;

	for (from = region->from; from < region->to; from = to + 1) {
		for (to = from; to < region->to && !span_empty(span_trim(r->rows[to].text)); to++)
			;
		for (c = 0; c < region->count; c++) {
			add_column(r, region, from, to, c);
			r->flags = PASSAGE_BLANK_BEFORE;
		}
	}
}

static bool only_blank(const struct reading *r, size_t from)
{
	while (from < r->row_count && span_empty(span_trim(r->rows[from].text)))
		from++;
	return from == r->row_count;
}

/*
 * Makes blocks of the rows. Unless the page is over, what may go on behind them
 * stays for the next time: a region at their end, or else the second half.
 */
static void add_rows(struct reading *r, bool over)
{
	struct columns_region region;
	size_t from = 0, to, i;
	bool open = false;

	while (columns_find(r->rows, r->row_count, from, &region)) {
		for (i = from; i < region.from; i++)
			add_row(r, &r->rows[i]);
		from = region.from;
		open = !over && from > 0 && only_blank(r, region.to);
		if (open)
			break;
		(region.by_rows ? add_cells : add_columns)(r, &region);
		from = region.to;
	}
	to = over ? r->row_count : open || from > ROWS / 2 ? from : ROWS / 2;
	for (i = from; i < to; i++)
		add_row(r, &r->rows[i]);
	r->row_count -= to;
	memmove(r->rows, r->rows + to, r->row_count * sizeof *r->rows);
}

/* ---- text -> rows ---- */

static void take_row(struct reading *r, struct span text)
{
	struct columns_row *row;

	if (r->page || r->row_count == ROWS)
		add_rows(r, r->page);
	row = &r->rows[r->row_count++];
	row->text = text;
	row->line = r->line;
	row->page = r->page;
	columns_look(row);
	r->page = false;
}

/* A form feed ends a page, wherever in the line it stands: what is behind it is a row of its own. */
static void take_line(struct reading *r, struct span line)
{
	for (;;) {
		const char *feed = line.len ? memchr(line.ptr, '\f', line.len) : NULL;

		if (!feed)
			break;
		if (feed > line.ptr)
			take_row(r, span_slice(line, 0, (size_t)(feed - line.ptr)));
		r->page = true;
		line = span_from(line, (size_t)(feed - line.ptr) + 1);
	}
	take_row(r, line);
}

/* Offset of the next `c` at or after `at`; the length when there is none. */
static size_t find_char(struct span s, char c, size_t at)
{
	const char *found = at < s.len ? memchr(s.ptr + at, c, s.len - at) : NULL;

	return found ? (size_t)(found - s.ptr) : s.len;
}

static void read_lines(struct reading *r)
{
	struct span s = r->copy;
	size_t lf = find_char(s, '\n', 0), cr = find_char(s, '\r', 0);

	while (r->at < s.len) {
		size_t end;

		/* Looked for again only when passed: a text with one kind of line end is searched once for the other. */
		if (lf < r->at)
			lf = find_char(s, '\n', r->at);
		if (cr < r->at)
			cr = find_char(s, '\r', r->at);
		end = lf < cr ? lf : cr;
		r->line++;
		take_line(r, span_slice(s, r->at, end));
		r->at = end + 1 + (end == cr && lf == cr + 1);
	}
}

void text_extract_declared(struct document *d, struct span bytes, struct span charset)
{
	struct charset_text text;
	struct reading r = { .document = d, .text = &text };

	charset_open_declared(&text, bytes, false, charset);
	charset_report(&text, d);
	r.copy = arena_copy(d->arena, text.text);
	r.rows = arena_array(d->arena, ROWS, sizeof *r.rows);
	read_lines(&r);
	add_rows(&r, true);
	charset_close(&text);
}

void text_extract(struct document *d, struct span bytes)
{
	text_extract_declared(d, bytes, SPAN(""));
}
