#include "pipeline/link/meetings.h"

#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/base/memory.h"

enum {
	EVERY = 4, /* one fingerprint of so many is looked at */
	TITLE_WORDS = 3,
	CROWD = 16 /* reports around one fingerprint that meet all with all */
};

/* A fingerprint of a witness. */
struct mark {
	uint32_t hash;
	uint32_t witness;
};

struct search {
	struct meetings *found;
	struct clusters *clusters;
	struct store *store;
	struct arena *scratch; /* of the items that are being read */
	struct mark *marks;
	size_t mark_count, mark_capacity;
};

/* ---- fingerprints of all items ---- */

/* Of how a title begins: others may call the report by less than all of it. 0: no title. */
static uint32_t title_hash(struct span title)
{
	size_t end = 0;

	for (int words = 0; words < TITLE_WORDS && end < title.len; words++) {
		long space = span_find(title, SPAN(" "), end + (words > 0));

		end = space < 0 ? title.len : (size_t)space;
	}
	return end ? (uint32_t)hash_64(span_slice(title, 0, end)) : 0;
}

static int compare_marks(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->witness < y->witness ? -1 : x->witness > y->witness;
}

/* Is the fingerprint one of an open report's? The first `count` marks, sorted, hold those. */
static bool is_marked(const struct mark *marks, size_t count, uint32_t hash)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (marks[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && marks[low].hash == hash;
}

static void add_mark(struct search *s, uint32_t hash)
{
	s->marks = memory_room(s->marks, s->mark_count, &s->mark_capacity, sizeof *s->marks);
	s->marks[s->mark_count++] = (struct mark){ .hash = hash, .witness = (uint32_t)s->found->witness_count };
}

/* One that is not among the first `known` marks, which are those of open reports, meets nobody; 0: they come first. */
static void mark(struct search *s, uint32_t hash, size_t known)
{
	if (known == 0 || is_marked(s->marks, known, hash))
		add_mark(s, hash);
}

/*
 * Adds an item with its fingerprints, and with the same once more under the title of
 * its report, where there is one (0: none): what is a formula in the heap may be
 * said once under that title.
 */
static void add_witness(struct search *s, const struct link_item *item, uint32_t title, size_t known)
{
	struct meetings *found = s->found;
	uint32_t hashes[SHINGLES_MAX];
	size_t count, before = s->mark_count;

	if (item->type == ITEM_RESPONSE || item->how == HOW_MENTIONED || item->words.count < MEETINGS_TELLING_WORDS ||
	    found->witness_count == UINT32_MAX)
		return;
	count = shingles_of(&item->words, EVERY, hashes);
	for (size_t i = 0; i < count; i++) {
		mark(s, hashes[i], known);
		if (title)
			mark(s, (hashes[i] ^ title) * 0x9E3779B1u, known);
	}
	if (s->mark_count == before)
		return;
	found->witnesses = memory_room(found->witnesses, found->witness_count, &found->witness_capacity,
				       sizeof *found->witnesses);
	found->witnesses[found->witness_count++] = (struct witness){ item->id, item->reference };
}

static void hear(struct search *s, bool open, size_t known)
{
	const struct content *content = s->clusters->content;

	for (size_t r = 0; r < content->reference_count; r++) {
		struct link_items items = { 0 };
		struct span title = s->clusters->identity[cluster_root(s->clusters, r)].title;

		if (content_items_of(&content->references[r]) == 0 || cluster_is_open(s->clusters, r) != open)
			continue;
		arena_reset(s->scratch);
		content_read_items(&items, s->scratch, s->store, content, r);
		for (size_t i = 0; i < items.count; i++)
			add_witness(s, &items.at[i], title_hash(title), known);
	}
}

/* ---- who meets whom ---- */

static bool may_be_one(struct search *s, size_t a, size_t b)
{
	if (a == b || cluster_conflict(s->clusters, a, b))
		return false;
	return cluster_is_open(s->clusters, a) || cluster_is_open(s->clusters, b);
}

static void meet(struct search *s, uint32_t v, uint32_t w)
{
	uint32_t a = (uint32_t)cluster_root(s->clusters, s->found->witnesses[v].reference);
	uint32_t b = (uint32_t)cluster_root(s->clusters, s->found->witnesses[w].reference);

	if (!may_be_one(s, a, b))
		return;
	s->found->at = memory_room(s->found->at, s->found->count, &s->found->capacity, sizeof *s->found->at);
	s->found->at[s->found->count++] = a < b ? (struct meeting){ a, b, v, w } : (struct meeting){ b, a, w, v };
}

/*
 * All who share a fingerprint. A few meet all with all. Of a crowd each meets the
 * one before it, which is linear, and enough for many copies of one report; what
 * a crowd of reports has in common is mostly a formula.
 */
static void introduce(struct search *s, const struct mark *marks, size_t count)
{
	for (size_t i = 1; i < count; i++)
		for (size_t k = count <= CROWD ? 0 : i - 1; k < i; k++)
			meet(s, marks[k].witness, marks[i].witness);
}

static void introduce_all(struct search *s)
{
	qsort(s->marks, s->mark_count, sizeof *s->marks, compare_marks);
	for (size_t start = 0; start < s->mark_count;) {
		size_t end = start + 1;

		while (end < s->mark_count && s->marks[end].hash == s->marks[start].hash)
			end++;
		introduce(s, s->marks + start, end - start);
		start = end;
	}
}

static int compare_meetings(const void *a, const void *b)
{
	const struct meeting *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	if (x->b != y->b)
		return x->b < y->b ? -1 : 1;
	if (x->witness_a != y->witness_a)
		return x->witness_a < y->witness_a ? -1 : 1;
	return x->witness_b < y->witness_b ? -1 : x->witness_b > y->witness_b;
}

/* Who shares several fingerprints has met several times. */
static void condense(struct search *s)
{
	size_t kept = 0;

	qsort(s->found->at, s->found->count, sizeof *s->found->at, compare_meetings);
	for (size_t i = 0; i < s->found->count; i++)
		if (kept == 0 || compare_meetings(&s->found->at[kept - 1], &s->found->at[i]) != 0)
			s->found->at[kept++] = s->found->at[i];
	s->found->count = kept;
}

void meetings_find(struct meetings *meetings, struct clusters *clusters, struct store *store)
{
	struct search s = { .found = meetings, .clusters = clusters, .store = store };

	*meetings = (struct meetings){ 0 };
	if (clusters->content->reference_count > UINT32_MAX)
		return;
	s.scratch = arena_new();
	hear(&s, true, 0);
	if (s.mark_count > 0) {
		qsort(s.marks, s.mark_count, sizeof *s.marks, compare_marks);
		hear(&s, false, s.mark_count);
		introduce_all(&s);
	}
	if (meetings->count > 0)
		condense(&s);
	free(s.marks);
	arena_free(s.scratch);
}

void meetings_release(struct meetings *meetings)
{
	free(meetings->witnesses);
	free(meetings->at);
	*meetings = (struct meetings){ 0 };
}
