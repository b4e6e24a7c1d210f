/*
 * needles: words without which a pattern cannot match.
 *
 * A family set asks some hundred patterns about each passage, and nearly all of
 * them speak of words that are not there. Which words a pattern cannot do without
 * follows from the pattern: "\bGAO\s+recommends?\b" wants "gao" and "recommend".
 * Here one list of them is kept of which at least one has to occur, and a passage
 * is known by the set of its trigrams, so that most patterns are answered by a few
 * bits. After R. Cox, Regular Expression Matching with a Trigram Index (2012).
 *
 * Only ASCII letters in either case count, so that matching without regard to case is
 * safe, too. What the reader of patterns does not understand has no needles and is
 * always asked.
 */
#ifndef WINNOW_NEEDLES_H
#define WINNOW_NEEDLES_H

#include <stdint.h>

#include "pipeline/base/span.h"

enum { GRAM_BITS = 4096 };

/* The trigrams of a text, hashed. */
struct grams {
	uint64_t bits[GRAM_BITS / 64];
	bool all; /* the text has a letter that is an ASCII letter in another case: nothing can be ruled out */
};

void grams_make(struct grams *g, struct span text);

struct needles;

/* The needles of a PCRE2 pattern; NULL where it has none. Linear in the pattern. To be freed with free(). */
struct needles *needles_make(struct span pattern);

/* Can a text with these trigrams hold one of them? True for NULL. */
bool needles_may_occur(const struct needles *needles, const struct grams *g);

#endif
