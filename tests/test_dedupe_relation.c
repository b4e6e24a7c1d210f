/* The marks follow from the texts alone: any order, any batch, any number of threads (nights: test_dedupe_nights.c). */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "pipeline/dedupe/sketch.h"
#include "tests/dedupe_mixed.h"

static void the_order_does_not_matter(void **state)
{
	struct heap h = { 0 };
	struct dedupe_mark *first, *again;
	uint64_t seed = 5;
	size_t *order, round;

	(void)state;
	mixed_fill(&h, 400, 77);
	order = memory_new(h.count, sizeof *order);
	first = heap_marks(&h, NULL);
	assert_sound(&h, first);
	for (round = 0; round < 20; round++) {
		mixed_shuffle(order, h.count, &seed);
		again = heap_marks(&h, order);
		assert_same_marks(first, again, h.count);
		free(again);
	}
	free(first);
	free(order);
	heap_free(&h);
}

/* As heap_fetch, which counts: several threads call this at the same time. */
static bool fetch_quietly(void *state, uint64_t key, size_t from, size_t to, struct buffer *out)
{
	buffer_clear(out);
	buffer_add(out, span_slice(heap_text(state, (size_t)key), from, to));
	return true;
}

/* All at once, with one thread, two and eight: the same marks. */
static void threads_do_not_matter(void **state)
{
	static const int threads[] = { 1, 2, 8 };
	struct heap h = { 0 };
	struct dedupe_passage *passages;
	struct dedupe_mark *one, *marks, mark;
	size_t i, k;

	(void)state;
	mixed_fill(&h, 400, 41);
	one = heap_marks(&h, NULL);
	passages = memory_new(h.count, sizeof *passages);
	marks = memory_new(h.count, sizeof *marks);
	for (i = 0; i < h.count; i++)
		passages[i] = (struct dedupe_passage){ i, heap_text(&h, i), SPAN("") };
	for (k = 0; k < sizeof threads / sizeof *threads; k++) {
		struct dedupe_source source = { .state = &h, .fetch = fetch_quietly, .order = heap_order, .remember = true,
						.threads = threads[k] };
		struct dedupe *d = dedupe_new(&source);

		dedupe_add_all(d, passages, h.count);
		assert_true(dedupe_decide(d));
		for (i = 0; i < h.count; i++) {
			assert_true(dedupe_mark(d, i, &mark));
			marks[mark.key] = mark;
		}
		assert_same_marks(one, marks, h.count);
		dedupe_free(d);
	}
	free(marks);
	free(passages);
	free(one);
	heap_free(&h);
}

static size_t words_of(struct span text)
{
	size_t words = 0, i;

	for (i = 0; i < text.len; i++)
		words += text.ptr[i] == ' ';
	return words + 1;
}

/* No mark leads to a text that is much shorter: what is dropped stands in what is kept. A splice's parts may be. */
static void every_group_keeps_its_fullest_member(void **state)
{
	struct heap h = { 0 };
	struct dedupe_mark *marks;
	size_t i;

	(void)state;
	mixed_fill(&h, 400, 19);
	marks = heap_marks(&h, NULL);
	for (i = 0; i < h.count; i++)
		if (marks[i].kind && marks[i].kind != DEDUPE_SPLICED)
			assert_true(words_of(heap_text(&h, marks[i].original)) + 2 >= words_of(heap_text(&h, i)));
	free(marks);
	heap_free(&h);
}

