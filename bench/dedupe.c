/*
 * dedupe: what the deduplication engine costs (found.c: what it finds).
 *
 *     make bench                                   # builds build/bench/dedupe and runs it: sizes up to 100 MB
 *     make bench FULL=1                            # up to 1 GB; takes some minutes and 3 GB of memory
 *     build/bench/dedupe --run 100 sparse 1        # one run alone: for a profiler, or to compare two builds
 *
 * Everything is made from a seed (dedupe_corpus.h). Texts lie in memory: reading NDJSON is left out, folding and
 * exact comparison are in. MB/s is by the processor's clock for one thread, by the wall clock for two; peak is what
 * the process held at most beside the texts; tokens and xxhsum are floors, measured over the same texts: splitting
 * them into words and nothing else, and the program xxhsum (Debian: xxhash) hashing their bytes.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/dedupe_cost.h"

/* ---- the program ---- */

static int run_one(char **argv)
{
	bool dense = strcmp(argv[1], "dense") == 0;

	cost_run(strtoul(argv[0], NULL, 10), dense, atoi(argv[2]));
	return 0;
}

int main(int argc, char **argv)
{
	static const size_t sizes[] = { 10, 30, 100, 300, 1000 };
	size_t most = argc > 1 ? strtoul(argv[1], NULL, 10) : 100, i;

	if (argc == 5 && strcmp(argv[1], "--run") == 0)
		return run_one(argv + 2);
	if (most < 1) {
		fputs("usage: dedupe [MEGABYTES]\n       dedupe --run MEGABYTES sparse|dense THREADS\n", stderr);
		return 64;
	}
	puts("== What it costs");
	cost_print_heading();
	for (i = 0; i < sizeof sizes / sizeof *sizes && sizes[i] <= most; i++) {
		cost_print(sizes[i], false);
		cost_print(sizes[i], true);
	}
	return 0;
}
