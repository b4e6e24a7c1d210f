#include "pipeline/dedupe/engine.h"

/*
 * nights: the first round when most passages were decided another time.
 *
 * What is decided about a passage follows from its text and from the postings of its prints at its place in the
 * order. So it is enough to go, in the order, through those that have a print in common with a passage that came,
 * went, or was kept otherwise than before, with two indexes side by side: that of the last time and that of now.
 * Where the postings of a print begin to differ, whoever has it and comes later is decided anew; where that changes
 * whether it is kept, the difference spreads. As the prints of those are not all in the two indexes yet, the
 * passages are gone through again until nobody is added. All others keep what is remembered of them.
 *
 * Later steps (parts of splices, the second round) run as in a full run, over what was decided or remembered; what
 * they look up is brought into the index first.
 */

enum {
	ROUNDS = 16,  /* after so many, and ... */
	SHARE = 3,    /* ... where one in so many is to be decided anew, a full run is cheaper */
	BITS_LEAST = 16,
	FULL_PLACES = 1 << 15,
	CHANGED_MOST = CANDIDATES_HITS / (2 * POSTINGS_LIMIT) /* prints that are looked at; where more changed, all has */
};

struct list {
	uint32_t *items;
	size_t count, capacity;
};

struct night {
	/* One bit a print, some prints share one: is it in the two indexes; has a unit come, has one gone. */
	uint64_t *wanted, *grown, *shrunk;
	unsigned shift;
	uint64_t *touched;      /* one bit a record: it has a wanted print and may be in an index */
	struct list order;      /* those, in the canonical order */
	struct list gone;       /* passages that were in the index of the last time, in that order */
	struct list pending;    /* records whose prints are still to be wanted */
	/* The index of the last time where it differs from that of now, which is dedupe.postings; for which prints. */
	struct postings before, differing;
	uint32_t *full;         /* some of the prints that have all the units there is room for, the same in both */
	size_t todo;
};

static void push(struct list *list, uint32_t record)
{
	list->items = memory_room(list->items, list->count, &list->capacity, sizeof *list->items);
	list->items[list->count++] = record;
}

static uint32_t bit_of(const struct night *n, uint32_t print)
{
	return (print * 0x9E3779B1u) >> n->shift;
}

static bool has(const uint64_t *bits, uint32_t bit)
{
	return bits[bit >> 6] >> (bit & 63) & 1;
}

static void set(uint64_t *bits, uint32_t bit)
{
	bits[bit >> 6] |= (uint64_t)1 << (bit & 63);
}

static size_t bit_bytes(const struct night *n)
{
	return (size_t)1 << (32 - n->shift - 3);
}

static bool is_wanted(const struct dedupe *d, uint32_t record)
{
	uint32_t i = record_at(d, record)->prints, end = engine_prints_end(d, record);

	while (i < end && !has(d->night->wanted, bit_of(d->night, print_at(d, i))))
		i++;
	return i < end;
}

static void want(struct dedupe *d, uint32_t record)
{
	uint32_t i = record_at(d, record)->prints, end = engine_prints_end(d, record);

	for (; i < end; i++)
		set(d->night->wanted, bit_of(d->night, print_at(d, i)));
}

static void want_pending(struct dedupe *d)
{
	struct list *pending = &d->night->pending;
	size_t i;

	for (i = 0; i < pending->count; i++) {
		want(d, pending->items[i]);
		decision_at(d, pending->items[i])->flags |= DECISION_READY;
	}
	pending->count = 0;
}

static enum dedupe_state past_of(const struct dedupe *d, uint32_t record)
{
	return (enum dedupe_state)(d->past[record] & DEDUPE_STATE);
}

