#include "pipeline/dedupe/night.h"

/*
 * night_index: the index of the last time and that of now, side by side, as far as a night needs them; and what of
 * their differences matters to whom.
 */

enum { CHANGED_MOST = CANDIDATES_HITS / (2 * POSTINGS_LIMIT) }; /* prints that are looked at; where more changed, all has */

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

static bool is_wanted(const struct dedupe *d, uint32_t record)
{
	uint32_t i = record_at(d, record)->prints, end = engine_prints_end(d, record);

	while (i < end && !has(d->night->wanted, bit_of(d->night, print_at(d, i))))
		i++;
	return i < end;
}

void night_want(struct dedupe *d, uint32_t record)
{
	uint32_t i = record_at(d, record)->prints, end = engine_prints_end(d, record);

	for (; i < end; i++)
		set(d->night->wanted, bit_of(d->night, print_at(d, i)));
}

void night_want_pending(struct dedupe *d)
{
	struct night_list *pending = &d->night->pending;
	size_t i;

	for (i = 0; i < pending->count; i++) {
		night_want(d, pending->items[i]);
		decision_at(d, pending->items[i])->flags |= DECISION_READY;
	}
	pending->count = 0;
}

/* ---- the two indexes ---- */

/* Only what was in the index of the last time, or may be in that of now, is of interest. */
static bool may_be_indexed(const struct dedupe *d, uint32_t record)
{
	if (record_at(d, record)->words == RECORD_REMOVED)
		return false;
	if (night_gone(d, record) || decision_at(d, record)->flags & DECISION_COPY)
		return night_past(d, record) == DEDUPE_INDEXED;
	return true;
}

/* Makes the list of records that have a wanted print. */
void night_list(struct dedupe *d)
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
			night_push(&n->order, n->gone.items[gone++]);
		night_push(&n->order, d->order[k]);
	}
	while (gone < n->gone.count)
		night_push(&n->order, n->gone.items[gone++]);
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
	uint32_t bit = bit_of(n, print), *full = &n->full[bit % NIGHT_FULL];
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
void night_index(struct dedupe *d, uint32_t record, bool now, bool before)
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

/* ---- does a change matter? ---- */

bool night_changed(const struct dedupe *d, uint32_t record)
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

bool night_matters(const struct dedupe *d, uint32_t record)
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
