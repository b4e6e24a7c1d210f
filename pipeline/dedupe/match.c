#include "pipeline/dedupe/match.h"

#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/dedupe/words.h"

enum {
	GRAM = 3,             /* words of the shortest run */
	GRAM_IDEOGRAPHS = 4,  /* the same where each word is one ideograph */
	CHAIN_LIMIT = 16,     /* places of one 3-gram that are tried */
	GAP_CELLS = 1 << 12,  /* largest table of an alignment: about 64 by 64 words */
	GAP_REACH = 1 << 9,   /* words of b that are looked at behind a run: runs may lead to one place many times */
	GAP_SMALL = 8,        /* words; in a longer gap most words must match, or the match is chance */
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
	matcher_init(m);
}

static void *room(void *array, size_t needed, size_t *capacity, size_t size)
{
	if (needed <= *capacity)
		return array;
	free(array);
	*capacity = needed + needed / 2;
	return memory_new(*capacity, size);
}

static void add_run(struct matcher *m, uint32_t a, uint32_t b, uint32_t a_count, uint32_t b_count)
{
	struct match_run *last = m->run_count ? &m->runs[m->run_count - 1] : NULL;

	m->a_found += a_count;
	m->b_found += b_count;
	memset(m->b_taken + b, 1, b_count);
	if (last && last->a + last->a_count == a && last->b + last->b_count == b && a_count == b_count &&
	    last->a_count == last->b_count) {
		last->a_count += a_count;
		last->b_count += b_count;
		return;
	}
	m->runs = memory_room(m->runs, m->run_count, &m->run_capacity, sizeof *m->runs);
	m->runs[m->run_count++] = (struct match_run){ a, b, a_count, b_count };
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
	m->heads = room(m->heads, size, &m->head_capacity, sizeof *m->heads);
	m->next = room(m->next, count, &m->next_capacity, sizeof *m->next);
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

/* A stretch of a and one of b that are aligned with each other. */
struct gap {
	uint32_t a, b;
	uint32_t a_count, b_count;
};

enum { EXACT = 20, DAMAGED = 17, MIN_STEP = 1 };

/* What the last step into a cell was: words of a (high bits) and of b (low bits) that it took, and a match or not. */
enum step { SKIP_A, SKIP_B, STEP_ONE, STEP_A2, STEP_A3, STEP_B2, STEP_B3 };
static const struct {
	unsigned a, b;
} steps[] = { { 1, 0 }, { 0, 1 }, { 1, 1 }, { 2, 1 }, { 3, 1 }, { 1, 2 }, { 1, 3 } };

static struct span letters(const struct tokens *t, uint32_t from, uint32_t count)
{
	const struct token *first = &t->items[from], *last = first + count - 1;

	return span_of(t->folded + first->fold, last->fold + last->fold_length - first->fold);
}

/* Numbers that a dash joined, "2016-17", are one where the dash was lost. */
static bool same_numbers(struct span x, struct span y)
{
	size_t i = 0, j = 0;

	while (i < x.len && j < y.len) {
		i += x.ptr[i] == 0x1F;
		j += y.ptr[j] == 0x1F;
		if (i == x.len || j == y.len || x.ptr[i++] != y.ptr[j++])
			return false;
	}
	return i == x.len && j == y.len;
}

static bool joined_letters(const struct matcher *m, uint32_t i, uint32_t i_count, uint32_t j, struct span x,
			   struct span y)
{
	const struct token *second = i_count > 1 ? &m->a->items[i + 1] : &m->b->items[j + 1];

	if (span_equal(x, y))
		return true;
	return second->flags & TOKEN_JOINED && second->flags & TOKEN_DIGIT && same_numbers(x, y);
}

/* Do so many words of a and of b have the same letters in all? */
static bool same_letters(const struct matcher *m, uint32_t i, uint32_t i_count, uint32_t j, uint32_t j_count)
{
	struct span x = letters(m->a, i, i_count), y = letters(m->b, j, j_count);

	/* Two bytes may be between numbers. Most pairs end here. */
	if (x.len > y.len + 2 || y.len > x.len + 2 || x.ptr[0] != y.ptr[0])
		return false;
	return joined_letters(m, i, i_count, j, x, y);
}

/* Is word i of a, at the very end of the text, the beginning of word j: cut there? */
static bool cut_short(const struct tokens *a, uint32_t i, const struct tokens *b, uint32_t j)
{
	struct span x = token_folded(a, i), y = token_folded(b, j);

	if (x.len < 2 || x.len >= y.len || (a->items[i].flags & TOKEN_DIGIT))
		return false;
	return (i + 1 == a->count && span_starts(y, x)) || (i == 0 && a->count > 1 && span_ends(y, x));
}

static unsigned word_score(const struct matcher *m, uint32_t i, uint32_t j)
{
	if (m->a->items[i].hash == m->b->items[j].hash)
		return 2 * EXACT;
	if (words_damaged(m->a, i, m->b, j) || cut_short(m->a, i, m->b, j) || cut_short(m->b, j, m->a, i))
		return 2 * DAMAGED;
	return 0;
}

static unsigned step_score(const struct matcher *m, uint32_t i, uint32_t j, enum step s)
{
	if (s < STEP_ONE)
		return MIN_STEP - 1;
	if (s == STEP_ONE)
		return word_score(m, i, j);
	if (!same_letters(m, i, steps[s].a, j, steps[s].b))
		return 0;
	return (steps[s].a + steps[s].b) * EXACT;
}

/* Best score of aligning the first x and y words of the gap, for all x, y; the row length is b_count + 1. */
static void fill_scores(struct matcher *m, const struct gap *g)
{
	uint32_t width = g->b_count + 1, x, y;
	unsigned s;

	m->scores = room(m->scores, (size_t)(g->a_count + 1) * width, &m->score_capacity, sizeof *m->scores);
	memset(m->scores, 0, (size_t)(g->a_count + 1) * width * sizeof *m->scores);
	for (x = 1; x <= g->a_count; x++)
		for (y = 1; y <= g->b_count; y++) {
			unsigned short *cell = &m->scores[x * width + y];

			*cell = cell[-1] > cell[-(long)width] ? cell[-1] : cell[-(long)width];
			for (s = STEP_ONE; s <= STEP_B3; s++) {
				unsigned score;

				if (x < steps[s].a || y < steps[s].b)
					continue;
				score = step_score(m, g->a + x - steps[s].a, g->b + y - steps[s].b, (enum step)s);
				if (score)
					score += m->scores[(x - steps[s].a) * width + y - steps[s].b];
				if (score > *cell)
					*cell = (unsigned short)score;
			}
		}
}

/* The step that led to the best score of cell (x, y), matches first. */
static enum step step_back(const struct matcher *m, const struct gap *g, uint32_t x, uint32_t y)
{
	uint32_t width = g->b_count + 1;
	unsigned cell = m->scores[x * width + y], s;

	for (s = STEP_ONE; s <= STEP_B3; s++) {
		unsigned score;

		if (x < steps[s].a || y < steps[s].b)
			continue;
		score = step_score(m, g->a + x - steps[s].a, g->b + y - steps[s].b, (enum step)s);
		if (score && score + m->scores[(x - steps[s].a) * width + y - steps[s].b] == cell)
			return (enum step)s;
	}
	if (x && (!y || m->scores[(x - 1) * width + y] == cell))
		return SKIP_A;
	return SKIP_B;
}

/* Walks the table back; gives the matches in reverse order, or only counts the words of a they hold. */
static uint32_t trace(struct matcher *m, const struct gap *g, bool keep)
{
	uint32_t x = g->a_count, y = g->b_count, found = 0;

	while (x && y && m->scores[x * (g->b_count + 1) + y]) {
		enum step s = step_back(m, g, x, y);

		x -= steps[s].a;
		y -= steps[s].b;
		if (s < STEP_ONE)
			continue;
		found += steps[s].a;
		m->damaged += keep && (s > STEP_ONE || m->a->items[g->a + x].hash != m->b->items[g->b + y].hash);
		if (keep)
			add_run(m, g->a + x, g->b + y, steps[s].a, steps[s].b);
	}
	return found;
}

static uint32_t smaller(uint32_t x, uint32_t y)
{
	return x < y ? x : y;
}

/* Matches the words of a gap; chance agreement of small words in a long gap is no match. */
static void align(struct matcher *m, const struct gap *g)
{
	uint32_t small = smaller(g->a_count, g->b_count);

	if (small == 0 || (uint64_t)(g->a_count + 1) * (g->b_count + 1) > GAP_CELLS)
		return;
	fill_scores(m, g);
	if (small > GAP_SMALL && trace(m, g, false) * 5 < small * 3)
		return;
	trace(m, g, true);
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
	struct gap g = { a, 0, a_count, 0 };

	if (a_count == 0)
		return;
	if (before) {
		uint32_t from = before->b + before->b_count;

		g.b = from;
		g.b_count = free_after(m, from, after && in_order(before, after) ? after->b
										 : smaller(b_count, from + reach));
		if (after && from + g.b_count == after->b) { /* one gap in both texts */
			align(m, &g);
			return;
		}
		g.b_count = smaller(g.b_count, reach);
		align(m, &g);
	}
	if (after) {
		struct match_run *last = m->run_count ? &m->runs[m->run_count - 1] : NULL;

		/* What the stretch behind `before` did not take may stand in front of `after`. */
		if (before && last && last->a >= a)
			return;
		g.b_count = free_before(m, after->b, reach);
		g.b = after->b - g.b_count;
		align(m, &g);
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
		struct gap g = { 0, 0, (uint32_t)m->a->count, (uint32_t)m->b->count };

		align(m, &g);
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
	m->b_taken = room(m->b_taken, b->count + 1, &m->b_taken_capacity, 1);
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