/* Of two texts alone it makes no difference which is named first: the same one is marked, for the same reason. */
static void the_relation_is_symmetric(void **state)
{
	struct heap h = { 0 };
	size_t i;

	(void)state;
	mixed_fill(&h, 200, 23);
	for (i = 0; i + 1 < h.count; i++) {
		struct heap pair = { 0 }, turned = { 0 };
		struct dedupe_mark *x, *y;

		heap_add(&pair, h.items[i].text, h.items[i].len, "");
		heap_add(&pair, h.items[i + 1].text, h.items[i + 1].len, "");
		heap_add(&turned, h.items[i + 1].text, h.items[i + 1].len, "");
		heap_add(&turned, h.items[i].text, h.items[i].len, "");
		x = heap_marks(&pair, NULL);
		y = heap_marks(&turned, NULL);
		/* Equal texts are told apart by name alone. */
		if (x[1].kind == DEDUPE_EXACT)
			assert_int_equal(y[1].kind, DEDUPE_EXACT);
		else
			assert_true(x[0].kind == y[1].kind && x[1].kind == y[0].kind && x[0].similarity == y[1].similarity &&
				    x[1].similarity == y[0].similarity);
		free(y);
		free(x);
		heap_free(&turned);
		heap_free(&pair);
	}
	heap_free(&h);
}

static void what_is_kept_holds_no_duplicates(void **state)
{
	struct heap h = { 0 }, kept = { 0 };
	struct dedupe_mark *marks, *again;
	size_t i;

	(void)state;
	mixed_fill(&h, 300, 3);
	marks = heap_marks(&h, NULL);
	for (i = 0; i < h.count; i++)
		if (marks[i].kind == DEDUPE_ORIGINAL)
			heap_add(&kept, h.items[i].text, h.items[i].len, "");
	again = heap_marks(&kept, NULL);
	for (i = 0; i < kept.count; i++)
		assert_int_equal(again[i].kind, DEDUPE_ORIGINAL);
	free(again);
	free(marks);
	heap_free(&kept);
	heap_free(&h);
}

static void a_removed_passage_was_never_there(void **state)
{
	struct heap h = { 0 };
	struct dedupe *d;
	struct dedupe *without;
	struct dedupe_mark x, y;
	size_t i, n = 0;

	(void)state;
	mixed_fill(&h, 200, 21);
	d = heap_engine(&h);
	without = heap_engine(&h);
	for (i = 0; i < h.count; i++) {
		heap_feed(d, &h, i);
		if (i % 3)
			heap_feed(without, &h, i);
	}
	for (i = 0; i < h.count; i += 3)
		assert_true(dedupe_remove(d, i));
	assert_false(dedupe_remove(d, 0));
	assert_false(dedupe_remove(d, h.count + 1));
	dedupe_decide(d);
	dedupe_decide(without);
	for (i = 0; i < h.count; i++) {
		assert_true(dedupe_mark(d, i, &x) == (i % 3 != 0));
		if (i % 3 == 0)
			continue;
		assert_true(dedupe_mark(without, n++, &y));
		assert_true(x.key == y.key && x.kind == y.kind && x.original == y.original);
	}
	dedupe_free(without);
	dedupe_free(d);
	heap_free(&h);
}

static void broken_sketches_are_refused(void **state)
{
	struct buffer b;
	struct tokens t;
	struct sketch s;
	size_t len;

	(void)state;
	buffer_init(&b, BUFFER_LIMIT_DEFAULT);
	tokens_init(&t);
	sketch_init(&s);
	sketch_make(&s, &t, SPAN("The Agency should publish a plan by the end of the year"));
	sketch_write(&s, &b);
	assert_true(sketch_read(&s, buffer_span(&b)));
	for (len = 0; len < 32; len++)
		assert_false(sketch_read(&s, span_slice(buffer_span(&b), 0, len)));
	b.data[28] = '\x7f'; /* more units than there are bytes */
	assert_false(sketch_read(&s, buffer_span(&b)));
	buffer_release(&b);
	sketch_release(&s);
	tokens_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_order_does_not_matter),
		cmocka_unit_test(threads_do_not_matter),
		cmocka_unit_test(every_group_keeps_its_fullest_member),
		cmocka_unit_test(the_relation_is_symmetric),
		cmocka_unit_test(what_is_kept_holds_no_duplicates),
		cmocka_unit_test(a_removed_passage_was_never_there),
		cmocka_unit_test(broken_sketches_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
