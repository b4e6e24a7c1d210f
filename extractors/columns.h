/*
 * columns: text set in columns, in a plain text that kept the look of its page
 * (pdftotext -layout, OCR, old reports): where the columns stand.
 *
 * A gutter is two blanks wide at least, at one place over many rows, with running
 * prose on both sides. A table has gutters too: its cells are short and do not go
 * on from row to row. Where cells hold prose, each row of the table begins anew
 * behind a blank line, on both sides at once; those are read row by row.
 */
#ifndef WINNOW_EXTRACTORS_COLUMNS_H
#define WINNOW_EXTRACTORS_COLUMNS_H

#include "pipeline/base/span.h"

enum {
	COLUMNS_RUNS = 12,  /* runs of text that are told apart on one row; a row of more is no prose */
	COLUMNS_MOST = 5,   /* columns of one page */
	COLUMNS_WIDTH = 400 /* characters; nothing is set in columns beyond them */
};

/* Text between gaps of two blanks or more. Places are counted in characters. */
struct columns_run {
	unsigned short from, to;
	unsigned byte; /* offset of `from` in the row */
};

struct columns_row {
	struct span text; /* borrowed */
	long line;	  /* of the source */
	bool page;	  /* a form feed stood before it */
	bool whole;	  /* tabs, or too wide: never divided */
	size_t count;	  /* 0: a blank row */
	struct columns_run run[COLUMNS_RUNS];
};

/* Rows [from, to) stand in `count` columns, which begin at begin[0] = 0, begin[1], ... */
struct columns_region {
	size_t from, to;
	size_t count;
	unsigned begin[COLUMNS_MOST];
	bool by_rows; /* a table with prose in its cells: groups of rows between blank rows are read one after the other */
};

/* Finds the runs of a row whose text, line and page are set. */
void columns_look(struct columns_row *row);

/* The first region that begins at or after `from`; false when there is none. Linear in the rows, which are few. */
bool columns_find(const struct columns_row *rows, size_t count, size_t from, struct columns_region *region);

/* What of the row stands in column `c`, with its indent from the column's edge; empty where nothing does. */
struct span columns_piece(const struct columns_region *region, const struct columns_row *row, size_t c);

#endif
