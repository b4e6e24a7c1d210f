/*
 * datasette: what Datasette shows beside a database, as its metadata.json.
 *
 * https://docs.datasette.io/en/stable/metadata.html: words on every table and column,
 * what to filter by, which column names a row where another refers to it, and canned
 * queries for what people ask. It holds nothing of the rows but the file's name.
 */
#ifndef WINNOW_DATASETTE_H
#define WINNOW_DATASETTE_H

#include "pipeline/show/output.h"
#include "pipeline/store/store.h"

/* Returns the failure of the output, which has been said, or store_status(). */
int datasette_write(struct output *out, struct store *store);

#endif
