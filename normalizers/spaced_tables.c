#include "normalizers/spaced_tables.h"

#include "normalizers/ascii.h"
#include "pipeline/base/buffer.h"
#include "pipeline/base/utf8.h"

#define MOST_CELLS 16
#define LEAST_ROWS 3
#define LEAST_PAIR_ROWS 4   /* of a table with two columns of words */
#define CELL_WORDS 6	    /* on average at most; more is prose */
#define SMALL_PERCENT 30    /* cells at most that begin with a small letter; justified prose has twice as many */
#define FIGURES_PERCENT 50  /* rows at least whose last cell is a figure, where there are two columns */
#define NEAR 1		    /* characters that an edge may be off */

struct cell {
	size_t from, to; /* characters */
	struct span text;
};

struct row {
	struct cell cell[MOST_CELLS];
	size_t count;
};

/* What a run of rows that stand under each other amounts to. */
struct run {
	size_t rows, cells, words, small, figures, pairs, edges;
};

/* Dots that lead to a page number are a contents list, which is told later by them. */
static bool holds_leader(struct span text)
{
	return span_find(text, SPAN("...."), 0) >= 0 || span_find(text, SPAN(". . ."), 0) >= 0;
}

static bool add_cell(struct row *row, struct span raw, size_t byte, size_t byte_end, size_t from, size_t to)
{
	if (row->count == MOST_CELLS)
		return false;
	row->cell[row->count++] = (struct cell){ .from = from, .to = to, .text = span_slice(raw, byte, byte_end) };
	return true;
}

/* "12", "[3]", "*": the mark of a note, or the number of a paragraph in the margin. */
static bool is_mark(struct span text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (!ascii_digit(text.ptr[i]) && !strchr("[]()*", text.ptr[i]))
			return false;
	return true;
}

/* The number or bullet of an item makes no cell. */
static bool begins_item(const struct row *row)
{
	struct span first = row->cell[0].text;
	struct lead lead = leads_read(first);

	return row->count == 2 && ((lead.alone && lead.kind != LEAD_CAPTION) || is_mark(first));
}

/* Cuts the line into cells; false where it cannot be a row. */
static bool read_row(const struct line *line, struct row *row)
{
	size_t column = 0, at = 0, from = 0, to = 0, byte = 0, byte_end = 0;
	struct span raw = line->text;

	row->count = 0;
	if (!lines_is_text(line) || line->flags & PASSAGE_PREFORMATTED || span_find(span_trim(raw), SPAN("  "), 0) < 0 ||
	    holds_leader(raw))
		return false;
	for (; at < raw.len; column++) {
		size_t before = at;
		unsigned c = utf8_next(raw, &at);

		if (c == '\t')
			return false;
		if (c == ' ' || c == 0xA0)
			continue;
		if (to > 0 && column > to + 1) {
			if (!add_cell(row, raw, byte, byte_end, from, to))
				return false;
			to = 0;
		}
		if (to == 0) {
			from = column;
			byte = before;
		}
		to = column + 1;
		byte_end = at;
	}
	return to > 0 && add_cell(row, raw, byte, byte_end, from, to) && row->count > 1 && !begins_item(row);
}

/* Does each cell of the shorter row stand under or over one cell of the other, and no other cell of it? */
static bool fits(const struct row *a, const struct row *b)
{
	size_t i = 0, k = 0, met = 0;

	while (i < a->count && k < b->count) {
		const struct cell *x = &a->cell[i], *y = &b->cell[k];

		if (x->to + NEAR <= y->from) {
			i++;
		} else if (y->to + NEAR <= x->from) {
			k++;
		} else {
			if ((i + 1 < a->count && a->cell[i + 1].from < y->to) || (k + 1 < b->count && b->cell[k + 1].from < x->to))
				return false;
			met++;
			i++;
			k++;
		}
	}
	return met > 1 && met == (a->count < b->count ? a->count : b->count);
}

static size_t count_words(struct span text)
{
	size_t words = 0, i;

	for (i = 0; i < text.len; i++)
		words += text.ptr[i] != ' ' && (i == 0 || text.ptr[i - 1] == ' ');
	return words;
}

/* "45.1", "£3m", "+37%", "(2)", "n/a" */
static bool is_figure(struct span text)
{
	size_t digits = 0, letters = 0, i;

	for (i = 0; i < text.len; i++) {
		digits += ascii_digit(text.ptr[i]);
		letters += ascii_letter(text.ptr[i]);
	}
	return (digits > 0 && letters <= digits) || span_equal_nocase(text, SPAN("n/a")) || span_equal(text, SPAN("-"));
}

static void count_row(struct run *run, const struct row *row, const struct row *before)
{
	const struct cell *last = &row->cell[row->count - 1];
	size_t i;

	run->rows++;
	run->cells += row->count;
	for (i = 0; i < row->count; i++) {
		run->words += count_words(row->cell[i].text);
		run->small += ascii_lower(row->cell[i].text.ptr[0]);
	}
	run->figures += is_figure(last->text);
	run->pairs += row->count == 2;
	run->edges += before && last->from <= before->cell[before->count - 1].from + NEAR &&
		      before->cell[before->count - 1].from <= last->from + NEAR;
}

/*
 * Two columns could be an address beside a date: there the second must be of
 * figures, or of words that all begin at one place.
 */
static bool is_table(const struct run *run)
{
	if (run->rows < LEAST_ROWS || run->words > run->cells * CELL_WORDS ||
	    run->small * 100 > run->cells * SMALL_PERCENT)
		return false;
	if (run->pairs * 2 < run->rows)
		return true;
	return run->figures * 100 >= run->rows * FIGURES_PERCENT ||
	       (run->rows >= LEAST_PAIR_ROWS && run->edges + 1 == run->rows && run->small == 0);
}

static struct span with_bars(const struct row *row, struct arena *arena)
{
	struct buffer out;
	struct span text;
	size_t i;

	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	for (i = 0; i < row->count; i++) {
		buffer_add_str(&out, i ? " | " : "");
		buffer_add(&out, row->cell[i].text);
	}
	text = arena_copy(arena, buffer_span(&out));
	buffer_release(&out);
	return text;
}

/* The rows from `from` on, each under the one before; returns where they end. */
static size_t run_end(const struct lines *lines, size_t from, struct run *run)
{
	struct row rows[2];
	size_t i = from;

	*run = (struct run){ .rows = 0 };
	if (!read_row(&lines->line[i], &rows[0]))
		return from;
	count_row(run, &rows[0], NULL);
	for (i++; i < lines->count && !(lines->line[i].flags & PASSAGE_PAGE_BREAK); i++) {
		struct row *before = &rows[(i - from - 1) % 2], *row = &rows[(i - from) % 2];

		if (!read_row(&lines->line[i], row) || !fits(before, row))
			break;
		count_row(run, row, before);
	}
	return i;
}

void spaced_tables_mark(struct lines *lines, struct arena *arena)
{
	size_t i, end;

	for (i = 0; i < lines->count; i = end > i ? end : i + 1) {
		struct run run;
		struct row row;

		end = run_end(lines, i, &run);
		for (; is_table(&run) && i < end; i++) {
			read_row(&lines->line[i], &row);
			lines->line[i].role = ROLE_TABLE_ROW;
			lines->line[i].text = with_bars(&row, arena);
		}
	}
}
