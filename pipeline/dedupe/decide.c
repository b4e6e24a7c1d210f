#include "pipeline/dedupe/engine.h"

/*
 * decide: the steps behind dedupe_decide, in the order in which dedupe.h tells them.
 */

/* ---- equal texts ---- */

static void begin_decisions(struct dedupe *d)
{
	uint32_t i;

	for (i = 0; i < d->records.count; i++)
		*(struct decision *)pages_add(&d->decisions) = (struct decision){ .original = i, .similarity = 1 };
}

bool decide_comparable(const struct dedupe *d, uint32_t p_record, uint32_t q_record)
{
	const struct record *p = record_at(d, p_record), *q = record_at(d, q_record);

	if (!engine_context_matters(p))
		return true;
	return p->context == q->context && (p->marker == (record_long(q) ? 0 : q->marker) || p->marker == 0);
}

static bool same_group(const struct record *x, const struct record *y)
{
	return x->words == y->words && x->folded == y->folded &&
	       (!engine_context_matters(x) || (x->context == y->context && x->marker == y->marker));
}

void decide_mark(struct decision *c, uint32_t original, enum dedupe_kind kind, float similarity)
{
	c->original = original;
	c->kind = (uint8_t)kind;
	c->similarity = similarity;
}

/* The caller's order of two equal texts. */
static bool named_before(const struct dedupe *d, uint32_t x, uint32_t y)
{
	uint64_t p = record_at(d, x)->key, q = record_at(d, y)->key;

	return d->source.order ? d->source.order(d->source.state, p, q) < 0 : x < y;
}

/* Puts that of the equal texts in front which the caller names first. Looks at each once: names may lie on a disk. */
static void lead_by_name(struct dedupe *d, size_t first)
{
	size_t best = first, i;
	uint32_t lead;

	for (i = first + 1; i < d->order_count; i++) {
		const struct record *x = record_at(d, d->order[first]), *y = record_at(d, d->order[i]);

		if (x->raw != y->raw || !same_group(x, y))
			break;
		if (named_before(d, d->order[i], d->order[best]))
			best = i;
	}
	lead = d->order[best];
	d->order[best] = d->order[first];
	d->order[first] = lead;
}

/* verify_equal, unless it is remembered. */
static enum dedupe_kind equal_kind(struct dedupe *d, uint32_t copy, uint32_t first)
{
	struct memo_entry *e = d->source.remember ? memo_find(&d->memo, first, copy) : NULL;
	struct verdict v = { .p_in_q = 1, .q_in_p = 1 };

	if (!e) {
		v.kind = (uint8_t)verify_equal(d, copy, first);
		if (!d->source.remember)
			return (enum dedupe_kind)v.kind;
		e = memo_add(&d->memo, first, copy, &v);
	}
	e->now |= MEMO_EQUAL;
	return (enum dedupe_kind)e->verdict.kind;
}

/* Marks all copies of a text but the first. Where hashes agree and texts do not, both stay. */
static void fold_copies(struct dedupe *d)
{
	size_t first = 0, i;

	for (i = 0; i < d->order_count; i++) {
		struct decision *c = decision_at(d, d->order[i]);
		enum dedupe_kind kind;

		if (i == 0 || !same_group(record_at(d, d->order[first]), record_at(d, d->order[i]))) {
			lead_by_name(d, i);
			first = i;
			continue;
		}
		kind = equal_kind(d, d->order[i], d->order[first]);
		if (kind == DEDUPE_ORIGINAL) {
			d->collided = true;
			continue;
		}
		decide_mark(c, d->order[first], kind, 1);
		c->flags |= DECISION_COPY;
	}
	d->verifier.p_unit = POSTINGS_NONE;
}

/* ---- one passage ---- */

/*
 * The comparison of a short passage with a unit of another, made now or remembered; `use` (enum memo_use) says what it
 * is for. The same texts are not compared twice.
 */
static struct verdict compare_pair(struct dedupe *d, uint32_t p, uint32_t q_unit, unsigned use)
{
	struct memo_entry *e = memo_find(&d->memo, p, q_unit);
	struct verdict v;

	if (!e) {
		v = ahead_compare(d, p, q_unit).verdict;
		d->figures.compared++;
		e = memo_add(&d->memo, p, q_unit, &v);
	}
	if (!e->now)
		d->figures.variants += e->verdict.variant;
	e->now |= (uint8_t)use;
	return e->verdict;
}

