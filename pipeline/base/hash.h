/*
 * hash: XXH3, behind one file. Fast, the same on every machine and in every run,
 * not for what an adversary must not forge (see fixity.h for that).
 */
#ifndef WINNOW_HASH_H
#define WINNOW_HASH_H

#include <stdint.h>

#include "pipeline/base/span.h"

struct hash128 {
	uint64_t high, low;
};

/* XXH3-64 with seed 0. */
uint64_t hash_64(struct span bytes);

/* XXH3-128 with seed 0: equal for equal bytes, and for others with a chance of 2^-128. */
struct hash128 hash_128(struct span bytes);

static inline bool hash_equal(struct hash128 a, struct hash128 b)
{
	return a.high == b.high && a.low == b.low;
}

#endif
