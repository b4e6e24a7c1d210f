/* Nights: whatever comes and goes, the marks and what is remembered are those of a full run. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "tests/dedupe_heap.h"

enum { PASSAGES = 150, SENTENCES = 240, NIGHTS = 10, ROUNDS = 20 };

/* ---- a heap in which much repeats ---- */

static void add_sentence(struct buffer *b, uint64_t n)
{
	uint64_t seed = n * 7919 + 1;

	heap_prose(b, 8 + n % 13, &seed);
	buffer_add_char(b, ' ');
}

/* The nth passage of a round: sentences that others have too, now and then a change, a cut, a number, or a long text. */
static void write_passage(struct buffer *b, uint64_t round, uint64_t n)
{
	uint64_t seed = round * 100003 + n * 31 + 5, sentences, i;

	for (i = 0; i < 5; i++)
		heap_random(&seed);
	if (n % 5 == 4) /* much like one before it */
		seed = round * 100003 + (n - 1 - heap_random(&seed) % 4) * 31 + 5;
	sentences = n == 50 && round % 4 == 0 ? 90 : 1 + heap_random(&seed) % 6;
	buffer_clear(b);
	if (n % 3 == 0) /* more than an index holds of one print */
		buffer_add_str(b, "The Department agreed with the recommendation of the Committee and set out what it would do. ");
	for (i = 0; i < sentences; i++) {
		add_sentence(b, round * SENTENCES + heap_random(&seed) % SENTENCES);
		if (n % 7 == 3)
			buffer_printf(b, "It paid %u pounds. ", (unsigned)(n % 50));
	}
	if (n % 11 == 5)
		buffer_truncate(b, b->len / 2);
}

static void fill(struct heap *h, uint64_t round)
{
	struct buffer b;
	uint64_t n;

	buffer_init(&b, BUFFER_LIMIT_DEFAULT);
	for (n = 0; n < PASSAGES; n++) {
		if (n % 13 == 7) /* the one before it with another full stop, and once more */
			buffer_add_char(&b, '!');
		else if (n % 13 != 8)
			write_passage(&b, round, n);
		heap_add(h, b.data, b.len, n / 2 % 4 ? "" : "a record");
	}
	buffer_release(&b);
}

/* ---- runs ---- */

/* What a run leaves: the marks of the passages that are there, and memories by key instead of place. */
struct night {
	struct dedupe_mark marks[PASSAGES];
	unsigned states[PASSAGES];
	struct dedupe_memory *items;
	size_t count, capacity;
	const size_t *keys; /* of places */
	size_t looked_up;
};

static void keep(void *state, const struct dedupe_memory *memory, bool changed)
{
	struct night *night = state;

	(void)changed;
	if (!memory->use)
		return;
	night->items = memory_room(night->items, night->count, &night->capacity, sizeof *night->items);
	night->items[night->count] = *memory;
	night->items[night->count].passage = night->keys[memory->passage];
	night->items[night->count++].other = night->keys[memory->other];
}

static int compare_memories(const void *x, const void *y)
{
	const struct dedupe_memory *p = x, *q = y;

	if (p->passage != q->passage)
		return p->passage < q->passage ? -1 : 1;
	if (p->other != q->other)
		return p->other < q->other ? -1 : 1;
	if (p->unit != q->unit)
		return p->unit < q->unit ? -1 : 1;
	if (p->other_unit != q->other_unit)
		return p->other_unit < q->other_unit ? -1 : 1;
	return (p->use > q->use) - (p->use < q->use);
}

/* Decides about the passages that are `there`, in an order of their own; `old` is what an earlier run left, or NULL. */
static struct night *run(struct heap *h, const bool *there, const struct night *old, uint64_t *seed)
{
	struct night *night = memory_new(1, sizeof *night);
	struct dedupe *d = heap_engine(h);
	size_t keys[PASSAGES], place[PASSAGES], count = 0, i, k;

