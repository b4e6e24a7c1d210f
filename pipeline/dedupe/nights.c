#include "pipeline/dedupe/night.h"

/*
 * nights: the first round when most passages were decided another time.
 *
 * What is decided about a passage follows from its text and from the postings of its prints at its place in the
 * order. So it is enough to go, in the order, through those that have a print in common with a passage that came,
 * went, or was kept otherwise than before, with two indexes side by side: that of the last time and that of now.
 * Where the postings of a print begin to differ, whoever has it and comes later is decided anew if that may give it other
 * candidates (night_matters); where that changes whether it is kept, the difference spreads. As the prints of those are not all in the two indexes yet, the
 * passages are gone through again until nobody is added. All others keep what is remembered of them.
 *
 * Later steps (parts of splices, the second round) run as in a full run, over what was decided or remembered; what
 * they look up is brought into the index first.
 */

enum {
	ROUNDS = 16,  /* after so many, and ... */
	SHARE = 3,    /* ... where one in so many is to be decided anew, a full run is cheaper */
	BITS_LEAST = 16
};

/* ---- beginning and end ---- */

static int compare_gone(const void *x, const void *y, void *state)
{
	uint32_t p = *(const uint32_t *)x, q = *(const uint32_t *)y;
	int order = engine_compare(record_at(state, p), record_at(state, q));

	return order ? order : (p > q) - (p < q);
}

/* What follows at once from what came and went. */
static void first_wanted(struct dedupe *d, uint32_t record)
{
	struct night *n = d->night;
	struct decision *c = decision_at(d, record);
	bool indexed = night_past(d, record) == DEDUPE_INDEXED;

	if (night_gone(d, record) || c->flags & DECISION_COPY) {
		if (indexed)
			night_want(d, record);
		if (indexed && night_gone(d, record))
			night_push(&n->gone, record);
		return;
	}
	if (night_past(d, record) == DEDUPE_NEW || night_past(d, record) == DEDUPE_COPY) {
		c->flags |= DECISION_STALE;
		n->todo++;
	}
	if (c->flags & DECISION_STALE || d->past[record] & DEDUPE_AGAIN)
		night_push(&n->pending, record);
	c->flags |= indexed ? DECISION_INDEXED : 0;
	c->flags |= d->past[record] & DEDUPE_ALONE ? DECISION_ALONE : 0;
	c->bound = (uint8_t)(d->past[record] >> 8);
}

bool night_begin(struct dedupe *d)
{
	struct night *n;
	unsigned bits = BITS_LEAST;
	uint32_t i;

	if (!d->past || d->collided)
		return false;
	n = d->night = memory_new(1, sizeof *n);
	while (bits < 31 && (size_t)1 << bits < d->prints.count)
		bits++;
	n->shift = 32 - bits;
	n->wanted = memory_new(night_bit_bytes(n), 1);
	n->grown = memory_new(night_bit_bytes(n), 1);
	n->shrunk = memory_new(night_bit_bytes(n), 1);
	n->full = memory_new(NIGHT_FULL, sizeof *n->full);
	n->touched = memory_new(d->records.count / 64 + 1, sizeof *n->touched);
	for (i = 0; i < d->records.count; i++)
		if (record_at(d, i)->words != RECORD_REMOVED)
			first_wanted(d, i);
	night_want_pending(d);
	if (n->gone.count)
		qsort_r(n->gone.items, n->gone.count, sizeof *n->gone.items, compare_gone, d);
	return true;
}

static void remove_gone(struct dedupe *d)
{
	uint32_t i;

	for (i = 0; i < d->records.count; i++)
		if (night_gone(d, i) && record_at(d, i)->words != RECORD_REMOVED) {
			record_at(d, i)->words = RECORD_REMOVED;
			d->figures.passages--;
		}
}

void night_end(struct dedupe *d)
{
	struct night *n = d->night;

	if (d->past)
		remove_gone(d);
	if (!n)
		return;
	free(n->wanted);
	free(n->grown);
	free(n->shrunk);
	free(n->full);
	free(n->touched);
	free(n->order.items);
	free(n->gone.items);
	free(n->pending.items);
	postings_release(&n->before);
	postings_release(&n->differing);
	free(n);
	d->night = NULL;
}

