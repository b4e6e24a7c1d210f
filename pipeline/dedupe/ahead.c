#include "pipeline/dedupe/engine.h"

#include "pipeline/base/crew.h"

/*
 * ahead: what several threads can do of deciding.
 *
 * What is decided about a passage depends on all before it, so passages are decided one after the other, by one thread.
 * But what one is to be compared with can nearly always be told a thousand passages ahead. So of a stretch of the
 * order all hands look up the candidates and compare; the thread that decides looks them up again, and finds nearly all
 * comparisons made. A comparison depends on its two texts alone, so it is no matter when and by whom it is made.
 *
 * The hands look in the index as it is when the stretch begins, and among the passages of the stretch itself: copies
 * have nearly as many words as what they were made of, so they stand close together in the order.
 *
 * The search for more parts of passages (decide_parts) changes no index: there the candidates hold, too.
 */

enum {
	FIRST_STRETCH = 64,     /* passages: there is little in the index yet */
	PART_OF_ALL = 8,        /* a stretch is so small a part of what is decided already */
	LONGEST_STRETCH = 1024,
	STEP = 8,               /* units that a hand takes at a time */
	EXPECTED = 4,           /* units further on whose prints are fetched */
	NEAR_PRINTS = 24        /* of a passage: room for them */
};

struct foreseen {
	uint32_t unit; /* what is looked up: a record, or UNIT_LONG and a unit */
	uint32_t found, compared;
	struct hit best[CANDIDATES_EAGER];
	struct {
		uint32_t p_unit, q_unit;
		struct finding finding;
	} pairs[CANDIDATES_EAGER];
};

struct ahead {
	struct foreseen *items;
	size_t count, capacity;
	size_t end;        /* place in the order where the stretch ends */
	uint32_t *table;   /* items by unit: open addressing; of places that are UINT32_MAX none */
	size_t mask, table_capacity;
	struct postings near; /* the prints of the stretch */
	struct verifier *verifiers; /* one for each hand */
	int hands;
};

void ahead_begin(struct dedupe *d)
{
	struct ahead *a;
	int i;

	if (d->source.threads < 2)
		return;
	a = d->ahead = memory_new(1, sizeof *a);
	a->hands = d->source.threads;
	a->verifiers = memory_new((size_t)a->hands, sizeof *a->verifiers);
	for (i = 0; i < a->hands; i++)
		verifier_init(&a->verifiers[i]);
}

void ahead_end(struct dedupe *d)
{
	struct ahead *a = d->ahead;
	int i;

	if (!a)
		return;
	for (i = 0; i < a->hands; i++) {
		d->verifier.failed |= a->verifiers[i].failed;
		verifier_release(&a->verifiers[i]);
	}
	postings_release(&a->near);
	free(a->verifiers);
	free(a->table);
	free(a->items);
	free(a);
	d->ahead = NULL;
}

/* ---- what a hand does ---- */

/* The first print of a unit; *to: one behind its last. */
static uint32_t prints_of(const struct dedupe *d, uint32_t unit, uint32_t *to)
{
	uint32_t i = unit & ~UNIT_LONG;

	*to = unit & UNIT_LONG ? engine_unit_prints_end(d, i) : engine_prints_end(d, i);
	return unit & UNIT_LONG ? unit_at(d, i)->prints : record_at(d, i)->prints;
}

static bool compared_before(const struct dedupe *d, const struct foreseen *f, uint32_t p_unit, uint32_t q_unit)
{
	uint32_t q = engine_record_of(d, q_unit), i;

	if (!((p_unit | q_unit) & UNIT_LONG) && memo_find(&d->memo, p_unit, q))
		return true;
	for (i = 0; i < f->compared; i++) /* with a long passage one unit is compared */
		if (f->pairs[i].p_unit == p_unit && engine_record_of(d, f->pairs[i].q_unit) == q)
			return true;
	return false;
}

static const struct verdict *compare(const struct dedupe *d, struct verifier *v, struct foreseen *f, uint32_t p_unit,
				     uint32_t q_unit)
{
	f->pairs[f->compared].p_unit = p_unit;
	f->pairs[f->compared].q_unit = q_unit;
	f->pairs[f->compared].finding = verify_units(d, v, p_unit, q_unit);
	return &f->pairs[f->compared++].finding.verdict;
}

static void compare_candidates(const struct dedupe *d, struct verifier *v, struct foreseen *f)
{
	uint32_t p = engine_record_of(d, f->unit), i;
	const struct verdict *verdict;

	for (i = 0; i < f->found; i++) {
		uint32_t q_unit = f->best[i].unit;

		if (!decide_comparable(d, p, engine_record_of(d, q_unit)) || compared_before(d, f, f->unit, q_unit))
			continue;
		verdict = compare(d, v, f, f->unit, q_unit);
		if (!(f->unit & UNIT_LONG) && verify_accepts(d, p, verdict) && verdict->p_in_q >= DECIDE_CERTAIN)
			return;
	}
}

/* Has the processor fetch what is looked up for an item. */
static void expect(const struct dedupe *d, size_t item)
{
	uint32_t print, to;

	if (item >= d->ahead->count)
		return;
	for (print = prints_of(d, d->ahead->items[item].unit, &to); print < to; print++) {
		postings_expect(&d->postings, print_at(d, print));
		postings_expect(&d->ahead->near, print_at(d, print));
	}
}

static void foresee(void *state, int hand, size_t from, size_t to)
{
	const struct dedupe *d = state;
	struct ahead *a = d->ahead;

	for (; from < to; from++) {
		struct foreseen *f = &a->items[from];
		const struct search search = { engine_record_of(d, f->unit), false, true, &a->near, false };

		expect(d, from + EXPECTED);
		f->found = (uint32_t)candidates_of(d, &search, f->unit, f->best);
		compare_candidates(d, &a->verifiers[hand], f);
	}
}

