#include "extractors/columns.h"

#include "pipeline/base/utf8.h"

#define GUTTER 2	     /* blanks at least */
#define LEAST_BOTH 6	     /* rows with text on both sides of a gutter */
#define CANDIDATES 4	     /* places tried for a gutter, the most frequent first */
#define NEAREST 10	     /* characters of a column at least */
#define LEAST_WORDS_X10 35   /* words of a piece of prose, times ten, on average; cells of figures and names have fewer */
#define LEAST_SMALL_PERCENT 20 /* of the pieces begin with a small letter: they go on with a sentence */
#define LEAST_GROUPS 3	     /* rows of a table with prose in its cells */
#define GROUPS_PERCENT 80    /* ... that begin in all columns at once */
#define HEADER_ROWS 2	     /* of a page, apart from its columns */

/* ---- rows ---- */

static void add_run(struct columns_row *row, unsigned from, unsigned to, size_t byte)
{
	if (row->count == COLUMNS_RUNS) {
		row->whole = true;
		return;
	}
	row->run[row->count++] = (struct columns_run){ .from = (unsigned short)from, .to = (unsigned short)to,
						       .byte = (unsigned)byte };
}

void columns_look(struct columns_row *row)
{
	unsigned column = 0, from = 0, end = 0; /* of the run; no run is open while end is 0 */
	size_t at = 0, byte = 0;

	row->count = 0;
	row->whole = false;
	while (at < row->text.len && column < COLUMNS_WIDTH) {
		size_t before = at;
		unsigned c = utf8_next(row->text, &at);

		row->whole = row->whole || c == '\t';
		if (c != ' ' && c != '\t' && c != '\r' && c != 0xA0) {
			if (end > 0 && column >= end + GUTTER) {
				add_run(row, from, end, byte);
				end = 0;
			}
			if (end == 0) {
				from = column;
				byte = before;
			}
			end = column + 1;
		}
		column++;
	}
	if (end > 0)
		add_run(row, from, end, byte);
	row->whole = row->whole || at < row->text.len;
}

static bool is_blank(const struct columns_row *row)
{
	return row->count == 0 && !row->whole;
}

/* Does no text stand in the gutter before column `begin`? */
static bool is_free(const struct columns_row *row, unsigned begin)
{
	size_t i;

	if (row->whole)
		return false;
	for (i = 0; i < row->count; i++)
		if (row->run[i].from < begin && row->run[i].to > begin - GUTTER)
			return false;
	return true;
}

/* Text on both sides of the gutter, the right one beginning where the column does or behind an indent? */
static bool has_both(const struct columns_row *row, unsigned begin)
{
	return row->count > 1 && row->run[0].from < begin && row->run[row->count - 1].from >= begin;
}

/* ---- regions ---- */

static size_t runs_before(const struct columns_row *row, unsigned column)
{
	size_t i = 0;

	while (i < row->count && row->run[i].from < column)
		i++;
	return i;
}

struct span columns_piece(const struct columns_region *region, const struct columns_row *row, size_t c)
{
	size_t first = runs_before(row, region->begin[c]);
	size_t end = c + 1 < region->count ? runs_before(row, region->begin[c + 1]) : row->count;
	size_t from, to;

	if (first == end)
		return span_of(NULL, 0);
	/* Before the run are blanks, one byte each, unless they are no-break spaces. */
	from = row->run[first].byte;
	for (unsigned indent = row->run[first].from - region->begin[c]; indent > 0 && from > 0; indent--, from--)
		if (row->text.ptr[from - 1] != ' ')
			break;
	to = end < row->count ? row->run[end].byte : row->text.len;
	while (to > from && strchr(" \r", row->text.ptr[to - 1]))
		to--;
	return span_slice(row->text, from, to);
}

struct measure {
	size_t pieces, words, inner, small;
};

static void measure_piece(struct measure *m, struct span piece, bool inner)
{
	bool in_word = false;
	size_t i;

	piece = span_trim(piece);
	m->pieces++;
	for (i = 0; i < piece.len; i++) {
		m->words += piece.ptr[i] != ' ' && !in_word;
		in_word = piece.ptr[i] != ' ';
	}
	m->inner += inner;
	m->small += inner && piece.ptr[0] >= 'a' && piece.ptr[0] <= 'z';
}

static bool is_prose(const struct columns_row *rows, const struct columns_region *region, size_t c)
{
	struct measure m = { 0 };
	bool inner = false;
	size_t i;

	for (i = region->from; i < region->to; i++) {
		struct span piece = columns_piece(region, &rows[i], c);

		if (!span_empty(piece))
			measure_piece(&m, piece, inner);
		inner = !span_empty(piece);
	}
	return m.pieces >= LEAST_BOTH && m.words * 10 >= m.pieces * LEAST_WORDS_X10 &&
	       m.small * 100 >= m.inner * LEAST_SMALL_PERCENT;
}

static bool all_prose(const struct columns_row *rows, const struct columns_region *region)
{
	size_t c;

	for (c = 0; c < region->count; c++)
		if (!is_prose(rows, region, c))
			return false;
	return true;
}

/* Does the row begin something in every column? */
static bool begins_all(const struct columns_region *region, const struct columns_row *row)
{
	size_t c;

	for (c = 0; c < region->count; c++) {
		struct span piece = span_trim(columns_piece(region, row, c));

		if (span_empty(piece) || (piece.ptr[0] >= 'a' && piece.ptr[0] <= 'z'))
			return false;
	}
	return true;
}

