/*
 * align: the words of one stretch of a text with those of another, one by one, in their order.
 *
 * Dynamic programming over both stretches. A step takes a word for an equal one, a damaged word for the one it was, or
 * two or three words for one that holds the letters of all. Nearly no pair of words can be such a step, and a
 * word's outline tells that (see `struct align_word` in match.h); the others are looked at letter by letter.
 *
 * For match.c.
 */
#ifndef WINNOW_ALIGN_H
#define WINNOW_ALIGN_H

#include "pipeline/dedupe/match.h"

/* A stretch of a and one of b that are aligned with each other. */
struct align_gap {
	uint32_t a, b;
	uint32_t a_count, b_count;
};

/*
 * Adds the runs of a gap to m->runs, from its end to its beginning. None where the gap is too large, and where it is
 * long and few of its words match: that is chance. Takes O(a_count * b_count), of which ALIGN_CELLS is the most.
 */
void align_gap(struct matcher *m, const struct align_gap *g);

#endif
