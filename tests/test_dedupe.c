/* The engine: kinds, what is never marked, and that the marks follow from the texts alone. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <time.h>

#include "pipeline/dedupe/sketch.h"
#include "tests/dedupe_heap.h"

/* ---- kinds ---- */

static const char plan[] =
	"The Agency should publish a plan by the end of the year that sets out how it will reduce the backlog of "
	"applications, what this will cost, and how it will measure whether the service to the public has improved.";

/* The mark of the second text when both are alone in the heap; the first must be kept. */
static struct dedupe_mark mark_of_pair(const char *original, const char *copy)
{
	struct heap h = { 0 };
	struct dedupe_mark *marks, mark;

	heap_add_text(&h, original);
	heap_add_text(&h, copy);
	marks = heap_marks(&h, NULL);
	assert_int_equal(marks[0].kind, DEDUPE_ORIGINAL);
	mark = marks[1];
	free(marks);
	heap_free(&h);
	return mark;
}

static void assert_kind(const char *original, const char *copy, enum dedupe_kind kind)
{
	struct dedupe_mark mark = mark_of_pair(original, copy);

	if (mark.kind != kind)
		fail_msg("%s instead of %s: %s", mark.kind ? dedupe_kind_name(mark.kind) : "original", dedupe_kind_name(kind), copy);
	assert_int_equal(mark.original, 0);
	assert_true(mark.similarity >= 0.7 && mark.similarity <= 1);
}

static void each_kind_is_named(void **state)
{
	(void)state;
	assert_kind(plan, plan, DEDUPE_EXACT);
	assert_kind("Two  spaces and a tail ", "Two spaces and a tail", DEDUPE_EXACT);
	assert_kind("The boards' plan to merge", "THE BOARDS’ PLAN, TO MERGE!", DEDUPE_FOLDED);
	assert_kind(plan, "The Agency should publish a plan by the end of the year that sets out how it will reduce the back",
		    DEDUPE_TRUNCATED);
	assert_kind(plan, "… what this will cost, and how it will measure whether the service to the public has improved.",
		    DEDUPE_TRUNCATED);
	assert_kind(plan, "by the end of the year that sets out how it will reduce the backlog of applications",
		    DEDUPE_CONTAINED);
	assert_kind(plan, "The Agency must publish a plan by the end of the year that sets out how it will reduce its backlog of "
			  "applications, what this will cost, and how to measure whether service to the public has improved.",
		    DEDUPE_NEAR);
}

static void damage_is_near(void **state)
{
	(void)state;
	assert_kind(plan, "The Agcncy should pub1ish a plan by the end of thc year that scts out how it will reduce tbe backlog of "
			  "applications, what this wi1l cost and how it will measure wbether the service to public has irnproved.",
		    DEDUPE_NEAR);
}

static void a_splice_points_to_its_larger_part(void **state)
{
	struct heap h = { 0 };
	struct dedupe_mark *marks;

	(void)state;
	heap_add_text(&h, "Inspectors visited nine homes in the spring and found that staff had not been trained to give medicines, that "
			  "records were kept on paper in a locked room, and that night shifts were often left to one person alone.");
	heap_add_text(&h, "The regulator has since written to every provider in the region to ask for a list of trained staff, and it "
			  "expects an answer within the month; those who do not reply will be visited before the others are.");
	heap_add_text(&h, "staff had not been trained to give medicines, that records were kept on paper in a locked room, and that night "
			  "shifts were often left to one person alone. The regulator has since written to every provider in the region "
			  "to ask for a list of trained staff");
	marks = heap_marks(&h, NULL);
	assert_int_equal(marks[0].kind, DEDUPE_ORIGINAL);
	assert_int_equal(marks[1].kind, DEDUPE_ORIGINAL);
	assert_int_equal(marks[2].kind, DEDUPE_SPLICED);
	assert_int_equal(marks[2].original, 0);
	assert_true(marks[2].similarity > 0.9);
	free(marks);
	heap_free(&h);
}

static void a_fuller_text_that_comes_later_is_the_original(void **state)
{
	struct heap h = { 0 };
	struct dedupe_mark *marks;

	(void)state;
	heap_add_text(&h, "The Agency should publish a plan by the end of the year that sets out how it will");
	heap_add_text(&h, plan);
	marks = heap_marks(&h, NULL);
	assert_int_equal(marks[0].kind, DEDUPE_TRUNCATED);
	assert_int_equal(marks[1].kind, DEDUPE_ORIGINAL);
	free(marks);
	heap_free(&h);
}

/* ---- never ---- */

static void assert_apart(const char *a, const char *b)
{
	struct dedupe_mark mark = mark_of_pair(a, b);

	if (mark.kind != DEDUPE_ORIGINAL)
		fail_msg("%s: %s", dedupe_kind_name(mark.kind), b);
}

