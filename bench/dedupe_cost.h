/*
 * dedupe_cost: what the engine costs, as tables of time and memory by size, planting and threads.
 */
#ifndef WINNOW_BENCH_DEDUPE_COST_H
#define WINNOW_BENCH_DEDUPE_COST_H

#include "bench/dedupe_corpus.h"
#include "pipeline/dedupe/dedupe.h"

/* An engine that has decided about the corpus, fed in the order given (NULL: as it stands); the caller frees it. */
struct dedupe *cost_decided(struct corpus *c, const uint32_t *order, int threads);

/* One size: makes the corpus, measures the floors over it and the engine with one thread and with two. */
void cost_print_heading(void);
void cost_print(size_t megabytes, bool dense);

/* One run in this process, for a profiler; prints what it took and a hash of all marks, to compare two builds by. */
void cost_run(size_t megabytes, bool dense, int threads);

#endif
