/*
 * repeats: which prints occur more than once.
 *
 * Two bit maps of about four bits a print: some prints that occur once pass, none that occurs twice is lost. A second
 * map with another salt over what the first one let pass catches most of those.
 */
#ifndef WINNOW_DEDUPE_REPEATS_H
#define WINNOW_DEDUPE_REPEATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct repeats {
	/* Bits of 64 prints seen once, then the same prints' bits for twice: side by side, they are one read of memory. */
	uint64_t *pairs;
	size_t count; /* of pairs */
	uint32_t salt;
};

void repeats_init(struct repeats *r, size_t prints, uint32_t salt);
void repeats_release(struct repeats *r);
size_t repeats_bytes(const struct repeats *r);

/* The pair of a print, and its bit in both words. */
static inline uint64_t *repeats_pair(const struct repeats *r, uint32_t print, uint64_t *bit)
{
	uint64_t hash = (uint64_t)(print ^ r->salt) * 0xD6E8FEB86659FD93u;

	*bit = (uint64_t)1 << (hash >> 16 & 63);
	return r->pairs + 2 * (size_t)(((hash >> 32) * r->count) >> 32);
}

/* Without a branch, so that the processor looks for the places of many prints at once. */
static inline void repeats_note(struct repeats *r, uint32_t print)
{
	uint64_t bit, *pair = repeats_pair(r, print, &bit);

	pair[1] |= pair[0] & bit;
	pair[0] |= bit;
}

static inline bool repeats_has(const struct repeats *r, uint32_t print)
{
	uint64_t bit, *pair = repeats_pair(r, print, &bit);

	return (pair[1] & bit) != 0;
}

#endif
