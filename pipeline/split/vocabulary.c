#include "pipeline/split/vocabulary.h"

#include <stdlib.h>

#include "normalizers/fold.h"
#include "pipeline/base/hash.h"
#include "pipeline/base/memory.h"

enum {
	WORD_BYTES_LEAST = 5, /* shorter words are the same in every report */
	WORDS_MOST = 200000   /* of one document; what comes later adds little */
};

struct words {
	uint64_t *hashes; /* sorted, each once, after words_settle */
	size_t count, capacity;
};

struct vocabulary {
	struct words words;
	bool settled;
};

static void words_add_text(struct words *words, struct span text)
{
	struct buffer key;
	struct span rest;

	buffer_init(&key, BUFFER_LIMIT_DEFAULT);
	fold_text(&key, text);
	rest = buffer_span(&key);
	while (rest.len > 0 && words->count < WORDS_MOST) {
		long space = span_find(rest, SPAN(" "), 0);
		struct span word = span_slice(rest, 0, space < 0 ? rest.len : (size_t)space);

		rest = span_from(rest, word.len + 1);
		if (word.len < WORD_BYTES_LEAST)
			continue;
		words->hashes = memory_room(words->hashes, words->count, &words->capacity, sizeof *words->hashes);
		words->hashes[words->count++] = hash_64(word);
	}
	buffer_release(&key);
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void words_settle(struct words *words)
{
	size_t kept = 0;

	if (words->count == 0)
		return;
	qsort(words->hashes, words->count, sizeof *words->hashes, by_value);
	for (size_t i = 0; i < words->count; i++)
		if (kept == 0 || words->hashes[i] != words->hashes[kept - 1])
			words->hashes[kept++] = words->hashes[i];
	words->count = kept;
}

struct vocabulary *vocabulary_new(void)
{
	return memory_new(1, sizeof(struct vocabulary));
}

void vocabulary_free(struct vocabulary *v)
{
	if (!v)
		return;
	free(v->words.hashes);
	free(v);
}

void vocabulary_add(struct vocabulary *v, struct span text)
{
	words_add_text(&v->words, text);
	v->settled = false;
}

double vocabulary_share(struct vocabulary *v, struct span text)
{
	struct words asked = { 0 };
	size_t known = 0;
	double share;

	if (!v->settled)
		words_settle(&v->words);
	v->settled = true;
	words_add_text(&asked, text);
	words_settle(&asked);
	for (size_t i = 0; i < asked.count; i++)
		if (v->words.count > 0 &&
		    bsearch(&asked.hashes[i], v->words.hashes, v->words.count, sizeof *asked.hashes, by_value))
			known++;
	share = asked.count ? (double)known / (double)asked.count : 0;
	free(asked.hashes);
	return share;
}
