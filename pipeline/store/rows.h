/*
 * rows: one document as rows of the content tables.
 *
 * Ids are made as ident.h tells. What a stream from elsewhere may have got
 * wrong is put right or left out here: indices that point nowhere, blocks that
 * nobody normalized. Failures are in store_status().
 */
#ifndef WINNOW_ROWS_H
#define WINNOW_ROWS_H

#include "pipeline/base/document.h"
#include "pipeline/store/store.h"

/* The id of the document with this seq of a source; 0 when it is not there. */
int64_t rows_find_document(struct store *store, int64_t source, int seq);

/* Writes the document with all that is in it, diagnostics apart; returns how many rows. */
size_t rows_write_document(struct store *store, const struct document *d, int64_t source, int64_t run);

/* Writes the diagnostics; returns how many. */
size_t rows_write_diagnostics(struct store *store, const struct document *d, int64_t source, int64_t run);

/* Removes the diagnostics that were written for a source; those of link are link's own. */
void rows_forget_diagnostics(struct store *store, int64_t source);

#endif