static void facts_stay_apart(void **state)
{
	(void)state;
	assert_apart("Target implementation date: January 2018.", "Target implementation date: July 2018.");
	assert_apart("The Government agrees with the Committee's recommendation on this matter.",
		     "The Government disagrees with the Committee's recommendation on this matter.");
	assert_apart("Our review of the Hull office found that 12 of the 40 files tested between May 2015 and June 2016 held no signed "
		     "contract, so that the Council could not show that £3.2 million had been spent as it was meant to be.",
		     "Our review of the Bath office found that 31 of the 75 files tested between April 2011 and March 2013 held no signed "
		     "contract, so that the Council could not show that £8.9 million had been spent as it was meant to be.");
}

static void contexts_keep_formulas_apart(void **state)
{
	struct heap h = { 0 };
	struct dedupe_mark *marks;
	const char *formula = "The Government agreed with the Committee's recommendation.";

	(void)state;
	heap_add(&h, formula, strlen(formula), "2016-17/31/response/4");
	heap_add(&h, formula, strlen(formula), "2016-17/28/response/4");
	heap_add(&h, formula, strlen(formula), "2016-17/31/response/4");
	heap_add(&h, plan, strlen(plan), "2016-17/31/recommendation/1");
	heap_add(&h, plan, strlen(plan), "2016-17/31/response/1");
	marks = heap_marks(&h, NULL);
	assert_int_equal(marks[0].kind, DEDUPE_ORIGINAL);
	assert_int_equal(marks[1].kind, DEDUPE_ORIGINAL);
	assert_int_equal(marks[2].kind, DEDUPE_EXACT);
	assert_int_equal(marks[4].kind, DEDUPE_EXACT);
	free(marks);
	heap_free(&h);
	assert_apart("4.1 The Government agreed with the recommendation.", "5.1 The Government agreed with the recommendation.");
}

static void short_texts_are_not_found_inside_long_ones(void **state)
{
	(void)state;
	assert_apart(plan, "The Agency");
	assert_apart(plan, "the service to the public");
	assert_apart("Departments should publish their plans every year", "Departments should publish their accounts every year");
}

/* ---- a mixed heap ---- */

static void cut(struct buffer *b, size_t from, size_t to)
{
	struct span s = span_slice(buffer_span(b), from, to);
	char *copy = memory_new(s.len + 1, 1);

	memcpy(copy, s.ptr, s.len);
	buffer_clear(b);
	buffer_add(b, span_of(copy, s.len));
	free(copy);
}

/* Drops, doubles or replaces every `every`th word. */
static void edit(struct buffer *b, size_t every, uint64_t *seed)
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
static void fill(struct heap *h, size_t originals, uint64_t seed)
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
			cut(&b, 0, b.len * 2 / 3);
			heap_add(h, b.data, b.len, "");
			break;
		case 2:
			edit(&b, 12, &seed);
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

static void assert_sound(const struct heap *h, const struct dedupe_mark *marks)
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

static void assert_same_marks(const struct dedupe_mark *x, const struct dedupe_mark *y, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (x[i].kind != y[i].kind || x[i].original != y[i].original || x[i].similarity != y[i].similarity)
			fail_msg("passage %zu: %d of %llu, and %d of %llu", i, (int)x[i].kind, (unsigned long long)x[i].original,
				 (int)y[i].kind, (unsigned long long)y[i].original);
}

static void shuffle(size_t *order, size_t count, uint64_t *seed)
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

static void the_order_does_not_matter(void **state)
{
	struct heap h = { 0 };
	struct dedupe_mark *first, *again;
	uint64_t seed = 5;
	size_t *order, round;

	(void)state;
	fill(&h, 400, 77);
	order = memory_new(h.count, sizeof *order);
	first = heap_marks(&h, NULL);
	assert_sound(&h, first);
	for (round = 0; round < 20; round++) {
		shuffle(order, h.count, &seed);
		again = heap_marks(&h, order);
		assert_same_marks(first, again, h.count);
		free(again);
	}
	free(first);
	free(order);
	heap_free(&h);
}

