/* How much the engine does for texts that are made to cost a lot, counted and not timed; and that threads change nothing. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdatomic.h>

#include "tests/dedupe_heap.h"

/* A heap whose texts are counted as they are read. */
struct counted {
	struct heap heap;
	atomic_size_t bytes;
};

static bool fetch(void *state, uint64_t key, size_t from, size_t to, struct buffer *out)
{
	struct counted *c = state;
	struct span text = span_slice(heap_text(&c->heap, (size_t)key), from, to);

	atomic_fetch_add(&c->bytes, text.len);
	buffer_clear(out);
	buffer_add(out, text);
	return true;
}

static int by_key(void *state, uint64_t a, uint64_t b)
{
	(void)state;
	return (a > b) - (a < b);
}

/* An engine that has decided about the heap. */
static struct dedupe *decided(struct counted *c, int threads)
{
	struct dedupe_source source = { .state = c, .fetch = fetch, .order = by_key, .threads = threads };
	struct dedupe_passage *all = memory_new(c->heap.count, sizeof *all);
	struct dedupe *d = dedupe_new(&source);
	size_t i;

	for (i = 0; i < c->heap.count; i++)
		all[i] = (struct dedupe_passage){ i, heap_text(&c->heap, i), SPAN("") };
	dedupe_add_all(d, all, c->heap.count);
	assert_true(dedupe_decide(d));
	free(all);
	return d;
}

static size_t heap_bytes(const struct heap *h)
{
	size_t bytes = 0, i;

	for (i = 0; i < h->count; i++)
		bytes += h->items[i].len;
	return bytes;
}

static size_t kept(const struct dedupe *d)
{
	struct dedupe_mark mark;
	size_t n = 0, i;

	for (i = 0; i < dedupe_count(d); i++)
		n += dedupe_mark(d, i, &mark) && mark.kind == DEDUPE_ORIGINAL;
	return n;
}

/*
 * The bound that docs/deduplication.md states: a unit is compared with DEDUPE_CANDIDATES others, and where it may be a
 * splice with 16 more; what is read for one comparison is in proportion to the shorter side. Returns how many are kept.
 */
static size_t assert_bounded(struct counted *c, size_t units)
{
	struct dedupe *d = decided(c, 2);
	struct dedupe_figures f = dedupe_figures(d);
	size_t originals = kept(d), bytes = heap_bytes(&c->heap);

	if (f.compared > units * (DEDUPE_CANDIDATES + 16))
		fail_msg("%zu comparisons of %zu units", f.compared, units);
	if (c->bytes > (bytes + 4096 * units) * (DEDUPE_CANDIDATES + 16))
		fail_msg("%zu bytes read of %zu", (size_t)c->bytes, bytes);
	if (f.index_bytes > 65536 * 8 + 600 * units)
		fail_msg("an index of %zu bytes for %zu units", f.index_bytes, units);
	dedupe_free(d);
	heap_free(&c->heap);
	return originals;
}

/* ---- many alike ---- */

static void copies_are_read_once(void **state)
{
	struct counted c = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 100000; i++)
		heap_add_text(&c.heap, "The Board should publish what it found, by whom it was asked, and what it will cost to "
				       "put right, before the end of the year in which the review was completed.");
	assert_int_equal(assert_bounded(&c, c.heap.count), 1);
}

static void fillings_of_a_template_are_not_all_compared(void **state)
{
	struct counted c = { 0 };
	char text[300];
	size_t i;

	(void)state;
	for (i = 0; i < 30000; i++) {
		snprintf(text, sizeof text, "In March %zu the district office at Station %zu reported %zu open files, closed %zu of them "
			 "within the time allowed, and sent the rest to the regional board with a note on each delay.",
			 1900 + i % 120, i, i * 7919 % 100003, i * 104729 % 1000003);
		heap_add_text(&c.heap, text);
	}
	assert_int_equal(assert_bounded(&c, c.heap.count), 30000);
}

/* Texts that are put together of the same two hundred sentences: each print stands in thousands of them. */
static void shared_sentences_cost_bounded_work(void **state)
{
	struct counted c = { 0 };
	struct buffer sentences[200], text;
	uint64_t seed = 11;
	size_t i, k;

	(void)state;
	for (i = 0; i < 200; i++) {
		buffer_init(&sentences[i], 4096);
		heap_prose(&sentences[i], 14, &seed);
	}
	buffer_init(&text, 65536);
	for (i = 0; i < 10000; i++) {
		buffer_clear(&text);
		for (k = 0; k < 8; k++) {
			buffer_add(&text, buffer_span(&sentences[heap_random(&seed) % 200]));
			buffer_add_char(&text, ' ');
		}
		heap_add(&c.heap, text.data, text.len, "");
	}
	assert_bounded(&c, c.heap.count);
	buffer_release(&text);
	for (i = 0; i < 200; i++)
		buffer_release(&sentences[i]);
}

/* ---- long ones ---- */

static void repeat(struct heap *h, const char *word, size_t times)
{
	size_t len = strlen(word), i;
	char *text = memory_new(times * len + 1, 1);

	for (i = 0; i < times; i++)
		memcpy(text + i * len, word, len);
	heap_add(h, text, times * len, "");
	free(text);
}

