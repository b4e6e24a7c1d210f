#include "pipeline/dedupe/engine.h"

/*
 * candidates: which passages one is worth comparing with. Every print it has looks up who else has it; who shares
 * most, weighed by how rare the prints are, comes first.
 */

enum {
	HITS = 1024,       /* units that one unit may share prints with; what comes after them is not looked at */
	HIT_PLACES = 2048, /* of the table they are counted in */
	WEIGHT = 16,       /* of a rare print, one that a few other units have; of one that n have, RARE/n of it */
	RARE = 4,
	FEW_WORDS = 48,    /* so many words are worth comparing for one rare print in common ... */
	MANY_WORDS = 128   /* ... more for two, and one more for each so many; or for several common ones */
};

struct hits {
	struct hit items[HITS];
	size_t count;
	uint32_t total; /* weight of a unit that shares all prints that others have */
	uint16_t places[HIT_PLACES]; /* place in items + 1; 0: free */
};

static void add_hit(struct hits *h, uint32_t unit, uint32_t weight)
{
	size_t at = (unit * 0x9E3779B1u) >> 21;

	while (h->places[at] && h->items[h->places[at] - 1].unit != unit)
		at = (at + 1) & (HIT_PLACES - 1);
	if (h->places[at]) {
		h->items[h->places[at] - 1].weight += weight;
	} else if (h->count < HITS) {
		h->items[h->count++] = (struct hit){ unit, weight };
		h->places[at] = (uint16_t)h->count;
	}
}

/* Which units share prints from .. to - 1, and how much that says. */
static void collect_hits(const struct dedupe *d, const struct postings *postings, uint32_t from, uint32_t to,
			 struct hits *h)
{
	uint32_t units[POSTINGS_LIMIT], i;
	size_t found, k;

	for (i = from; i < to; i++) {
		uint32_t weight;

		found = postings_find(postings, print_at(d, i), units);
		if (found == 0)
			continue;
		if (h->count == 0)
			memset(h->places, 0, sizeof h->places);
		weight = found <= RARE ? WEIGHT : (uint32_t)(WEIGHT * RARE / found);
		h->total += weight;
		for (k = 0; k < found; k++)
			add_hit(h, units[k], weight);
	}
}

/* Is x the better candidate: more in common, or as much and first in the order? */
static bool better(const struct dedupe *d, const struct hit *x, const struct hit *y)
{
	uint32_t p, q;

	if (x->weight != y->weight)
		return x->weight > y->weight;
	p = engine_record_of(d, x->unit);
	q = engine_record_of(d, y->unit);
	if (p == q)
		return x->unit < y->unit;
	return engine_compare(record_at(d, p), record_at(d, q)) < 0;
}

/* In the second round the index still holds what was set aside, and what comes later in the order. */
static bool may_be_original(const struct dedupe *d, const struct search *search, uint32_t q)
{
	const struct decision *c = decision_at(d, q);

	if (q == search->p)
		return false;
	return search->note || (c->original == q && !(c->flags & DECISION_ASIDE) &&
				engine_compare(record_at(d, q), record_at(d, search->p)) < 0);
}

static size_t candidates_find(const struct dedupe *d, const struct search *search, uint32_t words, bool few, uint32_t from,
		       uint32_t to, struct hit *best)
{
	uint32_t least = words < FEW_WORDS ? WEIGHT : WEIGHT * (2 + words / MANY_WORDS);
	size_t most = search->eager ? CANDIDATES_EAGER : DEDUPE_CANDIDATES, found = 0, i, k;
	struct hits h;

	h.count = 0;
	h.total = 0;
	if (search->everywhere)
		collect_hits(d, &d->postings, from, to, &h);
	if (search->restored->count)
		collect_hits(d, search->restored, from, to, &h);
	if (few && h.total < least) /* a word many times over has one print, and a common one */
		least = h.total / 2 + 1;
	if (search->eager)
		least = WEIGHT / RARE;
	for (i = 0; i < h.count; i++) {
		struct hit hit = h.items[i];

		if (hit.weight < least || !may_be_original(d, search, engine_record_of(d, hit.unit)))
			continue;
		if (found == most && !better(d, &hit, &best[found - 1]))
			continue;
		found += found < most;
		for (k = found - 1; k && better(d, &hit, &best[k - 1]); k--)
			best[k] = best[k - 1];
		best[k] = hit;
	}
	return found;
}

size_t candidates_of(const struct dedupe *d, const struct search *search, uint32_t unit, struct hit *best)
{
	const struct record *r = record_at(d, search->p);
	const struct unit *u;

	if (!(unit & UNIT_LONG))
		return candidates_find(d, search, r->words, r->few, r->prints, engine_prints_end(d, unit), best);
	unit &= ~UNIT_LONG;
	u = unit_at(d, unit);
	return candidates_find(d, search, SKETCH_UNIT, u->few, u->prints, engine_unit_prints_end(d, unit), best);
}
