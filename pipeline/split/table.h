/*
 * table: trackers, tables with one recommendation to a row. The family's `column`
 * rules say what the heads of the columns mean.
 */
#ifndef WINNOW_TABLE_H
#define WINNOW_TABLE_H

#include "pipeline/split/beginning.h"

enum { TABLE_CELLS_MOST = 16 };

/* The table that is being read. */
struct table {
	const struct rule *meaning[TABLE_CELLS_MOST]; /* of each column; NULL: none */
	size_t cells;                                 /* 0: no table of recommendations is open */
};

/*
 * Reads passage `at`, a table row: the head of such a table (it may stand in the
 * passage before, where the extractor took it for furniture), or a row of it.
 * False when it is neither.
 */
bool table_row(struct scan *s, struct table *table, size_t at);

#endif
