#include "pipeline/dedupe/engine.h"

enum {
	PART_WORDS = 8,       /* a shorter stretch is no part of a splice */
	PART_SHARE = 6553,    /* a tenth: nor is a smaller share of it */
	COVERED = 55704,      /* 0.85: so much of a splice stands in others */
	OPEN_WORDS = 32,      /* a shorter text is hardly a splice */
	OPEN = 19660          /* 0.3: where so much of a passage is covered, it is worth looking for the rest */
};

#define RENAMED 0.1f /* so much more of it stands in several others than in one */
#define WHOLLY 0.95f /* a passage of which so much stands in another is contained in it, not spliced into it */

static void add_part(struct dedupe *d, uint32_t of, uint32_t record, uint16_t from, uint16_t to)
{
	uint32_t share = to > from ? (uint32_t)(to - from) : 0;

	if (share < PART_SHARE || (uint64_t)share * record_at(d, of)->words < (uint64_t)PART_WORDS * 65535)
		return;
	d->parts = memory_room(d->parts, d->part_count, &d->part_capacity, sizeof *d->parts);
	d->parts[d->part_count++] = (struct part){ of, record, from, to };
}

void splice_note(struct dedupe *d, uint32_t p, uint32_t q, const struct verdict *verdict)
{
	if (verdict->variant)
		return;
	if (verdict->q_in_p < WHOLLY)
		add_part(d, p, q, verdict->p_from, verdict->p_to);
	if (verdict->p_in_q < WHOLLY)
		add_part(d, q, p, verdict->q_from, verdict->q_to);
}

/* By the spliced passage, the larger part first, then the record: a fixed order. */
static int compare_parts(const void *x, const void *y)
{
	const struct part *p = x, *q = y;
	int p_size = p->to - p->from, q_size = q->to - q->from;

	if (p->of != q->of)
		return p->of < q->of ? -1 : 1;
	if (p_size != q_size)
		return q_size - p_size;
	if (p->from != q->from)
		return p->from < q->from ? -1 : 1;
	return (p->record > q->record) - (p->record < q->record);
}

/* What stays where the covering passage goes: its original, unless that is the splice itself, which will go. */
static uint32_t stands_for(const struct dedupe *d, const struct part *part)
{
	uint32_t root = decide_root(d, part->record);

	return root == part->of ? part->record : root;
}

static bool may_cover(const struct dedupe *d, const struct part *part)
{
	return !((decision_at(d, part->record)->flags | decision_at(d, stands_for(d, part))->flags) & DECISION_ASIDE);
}

/* As may_cover, but for duplicates of the passage itself (an edited copy is no part of it) and for splices it is in. */
static bool is_other_part(const struct dedupe *d, const struct part *part)
{
	return decision_at(d, part->record)->original != part->of &&
	       !(decision_at(d, part->record)->flags & DECISION_COVERED) && may_cover(d, part);
}

/* In the last round the parts' own text must be kept, or nearly all of it. */
static bool still_covers(const struct dedupe *d, const struct part *part)
{
	const struct decision *c = decision_at(d, part->record);

	return !(c->flags & DECISION_ASIDE) && (c->original == part->record || c->similarity >= WHOLLY);
}

/* Words (65535ths) of from .. to that are not yet in `covered`, a list of disjoint stretches by their beginning. */
struct cover {
	struct {
		uint16_t from, to;
	} stretch[DEDUPE_CANDIDATES * 2];
	size_t count, parts;
	uint32_t total;
	uint32_t largest; /* record of the first part */
};

static uint32_t gain_of(const struct cover *c, uint16_t from, uint16_t to)
{
	uint32_t gain = (uint32_t)(to - from);
	size_t i;

	for (i = 0; i < c->count; i++) {
		uint16_t low = from > c->stretch[i].from ? from : c->stretch[i].from;
		uint16_t high = to < c->stretch[i].to ? to : c->stretch[i].to;

		if (high > low)
			gain -= (uint32_t)(high - low);
	}
	return gain;
}

/* Cuts off the ends that are covered already, so that stretches stay disjoint. */
static void add_stretch(struct cover *c, uint16_t from, uint16_t to)
{
	size_t i;

	for (i = 0; i < c->count; i++) {
		if (c->stretch[i].from <= from && c->stretch[i].to > from)
			from = c->stretch[i].to;
		if (c->stretch[i].from < to && c->stretch[i].to >= to)
			to = c->stretch[i].from;
	}
	if (to > from) {
		c->stretch[c->count].from = from;
		c->stretch[c->count++].to = to;
		c->total += (uint32_t)(to - from);
	}
}

/* Covers a passage with its parts, greedily; the parts that `usable` allows. */
static struct cover cover_with(const struct dedupe *d, const struct part *parts, size_t count,
			       bool (*usable)(const struct dedupe *, const struct part *))
{
	struct cover c = { .largest = POSTINGS_NONE };
	size_t i;

	for (i = 0; i < count && c.count < DEDUPE_CANDIDATES * 2; i++) {
		if (gain_of(&c, parts[i].from, parts[i].to) < PART_SHARE || !usable(d, &parts[i]))
			continue;
		add_stretch(&c, parts[i].from, parts[i].to);
		c.largest = c.parts ? c.largest : parts[i].record;
		c.parts++;
	}
	return c;
}

