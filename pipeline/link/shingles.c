#include "pipeline/link/shingles.h"

#include <stdlib.h>

#include "normalizers/fold.h"
#include "pipeline/base/hash.h"

enum {
	WORDS_MAX = 4096,
	SHINGLE = 4, /* words of a fingerprint */
	TRIGRAM = 3,
	MAP_BITS = 1 << 15
};

static size_t count_words(struct span folded)
{
	size_t count = folded.len > 0;

	for (size_t i = 0; i < folded.len && count < WORDS_MAX; i++)
		count += folded.ptr[i] == ' ';
	return count;
}

struct words shingles_words(struct arena *arena, struct span text)
{
	struct words words = { 0 };
	struct buffer folded;
	struct span rest;
	uint32_t *at;

	buffer_init(&folded, BUFFER_LIMIT_DEFAULT);
	fold_text(&folded, text);
	rest = buffer_span(&folded);
	words.count = count_words(rest);
	at = arena_array(arena, words.count + 1, sizeof *at);
	for (size_t i = 0; i < words.count; i++) {
		long space = span_find(rest, SPAN(" "), 0);
		size_t end = space < 0 ? rest.len : (size_t)space;

		at[i] = (uint32_t)hash_64(span_slice(rest, 0, end));
		rest = span_from(rest, end + 1);
	}
	words.at = at;
	buffer_release(&folded);
	return words;
}

static uint32_t mix(const uint32_t *words, size_t count)
{
	uint32_t hash = 0x9E3779B9u;

	for (size_t i = 0; i < count; i++) {
		hash ^= words[i];
		hash *= 0x85EBCA6Bu;
		hash ^= hash >> 15;
	}
	return hash;
}

static int compare_hashes(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

size_t shingles_of(const struct words *words, unsigned every, uint32_t out[SHINGLES_MAX])
{
	uint32_t lowest = UINT32_MAX;
	size_t len = words->count < SHINGLE ? words->count : SHINGLE, kept = 0, distinct = 0;

	if (len == 0)
		return 0;
	for (size_t i = 0; i + len <= words->count && i < SHINGLES_MAX; i++) {
		uint32_t hash = mix(words->at + i, len);

		if (hash % every == 0)
			out[kept++] = hash;
		if (hash < lowest)
			lowest = hash;
	}
	if (kept == 0)
		out[kept++] = lowest;
	qsort(out, kept, sizeof *out, compare_hashes);
	for (size_t i = 0; i < kept; i++)
		if (distinct == 0 || out[distinct - 1] != out[i])
			out[distinct++] = out[i];
	return distinct;
}

/* Two different trigrams may have one bit: 4096 of them leave most bits of the map unset. */
double shingles_share(const struct words *a, const struct words *b)
{
	const struct words *s = a->count <= b->count ? a : b, *l = s == a ? b : a;
	size_t len = s->count < TRIGRAM ? s->count : TRIGRAM, common = 0;
	unsigned char map[MAP_BITS / 8] = { 0 };

	if (len == 0)
		return 0;
	for (size_t i = 0; i + len <= l->count; i++) {
		uint32_t bit = mix(l->at + i, len) % MAP_BITS;

		map[bit / 8] |= (unsigned char)(1u << bit % 8);
	}
	for (size_t i = 0; i + len <= s->count; i++) {
		uint32_t bit = mix(s->at + i, len) % MAP_BITS;

		common += map[bit / 8] >> bit % 8 & 1;
	}
	return (double)common / (double)(s->count - len + 1);
}