static void clear_uses(struct dedupe *d, unsigned uses)
{
	size_t i;

	for (i = 0; i < d->memo.places; i++)
		d->memo.table[i].now &= (uint8_t)~uses;
}

/* ---- the first round ---- */

/* One touched passage, at its place in the order. */
static void pass_one(struct dedupe *d, uint32_t record)
{
	const struct postings none = { .count = 0 };
	const struct search search = { .p = record, .note = true, .everywhere = true, .restored = &none };
	struct night *n = d->night;
	struct decision *c = decision_at(d, record);
	bool before = night_past(d, record) == DEDUPE_INDEXED, now = before;

	if (night_gone(d, record) || c->flags & DECISION_COPY) {
		night_index(d, record, false, before);
		return;
	}
	if (!(c->flags & DECISION_STALE) && night_matters(d, record)) {
		c->flags |= DECISION_STALE;
		n->todo++;
		if (!(c->flags & DECISION_READY))
			night_push(&n->pending, record);
	}
	if (c->flags & DECISION_STALE && c->flags & DECISION_READY) {
		now = decide_passage(d, &search);
		c->flags &= (uint16_t)~DECISION_INDEXED;
		c->flags |= now ? DECISION_INDEXED : 0;
	}
	night_index(d, record, now, before);
}

static void pass_all(struct dedupe *d)
{
	struct night *n = d->night;
	size_t i;

	postings_release(&d->postings);
	postings_release(&n->before);
	postings_init(&d->postings, n->order.count * 4);
	postings_release(&n->differing);
	postings_init(&n->before, 0);
	postings_init(&n->differing, 0);
	memset(n->full, 0xFF, NIGHT_FULL * sizeof *n->full);
	memset(n->grown, 0, night_bit_bytes(n));
	memset(n->shrunk, 0, night_bit_bytes(n));
	clear_uses(d, MEMO_FIRST | MEMO_CHOSEN);
	d->part_count = 0;
	for (i = 0; i < n->order.count; i++)
		pass_one(d, n->order.items[i]);
	engine_weigh(d, postings_bytes(&n->before) + postings_bytes(&n->differing) + 3 * night_bit_bytes(n) + n->order.capacity * sizeof *n->order.items);
}

/* What is remembered of the others. */
static void replay(struct dedupe *d)
{
	size_t i;

	for (i = 0; i < d->memo.places; i++) {
		struct memo_entry *e = &d->memo.table[i];
		unsigned use = e->past & (MEMO_FIRST | MEMO_CHOSEN);
		uint32_t p;

		if (!use || e->p == e->q)
			continue;
		p = engine_record_of(d, e->p);
		if (decision_at(d, p)->flags & (DECISION_STALE | DECISION_COPY))
			continue;
		e->now |= (uint8_t)use;
		if (use & MEMO_FIRST)
			splice_note(d, p, engine_record_of(d, e->q), &e->verdict);
		if (use & MEMO_CHOSEN)
			decide_mark(decision_at(d, p), engine_record_of(d, e->q), (enum dedupe_kind)e->verdict.kind,
				    e->verdict.p_in_q);
	}
}

/* Is each that had an original still without a decision of its own? Only what was not remembered whole is like that. */
static bool all_replayed(const struct dedupe *d)
{
	size_t i;

	for (i = 0; i < d->order_count; i++) {
		uint32_t p = d->order[i];
		const struct decision *c = decision_at(d, p);

		if (!(c->flags & (DECISION_STALE | DECISION_COPY)) &&
		    (night_past(d, p) == DEDUPE_CHOSE) != (c->original != p))
			return false;
	}
	return true;
}

static void forget_night(struct dedupe *d)
{
	size_t i;

	for (i = 0; i < d->order_count; i++)
		decision_at(d, d->order[i])->flags &= DECISION_COPY;
	clear_uses(d, ~(unsigned)MEMO_EQUAL);
	postings_release(&d->postings);
	d->part_count = 0;
}

