/*
 * dump: the content of a database as lines that can be compared.
 *
 * Every content and ledger table, one row a line, columns apart by tabs, in the
 * order of their keys. What only tells of runs is left out: run ids, times, row
 * numbers of the log. Equal content gives equal bytes, whatever order, batches,
 * runs or crashes it came through.
 */
#ifndef WINNOW_DUMP_H
#define WINNOW_DUMP_H

#include <stdio.h>

#include "pipeline/store/store.h"

/* All, history included. Returns store_status(), or 74 when `out` cannot be written. */
int store_dump(struct store *store, FILE *out);

/* What counts now: without superseded and missing sources. It is what a new database of the same files holds. */
int store_dump_current(struct store *store, FILE *out);

#endif
