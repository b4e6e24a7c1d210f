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

/* A word of a gap, in what tells at a glance that it is not another one. */
struct align_word {
	uint64_t hash;
	uint32_t shape;
	uint32_t letters;   /* those it has: a bit for each, several letters share one */
	uint16_t length[3]; /* folded bytes of this word, of it and the next one, and of the three */
	char first, last;
	unsigned char look; /* how it is compared */
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
	/* Of align.c: */
	struct align_word *align_words;
	unsigned char *align_steps;
	unsigned short *scores;
	size_t align_word_capacity, align_step_capacity, score_capacity;
};

void matcher_init(struct matcher *m);
void matcher_release(struct matcher *m);

/* Work space for so many; what was in it is lost. */
void *matcher_room(void *array, size_t needed, size_t *capacity, size_t size);

/* Matches two texts; both are borrowed until the next match. Swapped arguments may give other runs: see compare.h. */
void matcher_run(struct matcher *m, const struct tokens *a, const struct tokens *b);

#endif