static bool is_gone(const struct dedupe *d, uint32_t record)
{
	return d->past[record] & DEDUPE_GONE;
}

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
	bool indexed = past_of(d, record) == DEDUPE_INDEXED;

	if (is_gone(d, record) || c->flags & DECISION_COPY) {
		if (indexed)
			want(d, record);
		if (indexed && is_gone(d, record))
			push(&n->gone, record);
		return;
	}
	if (past_of(d, record) == DEDUPE_NEW || past_of(d, record) == DEDUPE_COPY) {
		c->flags |= DECISION_TODO;
		n->todo++;
	}
	if (c->flags & DECISION_TODO || d->past[record] & DEDUPE_AGAIN)
		push(&n->pending, record);
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
	n->wanted = memory_new(bit_bytes(n), 1);
	n->grown = memory_new(bit_bytes(n), 1);
	n->shrunk = memory_new(bit_bytes(n), 1);
	n->full = memory_new(FULL_PLACES, sizeof *n->full);
	n->touched = memory_new(d->records.count / 64 + 1, sizeof *n->touched);
	for (i = 0; i < d->records.count; i++)
		if (record_at(d, i)->words != RECORD_REMOVED)
			first_wanted(d, i);
	want_pending(d);
	if (n->gone.count)
		qsort_r(n->gone.items, n->gone.count, sizeof *n->gone.items, compare_gone, d);
	return true;
}