static size_t parts_of_one(const struct dedupe *d, size_t first)
{
	size_t i = first;

	while (i < d->part_count && d->parts[i].of == d->parts[first].of)
		i++;
	return i - first;
}

static void lock(struct dedupe *d, const struct part *parts, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (may_cover(d, &parts[i]))
			decision_at(d, stands_for(d, &parts[i]))->flags |= DECISION_LOCKED;
}

/* Names of records are places in the order here, so that the sort does not see in which order they came. */
static void number_parts(struct dedupe *d, const uint32_t *to)
{
	size_t i;

	for (i = 0; i < d->part_count; i++) {
		d->parts[i].of = to[d->parts[i].of];
		d->parts[i].record = to[d->parts[i].record];
	}
}

static void sort_parts(struct dedupe *d)
{
	uint32_t *rank = memory_new(d->records.count, sizeof *rank);
	uint32_t i;

	for (i = 0; i < d->order_count; i++)
		rank[d->order[i]] = i;
	number_parts(d, rank);
	if (d->part_count)
		qsort(d->parts, d->part_count, sizeof *d->parts, compare_parts);
	number_parts(d, d->order);
	free(rank);
}

/* Flags the passages that are covered already. */
static void flag_covered(struct dedupe *d)
{
	size_t i, count;

	for (i = 0; i < d->part_count; i += count) {
		struct cover c;

		count = parts_of_one(d, i);
		c = cover_with(d, d->parts + i, count, may_cover);
		if (c.parts > 1 && c.total >= COVERED)
			decision_at(d, d->parts[i].of)->flags |= DECISION_COVERED;
	}
}

uint32_t *splice_open(struct dedupe *d, size_t *found)
{
	uint32_t *open = NULL;
	size_t capacity = 0, i, count;

	*found = 0;
	sort_parts(d);
	flag_covered(d);
	for (i = 0; i < d->part_count; i += count) {
		uint32_t of = d->parts[i].of;
		const struct decision *x = decision_at(d, of);
		struct cover c;

		count = parts_of_one(d, i);
		if (x->flags & (DECISION_COPY | DECISION_COVERED) || record_at(d, of)->words < OPEN_WORDS ||
		    (x->original != of && x->similarity >= WHOLLY))
			continue;
		c = cover_with(d, d->parts + i, count, is_other_part);
		if (c.total < OPEN || c.total >= COVERED)
			continue;
		open = memory_room(open, *found, &capacity, sizeof *open);
		open[(*found)++] = of;
	}
	return open;
}

size_t splice_find(struct dedupe *d)
{
	size_t found = 0, i, count;

	sort_parts(d);
	for (i = 0; i < d->part_count; i += count) {
		struct decision *x = decision_at(d, d->parts[i].of);
		struct cover c;

		count = parts_of_one(d, i);
		if (x->original != d->parts[i].of || x->flags & (DECISION_LOCKED | DECISION_COPY))
			continue;
		c = cover_with(d, d->parts + i, count, may_cover);
		if (c.parts < 2 || c.total < COVERED)
			continue;
		lock(d, d->parts + i, count);
		x->flags |= DECISION_ASIDE;
		found++;
	}
	return found;
}

void splice_mark(struct dedupe *d)
{
	size_t i, count;

	for (i = 0; i < d->part_count; i += count) {
		uint32_t of = d->parts[i].of;
		struct decision *x = decision_at(d, of);
		struct cover c;

		count = parts_of_one(d, i);
		if (!(x->flags & DECISION_ASIDE))
			continue;
		c = cover_with(d, d->parts + i, count, still_covers);
		if (c.parts < 2 || c.total < COVERED)
			continue;
		x->kind = DEDUPE_SPLICED;
		x->original = decide_root(d, c.largest);
		x->similarity = (float)c.total / 65535;
	}
}

/*
 * A passage of which most stands in one other was marked for that. Where the rest stands in others, too, it is a
 * splice all the same.
 */
void splice_rename(struct dedupe *d)
{
	size_t i, count;

	for (i = 0; i < d->part_count; i += count) {
		struct decision *x = decision_at(d, d->parts[i].of);
		struct cover c;

		count = parts_of_one(d, i);
		if (x->original == d->parts[i].of || x->flags & (DECISION_COPY | DECISION_ASIDE) || x->similarity >= WHOLLY)
			continue;
		c = cover_with(d, d->parts + i, count, still_covers);
		if (c.parts < 2 || c.total < COVERED || (float)c.total / 65535 < x->similarity + RENAMED)
			continue;
		x->kind = DEDUPE_SPLICED;
		x->original = decide_root(d, c.largest);
		x->similarity = (float)c.total / 65535;
	}
}
