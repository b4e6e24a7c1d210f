/*
 * multimap: from 64-bit keys to small numbers, several for one key.
 *
 * In an arena; there is no removal. The values of a key come in the order they
 * were put in.
 */
#ifndef WINNOW_LINK_MULTIMAP_H
#define WINNOW_LINK_MULTIMAP_H

#include <stdint.h>

#include "pipeline/base/arena.h"

struct multimap_node {
	uint64_t key;
	uint32_t value;
	uint32_t next; /* index + 1 of the next node of the bucket; 0: none */
};

struct multimap {
	struct arena *arena;
	struct multimap_node *nodes;
	size_t count, capacity;
	uint32_t *first, *last; /* index + 1 of a bucket's nodes */
	size_t buckets;         /* a power of two, or 0 */
};

void multimap_put(struct multimap *map, uint64_t key, uint32_t value);

/* The first node of the key, NULL when there is none; then the next. */
const struct multimap_node *multimap_find(const struct multimap *map, uint64_t key);
const struct multimap_node *multimap_next(const struct multimap *map, const struct multimap_node *node);

/* How often the key was counted before, and counts it; for maps that are used for nothing else. */
uint32_t multimap_count(struct multimap *map, uint64_t key);

#endif
