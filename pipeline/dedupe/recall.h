/*
 * recall: what dedupe remembers of the documents of a database from run to run.
 *
 * It is kept in dedupe_index.memory. For each passage of the document that takes part (in the order of its sketches)
 * two bytes, dedupe_state; then for each comparison that counts, in a fixed order, ENTRY bytes: the place of the passage
 * in the document (4), its unit (4), the other's document (8), its place there (4), its unit (4), use (1), verdict.
 * But for the bounds in the states (DEDUPE_BOUND), the same passages give the same bytes, whatever nights they came in.
 */
#ifndef WINNOW_RECALL_H
#define WINNOW_RECALL_H

#include "pipeline/dedupe/stored.h"

/*
 * After stored_add: tells the engine what is remembered. Where a part of it cannot be read, nothing is: the run is
 * then a full one.
 */
void recall_take(const struct stored *s, struct dedupe *d);

/* After dedupe_decide: writes what has changed, and drops the documents that are gone. Failures are the store's. */
void recall_save(const struct stored *s, struct dedupe *d);

#endif
