/* Hostile heaps: right answers in bounded time and memory. Larger ones: build/bench/hostile. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <time.h>

#include "tests/dedupe_heap.h"

static const char plan[] =
	"The Agency should publish a plan by the end of the year that sets out how it will reduce the backlog of "
	"applications, what this will cost, and how it will measure whether the service to the public has improved.";

static void a_hundred_thousand_copies_keep_one(void **state)
{
	struct heap h = { 0 };
	struct dedupe_mark *marks;
	size_t i;

	(void)state;
	for (i = 0; i < 100000; i++)
		heap_add_text(&h, plan);
	marks = heap_marks(&h, NULL);
	assert_int_equal(marks[0].kind, DEDUPE_ORIGINAL);
	for (i = 1; i < h.count; i++)
		assert_true(marks[i].kind == DEDUPE_EXACT && marks[i].original == 0);
	free(marks);
	heap_free(&h);
}

static void odd_texts_do_no_harm(void **state)
{
	size_t size = 4000000, i;
	char *word = memory_new(size, 1), *signs = memory_new(size, 1);
	struct heap h = { 0 };
	struct dedupe_mark *marks;

	(void)state;
	for (i = 0; i < size; i++) {
		word[i] = "the "[i % 4];
		signs[i] = "?! -"[i % 4];
	}
	heap_add(&h, word, size, "");        /* one word a million times */
	heap_add(&h, word, size / 2, "");
	heap_add(&h, signs, size, "");       /* nothing but punctuation */
	heap_add(&h, signs, size / 2, "");
	heap_add(&h, "", 0, "");
	heap_add(&h, "\xFF\xFE\x00\x80", 4, "");
	heap_add(&h, "one", 3, "");
	heap_add(&h, "one", 3, "");
	marks = heap_marks(&h, NULL);
	assert_int_equal(marks[0].kind, DEDUPE_ORIGINAL);
	assert_int_equal(marks[1].original, 0);
	assert_true(marks[1].kind != DEDUPE_ORIGINAL);
	assert_int_equal(marks[7].kind, DEDUPE_EXACT);
	assert_int_equal(marks[7].original, 6);
	free(marks);
	heap_free(&h);
	free(signs);
	free(word);
}

/* Texts of a few words in any order: thousands of prints are shared by all, and none of them is another's copy. */
static void colliding_prints_cost_bounded_time(void **state)
{
	static const char *const words[] = { "levy", "harbour", "ferry", "quay", "tide", "pilot", "dues", "crane" };
	struct heap h = { 0 };
	struct dedupe_mark *marks;
	struct buffer b;
	uint64_t seed = 6;
	size_t i, k, kept = 0;
	clock_t start;

	(void)state;
	buffer_init(&b, BUFFER_LIMIT_DEFAULT);
	for (i = 0; i < 3000; i++) {
		buffer_clear(&b);
		for (k = 0; k < 60; k++)
			buffer_printf(&b, "%s ", words[heap_random(&seed) % 8]);
		heap_add(&h, b.data, b.len, "");
	}
	start = clock();
	marks = heap_marks(&h, NULL);
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 20); /* under a second; each with each would take minutes */
	for (i = 0; i < h.count; i++) {
		kept += marks[i].kind == DEDUPE_ORIGINAL;
		assert_int_equal(marks[marks[i].original].kind, DEDUPE_ORIGINAL);
	}
	assert_true(kept > 0);
	free(marks);
	buffer_release(&b);
	heap_free(&h);
}

/* One template, filled in 20,000 times: every print is common, no filling is a duplicate. */
static void common_prints_cost_bounded_time(void **state)
{
	struct heap h = { 0 };
	struct dedupe_mark *marks;
	char text[300];
	size_t i;
	clock_t start;

	(void)state;
	for (i = 0; i < 20000; i++) {
		snprintf(text, sizeof text, "On %zu May %zu the Inspector General closed case %zu after the employee had repaid %zu dollars "
			 "and the United States Attorney had declined to prosecute the matter any further in the courts.",
			 i % 28 + 1, 1990 + i % 33, i * 7919 % 100003, i * 104729 % 1000003);
		heap_add_text(&h, text);
	}
	start = clock();
	marks = heap_marks(&h, NULL);
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 20); /* about 1 s; 20,000 squared would take an hour */
	for (i = 0; i < h.count; i++)
		assert_int_equal(marks[i].kind, DEDUPE_ORIGINAL);
	free(marks);
	heap_free(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hundred_thousand_copies_keep_one),
		cmocka_unit_test(odd_texts_do_no_harm),
		cmocka_unit_test(colliding_prints_cost_bounded_time),
		cmocka_unit_test(common_prints_cost_bounded_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