static void what_is_kept_holds_no_duplicates(void **state)
{
	struct heap h = { 0 }, kept = { 0 };
	struct dedupe_mark *marks, *again;
	size_t i;

	(void)state;
	fill(&h, 300, 3);
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
	fill(&h, 200, 21);
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

/* ---- nights ---- */

struct memory {
	struct {
		uint64_t shorter, longer;
		struct dedupe_verdict verdict;
	} items[20000];
	size_t count;
};

static void keep_verdict(void *state, uint64_t shorter, uint64_t longer, const struct dedupe_verdict *verdict,
			 enum dedupe_memory memory)
{
	struct memory *m = state;

	if (memory == DEDUPE_STALE)
		return;
	assert_true(m->count < 20000);
	m->items[m->count].shorter = shorter;
	m->items[m->count].longer = longer;
	m->items[m->count++].verdict = *verdict;
}

/* Nights that add random parts of the heap, each with the stored sketches and comparisons of the ones before. */
static void nights_give_what_one_run_gives(void **state)
{
	struct heap h = { 0 };
	struct buffer *stored;
	struct memory *memory = memory_new(2, sizeof *memory), *old = memory, *fresh = memory + 1;
	struct dedupe_mark *whole, *marks;
	struct tokens tokens;
	struct sketch sketch;
	uint64_t seed = 9;
	size_t *order, night, i, fed = 0, last_fetched = 0;

	(void)state;
	fill(&h, 300, 13);
	order = memory_new(h.count, sizeof *order);
	shuffle(order, h.count, &seed);
	whole = heap_marks(&h, NULL);
	stored = memory_new(h.count, sizeof *stored);
	tokens_init(&tokens);
	sketch_init(&sketch);
	marks = memory_new(h.count, sizeof *marks);
	for (night = 0; fed < h.count; night++) {
		struct dedupe *d = heap_engine(&h);
		struct dedupe_mark mark;

		fed = fed + 1 + heap_random(&seed) % (h.count / 4);
		fed = fed < h.count ? fed : h.count;
		for (i = 0; i < fed; i++) {
			if (!stored[order[i]].data) {
				buffer_init(&stored[order[i]], BUFFER_LIMIT_DEFAULT);
				sketch_make(&sketch, &tokens, heap_text(&h, order[i]));
				sketch_write(&sketch, &stored[order[i]]);
			}
			assert_true(sketch_read(&sketch, buffer_span(&stored[order[i]])));
			dedupe_add_sketch(d, order[i], &sketch, SPAN(""));
		}
		for (i = 0; i < old->count; i++)
			assert_true(dedupe_remember(d, old->items[i].shorter, old->items[i].longer, &old->items[i].verdict));
		h.fetched = 0;
		assert_true(dedupe_decide(d));
		last_fetched = h.fetched;
		fresh->count = 0;
		dedupe_each_verdict(d, fresh, keep_verdict);
		for (i = 0; i < fed; i++) {
			assert_true(dedupe_mark(d, i, &mark));
			marks[mark.key] = mark;
		}
		dedupe_free(d);
		old = old == memory ? memory + 1 : memory;
		fresh = fresh == memory ? memory + 1 : memory;
	}
	assert_same_marks(whole, marks, h.count);
	assert_true(last_fetched < h.count);
	for (i = 0; i < h.count; i++)
		buffer_release(&stored[i]);
	free(stored);
	free(marks);
	free(whole);
	free(order);
	free(memory);
	sketch_release(&sketch);
	tokens_release(&tokens);
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

/* ---- hostile heaps: right answers in bounded time ---- */

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

/* Half of a long text, and a paragraph out of it: found through its units. */
static void long_texts_are_compared_by_units(void **state)
{
	struct heap h = { 0 };
	struct dedupe_mark *marks;
	struct buffer b;
	uint64_t seed = 4;

	(void)state;
	buffer_init(&b, BUFFER_LIMIT_DEFAULT);
	heap_prose(&b, 200000, &seed);
	heap_add(&h, b.data, b.len, "");
	heap_add(&h, b.data + b.len / 3, b.len / 2, "");
	heap_add(&h, b.data + b.len / 2, 900, "");
	buffer_clear(&b);
	heap_prose(&b, 150000, &seed);
	heap_add(&h, b.data, b.len, "");
	marks = heap_marks(&h, NULL);
	assert_int_equal(marks[0].kind, DEDUPE_ORIGINAL);
	assert_int_equal(marks[1].kind, DEDUPE_CONTAINED);
	assert_true(marks[1].similarity > 0.98);
	assert_int_equal(marks[2].kind, DEDUPE_CONTAINED);
	assert_int_equal(marks[2].original, 0);
	assert_int_equal(marks[3].kind, DEDUPE_ORIGINAL);
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
		cmocka_unit_test(each_kind_is_named),
		cmocka_unit_test(damage_is_near),
		cmocka_unit_test(a_splice_points_to_its_larger_part),
		cmocka_unit_test(a_fuller_text_that_comes_later_is_the_original),
		cmocka_unit_test(facts_stay_apart),
		cmocka_unit_test(contexts_keep_formulas_apart),
		cmocka_unit_test(short_texts_are_not_found_inside_long_ones),
		cmocka_unit_test(the_order_does_not_matter),
		cmocka_unit_test(what_is_kept_holds_no_duplicates),
		cmocka_unit_test(a_removed_passage_was_never_there),
		cmocka_unit_test(nights_give_what_one_run_gives),
		cmocka_unit_test(broken_sketches_are_refused),
		cmocka_unit_test(a_hundred_thousand_copies_keep_one),
		cmocka_unit_test(odd_texts_do_no_harm),
		cmocka_unit_test(long_texts_are_compared_by_units),
		cmocka_unit_test(common_prints_cost_bounded_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
