#include "pipeline/link/repetitions.h"

#include <stdlib.h>

#include "normalizers/date.h"
#include "pipeline/base/buffer.h"
#include "pipeline/dedupe/little.h"
#include "pipeline/link/agree.h"
#include "pipeline/link/shingles.h"

enum {
	EVERY = 4,      /* one fingerprint of so many is looked at */
	CHAIN_MAX = 32, /* recommendations with one fingerprint: those of the earliest reports */
	SHARERS_MAX = SHINGLES_MAX * CHAIN_MAX,
	COMPARED_MAX = 4,
	TELLING_WORDS = 10, /* without dates; a shorter one is a formula */
	SHARED_AT_LEAST = 3, /* one of so many fingerprints of the one that has fewer */
	ASKING_HEAD = 12     /* bytes before the prints of a packed one */
};

/*
 * Words in common, of the words of both. In the sample documents the one repetition has
 * 0.96, and of the others no pair over 0.45.
 */
#define LIKE_AT 0.75

/* A recommendation as its report asks it. */
struct asking {
	int64_t id;
	size_t report;
	const uint32_t *prints; /* ascending */
	uint32_t count;
};

/* ---- texts without dates ---- */

/* Lives in the arena. */
static struct span without_dates(struct arena *arena, struct span text)
{
	struct buffer kept;
	struct date_value date;
	struct span rest;
	size_t at = 0;

	buffer_init(&kept, BUFFER_LIMIT_DEFAULT);
	while (date_find(text, at, SPAN(""), &date)) {
		size_t start = (size_t)(date.text.ptr - text.ptr);

		buffer_add(&kept, span_slice(text, at, start));
		at = start + date.text.len;
	}
	buffer_add(&kept, span_from(text, at));
	rest = arena_copy(arena, buffer_span(&kept));
	buffer_release(&kept);
	return rest;
}

static void add_asking(struct repetitions *repetitions, int64_t id, size_t report, const uint32_t *prints, size_t count)
{
	repetitions->at = arena_room(repetitions->arena, repetitions->at, repetitions->count, &repetitions->capacity,
				     sizeof *repetitions->at);
	repetitions->at[repetitions->count++] = (struct asking){ id, report, prints, (uint32_t)count };
}

static void add(struct repetitions *repetitions, const struct record *r, size_t report, struct arena *scratch)
{
	struct words words = shingles_words(scratch, without_dates(scratch, r->text));
	uint32_t prints[SHINGLES_MAX], *kept;
	size_t count;

	if (words.count < TELLING_WORDS)
		return;
	count = shingles_of(&words, EVERY, prints);
	kept = arena_array(repetitions->arena, count, sizeof *kept);
	memcpy(kept, prints, count * sizeof *kept);
	add_asking(repetitions, r->id, report, kept, count);
}

/* The askings from the first on as bytes: of each its id (8), how many prints it has (4), and these (4 each). */
static struct span packed(const struct repetitions *repetitions, size_t first)
{
	struct span bytes;
	struct buffer out;

	buffer_init(&out, SIZE_MAX);
	for (size_t i = first; i < repetitions->count; i++) {
		const struct asking *a = &repetitions->at[i];

		little_put_64(&out, (uint64_t)a->id);
		little_put_32(&out, a->count);
		for (size_t k = 0; k < a->count; k++)
			little_put_32(&out, a->prints[k]);
	}
	bytes = arena_copy(repetitions->arena, buffer_span(&out));
	buffer_release(&out);
	return bytes;
}

struct span repetitions_add(struct repetitions *repetitions, const struct records *records, size_t report)
{
	struct arena *scratch = arena_new();
	size_t first = repetitions->count;

	for (size_t i = 0; i < records->count; i++)
		if (records->at[i].type == ITEM_RECOMMENDATION) {
			arena_reset(scratch);
			add(repetitions, &records->at[i], report, scratch);
		}
	arena_free(scratch);
	return packed(repetitions, first);
}

void repetitions_recall(struct repetitions *repetitions, struct span askings, size_t report)
{
	while (askings.len >= ASKING_HEAD) {
		int64_t id = (int64_t)little_get_64(askings.ptr);
		uint32_t count = little_get_32(askings.ptr + 8), *prints;

		askings = span_from(askings, ASKING_HEAD);
		if (count > SHINGLES_MAX || askings.len < count * sizeof *prints)
			return;
		prints = arena_array(repetitions->arena, count, sizeof *prints);
		for (size_t i = 0; i < count; i++)
			prints[i] = little_get_32(askings.ptr + i * sizeof *prints);
		askings = span_from(askings, count * sizeof *prints);
		add_asking(repetitions, id, report, prints, count);
	}
}

/* ---- which comes first ---- */

/* "2016-12-15", "2016" of a session 2016-17, or empty; a beginning sorts before what goes on. */
static struct span time_of(const struct report *r)
{
	return span_empty(r->date) ? span_slice(r->session, 0, r->session.len < 4 ? r->session.len : 4) : r->date;
}

