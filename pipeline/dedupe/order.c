#include "pipeline/dedupe/engine.h"

/*
 * order: the canonical order of all passages: more words first, then less damage, then hashes. They are sorted by their
 * hashes first, digit by digit, then by damage and by their number of words: memory is read in rows, and not here and
 * there, which at a million passages is what sorting costs.
 *
 * So of two near copies with the same number of words the one that was read well is the original. What is seen of damage
 * without a dictionary is what had to be repaired (mojibake, U+FFFD, words broken at line ends) and words of letters and
 * digits; where names bring some of these, both copies have them.
 */

enum {
	DIGIT_BITS = 11,
	DIGITS = 6,       /* of 64 bits */
	DAMAGE_SHIFT = 56, /* in record.raw: see sketch.h */
	VALUES = 1 << DIGIT_BITS,
	LOTS = 4096       /* longer texts share a lot */
};

/* The order of texts of equal letters. */
static int compare_same(const struct record *x, const struct record *y)
{
	if (engine_context_matters(x) && x->context != y->context)
		return x->context < y->context ? -1 : 1;
	if (engine_context_matters(x) && x->marker != y->marker)
		return x->marker < y->marker ? -1 : 1;
	return x->raw == y->raw ? 0 : x->raw < y->raw ? -1 : 1;
}

static uint32_t damage_of(const struct record *r)
{
	return (uint32_t)(r->raw >> DAMAGE_SHIFT);
}

int engine_compare(const struct record *x, const struct record *y)
{
	if (x->words != y->words)
		return x->words > y->words ? -1 : 1;
	if (damage_of(x) != damage_of(y))
		return damage_of(x) < damage_of(y) ? -1 : 1;
	if (x->folded != y->folded)
		return x->folded < y->folded ? -1 : 1;
	return compare_same(x, y);
}

struct place {
	uint64_t folded;
	uint32_t record;
	uint32_t damage;
};

static int compare_records(const struct dedupe *d, uint32_t i, uint32_t j)
{
	int order = engine_compare(record_at(d, i), record_at(d, j));

	return order ? order : (i > j) - (i < j);
}

static int compare_places(const void *x, const void *y, void *state)
{
	const struct dedupe *d = state;
	uint32_t i = ((const struct place *)x)->record, j = ((const struct place *)y)->record;
	int order = compare_same(record_at(d, i), record_at(d, j));

	return order ? order : (i > j) - (i < j);
}

static int compare_indices(const void *x, const void *y, void *state)
{
	return compare_records(state, *(const uint32_t *)x, *(const uint32_t *)y);
}

static bool takes_part(const struct dedupe *d, uint32_t record)
{
	return record_at(d, record)->words != RECORD_REMOVED && !(d->past && d->past[record] & DEDUPE_GONE);
}

/* Behind those of the hash comes the damage, as the last one. */
static size_t digit_of(const struct place *p, int digit)
{
	if (digit == DIGITS)
		return p->damage;
	return (size_t)(p->folded >> (digit * DIGIT_BITS)) & (VALUES - 1);
}

/* Sorts by one digit, from `in` to `out`; equal ones stay in their order. */
static void sort_digit(const struct place *in, struct place *out, size_t count, int digit)
{
	size_t ends[VALUES + 1] = { 0 }, i;

	for (i = 0; i < count; i++)
		ends[digit_of(&in[i], digit) + 1]++;
	for (i = 1; i <= VALUES; i++)
		ends[i] += ends[i - 1];
	for (i = 0; i < count; i++)
		out[ends[digit_of(&in[i], digit)]++] = in[i];
}

/* All that take part, by their hashes; the caller frees. */
static struct place *sorted_by_hash(struct dedupe *d, size_t *count)
{
	struct place *places = memory_new(d->records.count, sizeof *places), *spare;
	uint32_t i;
	int digit;

	*count = 0;
	for (i = 0; i < d->records.count; i++)
		if (takes_part(d, i))
			places[(*count)++] = (struct place){ record_at(d, i)->folded, i, damage_of(record_at(d, i)) };
	spare = memory_new(*count, sizeof *spare);
	engine_weigh(d, 2 * d->records.count * sizeof *places);
	for (digit = 0; digit < DIGITS; digit += 2) { /* from one to the other and back */
		sort_digit(places, spare, *count, digit);
		sort_digit(spare, places, *count, digit + 1);
	}
	free(spare);
	return places;
}

/* Copies stand side by side: they get the least damage of theirs. They are in order. */
static void level_damage(struct dedupe *d, struct place *same, size_t count)
{
	const struct record *first = record_at(d, same[0].record);
	size_t i;

	for (i = 1; i < count; i++) {
		struct record *r = record_at(d, same[i].record);

		if (engine_context_matters(r) && (r->context != first->context || r->marker != first->marker))
			first = r;
		r->raw = (r->raw & (((uint64_t)1 << DAMAGE_SHIFT) - 1)) | (uint64_t)damage_of(first) << DAMAGE_SHIFT;
		same[i].damage = damage_of(first);
	}
}

/*
 * The number of words decides about the order first: texts with the same letters, differently spaced ("well-known",
 * "wellknown"), get the largest of theirs, so that they stand side by side.
 */
static void level_words(struct dedupe *d, struct place *same, size_t count)
{
	uint32_t words = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct record *r = record_at(d, same[i].record);

		words = !record_long(r) && r->words > words ? r->words : words;
	}
	for (i = 0; i < count; i++) {
		struct record *r = record_at(d, same[i].record);

		r->words = record_long(r) ? r->words : words;
	}
	qsort_r(same, count, sizeof *same, compare_places, d);
	level_damage(d, same, count);
}

static size_t lot_of(const struct record *r)
{
	return r->words < LOTS ? LOTS - r->words : 0;
}

/* Puts all in the order of their words; equal ones stay in theirs. */
static void sort_by_words(struct dedupe *d, const struct place *places, size_t count)
{
	size_t ends[LOTS + 2] = { 0 }, i;

	for (i = 0; i < count; i++)
		ends[lot_of(record_at(d, places[i].record)) + 1]++;
	for (i = 1; i < LOTS + 2; i++)
		ends[i] += ends[i - 1];
	d->order_count = count;
	d->order = memory_resize(NULL, count, sizeof *d->order);
	for (i = 0; i < count; i++)
		d->order[ends[lot_of(record_at(d, places[i].record))]++] = places[i].record;
	qsort_r(d->order, ends[0], sizeof *d->order, compare_indices, d); /* the longest, which share a lot */
}

void engine_order(struct dedupe *d)
{
	struct place *places, *by_damage;
	size_t count, i, same;

	places = sorted_by_hash(d, &count);
	for (i = 0; i < count; i += same) {
		for (same = 1; i + same < count && places[i + same].folded == places[i].folded; same++)
			;
		if (same > 1)
			level_words(d, places + i, same);
	}
	by_damage = memory_new(count, sizeof *by_damage);
	sort_digit(places, by_damage, count, DIGITS);
	free(places);
	sort_by_words(d, by_damage, count);
	free(by_damage);
}