static void remove_gone(struct dedupe *d)
{
	uint32_t i;

	for (i = 0; i < d->records.count; i++)
		if (is_gone(d, i) && record_at(d, i)->words != RECORD_REMOVED) {
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

/* ---- the two indexes ---- */

/* Only what was in the index of the last time, or may be in that of now, is of interest. */
static bool may_be_indexed(const struct dedupe *d, uint32_t record)
{
	if (record_at(d, record)->words == RECORD_REMOVED)
		return false;
	if (is_gone(d, record) || decision_at(d, record)->flags & DECISION_COPY)
		return past_of(d, record) == DEDUPE_INDEXED;
	return true;
}

/* Makes the list of records that have a wanted print. */
static void list_touched(struct dedupe *d)
{
	struct night *n = d->night;
	size_t gone = 0, k;
	uint32_t i;

	memset(n->touched, 0, (d->records.count / 64 + 1) * sizeof *n->touched);
	for (i = 0; i < d->records.count; i++)
		if (may_be_indexed(d, i) && is_wanted(d, i))
			set(n->touched, i);
	n->order.count = 0;
	for (k = 0; k < d->order_count; k++) {
		if (!has(n->touched, d->order[k]))
			continue;
		while (gone < n->gone.count &&
		       engine_compare(record_at(d, n->gone.items[gone]), record_at(d, d->order[k])) <= 0)
			push(&n->order, n->gone.items[gone++]);
		push(&n->order, d->order[k]);
	}
	while (gone < n->gone.count)
		push(&n->order, n->gone.items[gone++]);
}

static bool is_changed(const struct night *n, uint32_t bit)
{
	return has(n->grown, bit) || has(n->shrunk, bit);
}

/* Do the two indexes differ in the units of a print? */
static bool differs(const struct night *n, uint32_t print)
{
	uint32_t unit[POSTINGS_LIMIT];

	return is_changed(n, bit_of(n, print)) && postings_find(&n->differing, print, unit);
}

/* Units of a print in the index of the last time. */
static const struct postings *before_of(const struct dedupe *d, uint32_t print)
{
	return differs(d->night, print) ? &d->night->before : &d->postings;
}

/* From here on the two indexes have units of their own for a print; false when both are full. */
static bool part(struct dedupe *d, uint32_t print)
{
	struct night *n = d->night;
	uint32_t units[POSTINGS_LIMIT];
	size_t found = postings_find(&d->postings, print, units), i;

	if (found == POSTINGS_LIMIT)
		return false;
	for (i = 0; i < found; i++)
		postings_add(&n->before, print, units[i]);
	postings_add(&n->differing, print, 0);
	return true;
}

static void index_print(struct dedupe *d, uint32_t print, uint32_t unit, bool now, bool before)
{
	struct night *n = d->night;
	uint32_t bit = bit_of(n, print), *full = &n->full[bit % FULL_PLACES];
	bool in_now, in_before;

	if (!has(n->wanted, bit) || (*full == print && print != POSTINGS_NONE))
		return;
	if (!differs(n, print)) {
		bool room = now && before ? postings_add(&d->postings, print, unit) : part(d, print);

		if (!room)
			*full = print;
		if (!room || (now && before))
			return;
	}
	in_now = now && postings_add(&d->postings, print, unit);
	in_before = before && postings_add(&n->before, print, unit);
	/* One that is in both and finds no room in that of now gives way to one that came. */
	if (in_now && !in_before)
		set(n->grown, bit);
	else if (in_before && !now)
		set(n->shrunk, bit);
}

static void index_prints(struct dedupe *d, uint32_t from, uint32_t to, uint32_t unit, bool now, bool before)
{
	for (; from < to; from++)
		index_print(d, print_at(d, from), unit, now, before);
}

/* Adds what is wanted of a record to the index of now and to that of the last time. */
static void index_both(struct dedupe *d, uint32_t record, bool now, bool before)
{
	uint32_t i;

	if (!now && !before)
		return;
	if (!record_long(record_at(d, record))) {
		index_prints(d, record_at(d, record)->prints, engine_prints_end(d, record), record, now, before);
		return;
	}
	for (i = record_at(d, record)->marker; i < d->units.count && unit_at(d, i)->record == record; i++)
		index_prints(d, unit_at(d, i)->prints, engine_unit_prints_end(d, i), i | UNIT_LONG, now, before);
}

static void clear_uses(struct dedupe *d, unsigned uses)
{
	size_t i;

	for (i = 0; i < d->memo.places; i++)
		d->memo.table[i].now &= (uint8_t)~uses;
}

/* ---- does a change matter? ---- */

static bool changed(const struct dedupe *d, uint32_t record)
{
	uint32_t i = record_at(d, record)->prints, end = engine_prints_end(d, record);

	while (i < end && !is_changed(d->night, bit_of(d->night, print_at(d, i))))
		i++;
	return i < end;
}

/*
 * May a unit with prints from .. to - 1 find other candidates than the last time? What came has no more in common
 * with it than the changed prints; what was there has at most so much more as these weigh more now. So who had no
 * candidate has none as long as the bound on what others have in common with it, which is kept up, says so.
 */
static bool unit_matters(const struct dedupe *d, uint32_t record, bool few, uint32_t words, uint32_t from, uint32_t to)
{
	const struct night *n = d->night;
	uint32_t prints[CHANGED_MOST], least = candidates_least(words), bound, i;
	struct decision *c = decision_at(d, record);
	size_t count = 0;
	struct gains g;

	for (i = from; i < to; i++) {
		if (!is_changed(n, bit_of(n, print_at(d, i))))
			continue;
		if (few || count == CHANGED_MOST)
			return true;
		prints[count++] = print_at(d, i);
	}
	if (count == 0)
		return false;
	if (!candidates_gains(d, before_of, prints, count, &g) || g.come >= least)
		return true;
	if (!(c->flags & DECISION_ALONE))
		return g.differs || (to - from) * POSTINGS_LIMIT > CANDIDATES_HITS;
	bound = (uint32_t)(d->past[record] >> 8) + g.most;
	if (g.most && ((d->past[record] & DEDUPE_BOUND) == DEDUPE_BOUND || bound >= least))
		return true;
	bound = bound > g.come ? bound : g.come;
	bound = bound > c->bound ? bound : c->bound;
	c->bound = (uint8_t)(bound < BOUND_NONE ? bound : BOUND_NONE);
	return false;
}

static bool matters(const struct dedupe *d, uint32_t record)
{
	const struct record *r = record_at(d, record);
	uint32_t i;

	if (!record_long(r))
		return unit_matters(d, record, r->few, r->words, r->prints, engine_prints_end(d, record));
	for (i = r->marker; i < d->units.count && unit_at(d, i)->record == record; i++)
		if (unit_matters(d, record, unit_at(d, i)->few, SKETCH_UNIT, unit_at(d, i)->prints,
				 engine_unit_prints_end(d, i)))
			return true;
	return false;
}

/* ---- the first round ---- */

/* One touched passage, at its place in the order. */
static void pass_one(struct dedupe *d, uint32_t record)
{
	const struct postings none = { .count = 0 };
	const struct search search = { .p = record, .note = true, .everywhere = true, .restored = &none };
	struct night *n = d->night;
	struct decision *c = decision_at(d, record);
	bool before = past_of(d, record) == DEDUPE_INDEXED, now = before;

	if (is_gone(d, record) || c->flags & DECISION_COPY) {
		index_both(d, record, false, before);
		return;
	}
	if (!(c->flags & DECISION_TODO) && matters(d, record)) {
		c->flags |= DECISION_TODO;
		n->todo++;
		if (!(c->flags & DECISION_READY))
			push(&n->pending, record);
	}
	if (c->flags & DECISION_TODO && c->flags & DECISION_READY) {
		now = decide_passage(d, &search);
		c->flags &= (uint16_t)~DECISION_INDEXED;
		c->flags |= now ? DECISION_INDEXED : 0;
	}
	index_both(d, record, now, before);
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
	memset(n->full, 0xFF, FULL_PLACES * sizeof *n->full);
	memset(n->grown, 0, bit_bytes(n));
	memset(n->shrunk, 0, bit_bytes(n));
	clear_uses(d, MEMO_FIRST | MEMO_CHOSEN);
	d->part_count = 0;
	for (i = 0; i < n->order.count; i++)
		pass_one(d, n->order.items[i]);
	engine_weigh(d, postings_bytes(&n->before) + postings_bytes(&n->differing) + 3 * bit_bytes(n) + n->order.capacity * sizeof *n->order.items);
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
		if (decision_at(d, p)->flags & (DECISION_TODO | DECISION_COPY))
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

		if (!(c->flags & (DECISION_TODO | DECISION_COPY)) &&
		    (past_of(d, p) == DEDUPE_CHOSE) != (c->original != p))
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
		list_touched(d);
		pass_all(d);
		done = n->pending.count == 0;
		want_pending(d);
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

	want_pending(d);
	list_touched(d);
	postings_release(&d->postings);
	postings_init(&d->postings, n->order.count * 4);
	memset(n->full, 0xFF, FULL_PLACES * sizeof *n->full);
	memset(n->grown, 0, bit_bytes(n));
	memset(n->shrunk, 0, bit_bytes(n));
	for (i = 0; i < n->order.count; i++) {
		uint32_t record = n->order.items[i];

		if (!is_gone(d, record) && decision_at(d, record)->flags & DECISION_INDEXED)
			index_both(d, record, true, true);
	}
}

static void collect_open(struct dedupe *d, uint32_t record)
{
	struct night *n = d->night;

	push(&n->order, record);
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
	struct list open;
	size_t i;

	n->order.count = 0;
	splice_each_open(d, collect_open);
	open = n->order;
	n->order = (struct list){ 0 };
	for (i = 0; i < open.count; i++) {
		struct decision *c = decision_at(d, open.items[i]);

		c->flags |= DECISION_OPEN;
		if (d->past[open.items[i]] & DEDUPE_OPEN && !changed(d, open.items[i]))
			c->flags |= DECISION_SAME;
		else if (!(c->flags & DECISION_READY))
			push(&n->pending, open.items[i]);
	}
	if (n->pending.count)
		index_wanted(d);
	for (i = 0; i < open.count; i++)
		if (!(decision_at(d, open.items[i])->flags & DECISION_SAME))
			decide_parts(d, open.items[i]);
	replay_parts(d);
	free(open.items);
}

bool night_can_look(struct dedupe *d, uint32_t record)
{
	if (decision_at(d, record)->flags & DECISION_READY)
		return true;
	push(&d->night->pending, record);
	return false;
}

void night_second_round(struct dedupe *d, void (*run)(struct dedupe *d))
{
	struct decision *saved = memory_resize(NULL, d->decisions.count + 1, sizeof *saved);
	const struct list *pending = &d->night->pending;
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
