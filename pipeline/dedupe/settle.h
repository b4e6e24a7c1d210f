/*
 * settle: brings the table `duplicates` in line with the passages that count now.
 */
#ifndef WINNOW_DEDUPE_SETTLE_H
#define WINNOW_DEDUPE_SETTLE_H

#include "pipeline/store/store.h"

/*
 * Within the caller's transaction. Builds upon what the last run left (the table dedupe_index): passages are decided that what
 * came and went can have changed; the rows are the same as after one run over everything. Writes differences only.
 * Returns store_status().
 */
int dedupe_settle(struct store *store);

#endif
