/*
 * dedupe_score: what an engine found of the duplicates that were planted, and what it marked and should not have.
 *
 * found: the copy or its source is marked as a duplicate within their group. kept right: the fuller of the two is the one
 * that stays. kind: it was given a name that fits. false: passages that must never be marked, or a source because of them.
 * lost: groups (a source and all that was made of it) of which every member is marked.
 */
#ifndef WINNOW_BENCH_DEDUPE_SCORE_H
#define WINNOW_BENCH_DEDUPE_SCORE_H

#include "bench/dedupe_corpus.h"
#include "pipeline/dedupe/dedupe.h"

/* Prints a row for each plant, and the sums. marks[i] is of passage i of the corpus. `failures`: lists those missed and
   marked wrongly, too. */
void score_print(const struct corpus *c, const struct dedupe_mark *marks, bool failures);

#endif