void decide_note(struct dedupe *d, uint32_t p, uint32_t q, const struct verdict *verdict, unsigned use)
{
	struct memo_entry *e = memo_find(&d->memo, p, q);

	if (!e)
		e = memo_add(&d->memo, p, q, verdict);
	e->fresh |= memcmp(&e->verdict, verdict, offsetof(struct verdict, variant) + 1) != 0;
	e->verdict = *verdict;
	e->now |= (uint8_t)use;
}

/* Looks for the original of a passage of one unit; choice->q stays POSTINGS_NONE where it has none. */
static void choose_short(struct dedupe *d, const struct search *search, struct choice *choice)
{
	struct hit best[DEDUPE_CANDIDATES];
	uint32_t p = search->p;
	size_t count = candidates_of(d, search, p, best), i;

	choice->candidates = count > 0;
	choice->bound = count ? 0 : best[0].weight;
	for (i = 0; i < count; i++) {
		uint32_t q = engine_record_of(d, best[i].unit);
		struct verdict v;

		if (!decide_comparable(d, p, q))
			continue;
		v = compare_pair(d, p, best[i].unit, search->note ? MEMO_FIRST : MEMO_SECOND);
		if (search->note)
			splice_note(d, p, q, &v);
		if (!verify_accepts(d, p, &v) || (choice->q != POSTINGS_NONE && v.p_in_q <= choice->verdict.p_in_q))
			continue;
		choice->q = q;
		choice->verdict = v;
		if (v.p_in_q >= DECIDE_CERTAIN)
			return;
	}
}

/* ---- rounds ---- */

static void index_unit(struct dedupe *d, struct postings *postings, uint32_t from, uint32_t to, uint32_t unit)
{
	for (; from < to; from++)
		postings_add(postings, print_at(d, from), unit);
}

static void index_record(struct dedupe *d, struct postings *postings, uint32_t p)
{
	uint32_t units, first, i;

	if (!record_long(record_at(d, p))) {
		index_unit(d, postings, record_at(d, p)->prints, engine_prints_end(d, p), p);
		return;
	}
	first = record_at(d, p)->marker;
	units = engine_unit_count(d, p);
	for (i = first; i < first + units; i++)
		index_unit(d, postings, unit_at(d, i)->prints, engine_unit_prints_end(d, i), i | UNIT_LONG);
}

bool decide_passage(struct dedupe *d, const struct search *search)
{
	struct choice choice = { .q = POSTINGS_NONE };
	struct decision *c = decision_at(d, search->p);

	d->figures.looked_up++;
	decide_mark(c, search->p, DEDUPE_ORIGINAL, 1);
	if (record_long(record_at(d, search->p)))
		long_choose(d, search, &choice);
	else
		choose_short(d, search, &choice);
	if (search->note) {
		c->flags &= (uint16_t)~DECISION_ALONE;
		c->flags |= choice.candidates ? 0 : DECISION_ALONE;
		c->bound = (uint8_t)(choice.bound < BOUND_NONE ? choice.bound : BOUND_NONE);
	}
	if (choice.q == POSTINGS_NONE)
		return true;
	decide_mark(c, choice.q, (enum dedupe_kind)choice.verdict.kind, choice.verdict.p_in_q);
	if (search->note)
		decide_note(d, search->p, choice.q, &choice.verdict, MEMO_CHOSEN);
	return false;
}

/*
 * Has the processor fetch what passages further on in the order will look up, step by step: what one step reads, the
 * step before it, some passages ago, has asked for. A read of memory that nobody foresaw takes as long as all else that
 * is done for a passage.
 */
static void expect(const struct dedupe *d, size_t i)
{
	enum { RECORD = 12, PRINTS = 8, POSTINGS = 4 };
	uint32_t p, print, end;

	if (i + RECORD >= d->order_count)
		return;
	p = d->order[i + RECORD];
	__builtin_prefetch(record_at(d, p));
	__builtin_prefetch(record_at(d, p) + 1);
	__builtin_prefetch(decision_at(d, p));
	p = d->order[i + PRINTS];
	if (record_long(record_at(d, p)))
		return;
	end = engine_prints_end(d, p);
	for (print = record_at(d, p)->prints; print < end; print += 16)
		__builtin_prefetch(pages_at(&d->prints, print));
	p = d->order[i + POSTINGS];
	end = record_long(record_at(d, p)) ? 0 : engine_prints_end(d, p);
	for (print = record_at(d, p)->prints; print < end; print++)
		postings_expect(&d->postings, print_at(d, print));
}

/* Goes through the passages in order: marks what a kept one covers, keeps and indexes the rest, and notes what
   covers what in part. */
