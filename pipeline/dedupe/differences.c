/* differences: the second half of compare.h, what explain shows. */
#include "pipeline/dedupe/compare.h"

#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/dedupe/facts.h"
#include "pipeline/dedupe/match.h"
#include "pipeline/dedupe/words.h"

/* A piece in words; turned into bytes at the end. */
struct piece {
	uint32_t a_from, a_to, b_from, b_to;
	enum difference_kind kind;
};

static enum difference_kind kind_of_slot(const struct matcher *m, const struct match_slot *s, bool capitals)
{
	enum slot_kind kind = facts_slot_kind(m, s, capitals);

	if (kind == SLOT_DAMAGED)
		return DIFFERENCE_DAMAGED;
	if (kind == SLOT_FACT || kind == SLOT_REVERSED)
		return DIFFERENCE_FACT;
	if (s->a_from == s->a_to)
		return DIFFERENCE_ONLY_B;
	return s->b_from == s->b_to ? DIFFERENCE_ONLY_A : DIFFERENCE_WORDS;
}

static int by_place(const void *x, const void *y)
{
	const struct piece *p = x, *q = y;

	if (p->a_from != q->a_from)
		return p->a_from < q->a_from ? -1 : 1;
	if (p->a_to != q->a_to)
		return p->a_to < q->a_to ? -1 : 1;
	return (p->b_from > q->b_from) - (p->b_from < q->b_from);
}

/* A run as pieces: stretches of equal words, and words that are not quite the same. */
static size_t add_run(const struct matcher *m, const struct match_run *r, struct piece *out)
{
	uint32_t from = 0, to;
	size_t n = 0;

	if (r->a_count != r->b_count) {
		*out = (struct piece){ r->a, r->a + r->a_count, r->b, r->b + r->b_count, DIFFERENCE_DAMAGED };
		return 1;
	}
	for (; from < r->a_count; from = to) {
		bool same = m->a->items[r->a + from].hash == m->b->items[r->b + from].hash;

		for (to = from + 1; to < r->a_count; to++)
			if ((m->a->items[r->a + to].hash == m->b->items[r->b + to].hash) != same)
				break;
		out[n++] = (struct piece){ r->a + from, r->a + to, r->b + from, r->b + to,
					   same ? DIFFERENCE_SAME : DIFFERENCE_DAMAGED };
	}
	return n;
}

/* How many pieces there may be at most. */
static size_t most_pieces(const struct matcher *m)
{
	size_t most = m->slot_count, i;

	for (i = 0; i < m->run_count; i++)
		most += m->runs[i].a_count;
	return most;
}

static size_t make_pieces(const struct matcher *m, struct piece *out)
{
	bool capitals = words_capitals_tell(m->a) && words_capitals_tell(m->b);
	size_t n = 0, i;

	for (i = 0; i < m->run_count; i++)
		n += add_run(m, &m->runs[i], out + n);
	for (i = 0; i < m->slot_count; i++) {
		const struct match_slot *s = &m->slots[i];

		out[n++] = (struct piece){ s->a_from, s->a_to, s->b_from, s->b_to, kind_of_slot(m, s, capitals) };
	}
	return n;
}

static void swap_pieces(struct piece *pieces, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		struct piece p = pieces[i];

		pieces[i] = (struct piece){ p.b_from, p.b_to, p.a_from, p.a_to, p.kind };
		if (p.kind == DIFFERENCE_ONLY_A)
			pieces[i].kind = DIFFERENCE_ONLY_B;
		else if (p.kind == DIFFERENCE_ONLY_B)
			pieces[i].kind = DIFFERENCE_ONLY_A;
	}
}

/* The bytes of words from .. to; an empty stretch lies behind the word before it. */
static void to_bytes(const struct tokens *t, uint32_t from, uint32_t to, size_t *start, size_t *end)
{
	if (from < to) {
		*start = t->items[from].start;
		*end = t->items[to - 1].end;
	} else {
		*start = *end = from ? t->items[from - 1].end : t->body;
	}
}

static size_t write_pieces(const struct tokens *a, const struct tokens *b, struct piece *pieces, size_t count,
			   struct difference *out, size_t limit)
{
	size_t i;

	qsort(pieces, count, sizeof *pieces, by_place);
	for (i = 0; i < count && i < limit; i++) {
		out[i].kind = pieces[i].kind;
		to_bytes(a, pieces[i].a_from, pieces[i].a_to, &out[i].a_start, &out[i].a_end);
		to_bytes(b, pieces[i].b_from, pieces[i].b_to, &out[i].b_start, &out[i].b_end);
	}
	return count;
}

size_t compare_differences(struct span a, struct span b, struct difference *out, size_t limit)
{
	struct piece *pieces;
	struct tokens x, y;
	struct matcher m;
	size_t count;

	tokens_init(&x);
	tokens_init(&y);
	matcher_init(&m);
	tokens_read(&x, a);
	tokens_read(&y, b);
	compare_tokens(&m, &x, &y);
	pieces = memory_new(most_pieces(&m), sizeof *pieces);
	count = make_pieces(&m, pieces);
	if (m.a != &x)
		swap_pieces(pieces, count);
	count = write_pieces(&x, &y, pieces, count, out, limit);
	free(pieces);
	matcher_release(&m);
	tokens_release(&y);
	tokens_release(&x);
	return count;
}