bool night_first_round(struct dedupe *d)
{
	struct night *n = d->night;
	bool done = false;
	int round;

	for (round = 0; round < ROUNDS && !done && n->todo < d->order_count / SHARE; round++) {
		night_list(d);
		pass_all(d);
		done = n->pending.count == 0;
		night_want_pending(d);
	}
	if (done) {
		replay(d);
		done = all_replayed(d);
	}
	if (!done)
		forget_night(d);
	return done;
}

/* ---- later steps ---- */

/* Brings what is wanted now into the index of now. What differs between the two is not asked for any more. */
static void index_wanted(struct dedupe *d)
{
	struct night *n = d->night;
	size_t i;

	night_want_pending(d);
	night_list(d);
	postings_release(&d->postings);
	postings_init(&d->postings, n->order.count * 4);
	memset(n->full, 0xFF, NIGHT_FULL * sizeof *n->full);
	memset(n->grown, 0, night_bit_bytes(n));
	memset(n->shrunk, 0, night_bit_bytes(n));
	for (i = 0; i < n->order.count; i++) {
		uint32_t record = n->order.items[i];

		if (!night_gone(d, record) && decision_at(d, record)->flags & DECISION_INDEXED)
			night_index(d, record, true, true);
	}
}

/* What was compared to find parts of passages whose index entries are the same as before. */
static void replay_parts(struct dedupe *d)
{
	size_t i;

	for (i = 0; i < d->memo.places; i++) {
		struct memo_entry *e = &d->memo.table[i];
		unsigned use = 0;

		if (!(e->past & (MEMO_PARTS_P | MEMO_PARTS_Q)) || e->p == e->q)
			continue;
		if (decision_at(d, e->p)->flags & DECISION_SAME)
			use |= e->past & MEMO_PARTS_P;
		if (decision_at(d, e->q)->flags & DECISION_SAME)
			use |= e->past & MEMO_PARTS_Q;
		e->now |= (uint8_t)use;
		if (use)
			splice_note(d, e->p, e->q, &e->verdict);
	}
}

void night_parts(struct dedupe *d)
{
	struct night *n = d->night;
	size_t count, i;
	uint32_t *open = splice_open(d, &count);

	for (i = 0; i < count; i++) {
		struct decision *c = decision_at(d, open[i]);

		c->flags |= DECISION_OPEN;
		if (d->past[open[i]] & DEDUPE_OPEN && !night_changed(d, open[i]))
			c->flags |= DECISION_SAME;
		else if (!(c->flags & DECISION_READY))
			night_push(&n->pending, open[i]);
	}
	if (n->pending.count)
		index_wanted(d);
	for (i = 0; i < count; i++)
		if (!(decision_at(d, open[i])->flags & DECISION_SAME))
			decide_parts(d, open[i]);
	replay_parts(d);
	free(open);
}

bool night_can_look(struct dedupe *d, uint32_t record)
{
	if (decision_at(d, record)->flags & DECISION_READY)
		return true;
	night_push(&d->night->pending, record);
	return false;
}

void night_second_round(struct dedupe *d, void (*run)(struct dedupe *d))
{
	struct decision *saved = memory_resize(NULL, d->decisions.count + 1, sizeof *saved);
	const struct night_list *pending = &d->night->pending;
	uint32_t i;
	size_t k;

	for (i = 0; i < d->decisions.count; i++)
		saved[i] = *decision_at(d, i);
	for (;;) {
		run(d);
		if (pending->count == 0)
			break;
		/* What could not be looked up yet is brought in, and all begins again. */
		for (k = 0; k < pending->count; k++)
			saved[pending->items[k]].flags |= DECISION_READY;
		for (i = 0; i < d->decisions.count; i++)
			*decision_at(d, i) = saved[i];
		clear_uses(d, MEMO_SECOND);
		index_wanted(d);
	}
	free(saved);
}