static bool reads_by_rows(const struct columns_row *rows, const struct columns_region *region)
{
	size_t groups = 0, begun = 0, i;

	for (i = region->from; i < region->to; i++) {
		if (is_blank(&rows[i]) || (i > region->from && !is_blank(&rows[i - 1])))
			continue;
		groups++;
		begun += begins_all(region, &rows[i]);
	}
	return groups >= LEAST_GROUPS && begun * 100 >= groups * GROUPS_PERCENT;
}

/* ---- what stands on the page above and below its columns ---- */

static size_t group_end(const struct columns_row *rows, size_t from, size_t end)
{
	while (from < end && !is_blank(&rows[from]))
		from++;
	return from;
}

static size_t skip_blank(const struct columns_row *rows, size_t from, size_t end)
{
	while (from < end && is_blank(&rows[from]))
		from++;
	return from;
}

/* The first rows of a page, with a blank one below, are its header. */
static void leave_header(const struct columns_row *rows, struct columns_region *region)
{
	size_t end = group_end(rows, region->from, region->to);

	if ((rows[region->from].page || rows[region->from].line == 1) && end - region->from <= HEADER_ROWS && end < region->to)
		region->from = skip_blank(rows, end, region->to);
}

static bool holds_number_at_end(struct span text)
{
	text = span_trim(text);
	return !span_empty(text) && (strchr("0123456789", text.ptr[0]) || strchr("0123456789", text.ptr[text.len - 1]));
}

/* The last row of a page, with a blank one above and a number at either end, is its footer. */
static void leave_footer(const struct columns_row *rows, size_t count, struct columns_region *region)
{
	size_t last;

	while (region->to > region->from && is_blank(&rows[region->to - 1]))
		region->to--;
	last = region->to - 1;
	if (region->to <= region->from + 1 || !is_blank(&rows[last - 1]) || !holds_number_at_end(rows[last].text) || region->to < count)
		return;
	for (region->to = last; is_blank(&rows[region->to - 1]); region->to--)
		;
}

/* ---- finding ---- */

struct votes {
	unsigned short at[COLUMNS_WIDTH];
};

static void vote(struct votes *votes, const struct columns_row *rows, size_t from, size_t to)
{
	size_t i, k;

	memset(votes, 0, sizeof *votes);
	for (i = from; i < to; i++)
		for (k = 1; k < rows[i].count && !rows[i].whole; k++)
			votes->at[rows[i].run[k].from]++;
}

/* The place with most votes, which are used up; 0 when none has enough. */
static unsigned most_voted(struct votes *votes)
{
	unsigned best = 0, i;

	for (i = NEAREST; i < COLUMNS_WIDTH; i++)
		if (votes->at[i] >= LEAST_BOTH && (best == 0 || votes->at[i] > votes->at[best]))
			best = i;
	if (best)
		votes->at[best] = 0;
	return best;
}

static bool free_all_along(const struct columns_row *rows, const struct columns_region *region, unsigned begin)
{
	size_t both = 0, i;

	for (i = region->from; i < region->to; i++) {
		if (!is_free(&rows[i], begin))
			return false;
		both += has_both(&rows[i], begin);
	}
	return both >= LEAST_BOTH;
}

static void insert_column(struct columns_region *region, unsigned begin)
{
	size_t c = region->count++;

	for (; c > 0 && region->begin[c - 1] > begin; c--)
		region->begin[c] = region->begin[c - 1];
	region->begin[c] = begin;
}

/* Further gutters of the same rows, which leave prose on all sides. */
static void divide_further(const struct columns_row *rows, struct columns_region *region)
{
	struct votes votes;
	unsigned begin;
	size_t tried;

	vote(&votes, rows, region->from, region->to);
	for (tried = 0; tried < CANDIDATES && region->count < COLUMNS_MOST; tried++) {
		struct columns_region more = *region;

		begin = most_voted(&votes);
		if (begin == 0)
			return;
		insert_column(&more, begin);
		if (free_all_along(rows, &more, begin) && all_prose(rows, &more))
			*region = more;
	}
}

/* Is [from, to), in which the gutter is free, set in columns? The region is narrowed to them. */
static bool accept(const struct columns_row *rows, size_t count, struct columns_region *region)
{
	size_t both = 0, i;

	leave_header(rows, region);
	leave_footer(rows, count, region);
	for (i = region->from; i < region->to; i++)
		both += has_both(&rows[i], region->begin[1]);
	if (both < LEAST_BOTH || !all_prose(rows, region))
		return false;
	divide_further(rows, region);
	region->by_rows = reads_by_rows(rows, region);
	return true;
}

/* The first rows at or after `from` along which the gutter is free, and which are columns. */
static bool find_along(const struct columns_row *rows, size_t count, size_t from, unsigned begin,
		       struct columns_region *region)
{
	size_t to;

	for (; from < count; from = to) {
		from = skip_blank(rows, from, count);
		for (to = from; to < count && is_free(&rows[to], begin); to++)
			;
		*region = (struct columns_region){ .from = from, .to = to, .count = 2, .begin = { 0, begin } };
		if (to - from >= LEAST_BOTH && accept(rows, count, region))
			return true;
		to += to == from;
	}
	return false;
}

bool columns_find(const struct columns_row *rows, size_t count, size_t from, struct columns_region *region)
{
	struct columns_region found;
	struct votes votes;
	bool any = false;
	size_t tried;

	vote(&votes, rows, from, count);
	for (tried = 0; tried < CANDIDATES; tried++) {
		unsigned begin = most_voted(&votes);

		if (begin == 0)
			break;
		if (find_along(rows, count, from, begin, &found) && (!any || found.from < region->from)) {
			*region = found;
			any = true;
		}
	}
	return any;
}
