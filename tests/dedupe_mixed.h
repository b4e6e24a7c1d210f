/* A mixed heap for the tests of dedupe: originals, and of each some copy, with splices and long texts; and what must hold of any marks. */
#ifndef WINNOW_TEST_DEDUPE_MIXED_H
#define WINNOW_TEST_DEDUPE_MIXED_H

#include "tests/dedupe_heap.h"

static inline void mixed_cut(struct buffer *b, size_t from, size_t to)
{
	struct span s = span_slice(buffer_span(b), from, to);
	char *copy = memory_new(s.len + 1, 1);

	memcpy(copy, s.ptr, s.len);
	buffer_clear(b);
	buffer_add(b, span_of(copy, s.len));
	free(copy);
}

/* Drops, doubles or replaces every `every`th word. */
static inline void mixed_edit(struct buffer *b, size_t every, uint64_t *seed)
{
	struct buffer out;
	size_t i = 0, word = 0;

	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	while (i < b->len) {
		size_t end = i;

		while (end < b->len && b->data[end] != ' ')
			end++;
		if (++word % every == 0 && heap_random(seed) % 3)
			heap_word(&out, 14 + heap_random(seed) % 9000);
		else if (word % every)
			buffer_add(&out, span_slice(buffer_span(b), i, end));
		buffer_add_char(&out, ' ');
		i = end + 1;
	}
	buffer_clear(b);
	buffer_add(b, buffer_span(&out));
	buffer_release(&out);
}

/* Originals, and for each some copy of another kind; with a few splices and long texts. */
static inline void mixed_fill(struct heap *h, size_t originals, uint64_t seed)
{
	struct buffer b, c;
	size_t i;

	buffer_init(&b, BUFFER_LIMIT_DEFAULT);
	buffer_init(&c, BUFFER_LIMIT_DEFAULT);
	for (i = 0; i < originals; i++) {
		buffer_clear(&b);
		heap_prose(&b, i % 40 == 7 ? 3000 : 30 + heap_random(&seed) % 120, &seed);
		heap_add(h, b.data, b.len, "");
		switch (i % 8) {
		case 0:
			heap_add(h, b.data, b.len, "");
			break;
		case 1:
			mixed_cut(&b, 0, b.len * 2 / 3);
			heap_add(h, b.data, b.len, "");
			break;
		case 2:
			mixed_edit(&b, 12, &seed);
			heap_add(h, b.data, b.len, "");
			break;
		case 3: /* within another */
			buffer_add_char(&b, ' ');
			heap_prose(&b, 60, &seed);
			heap_add(h, b.data, b.len, "");
			break;
		case 4: /* with the text before */
			if (i > 8) {
				buffer_clear(&c);
				buffer_add(&c, span_from(buffer_span(&b), b.len / 2));
				buffer_add_char(&c, ' ');
				buffer_add(&c, span_slice(heap_text(h, h->count - 2), 0, h->items[h->count - 2].len / 2));
				heap_add(h, c.data, c.len, "");
			}
			break;
		default:
			break;
		}
	}
	buffer_release(&c);
	buffer_release(&b);
}

static inline void assert_sound(const struct heap *h, const struct dedupe_mark *marks)
{
	size_t i, marked = 0;

	for (i = 0; i < h->count; i++) {
		assert_int_equal(marks[i].key, i);
		if (marks[i].kind == DEDUPE_ORIGINAL)
			continue;
		marked++;
		assert_true(marks[i].original != i);
		/* Never every copy: each mark leads to one that is kept. */
		assert_int_equal(marks[marks[i].original].kind, DEDUPE_ORIGINAL);
		assert_true(marks[i].similarity > 0 && marks[i].similarity <= 1);
	}
	assert_true(marked > h->count / 4);
}

static inline void assert_same_marks(const struct dedupe_mark *x, const struct dedupe_mark *y, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (x[i].kind != y[i].kind || x[i].original != y[i].original || x[i].similarity != y[i].similarity)
			fail_msg("passage %zu: %d of %llu, and %d of %llu", i, (int)x[i].kind, (unsigned long long)x[i].original,
				 (int)y[i].kind, (unsigned long long)y[i].original);
}

static inline void mixed_shuffle(size_t *order, size_t count, uint64_t *seed)
{
	size_t i;

	for (i = 0; i < count; i++)
		order[i] = i;
	for (i = count; i > 1; i--) {
		size_t j = heap_random(seed) % i, t = order[i - 1];

		order[i - 1] = order[j];
		order[j] = t;
	}
}

#endif
