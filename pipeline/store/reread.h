/*
 * reread: a source that is as it was, read again because what reads it has changed.
 *
 * Its rows keep their ids, so there is no older version to keep beside them: all
 * that hangs on its documents is removed, and the documents are written anew, in
 * one transaction. What dedupe and link had computed from them goes too, and comes
 * back when they settle.
 *
 * Removing a row asks every table that may refer to it, some without an index.
 * So foreign keys are not enforced between reread_begin and reread_end, which
 * checks all of them once.
 */
#ifndef WINNOW_REREAD_H
#define WINNOW_REREAD_H

#include "pipeline/store/store.h"

/* Call it outside of a transaction. */
void reread_begin(struct store *store);
/* Removes what the source said. */
void reread_forget(struct store *store, int64_t source);
/* Before each commit: removes what was remembered of comparisons with what was forgotten. Time goes with their number. */
void reread_settle(struct store *store);
/* Behind the last commit; a reference that points nowhere is a failure of the store. */
void reread_end(struct store *store);

#endif
