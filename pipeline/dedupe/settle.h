/*
 * settle: brings the table `duplicates` in line with the passages that count now.
 */
#ifndef WINNOW_DEDUPE_SETTLE_H
#define WINNOW_DEDUPE_SETTLE_H

#include "pipeline/store/store.h"

/*
 * Within the caller's transaction. What earlier runs learnt (dedupe_sketches, dedupe_verdicts) is used, so only the
 * texts of new passages and of those they are compared with are read; the rows are the same as after one run over everything.
 * Writes differences only. Returns store_status().
 */
int dedupe_settle(struct store *store);

#endif
