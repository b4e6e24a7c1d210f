/*
 * filter: marks duplicates in NDJSON, one pass over the input.
 *
 * Each line goes to a temporary file (held.h), the sketch of its text to the engine; at the end of the input
 * the engine decides, and the lines are written out again, in their order, with three members more:
 *
 *     {"id":7,"text":"..."}  ->  {"id":7,"text":"...","duplicate_of":3,"duplicate_kind":"exact","similarity":1}
 *
 * An original gets null, null and null. Memory holds the index: some 200 bytes a passage, and 16 of held.h; beside it a
 * chunk of 1 MiB, the longest line, and the texts that are being compared. 10 GB of input take 10 GB of $TMPDIR.
 */
#ifndef WINNOW_FILTER_H
#define WINNOW_FILTER_H

#include <stdint.h>
#include <stdio.h>

#include "pipeline/dedupe/dedupe.h"

struct store;

struct filter_report {
	size_t lines;
	size_t bad;       /* no JSON object: passed as they are */
	size_t textless;  /* objects without a string "text": passed as they are */
	size_t passages;
	size_t marked[DEDUPE_KIND_COUNT];
	struct dedupe_figures figures;
	uint64_t text_bytes;
	double read_seconds, decide_seconds, write_seconds; /* of the processor */
};

/* What the caller is told of a bad line. */
typedef void filter_complain(void *state, size_t line, const char *fault);

struct filter_options {
	struct store *store; /* its current passages take part, as originals before equal ones of the input; NULL: none */
	int threads;         /* 1 at least */
	filter_complain *complain;
	void *state;         /* of complain */
};

/*
 * Reads NDJSON from `in` until its end and writes it to `out`; a store is only read. 0, or a status of sysexits.h with
 * what went wrong in `message` (at least 256 bytes).
 */
int filter_run(int in, FILE *out, const struct filter_options *options, struct filter_report *report, char *message);

#endif
