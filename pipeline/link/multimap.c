#include "pipeline/link/multimap.h"

enum { BUCKETS_MIN = 256 };

static size_t bucket_of(const struct multimap *map, uint64_t key)
{
	/* Fibonacci hashing: keys that are hashes themselves lose nothing by it. */
	return (size_t)((key * 0x9E3779B97F4A7C15u) >> 32) & (map->buckets - 1);
}

static void append(struct multimap *map, uint32_t node)
{
	size_t bucket = bucket_of(map, map->nodes[node - 1].key);

	map->nodes[node - 1].next = 0;
	if (map->last[bucket])
		map->nodes[map->last[bucket] - 1].next = node;
	else
		map->first[bucket] = node;
	map->last[bucket] = node;
}

static void grow(struct multimap *map)
{
	map->buckets = map->buckets ? map->buckets * 2 : BUCKETS_MIN;
	map->first = arena_array(map->arena, map->buckets, sizeof *map->first);
	map->last = arena_array(map->arena, map->buckets, sizeof *map->last);
	for (size_t i = 0; i < map->count; i++)
		append(map, (uint32_t)i + 1);
}

void multimap_put(struct multimap *map, uint64_t key, uint32_t value)
{
	if (map->count >= map->buckets)
		grow(map);
	map->nodes = arena_room(map->arena, map->nodes, map->count, &map->capacity, sizeof *map->nodes);
	map->nodes[map->count++] = (struct multimap_node){ .key = key, .value = value };
	append(map, (uint32_t)map->count);
}

/* The node with that index + 1 or the next of its bucket that has the key. */
static const struct multimap_node *of_key(const struct multimap *map, uint32_t node, uint64_t key)
{
	while (node && map->nodes[node - 1].key != key)
		node = map->nodes[node - 1].next;
	return node ? &map->nodes[node - 1] : NULL;
}

const struct multimap_node *multimap_find(const struct multimap *map, uint64_t key)
{
	return map->buckets ? of_key(map, map->first[bucket_of(map, key)], key) : NULL;
}

const struct multimap_node *multimap_next(const struct multimap *map, const struct multimap_node *node)
{
	return of_key(map, node->next, node->key);
}

uint32_t multimap_count(struct multimap *map, uint64_t key)
{
	const struct multimap_node *node = multimap_find(map, key);

	if (node)
		return map->nodes[node - map->nodes].value++;
	multimap_put(map, key, 1);
	return 0;
}
