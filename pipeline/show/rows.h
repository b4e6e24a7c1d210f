/*
 * rows: a table as CSV, NDJSON or one JSON array.
 */
#ifndef WINNOW_SHOW_ROWS_H
#define WINNOW_SHOW_ROWS_H

#include "pipeline/show/output.h"
#include "pipeline/show/tables.h"
#include "pipeline/store/store.h"

enum rows_format { ROWS_CSV, ROWS_NDJSON, ROWS_JSON };

/*
 * Writes all of it, a line of names first in CSV, and adds to *count the rows. `raw`:
 * CSV cells as they are, formulas included. Returns the failure of the output, which
 * has been said, or store_status().
 */
int rows_write(struct output *out, struct store *store, const struct table *table, enum rows_format format, bool raw,
	       int64_t *count);

#endif
