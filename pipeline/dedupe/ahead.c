#include "pipeline/dedupe/engine.h"

#include "pipeline/base/crew.h"

/*
 * ahead: the first round by several threads.
 *
 * What is decided about a passage depends on all before it, so passages are decided one after the other, by one thread.
 * But what one is to be compared with can nearly always be told some thousand passages ahead. So of a stretch of the
 * order all hands look up the candidates, in the index as it is when the stretch begins, and compare; the thread that
 * decides then finds the comparisons made. A comparison depends on its two texts alone, so it is no matter when and by
 * whom it is made. The candidates hold as long as none of the passage's prints has come into the index since: see
 * `touched`. Else they are looked up again.
 */

enum {
	FIRST_STRETCH = 64,     /* passages: there is little in the index yet */
	PART_OF_ALL = 8,        /* a stretch is so small a part of what is decided already */
	LONGEST_STRETCH = 8192,
	STEP = 16,              /* units that a hand takes at a time */
	TOUCHED_BITS = 23       /* of a print: a map of 1 MiB */
};

struct foreseen {
	uint32_t unit; /* what is looked up: a record, or UNIT_LONG and a unit */
	uint32_t found, compared;
	struct hit best[DEDUPE_CANDIDATES];
	struct {
		uint32_t q_unit;
		struct verdict verdict;
		size_t facts, others, damaged;
	} pairs[DEDUPE_CANDIDATES];
};

struct ahead {
	struct foreseen *items;
	size_t count, capacity;
	size_t end;        /* place in the order where the stretch ends */
	uint32_t *table;   /* items by unit: open addressing; of places that are UINT32_MAX none */
	size_t mask, table_capacity;
	uint64_t *touched; /* prints that came into the index since the stretch began, by some of their bits */
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
	a->touched = memory_table(((size_t)1 << TOUCHED_BITS) / 64, sizeof *a->touched);
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
	free(a->verifiers);
	free(a->touched);
	free(a->table);
	free(a->items);
	free(a);
	d->ahead = NULL;
}

/* ---- what a hand does ---- */

static bool compared_before(const struct dedupe *d, const struct foreseen *f, size_t n)
{
	uint32_t q = engine_record_of(d, f->best[n].unit);
	size_t i;

	if (!((f->unit | f->best[n].unit) & UNIT_LONG))
		return memo_find(&d->memo, f->unit, q) != NULL;
	for (i = 0; f->unit & UNIT_LONG && i < n; i++) /* of a long passage one unit is compared */
		if (engine_record_of(d, f->best[i].unit) == q)
			return true;
	return false;
}

static void compare_candidates(const struct dedupe *d, struct verifier *v, struct foreseen *f)
{
	uint32_t p = engine_record_of(d, f->unit), i;

	for (i = 0; i < f->found; i++) {
		struct verdict verdict;

		if (!decide_comparable(d, p, engine_record_of(d, f->best[i].unit)) || compared_before(d, f, i))
			continue;
		verdict = verify_units(d, v, f->unit, f->best[i].unit);
		f->pairs[f->compared].q_unit = f->best[i].unit;
		f->pairs[f->compared].verdict = verdict;
		f->pairs[f->compared].facts = v->facts;
		f->pairs[f->compared].damaged = v->damaged;
		f->pairs[f->compared++].others = v->others;
		if (!(f->unit & UNIT_LONG) && verify_accepts(d, p, &verdict) && verdict.p_in_q >= DECIDE_CERTAIN)
			return;
	}
}

static void foresee(void *state, int hand, size_t from, size_t to)
{
	const struct dedupe *d = state;
	struct ahead *a = d->ahead;
	const struct postings none = { .count = 0 };

	for (; from < to; from++) {
		struct foreseen *f = &a->items[from];
		const struct search search = { engine_record_of(d, f->unit), true, true, &none, false };

		f->found = (uint32_t)candidates_of(d, &search, f->unit, f->best);
		compare_candidates(d, &a->verifiers[hand], f);
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

void ahead_look(struct dedupe *d, size_t i)
{
	struct ahead *a = d->ahead;
	size_t length;

	if (!a || i < a->end)
		return;
	length = i / PART_OF_ALL < FIRST_STRETCH ? FIRST_STRETCH : i / PART_OF_ALL;
	length = length < LONGEST_STRETCH ? length : LONGEST_STRETCH;
	a->end = d->order_count - i < length ? d->order_count : i + length;
	a->count = 0;
	for (; i < a->end; i++)
		if (!(decision_at(d, d->order[i])->flags & DECISION_COPY))
			add_items(d, a, d->order[i]);
	make_table(a);
	memset(a->touched, 0, ((size_t)1 << TOUCHED_BITS) / 8);
	crew_work(a->hands, a->count, STEP, foresee, d);
}

/* ---- what the thread that decides asks ---- */

static const struct foreseen *find(const struct dedupe *d, uint32_t unit)
{
	uint32_t item = d->ahead && d->ahead->count ? d->ahead->table[place_of(d->ahead, unit)] : UINT32_MAX;

	return item == UINT32_MAX ? NULL : &d->ahead->items[item];
}

static uint64_t *touched(const struct ahead *a, uint32_t print, uint64_t *bit)
{
	uint32_t place = print >> (32 - TOUCHED_BITS);

	*bit = (uint64_t)1 << (place & 63);
	return &a->touched[place >> 6];
}

void ahead_touch(struct dedupe *d, uint32_t print)
{
	uint64_t bit;

	if (d->ahead)
		*touched(d->ahead, print, &bit) |= bit;
}

static bool holds(const struct dedupe *d, const struct foreseen *f)
{
	uint32_t unit = f->unit & ~UNIT_LONG;
	uint32_t i = f->unit & UNIT_LONG ? unit_at(d, unit)->prints : record_at(d, unit)->prints;
	uint32_t to = f->unit & UNIT_LONG ? engine_unit_prints_end(d, unit) : engine_prints_end(d, unit);
	uint64_t bit;

	for (; i < to; i++)
		if (*touched(d->ahead, print_at(d, i), &bit) & bit)
			return false;
	return true;
}

size_t ahead_candidates(const struct dedupe *d, const struct search *search, uint32_t unit, struct hit *best)
{
	const struct foreseen *f = search->note ? find(d, unit) : NULL;

	if (!f || !holds(d, f))
		return candidates_of(d, search, unit, best);
	memcpy(best, f->best, (f->found ? f->found : 1) * sizeof *best);
	return f->found;
}

struct verdict ahead_compare(struct dedupe *d, uint32_t p_unit, uint32_t q_unit)
{
	const struct foreseen *f = find(d, p_unit);
	uint32_t i;

	for (i = 0; f && i < f->compared; i++)
		if (f->pairs[i].q_unit == q_unit) {
			d->verifier.facts = f->pairs[i].facts;
			d->verifier.damaged = f->pairs[i].damaged;
			d->verifier.others = f->pairs[i].others;
			return f->pairs[i].verdict;
		}
	return verify_units(d, &d->verifier, p_unit, q_unit);
}
