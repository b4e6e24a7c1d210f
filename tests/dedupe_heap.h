/* A heap of passages in memory for the tests of dedupe, and text to fill it with. */
#ifndef WINNOW_TEST_DEDUPE_HEAP_H
#define WINNOW_TEST_DEDUPE_HEAP_H

#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/dedupe/dedupe.h"

struct heap_passage {
	char *text;
	size_t len;
	const char *context; /* borrowed */
};

/* Keys of the engine are places in the heap; equal texts are ordered by place. */
struct heap {
	struct heap_passage *items;
	size_t count, capacity;
	size_t fetched;
};

static inline size_t heap_add(struct heap *h, const char *text, size_t len, const char *context)
{
	char *copy = memory_new(len + 1, 1);

	memcpy(copy, text, len);
	h->items = memory_room(h->items, h->count, &h->capacity, sizeof *h->items);
	h->items[h->count] = (struct heap_passage){ copy, len, context };
	return h->count++;
}

static inline size_t heap_add_text(struct heap *h, const char *text)
{
	return heap_add(h, text, strlen(text), "");
}

static inline void heap_free(struct heap *h)
{
	size_t i;

	for (i = 0; i < h->count; i++)
		free(h->items[i].text);
	free(h->items);
	*h = (struct heap){ 0 };
}

static inline struct span heap_text(const struct heap *h, size_t i)
{
	return span_of(h->items[i].text, h->items[i].len);
}

static inline bool heap_fetch(void *state, uint64_t key, size_t from, size_t to, struct buffer *out)
{
	struct heap *h = state;

	h->fetched++;
	buffer_clear(out);
	buffer_add(out, span_slice(heap_text(h, (size_t)key), from, to));
	return true;
}

static inline int heap_order(void *state, uint64_t a, uint64_t b)
{
	(void)state;
	return (a > b) - (a < b);
}

static inline struct dedupe *heap_engine(struct heap *h)
{
	struct dedupe_source source = { .state = h, .fetch = heap_fetch, .order = heap_order, .remember = true };

	return dedupe_new(&source);
}

static inline void heap_feed(struct dedupe *d, const struct heap *h, size_t i)
{
	dedupe_add(d, i, heap_text(h, i), span_str(h->items[i].context));
}

/* Marks of all passages by place, fed in the order given (NULL: as they stand). The caller frees. */
static inline struct dedupe_mark *heap_marks(struct heap *h, const size_t *order)
{
	struct dedupe_mark *marks = memory_new(h->count, sizeof *marks);
	struct dedupe *d = heap_engine(h);
	struct dedupe_mark mark;
	size_t i;

	for (i = 0; i < h->count; i++)
		heap_feed(d, h, order ? order[i] : i);
	dedupe_decide(d);
	for (i = 0; i < h->count; i++)
		if (dedupe_mark(d, i, &mark))
			marks[mark.key] = mark;
	dedupe_free(d);
	return marks;
}

/* ---- text ---- */

static inline uint64_t heap_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed * 0x2545F4914F6CDD1Du >> 11;
}

/* A made-up word of two to four syllables; small numbers are common words. */
static inline void heap_word(struct buffer *out, size_t n)
{
	static const char *const small[] = { "the", "of", "and", "to", "in", "a", "is", "for", "that", "was", "by", "on", "with", "its" };
	static const char *const syllables[] = { "ba", "cor", "den", "fi", "gal", "har", "in", "jo", "kel", "lum", "mar", "nes", "or",
						 "pal", "quin", "ros", "sel", "tan", "ul", "ver", "wis", "yar", "zon", "chi" };

	if (n < 14) {
		buffer_add_str(out, small[n]);
		return;
	}
	do {
		buffer_add_str(out, syllables[n % 24]);
		n /= 24;
	} while (n);
}

/* A sentence-like paragraph of `words` words. */
static inline void heap_prose(struct buffer *out, size_t words, uint64_t *seed)
{
	size_t i;

	for (i = 0; i < words; i++) {
		uint64_t r = heap_random(seed);

		if (i)
			buffer_add_str(out, i % 13 ? " " : ". ");
		heap_word(out, r % 3 == 0 ? (r >> 8) % 14 : 14 + (r >> 8) % ((r >> 40) % 2 ? 300 : 12000));
	}
	buffer_add_char(out, '.');
}

#endif
