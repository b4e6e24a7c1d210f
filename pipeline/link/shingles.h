/*
 * shingles: a text as a row of folded words, and fingerprints by which texts that
 * share a passage find each other.
 */
#ifndef WINNOW_LINK_SHINGLES_H
#define WINNOW_LINK_SHINGLES_H

#include <stdint.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/span.h"

/* Lives in the arena it was made in. */
struct words {
	const uint32_t *at; /* hash of each word */
	size_t count;       /* at most 4096: what stands behind is not looked at */
};

struct words shingles_words(struct arena *arena, struct span text);

/*
 * About the share of the shorter text's trigrams that the longer one has, never
 * less: a bound, cheap to find, on how much of it can stand there word for word.
 */
double shingles_share(const struct words *a, const struct words *b);

/* Words at the beginning of a text that fingerprints are taken from: a quotation begins near it. */
enum { SHINGLES_MAX = 112 };

/*
 * Hashes of four words in a row, one of `every` that there are, chosen by the
 * hash itself: where a passage of some length stands in two texts, so do
 * fingerprints of it. Distinct, ascending; returns how many, at least 1 for a
 * text with words.
 */
size_t shingles_of(const struct words *words, unsigned every, uint32_t out[SHINGLES_MAX]);

#endif