static void foresee_parts(void *state, int hand, size_t from, size_t to)
{
	const struct dedupe *d = state;
	const struct postings none = { .count = 0 };
	uint32_t i;

	for (; from < to; from++) {
		struct foreseen *f = &d->ahead->items[from];
		const struct search search = { f->unit, true, true, &none, true };

		f->found = (uint32_t)candidates_of(d, &search, f->unit, f->best);
		for (i = 0; i < f->found; i++) {
			uint32_t later = f->unit, earlier = f->best[i].unit;

			if (earlier & UNIT_LONG)
				continue;
			decide_sort_pair(d, &later, &earlier);
			if (!compared_before(d, f, later, earlier))
				compare(d, &d->ahead->verifiers[hand], f, later, earlier);
		}
	}
}

/* ---- the stretch ---- */

static void add_item(struct ahead *a, uint32_t unit)
{
	a->items = memory_room(a->items, a->count, &a->capacity, sizeof *a->items);
	a->items[a->count].unit = unit;
	a->items[a->count].found = a->items[a->count].compared = 0;
	a->count++;
}

static void add_items(const struct dedupe *d, struct ahead *a, uint32_t record)
{
	uint32_t first, units, i;

	if (!record_long(record_at(d, record))) {
		add_item(a, record);
		return;
	}
	first = record_at(d, record)->marker;
	units = engine_unit_count(d, record);
	for (i = first; i < first + units; i++)
		add_item(a, i | UNIT_LONG);
}

static size_t place_of(const struct ahead *a, uint32_t unit)
{
	size_t at = (unit * 0x9E3779B1u) >> 7 & a->mask;

	while (a->table[at] != UINT32_MAX && a->items[a->table[at]].unit != unit)
		at = (at + 1) & a->mask;
	return at;
}

static void make_table(struct ahead *a)
{
	uint32_t i;

	for (a->mask = 63; a->mask < a->count * 2;)
		a->mask = a->mask * 2 + 1;
	if (a->mask >= a->table_capacity) {
		a->table_capacity = a->mask + 1;
		a->table = memory_resize(a->table, a->table_capacity, sizeof *a->table);
	}
	memset(a->table, 0xFF, (a->mask + 1) * sizeof *a->table);
	for (i = 0; i < a->count; i++)
		a->table[place_of(a, a->items[i].unit)] = i;
}

/* Puts the prints of the stretch where the hands look them up. */
static void index_stretch(const struct dedupe *d, struct ahead *a)
{
	size_t i;

	postings_release(&a->near);
	postings_init(&a->near, a->count * NEAR_PRINTS);
	for (i = 0; i < a->count; i++) {
		uint32_t unit = a->items[i].unit, print, to;

		for (print = prints_of(d, unit, &to); print < to; print++)
			postings_add(&a->near, print_at(d, print), unit);
	}
}

/* How many passages are looked at from place i on. */
static size_t stretch_from(size_t i)
{
	size_t length = i / PART_OF_ALL;

	return length < FIRST_STRETCH ? FIRST_STRETCH : length < LONGEST_STRETCH ? length : LONGEST_STRETCH;
}

void ahead_look(struct dedupe *d, size_t i)
{
	struct ahead *a = d->ahead;

	if (!a || i < a->end)
		return;
	a->end = d->order_count - i < stretch_from(i) ? d->order_count : i + stretch_from(i);
	a->count = 0;
	for (; i < a->end; i++)
		if (!(decision_at(d, d->order[i])->flags & DECISION_COPY))
			add_items(d, a, d->order[i]);
	make_table(a);
	index_stretch(d, a);
	crew_work(a->hands, a->count, STEP, foresee, d);
}

void ahead_look_parts(struct dedupe *d, const uint32_t *records, size_t count, size_t i)
{
	struct ahead *a = d->ahead;

	if (!a || i % LONGEST_STRETCH)
		return;
	a->count = 0;
	for (; i < count && a->count < LONGEST_STRETCH; i++)
		add_item(a, records[i]);
	make_table(a);
	crew_work(a->hands, a->count, STEP, foresee_parts, d);
}

/* ---- what the thread that decides asks ---- */

static const struct foreseen *find(const struct dedupe *d, uint32_t unit)
{
	uint32_t item = d->ahead && d->ahead->count ? d->ahead->table[place_of(d->ahead, unit)] : UINT32_MAX;

	return item == UINT32_MAX ? NULL : &d->ahead->items[item];
}

size_t ahead_candidates(const struct dedupe *d, const struct search *search, uint32_t unit, struct hit *best)
{
	const struct foreseen *f = search->eager ? find(d, unit) : NULL;

	if (!f)
		return candidates_of(d, search, unit, best);
	memcpy(best, f->best, (f->found ? f->found : 1) * sizeof *best);
	return f->found;
}

static const struct finding *find_pair(const struct foreseen *f, uint32_t p_unit, uint32_t q_unit)
{
	uint32_t i;

	for (i = 0; f && i < f->compared; i++)
		if (f->pairs[i].p_unit == p_unit && f->pairs[i].q_unit == q_unit)
			return &f->pairs[i].finding;
	return NULL;
}

struct finding ahead_compare(struct dedupe *d, uint32_t p_unit, uint32_t q_unit)
{
	const struct finding *known = find_pair(find(d, p_unit), p_unit, q_unit);

	if (!known)
		known = find_pair(find(d, q_unit), p_unit, q_unit);
	return known ? *known : verify_units(d, &d->verifier, p_unit, q_unit);
}