static void first_round(struct dedupe *d)
{
	const struct postings none = { .count = 0 };
	size_t i;

	postings_init(&d->postings, d->prints.count / 10 * 9);
	for (i = 0; i < d->order_count; i++) {
		struct search search = { d->order[i], true, true, &none, false };

		ahead_look(d, i);
		expect(d, i);
		if (decision_at(d, search.p)->flags & DECISION_COPY || !decide_passage(d, &search))
			continue;
		decision_at(d, search.p)->flags |= DECISION_INDEXED;
		index_record(d, &d->postings, search.p);
	}
	engine_weigh(d, 0);
}

void decide_sort_pair(const struct dedupe *d, uint32_t *later, uint32_t *earlier)
{
	uint32_t first = *later;

	if (engine_compare(record_at(d, first), record_at(d, *earlier)) >= 0)
		return;
	*later = *earlier;
	*earlier = first;
}

/*
 * Looks harder for what else a passage may be made of: the second part of a splice may be a few sentences with no
 * rare print. Either may be the longer one.
 */
void decide_parts(struct dedupe *d, uint32_t x)
{
	const struct postings none = { .count = 0 };
	const struct search search = { x, true, true, &none, true };
	struct hit best[CANDIDATES_EAGER];
	size_t count, i;

	decision_at(d, x)->flags |= DECISION_OPEN;
	if (record_long(record_at(d, x)))
		return;
	count = ahead_candidates(d, &search, x, best);
	for (i = 0; i < count; i++) {
		uint32_t later = x, earlier = best[i].unit;
		struct verdict v;

		if (earlier & UNIT_LONG)
			continue;
		decide_sort_pair(d, &later, &earlier);
		/* What is noted already is noted twice, which makes no difference. */
		v = compare_pair(d, later, earlier, x == later ? MEMO_PARTS_P : MEMO_PARTS_Q);
		splice_note(d, later, earlier, &v);
	}
}

/*
 * The same once more without the splices that were set aside. Only two kinds of passage can change: one whose
 * original went, which is looked up everywhere again, and one that a passage covers which is thereby restored.
 */
static void second_round(struct dedupe *d)
{
	struct postings restored;
	size_t i;

	postings_init(&restored, 0);
	for (i = 0; i < d->order_count; i++) {
		uint32_t p = d->order[i];
		struct decision *c = decision_at(d, p), *original = decision_at(d, c->original);
		bool marked = c->original != p;
		struct search search = { p, false, marked, &restored, false };

		if (c->flags & (DECISION_COPY | DECISION_ASIDE))
			continue;
		if (marked && original->original == c->original && !(original->flags & DECISION_ASIDE))
			continue;
		if (!marked && restored.count == 0)
			continue;
		if (marked && d->night && !night_can_look(d, p))
			continue;
		c->flags |= marked ? DECISION_AGAIN : 0;
		if (decide_passage(d, &search) && marked)
			index_record(d, &restored, p);
	}
	postings_release(&restored);
}

uint32_t decide_root(const struct dedupe *d, uint32_t record)
{
	while (decision_at(d, record)->original != record)
		record = decision_at(d, record)->original;
	return record;
}

/* Copies follow their first: where that became a duplicate itself, they are duplicates of its original. */
static void follow_roots(struct dedupe *d)
{
	size_t i;

	for (i = 0; i < d->order_count; i++) {
		struct decision *c = decision_at(d, d->order[i]);
		uint32_t first = c->original, root = decide_root(d, d->order[i]);

		if (root == first || !(c->flags & DECISION_COPY))
			continue;
		*c = (struct decision){ .original = root,
					.similarity = decision_at(d, first)->similarity,
					.kind = decision_at(d, first)->kind,
					.flags = c->flags };
	}
}

/* Everything from the sketches. */
static void decide_anew(struct dedupe *d)
{
	uint32_t *open;
	size_t count, i;

	engine_drop_unique(d);
	ahead_begin(d);
	first_round(d);
	open = splice_open(d, &count);
	for (i = 0; i < count; i++) {
		ahead_look_parts(d, open, count, i);
		decide_parts(d, open[i]);
	}
	ahead_end(d);
	free(open);
}

bool dedupe_decide(struct dedupe *d)
{
	engine_weigh(d, 0);
	begin_decisions(d);
	engine_order(d);
	fold_copies(d);
	if (night_begin(d) && night_first_round(d)) {
		night_parts(d);
	} else {
		night_end(d);
		decide_anew(d);
	}
	if (splice_find(d) > 0) {
		if (d->night)
			night_second_round(d, second_round);
		else
			second_round(d);
		splice_mark(d);
	}
	splice_rename(d);
	follow_roots(d);
	night_end(d);
	postings_release(&d->postings);
	return !d->verifier.failed;
}
