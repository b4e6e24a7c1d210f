#include "pipeline/dedupe/engine.h"

/*
 * remember: what one run leaves to the next (dedupe.h). Inside, a comparison is a memo entry that names units by
 * their places in this run; outside, units are named by passage and number.
 */

/* ---- verdicts ---- */

static void pack(struct dedupe_verdict *out, const struct verdict *v)
{
	memcpy(out->bytes, &v->p_in_q, 4);
	memcpy(out->bytes + 4, &v->q_in_p, 4);
	memcpy(out->bytes + 8, &v->p_from, 8); /* four numbers of 16 bits, in a row */
	out->bytes[16] = v->kind;
	out->bytes[17] = v->variant;
}

static struct verdict unpack(const struct dedupe_verdict *in)
{
	struct verdict v;

	memcpy(&v.p_in_q, in->bytes, 4);
	memcpy(&v.q_in_p, in->bytes + 4, 4);
	memcpy(&v.p_from, in->bytes + 8, 8);
	v.kind = in->bytes[16] < DEDUPE_KIND_COUNT ? in->bytes[16] : DEDUPE_NEAR;
	v.variant = in->bytes[17] != 0;
	return v;
}

bool dedupe_verdict_variant(const struct dedupe_verdict *verdict, double *similarity)
{
	struct verdict v = unpack(verdict);

	*similarity = (double)v.p_in_q;
	return v.variant;
}

/* ---- taking in ---- */

void dedupe_recall(struct dedupe *d, size_t n, unsigned state)
{
	if (!d->past)
		d->past = memory_new(d->records.count, sizeof *d->past);
	d->past[n] = (uint16_t)state;
}

/* The unit of this run; POSTINGS_NONE when there is no such one. */
static uint32_t find_unit(const struct dedupe *d, size_t passage, uint32_t unit)
{
	const struct record *r;

	if (passage >= d->records.count || (r = record_at(d, (uint32_t)passage))->words == RECORD_REMOVED)
		return POSTINGS_NONE;
	if (unit == 0)
		return (uint32_t)passage;
	if (!record_long(r) || unit > d->units.count - r->marker ||
	    unit_at(d, r->marker + unit - 1)->record != passage)
		return POSTINGS_NONE;
	return (r->marker + unit - 1) | UNIT_LONG;
}

bool dedupe_remember(struct dedupe *d, const struct dedupe_memory *memory)
{
	uint32_t p = find_unit(d, memory->passage, memory->unit), q = find_unit(d, memory->other, memory->other_unit);
	bool equal = memory->use & MEMO_EQUAL;
	struct verdict v = unpack(&memory->verdict);
	struct memo_entry *e;

	if (p == POSTINGS_NONE || q == POSTINGS_NONE || memory->passage == memory->other || !memory->use)
		return false;
	e = memo_find(&d->memo, equal ? q : p, equal ? p : q);
	if (!e)
		e = memo_add(&d->memo, equal ? q : p, equal ? p : q, &v);
	e->past = memory->use;
	return true;
}

/* ---- giving out ---- */

unsigned dedupe_state(const struct dedupe *d, size_t n)
{
	const struct decision *c = decision_at(d, (uint32_t)n);
	unsigned state = DEDUPE_CHOSE;

	if (d->collided || record_at(d, (uint32_t)n)->words == RECORD_REMOVED)
		return DEDUPE_NEW;
	if (c->flags & DECISION_COPY)
		return DEDUPE_COPY;
	if (c->flags & DECISION_INDEXED)
		state = DEDUPE_INDEXED;
	state |= c->flags & DECISION_OPEN ? DEDUPE_OPEN : 0;
	state |= c->flags & DECISION_ALONE ? DEDUPE_ALONE : 0;
	state |= c->flags & DECISION_AGAIN ? DEDUPE_AGAIN : 0;
	return state | (unsigned)c->bound << 8;
}

static void name_unit(const struct dedupe *d, uint32_t unit, size_t *passage, uint32_t *number)
{
	*passage = engine_record_of(d, unit);
	*number = unit & UNIT_LONG ? (unit & ~UNIT_LONG) - record_at(d, (uint32_t)*passage)->marker + 1 : 0;
}

void dedupe_each_memory(const struct dedupe *d, void *state,
			void (*take)(void *state, const struct dedupe_memory *memory, bool changed))
{
	size_t i;

	for (i = 0; i < d->memo.places; i++) {
		const struct memo_entry *e = &d->memo.table[i];
		bool equal = (e->now | e->past) & MEMO_EQUAL;
		struct dedupe_memory memory = { .use = e->now };

		if (e->p == e->q || !(e->now | e->past))
			continue;
		name_unit(d, equal ? e->q : e->p, &memory.passage, &memory.unit);
		name_unit(d, equal ? e->p : e->q, &memory.other, &memory.other_unit);
		pack(&memory.verdict, &e->verdict);
		take(state, &memory, e->fresh || e->now != e->past);
	}
}
