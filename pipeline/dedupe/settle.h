/*
 * settle: brings the table `duplicates` in line with the passages that count now.
 */
#ifndef WINNOW_DEDUPE_SETTLE_H
#define WINNOW_DEDUPE_SETTLE_H

#include <stddef.h>

#include "pipeline/store/store.h"

/*
 * Within the caller's transaction. Builds upon what the last run left (the table dedupe_index): passages are decided that what
 * came and went can have changed; the rows are the same as after one run over everything. Writes differences only.
 * Returns store_status().
 */
int dedupe_settle(struct store *store);

struct dedupe_proof {
	size_t passages, duplicates; /* that take part; that should be marked */
	size_t wrong;                /* rows of `duplicates` that are missing, wrong or too many */
	int64_t first_wrong;         /* the passage of one of them */
	size_t stale;                /* documents of which dedupe_index has something else than their passages give */
};

/* Decides everything anew from the texts alone, and compares; writes nothing. Failures are in store_status(). */
struct dedupe_proof dedupe_prove(struct store *store);

#endif
