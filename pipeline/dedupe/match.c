#include "pipeline/dedupe/match.h"

#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/dedupe/align.h"
#include "pipeline/dedupe/words.h"

enum {
	GRAM = 3,             /* words of the shortest run */
	GRAM_IDEOGRAPHS = 4,  /* the same where each word is one ideograph */
	CHAIN_LIMIT = 16,     /* places of one 3-gram that are tried */
	GAP_REACH = 1 << 9,   /* words of b that are looked at behind a run: runs may lead to one place many times */
	UNRELATED_WORDS = 24, /* texts of more words that share fewer runs than this part of them ... */
	UNRELATED_PART = 6    /* ... are not worth aligning */
};

#define NONE UINT32_MAX

void matcher_init(struct matcher *m)
{
	*m = (struct matcher){ 0 };
}

void matcher_release(struct matcher *m)
{
	free(m->runs);
	free(m->slots);
	free(m->b_taken);
	free(m->heads);
	free(m->next);
	free(m->scores);
	free(m->align_words);
	free(m->align_steps);
	matcher_init(m);
}

void *matcher_room(void *array, size_t needed, size_t *capacity, size_t size)
{
	if (needed <= *capacity)
		return array;
	free(array);
	*capacity = needed + needed / 2;
	return memory_new(*capacity, size);
}

/* ---- runs ---- */

static uint32_t gram_hash(const struct token *t)
{
	uint64_t h = ((uint64_t)t[0].shape << 32 | t[1].shape) * 0x9E3779B97F4A7C15u;

	h = (h ^ (h >> 32) ^ t[2].shape) * 0xD6E8FEB86659FD93u;
	return (uint32_t)(h >> 32);
}

static bool same_word(const struct matcher *m, uint32_t i, uint32_t j)
{
	const struct token *x = &m->a->items[i], *y = &m->b->items[j];

	return x->hash == y->hash || (x->shape == y->shape && words_damaged(m->a, i, m->b, j));
}

/* Chains the places of each 3-gram of b, first place first. */
static uint32_t index_grams(struct matcher *m)
{
	size_t count = m->b->count;
	size_t size = 64;
	size_t i;

	while (size < count * 2)
		size *= 2;
	m->heads = matcher_room(m->heads, size, &m->head_capacity, sizeof *m->heads);
	m->next = matcher_room(m->next, count, &m->next_capacity, sizeof *m->next);
	memset(m->heads, 0xFF, size * sizeof *m->heads);
	for (i = count - GRAM + 1; i-- > 0;) {
		uint32_t slot = gram_hash(m->b->items + i) & (uint32_t)(size - 1);

		m->next[i] = m->heads[slot];
		m->heads[slot] = (uint32_t)i;
	}
	return (uint32_t)(size - 1);
}

static uint32_t run_length(const struct matcher *m, uint32_t i, uint32_t j)
{
	uint32_t len = 0;

	while (i + len < m->a->count && j + len < m->b->count && same_word(m, i + len, j + len))
		len++;
	return len;
}

static bool long_enough(const struct matcher *m, uint32_t i, uint32_t len)
{
	uint32_t k;

	if (len < GRAM || len >= GRAM_IDEOGRAPHS)
		return len >= GRAM;
	for (k = i; k < i + len; k++)
		if (!(m->a->items[k].flags & TOKEN_SINGLE))
			return true;
	return false;
}

/* The longest run that begins at word i of a; among equals the one that goes on behind `expected`. */
static struct match_run best_run(const struct matcher *m, uint32_t mask, uint32_t i, uint32_t expected)
{
	struct match_run best = { i, 0, 0, 0 };
	uint32_t j = m->heads[gram_hash(m->a->items + i) & mask];
	int tries = 0;

	if (expected < m->b->count) {
		best.b = expected;
		best.a_count = run_length(m, i, expected);
	}
	for (; j != NONE && tries < CHAIN_LIMIT; j = m->next[j], tries++) {
		uint32_t len = j == expected ? 0 : run_length(m, i, j);

		if (len > best.a_count || (len == best.a_count && m->b_taken[best.b] && !m->b_taken[j])) {
			best.b = j;
			best.a_count = len;
		}
	}
	best.b_count = best.a_count;
	return best;
}

/*
 * Runs of a, left to right. A word of b may serve twice: a text that says a
 * sentence twice stands wholly in one that says it once.
 */
static void find_runs(struct matcher *m)
{
	uint32_t mask, i = 0, expected = 0;

	if (m->a->count < GRAM || m->b->count < GRAM)
		return;
	mask = index_grams(m);
	while (i + GRAM <= m->a->count) {
		struct match_run run = best_run(m, mask, i, expected);

		if (!long_enough(m, i, run.a_count)) {
			i++;
			continue;
		}
		m->runs = memory_room(m->runs, m->run_count, &m->run_capacity, sizeof *m->runs);
		m->runs[m->run_count++] = run;
		i += run.a_count;
		expected = run.b + run.b_count;
		if (expected < m->b->count)
			m->b_taken[run.b] = 1;
	}
	memset(m->b_taken, 0, m->b->count);
}

static bool in_order(const struct match_run *x, const struct match_run *y)
{
	return x->b + x->b_count <= y->b;
}

/* Drops the three or four words that agree by chance in another place, between two runs that follow each other. */
static void drop_strays(struct matcher *m)
{
	size_t kept = 0, i;

	for (i = 0; i < m->run_count; i++) {
		const struct match_run *run = &m->runs[i];
		const struct match_run *before = kept ? &m->runs[kept - 1] : NULL;
		const struct match_run *after = i + 1 < m->run_count ? &m->runs[i + 1] : NULL;
		bool stray = run->a_count <= GRAM_IDEOGRAPHS && before && after && in_order(before, after) &&
			     !(in_order(before, run) && in_order(run, after));

		if (!stray)
			m->runs[kept++] = *run;
	}
	m->run_count = kept;
}

