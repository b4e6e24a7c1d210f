#include "pipeline/dedupe/engine.h"

/*
 * long: texts of SKETCH_LONG words and more. Each unit of 512 words is looked up and compared for itself; what its
 * candidates hold of it is added up by passage. So a long text costs what its words cost, and a part of it is found in
 * another long one wherever it stands there.
 */

enum { DAMAGED_PER_FACT = 32 }; /* damaged words of a long text that excuse one fact */

#define SURELY 0.9f /* so much of a text in one with the same letters: they are the same */

/* What the units of a passage p found in one other. */
struct tally {
	uint32_t q;
	double covered;        /* words of p */
	double q_covered;      /* share of q */
	size_t facts, others, damaged;  /* places that differ, words that are damaged */
	uint16_t p_from, p_to; /* the stretch of each that the other covers: 65535ths */
	uint16_t q_from, q_to;
};

static struct tally *tally_of(struct tally *tallies, size_t *count, uint32_t q)
{
	size_t i;

	for (i = 0; i < *count; i++)
		if (tallies[i].q == q)
			return &tallies[i];
	if (*count == DEDUPE_CANDIDATES)
		return NULL;
	tallies[*count] = (struct tally){ .q = q, .p_from = UINT16_MAX, .q_from = UINT16_MAX };
	return &tallies[(*count)++];
}

static uint32_t unit_words(const struct dedupe *d, uint32_t p, uint32_t unit, uint32_t units)
{
	uint32_t before = (unit - record_at(d, p)->marker) * SKETCH_UNIT;

	return unit + 1 < record_at(d, p)->marker + units ? SKETCH_UNIT : record_at(d, p)->words - before;
}

static void add_finding(struct tally *t, const struct finding *f, uint32_t words)
{
	const struct verdict *v = &f->verdict;

	t->covered += (double)v->p_in_q * words;
	t->q_covered += (double)v->q_in_p;
	t->facts += f->facts;
	t->others += f->others;
	t->damaged += f->damaged;
	if (v->p_to <= v->p_from || v->q_to <= v->q_from)
		return;
	t->p_from = v->p_from < t->p_from ? v->p_from : t->p_from;
	t->p_to = v->p_to > t->p_to ? v->p_to : t->p_to;
	t->q_from = v->q_from < t->q_from ? v->q_from : t->q_from;
	t->q_to = v->q_to > t->q_to ? v->q_to : t->q_to;
}

/* The best candidate of each other passage for one unit is compared and counted. */
static void tally_unit(struct dedupe *d, const struct search *search, uint32_t unit, uint32_t units,
		       struct tally *tallies, size_t *count, struct choice *choice)
{
	struct hit best[DEDUPE_CANDIDATES];
	uint32_t p = search->p;
	size_t found = candidates_of(d, search, unit | UNIT_LONG, best), i, k;

	choice->candidates |= found > 0;
	if (found == 0 && best[0].weight > choice->bound)
		choice->bound = best[0].weight;
	for (i = 0; i < found; i++) {
		uint32_t q = engine_record_of(d, best[i].unit);
		struct tally *t = tally_of(tallies, count, q);
		struct finding f;

		for (k = 0; k < i && engine_record_of(d, best[k].unit) != q; k++)
			;
		if (k < i || !t)
			continue;
		f = ahead_compare(d, unit | UNIT_LONG, best[i].unit);
		d->figures.compared++;
		add_finding(t, &f, unit_words(d, p, unit, units));
	}
}

/*
 * What p is in q: what lies before and behind the stretch of q that p covers is a cut, if p is the shorter by about as
 * much (where halves change places, the unit with the border has half of its words found). In shares of q's words; a
 * hundredth is what a header moves.
 */
static enum dedupe_kind kind_of(const struct dedupe *d, uint32_t p, const struct tally *t)
{
	uint32_t head = t->q_from, tail = UINT16_MAX - t->q_to, least = head < tail ? head : tail;
	double cut = (double)(head + tail) / UINT16_MAX;
	double inside = (double)(t->q_to - t->q_from) / UINT16_MAX - t->q_covered;
	double shorter = 1 - (double)record_at(d, p)->words / record_at(d, t->q)->words;

	if (cut <= (inside > 0 ? inside : 0) + 0.01 || shorter < cut / 2)
		return DEDUPE_NEAR;
	return least * 10 <= head + tail || least < UINT16_MAX / 100 ? DEDUPE_TRUNCATED : DEDUPE_CONTAINED;
}

static struct verdict verdict_of(const struct dedupe *d, uint32_t p, const struct tally *t)
{
	struct verdict v = { .p_in_q = (float)(t->covered / record_at(d, p)->words),
			     .q_in_p = t->q_covered > 1 ? 1 : (float)t->q_covered,
			     .p_from = t->p_from, .p_to = t->p_to, .q_from = t->q_from, .q_to = t->q_to };

	v.kind = (uint8_t)kind_of(d, p, t);
	/* Where spaces were lost or put in, the units of both begin at other words. */
	if (record_at(d, p)->folded == record_at(d, t->q)->folded && v.p_in_q > SURELY) {
		v.p_in_q = v.q_in_p = 1;
		v.kind = DEDUPE_FOLDED;
		return v;
	}
	/* In thousands of damaged words some fact is damaged beyond recognition. */
	v.variant = t->facts > 0 && t->facts >= t->others && t->facts * DAMAGED_PER_FACT >= t->damaged;
	return v;
}

void long_choose(struct dedupe *d, const struct search *search, struct choice *choice)
{
	struct tally tallies[DEDUPE_CANDIDATES];
	uint32_t p = search->p;
	uint32_t first = record_at(d, p)->marker, units = engine_unit_count(d, p), i;
	size_t count = 0, k;

	for (i = first; i < first + units; i++)
		tally_unit(d, search, i, units, tallies, &count, choice);
	for (k = 0; k < count; k++) {
		struct verdict v = verdict_of(d, p, &tallies[k]);

		if (search->note) {
			splice_note(d, p, tallies[k].q, &v);
			decide_note(d, p, tallies[k].q, &v, MEMO_FIRST);
		}
		if (verify_accepts(d, p, &v) && (choice->q == POSTINGS_NONE || v.p_in_q > choice->verdict.p_in_q)) {
			choice->q = tallies[k].q;
			choice->verdict = v;
		}
	}
}