	for (i = 0; i < PASSAGES; i++)
		if (there[i] || (old && old->states[i]))
			keys[count++] = i;
	for (i = count; i-- > 1;) {
		size_t other = heap_random(seed) % (i + 1), swap = keys[i];

		keys[i] = keys[other];
		keys[other] = swap;
	}
	for (i = 0; i < count; i++) {
		heap_feed(d, h, keys[i]);
		place[keys[i]] = i;
	}
	for (i = 0; old && i < count; i++)
		dedupe_recall(d, i, old->states[keys[i]] | (there[keys[i]] ? 0 : DEDUPE_GONE));
	for (i = 0; old && i < old->count; i++) {
		struct dedupe_memory memory = old->items[i];

		memory.passage = place[memory.passage];
		memory.other = place[memory.other];
		if (there[old->items[i].passage])
			assert_true(dedupe_remember(d, &memory));
	}
	assert_true(dedupe_decide(d));
	night->keys = keys;
	dedupe_each_memory(d, night, keep);
	qsort(night->items, night->count, sizeof *night->items, compare_memories);
	for (i = 0; i < count; i++) {
		k = keys[i];
		assert_int_equal(dedupe_mark(d, i, &night->marks[k]), there[k]);
		night->states[k] = there[k] ? dedupe_state(d, i) : 0;
	}
	night->looked_up = dedupe_figures(d).looked_up;
	dedupe_free(d);
	return night;
}

static void free_night(struct night *night)
{
	if (night)
		free(night->items);
	free(night);
}

static void assert_same(const struct night *x, const struct night *y, const bool *there)
{
	size_t i;

	for (i = 0; i < PASSAGES; i++) {
		if (!there[i])
			continue;
		assert_int_equal(x->marks[i].kind, y->marks[i].kind);
		assert_int_equal(x->marks[i].original, y->marks[i].original);
		assert_true(x->marks[i].similarity == y->marks[i].similarity);
		assert_int_equal(x->states[i] & ~(unsigned)DEDUPE_BOUND, y->states[i] & ~(unsigned)DEDUPE_BOUND);
		assert_true((x->states[i] & DEDUPE_BOUND) <= (y->states[i] & DEDUPE_BOUND));
	}
	assert_int_equal(x->count, y->count);
	for (i = 0; i < x->count; i++) {
		assert_int_equal(compare_memories(&x->items[i], &y->items[i]), 0);
		assert_memory_equal(&x->items[i].verdict, &y->items[i].verdict, sizeof x->items[i].verdict);
	}
}

static void nights_give_what_one_run_gives(void **state)
{
	size_t kinds[DEDUPE_KIND_COUNT] = { 0 }, round, i, n, again = 0, anew = 0;
	uint64_t seed = 11;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		struct heap h = { 0 };
		bool there[PASSAGES] = { false };
		struct night *old = NULL, *night = NULL, *full = NULL;

		fill(&h, round);
		for (n = 0; n < NIGHTS; n++) {
			/* Nights of a few and of many. */
			uint64_t every = n == 0 ? 2 : 5 + heap_random(&seed) % 60;

			for (i = 0; i < PASSAGES; i++)
				if (heap_random(&seed) % every == 0)
					there[i] = !there[i];
			night = run(&h, there, old, &seed);
			full = run(&h, there, NULL, &seed);
			assert_same(full, night, there);
			again += n ? night->looked_up : 0;
			anew += n ? full->looked_up : 0;
			free_night(old);
			free_night(full);
			old = night;
		}
		for (i = 0; i < PASSAGES; i++)
			kinds[there[i] ? old->marks[i].kind : 0]++;
		free_night(old);
		heap_free(&h);
	}
	assert_true(again * 2 < anew);
	for (i = DEDUPE_EXACT; i < DEDUPE_KIND_COUNT; i++)
		assert_true(kinds[i] > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nights_give_what_one_run_gives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