static void count_runs(struct matcher *m)
{
	size_t i, k;

	for (i = 0; i < m->run_count; i++) {
		const struct match_run *r = &m->runs[i];

		for (k = 0; k < r->a_count; k++)
			m->damaged += m->a->items[r->a + k].hash != m->b->items[r->b + k].hash;
		memset(m->b_taken + m->runs[i].b, 1, m->runs[i].b_count);
		m->a_found += m->runs[i].a_count;
	}
}

/* ---- gaps ---- */

static uint32_t smaller(uint32_t x, uint32_t y)
{
	return x < y ? x : y;
}

/* Words of b from `from` on, up to `to`, until one that is taken; at most GAP_REACH. */
static uint32_t free_after(const struct matcher *m, uint32_t from, uint32_t to)
{
	uint32_t at = from;

	while (at < to && at - from < GAP_REACH && !m->b_taken[at])
		at++;
	return at - from;
}

static uint32_t free_before(const struct matcher *m, uint32_t to, uint32_t limit)
{
	uint32_t at = to;

	while (at > 0 && to - at < limit && !m->b_taken[at - 1])
		at--;
	return to - at;
}

/* The gap between two runs; NULL at the ends of a. */
static void align_between(struct matcher *m, const struct match_run *before, const struct match_run *after)
{
	uint32_t a = before ? before->a + before->a_count : 0;
	uint32_t a_count = (after ? after->a : (uint32_t)m->a->count) - a;
	uint32_t reach = a_count + a_count / 2 + 24;
	uint32_t b_count = (uint32_t)m->b->count;
	struct align_gap g = { a, 0, a_count, 0 };

	if (a_count == 0)
		return;
	if (before) {
		uint32_t from = before->b + before->b_count;

		g.b = from;
		g.b_count = free_after(m, from, after && in_order(before, after) ? after->b
										 : smaller(b_count, from + reach));
		if (after && from + g.b_count == after->b) { /* one gap in both texts */
			align_gap(m, &g);
			return;
		}
		g.b_count = smaller(g.b_count, reach);
		align_gap(m, &g);
	}
	if (after) {
		struct match_run *last = m->run_count ? &m->runs[m->run_count - 1] : NULL;

		/* What the stretch behind `before` did not take may stand in front of `after`. */
		if (before && last && last->a >= a)
			return;
		g.b_count = free_before(m, after->b, reach);
		g.b = after->b - g.b_count;
		align_gap(m, &g);
	}
}

/* Fills the gaps. The runs found first stay where they are; those of the gaps are put among them by `sort_runs`. */
static int by_place(const void *x, const void *y)
{
	const struct match_run *p = x, *q = y;

	return (p->a > q->a) - (p->a < q->a);
}

static bool unrelated(const struct matcher *m)
{
	return m->a->count > UNRELATED_WORDS && m->a_found * UNRELATED_PART < m->a->count;
}

static void fill_gaps(struct matcher *m)
{
	size_t runs = m->run_count, i;
	struct match_run before, after;

	if (unrelated(m))
		return;

	if (runs == 0) {
		struct align_gap g = { 0, 0, (uint32_t)m->a->count, (uint32_t)m->b->count };

		align_gap(m, &g);
	} else {
		for (i = 0; i <= runs; i++) {
			if (i < runs)
				after = m->runs[i];
			align_between(m, i ? &before : NULL, i < runs ? &after : NULL);
			before = after;
		}
	}
	if (m->run_count > runs)
		qsort(m->runs, m->run_count, sizeof *m->runs, by_place);
}

/* ---- slots ---- */

static void add_slot(struct matcher *m, uint32_t a_from, uint32_t a_to, uint32_t b_from, uint32_t b_to)
{
	if (a_from == a_to && b_from == b_to)
		return;
	m->slots = memory_room(m->slots, m->slot_count, &m->slot_capacity, sizeof *m->slots);
	m->slots[m->slot_count++] = (struct match_slot){ a_from, a_to, b_from, b_to };
}

/* What lies between the runs. Where b goes on in another place, b's free words behind the run belong to the slot. */
static void find_slots(struct matcher *m)
{
	uint32_t a = 0, b = 0;
	size_t i;

	for (i = 0; i < m->run_count; i++) {
		const struct match_run *run = &m->runs[i];
		uint32_t b_to = b + free_after(m, b, b <= run->b ? run->b : (uint32_t)m->b->count);

		if (i == 0)
			b = run->b - free_before(m, run->b, run->b);
		if (i == 0)
			b_to = run->b;
		add_slot(m, a, run->a, b, b_to);
		a = run->a + run->a_count;
		b = run->b + run->b_count;
	}
	if (m->run_count)
		add_slot(m, a, (uint32_t)m->a->count, b, b + free_after(m, b, (uint32_t)m->b->count));
	else
		add_slot(m, 0, (uint32_t)m->a->count, 0, (uint32_t)m->b->count);
}

void matcher_run(struct matcher *m, const struct tokens *a, const struct tokens *b)
{
	uint32_t i, found = 0;

	m->a = a;
	m->b = b;
	m->run_count = m->slot_count = 0;
	m->a_found = m->b_found = m->damaged = 0;
	m->b_taken = matcher_room(m->b_taken, b->count + 1, &m->b_taken_capacity, 1);
	memset(m->b_taken, 0, b->count + 1);
	find_runs(m);
	drop_strays(m);
	count_runs(m);
	fill_gaps(m);
	for (i = 0; i < b->count; i++)
		found += m->b_taken[i];
	m->b_found = found;
	find_slots(m);
}
