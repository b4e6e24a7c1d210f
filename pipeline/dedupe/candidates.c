#include "pipeline/dedupe/engine.h"

/*
 * candidates: which passages one is worth comparing with. Every print it has looks up who else has it; who shares
 * most, weighed by how rare the prints are, comes first.
 */

enum {
	HIT_PLACES = 2048, /* of the table they are counted in */
	WEIGHT = 16,       /* of a rare print, one that a few other units have; of one that n have, RARE/n of it */
	RARE = 4,
	FEW_WORDS = 48,    /* so many words are worth comparing for one rare print in common ... */
	MANY_WORDS = 128   /* ... more for two, and one more for each so many; or for several common ones */
};

struct hits {
	struct hit items[CANDIDATES_HITS];
	size_t count;
	uint32_t total; /* weight of a unit that shares all prints that others have */
	uint16_t places[HIT_PLACES]; /* place in items + 1; 0: free */
};

static uint32_t weight_of(size_t found)
{
	return found <= RARE ? WEIGHT : (uint32_t)(WEIGHT * RARE / found);
}

uint32_t candidates_least(uint32_t words)
{
	return words < FEW_WORDS ? WEIGHT : WEIGHT * (2 + words / MANY_WORDS);
}

static void add_hit(struct hits *h, uint32_t unit, uint32_t weight)
{
	size_t at = (unit * 0x9E3779B1u) >> 21;

	while (h->places[at] && h->items[h->places[at] - 1].unit != unit)
		at = (at + 1) & (HIT_PLACES - 1);
	if (h->places[at]) {
		h->items[h->places[at] - 1].weight += weight;
	} else if (h->count < CANDIDATES_HITS) {
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
		weight = weight_of(found);
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
	uint32_t least = candidates_least(words), heaviest = 0;
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

		heaviest = hit.weight > heaviest ? hit.weight : heaviest;
		if (hit.weight < least || !may_be_original(d, search, engine_record_of(d, hit.unit)))
			continue;
		if (found == most && !better(d, &hit, &best[found - 1]))
			continue;
		found += found < most;
		for (k = found - 1; k && better(d, &hit, &best[k - 1]); k--)
			best[k] = best[k - 1];
		best[k] = hit;
	}
	if (found == 0)
		best[0].weight = h.count == CANDIDATES_HITS ? UINT32_MAX : heaviest;
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

/* Units that have come to prints, and what they weigh. */
struct comers {
	struct hit items[CANDIDATES_COMERS];
	size_t count;
};

static bool add_comer(struct comers *c, uint32_t unit, uint32_t weight)
{
	size_t i = 0;

	while (i < c->count && c->items[i].unit != unit)
		i++;
	if (i == CANDIDATES_COMERS)
		return false;
	if (i == c->count)
		c->items[c->count++] = (struct hit){ unit, 0 };
	c->items[i].weight += weight;
	return true;
}

static bool holds(const uint32_t *units, size_t count, uint32_t unit)
{
	size_t i = 0;

	while (i < count && units[i] != unit)
		i++;
	return i < count;
}

/* What one print adds: units that came to it, and how much heavier it is for the others. */
static bool compare_postings(const struct dedupe *d, const struct postings *before, uint32_t print, struct comers *c,
			     struct gains *g)
{
	uint32_t now[POSTINGS_LIMIT], old[POSTINGS_LIMIT], weight;
	size_t count = postings_find(&d->postings, print, now), old_count = postings_find(before, print, old), i;

	weight = weight_of(count);
	for (i = 0; i < count; i++)
		if ((i >= old_count || now[i] != old[i]) && !holds(old, old_count, now[i]) &&
		    !add_comer(c, now[i], weight))
			return false;
	for (i = 0; i < old_count && !g->differs; i++)
		g->differs = !holds(now, count, old[i]);
	g->differs |= count && old_count && weight != weight_of(old_count);
	g->most += count && old_count && weight > weight_of(old_count) ? weight - weight_of(old_count) : 0;
	return true;
}

bool candidates_gains(const struct dedupe *d, const struct postings *(*before_of)(const struct dedupe *d, uint32_t print),
		      const uint32_t *prints, size_t count, struct gains *g)
{
	uint32_t heavier;
	struct comers c;
	size_t i;

	*g = (struct gains){ 0 };
	c.count = 0;
	for (i = 0; i < count; i++) {
		const struct postings *before = before_of(d, prints[i]);

		if (before != &d->postings && !compare_postings(d, before, prints[i], &c, g))
			return false;
	}
	heavier = g->most;
	for (i = 0; i < c.count; i++) {
		uint32_t weight = c.items[i].weight;
		bool come = (d->past[engine_record_of(d, c.items[i].unit)] & DEDUPE_STATE) != DEDUPE_INDEXED;

		if (come)
			g->come = weight > g->come ? weight : g->come;
		else
			g->most = weight + heavier > g->most ? weight + heavier : g->most;
		g->differs |= !come;
	}
	return true;
}