static void one_word_over_and_over(void **state)
{
	struct counted c = { 0 };

	(void)state;
	repeat(&c.heap, "word ", 1000000);
	repeat(&c.heap, "word ", 999999);
	repeat(&c.heap, "word ", 1000);
	repeat(&c.heap, "word ", 1);
	repeat(&c.heap, "one two ", 300000);
	repeat(&c.heap, "one two three ", 200000);
	repeat(&c.heap, "?! ", 1000000);
	repeat(&c.heap, "...", 1);
	repeat(&c.heap, "字", 500000);
	repeat(&c.heap, "\xFF", 500000);
	assert_bounded(&c, 10 + 4000000 / 512);
}

static void a_million_words_in_one_passage(void **state)
{
	struct counted c = { 0 };
	struct buffer text;
	uint64_t seed = 5;

	(void)state;
	buffer_init(&text, (size_t)1 << 26);
	heap_prose(&text, 1000000, &seed);
	heap_add(&c.heap, text.data, text.len, "");
	heap_add(&c.heap, text.data + text.len / 4, text.len / 2, "");
	assert_int_equal(assert_bounded(&c, 2 * 1000000 / 512), 1);
	buffer_release(&text);
}

/* ---- threads ---- */

/* Paragraphs, and of every third one a copy that lost a word, a half of it, or a splice of two. */
static void fill_with_copies(struct heap *h, size_t count)
{
	struct buffer text;
	uint64_t seed = 3;
	size_t i;

	buffer_init(&text, 1 << 20);
	for (i = 0; i < count; i++) {
		size_t words = i % 97 ? 20 + heap_random(&seed) % 120 : 3000;

		buffer_clear(&text);
		heap_prose(&text, words, &seed);
		heap_add(h, text.data, text.len, "");
		if (i % 3)
			continue;
		if (i % 2)
			heap_add(h, text.data, text.len / 2, "");
		else
			heap_add(h, text.data + 9, text.len - 9, "");
		if (i % 4 == 0 && i > 9) {
			const struct heap_passage *other = &h->items[h->count - 3];

			buffer_truncate(&text, text.len / 2);
			buffer_add_char(&text, ' ');
			buffer_add(&text, span_from(span_of(other->text, other->len), other->len / 2));
			heap_add(h, text.data, text.len, "");
		}
	}
	buffer_release(&text);
}

/* The text as a poor machine would read it: every so many letters another one. */
static void misread(struct buffer *text, size_t every, uint64_t *seed)
{
	static const char as[] = "o0e1ilcsunrt";
	size_t i;

	for (i = heap_random(seed) % every; i < text->len; i += 1 + heap_random(seed) % (2 * every))
		if (text->data[i] != ' ')
			text->data[i] = as[heap_random(seed) % (sizeof as - 1)];
}

/* Of each text several misread copies and fillings with other numbers, so that most have a choice of originals. */
static void fill_densely(struct heap *h, size_t count)
{
	struct buffer text, copy;
	uint64_t seed = 11;
	size_t i, k;

	buffer_init(&text, 1 << 20);
	buffer_init(&copy, 1 << 20);
	for (i = 0; i < count; i++) {
		buffer_clear(&text);
		heap_prose(&text, i % 50 ? 25 + heap_random(&seed) % 70 : 2000, &seed);
		for (k = 0; k < 4; k++) {
			buffer_clear(&copy);
			buffer_add(&copy, buffer_span(&text));
			if (k)
				misread(&copy, 12 * k, &seed);
			buffer_printf(&copy, " by %u June", 1 + (unsigned)(k + i) % 3);
			if (k == 3)
				heap_prose(&copy, 20 + i % 50, &seed);
			heap_add(h, copy.data, copy.len, "");
		}
	}
	buffer_release(&copy);
	buffer_release(&text);
}

static void assert_same_marks(const struct counted *c, const struct dedupe *one, const struct dedupe *many, int threads)
{
	size_t i;

	for (i = 0; i < c->heap.count; i++) {
		struct dedupe_mark x = { 0 }, y = { 0 };

		assert_true(dedupe_mark(one, i, &x) && dedupe_mark(many, i, &y));
		if (x.kind != y.kind || x.original != y.original || x.similarity < y.similarity || x.similarity > y.similarity)
			fail_msg("passage %zu, %d threads", i, threads);
	}
	assert_int_equal(dedupe_figures(one).compared, dedupe_figures(many).compared);
	assert_int_equal(dedupe_figures(one).variants, dedupe_figures(many).variants);
}

static void try_threads(void (*fill)(struct heap *h, size_t count), size_t count)
{
	static const int threads[] = { 2, 3, 8 };
	struct counted c = { 0 };
	struct dedupe *one;
	size_t t;

	fill(&c.heap, count);
	one = decided(&c, 1);
	assert_true(kept(one) < c.heap.count - count / 6);
	for (t = 0; t < sizeof threads / sizeof *threads; t++) {
		struct dedupe *many = decided(&c, threads[t]);

		assert_same_marks(&c, one, many, threads[t]);
		dedupe_free(many);
	}
	dedupe_free(one);
	heap_free(&c.heap);
}

static void threads_change_nothing(void **state)
{
	(void)state;
	try_threads(fill_with_copies, 5000);
}

static void threads_change_nothing_where_much_is_alike(void **state)
{
	(void)state;
	try_threads(fill_densely, 700);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies_are_read_once),
		cmocka_unit_test(fillings_of_a_template_are_not_all_compared),
		cmocka_unit_test(shared_sentences_cost_bounded_work),
		cmocka_unit_test(one_word_over_and_over),
		cmocka_unit_test(a_million_words_in_one_passage),
		cmocka_unit_test(threads_change_nothing),
		cmocka_unit_test(threads_change_nothing_where_much_is_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
