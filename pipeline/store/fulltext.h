/*
 * fulltext: keeps passages_fts and records_fts true to their tables.
 *
 * Passages are only ever added, so those of new documents are; of records, those
 * that changed are exchanged. Both in one go at the end of a run: that is three
 * times as fast as triggers on every row (field-notes: 46,000 rows/s, not 16,000).
 */
#ifndef WINNOW_FULLTEXT_H
#define WINNOW_FULLTEXT_H

#include "pipeline/store/store.h"

/* In the caller's transaction. Failures are in store_status(). */
void fulltext_update(struct store *store);

#endif