static int compare_spans(struct span a, struct span b)
{
	size_t shared = a.len < b.len ? a.len : b.len;
	int order = shared ? memcmp(a.ptr, b.ptr, shared) : 0;

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_reports(const struct report *a, const struct report *b)
{
	struct span x = time_of(a), y = time_of(b);
	int order = compare_spans(x, y);

	if (span_empty(x) != span_empty(y))
		return span_empty(x) ? 1 : -1;
	if (order != 0)
		return order;
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

static int compare_askings(const void *a, const void *b, void *context)
{
	const struct reports *reports = context;
	const struct asking *x = a, *y = b;

	if (x->report != y->report)
		return compare_reports(&reports->at[x->report], &reports->at[y->report]);
	return x->id < y->id ? -1 : x->id > y->id;
}

/* ---- which may be like it ---- */

struct candidate {
	uint32_t asking; /* index */
	uint32_t shared; /* fingerprints */
};

static int compare_indices(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static int compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->shared != y->shared)
		return x->shared > y->shared ? -1 : 1;
	return x->asking < y->asking ? -1 : x->asking > y->asking;
}

/* Everything in the index that has a fingerprint of it, once for each; returns how many. */
static size_t find_sharers(const struct multimap *index, const struct asking *a, uint32_t *found)
{
	size_t count = 0;

	for (size_t i = 0; i < a->count; i++) {
		const struct multimap_node *node = multimap_find(index, a->prints[i]);

		for (size_t k = 0; node && k < CHAIN_MAX; k++) {
			found[count++] = node->value;
			node = multimap_next(index, node);
		}
	}
	qsort(found, count, sizeof *found, compare_indices);
	return count;
}

/* Those of other reports that share enough, the likeliest first; returns how many. */
static size_t find_candidates(const struct repetitions *repetitions, const struct multimap *index,
			      const struct asking *a, struct candidate candidates[SHARERS_MAX])
{
	uint32_t found[SHARERS_MAX];
	size_t total = find_sharers(index, a, found), count = 0;

	for (size_t i = 0, next; i < total; i = next) {
		const struct asking *b = &repetitions->at[found[i]];
		size_t least = a->count < b->count ? a->count : b->count;

		for (next = i + 1; next < total && found[next] == found[i]; next++)
			;
		if (b->report != a->report && (next - i) * SHARED_AT_LEAST >= least)
			candidates[count++] = (struct candidate){ found[i], (uint32_t)(next - i) };
	}
	if (count > 0)
		qsort(candidates, count, sizeof *candidates, compare_candidates);
	return count < COMPARED_MAX ? count : COMPARED_MAX;
}

/* ---- which it is most like ---- */

static struct span read_text(struct store *store, struct arena *arena, int64_t recommendation)
{
	struct query *q = store_query(store, "SELECT text FROM recommendations WHERE id = ?1");
	struct span text;

	query_bind_int(q, 1, recommendation);
	text = query_next(q) ? without_dates(arena, query_text(q, 0)) : SPAN("");
	query_reset(q);
	return text;
}

/* Of those that say the same the one with the highest similarity, of equals the latest. SIZE_MAX: none. */
static size_t find_earlier(const struct repetitions *repetitions, const struct multimap *index, size_t asking,
			   struct store *store, struct arena *scratch, double *similarity)
{
	const struct asking *a = &repetitions->at[asking];
	struct candidate candidates[SHARERS_MAX];
	size_t count = find_candidates(repetitions, index, a, candidates), best = SIZE_MAX;
	struct span text = count > 0 ? read_text(store, scratch, a->id) : SPAN("");

	for (size_t i = 0; i < count; i++) {
		size_t other = candidates[i].asking;
		struct agreement agreement = agree_compare(text, read_text(store, scratch, repetitions->at[other].id));

		if (!agree_same(&agreement) || agreement.similarity < LIKE_AT)
			continue;
		if (best == SIZE_MAX || agreement.similarity > *similarity ||
		    (agreement.similarity >= *similarity && other > best)) {
			best = other;
			*similarity = agreement.similarity;
		}
	}
	return best;
}

void repetitions_put(const struct repetitions *repetitions, const struct reports *reports, struct store *store,
		     struct ledger *ledger)
{
	struct multimap index = { .arena = repetitions->arena };
	struct arena *scratch = arena_new();

	if (repetitions->count > 0)
		qsort_r(repetitions->at, repetitions->count, sizeof *repetitions->at, compare_askings, (void *)reports);
	for (size_t i = 0; i < repetitions->count; i++) {
		const struct asking *a = &repetitions->at[i];
		double similarity = 0;
		size_t earlier = find_earlier(repetitions, &index, i, store, scratch, &similarity);

		if (earlier != SIZE_MAX)
			ledger_put_repetition(ledger, a->id, repetitions->at[earlier].id, similarity);
		for (size_t k = 0; k < a->count; k++)
			multimap_put(&index, a->prints[k], (uint32_t)i);
		arena_reset(scratch);
	}
	arena_free(scratch);
}
