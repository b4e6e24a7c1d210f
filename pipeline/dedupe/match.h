/*
 * match: which words of one text are which words of another.
 *
 * First the runs of three and more equal words, wherever they stand (a hash index
 * of b's 3-grams, longest run first at each place: linear). Then, in each gap
 * between two runs, an alignment by dynamic programming that also takes a damaged
 * word for the one it was and a word in two pieces for the whole. What is left are
 * the slots: stretches of a that stand for stretches of b.
 *
 * Used by compare.h, which most callers want instead, and by the engine, which
 * keeps one matcher for all its pairs.
 */
#ifndef WINNOW_MATCH_H
#define WINNOW_MATCH_H

#include "pipeline/dedupe/tokens.h"

/* Words a .. a + a_count - 1 are words b .. b + b_count - 1. The counts differ where words are spelt apart. */
struct match_run {
	uint32_t a, b;
	uint32_t a_count, b_count;
};

/* Words a_from .. a_to - 1 stand where b has b_from .. b_to - 1; one of the two may be empty. */
struct match_slot {
	uint32_t a_from, a_to;
	uint32_t b_from, b_to;
};

struct matcher {
	const struct tokens *a, *b;
	/* Results, in the order of a. */
	struct match_run *runs;
	size_t run_count, run_capacity;
	struct match_slot *slots;
	size_t slot_count, slot_capacity;
	size_t a_found, b_found; /* words that stand in the other text */
	size_t damaged;          /* of those, places where they are not quite the same */
	/* Work space, kept from one match to the next. */
	unsigned char *b_taken;
	size_t b_taken_capacity;
	uint32_t *heads, *next;
	size_t head_capacity, next_capacity;
	unsigned short *scores;
	size_t score_capacity;
};

void matcher_init(struct matcher *m);
void matcher_release(struct matcher *m);

/* Matches two texts; both are borrowed until the next match. Swapped arguments may give other runs: see compare.h. */
void matcher_run(struct matcher *m, const struct tokens *a, const struct tokens *b);

#endif
