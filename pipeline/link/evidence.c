#include "pipeline/link/evidence.h"

#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/link/agree.h"

enum {
	ITEMS_MIN = 2,   /* agreeing items that make one report of two */
	LONG_WORDS = 20, /* an agreement of so many words does for two, under the same title */
	TELLING_WORDS = 6, /* shorter ones prove nothing */
	EVERY = 4,       /* one fingerprint of so many is looked at */
	CROWD = 16       /* reports around one fingerprint that are compared all with all */
};

/* Share of trigrams below which one text cannot be a version of the other, however badly it was read. */
#define FOREIGN_BELOW 0.25

/* An item that can give evidence. */
struct witness {
	int64_t item;
	size_t reference;
};

/* A fingerprint of a witness. */
struct mark {
	uint32_t hash;
	uint32_t witness;
};

/* Two witnesses of two reports that share a fingerprint: roots a < b. */
struct meeting {
	size_t a, b;
	uint32_t witness_a, witness_b;
};

/* Two reports and how much they have in common. */
struct tie {
	size_t a, b;
	size_t items, words;
};

struct evidence {
	struct clusters *clusters;
	struct store *store;
	struct arena *scratch; /* of the item that is being read */
	struct witness *witnesses;
	size_t witness_count, witness_capacity;
	struct mark *marks;
	size_t mark_count, mark_capacity;
	struct meeting *meetings;
	size_t meeting_count, meeting_capacity;
	struct tie *ties;
	size_t tie_count, tie_capacity;
	size_t *largest;  /* by root: items of its fullest reference */
	size_t *stamp;    /* by document: the last question in which it was met */
	size_t questions;
};

/* Could its report be more than is known? Only then has text something to say. */
static bool is_open(struct clusters *clusters, size_t reference)
{
	size_t root = cluster_root(clusters, reference);

	return !clusters->attributed[root] || !identity_complete(&clusters->identity[root]);
}

static const struct link_reference *reference_of(const struct evidence *e, size_t index)
{
	return &e->clusters->content->references[index];
}

static size_t items_of(const struct link_reference *r)
{
	return r->stated + r->quoted;
}

/* ---- fingerprints of all items ---- */

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

static void add_mark(struct evidence *e, uint32_t hash)
{
	e->marks = memory_room(e->marks, e->mark_count, &e->mark_capacity, sizeof *e->marks);
	e->marks[e->mark_count++] = (struct mark){ .hash = hash, .witness = (uint32_t)e->witness_count };
}

/* Adds an item with the fingerprints that are among the first `known` marks; with all when `known` is 0. */
static void add_witness(struct evidence *e, const struct link_item *item, size_t known)
{
	uint32_t hashes[SHINGLES_MAX];
	size_t count, before = e->mark_count;

	if (item->type == ITEM_RESPONSE || item->how == HOW_MENTIONED || item->words.count < TELLING_WORDS ||
	    e->witness_count == UINT32_MAX)
		return;
	count = shingles_of(&item->words, EVERY, hashes);
	for (size_t i = 0; i < count; i++)
		if (known == 0 || is_marked(e->marks, known, hashes[i]))
			add_mark(e, hashes[i]);
	if (e->mark_count == before)
		return;
	e->witnesses = memory_room(e->witnesses, e->witness_count, &e->witness_capacity, sizeof *e->witnesses);
	e->witnesses[e->witness_count++] = (struct witness){ item->id, item->reference };
}

static void hear(struct evidence *e, bool open, size_t known)
{
	const struct content *content = e->clusters->content;

	for (size_t r = 0; r < content->reference_count; r++) {
		struct link_items items = { 0 };

		if (items_of(&content->references[r]) == 0 || is_open(e->clusters, r) != open)
			continue;
		arena_reset(e->scratch);
		content_read_items(&items, e->scratch, e->store, content, r);
		for (size_t i = 0; i < items.count; i++)
			add_witness(e, &items.at[i], known);
	}
}

/* ---- who meets whom ---- */

static bool may_be_one(struct evidence *e, size_t a, size_t b)
{
	return a != b && (is_open(e->clusters, a) || is_open(e->clusters, b)) && !cluster_conflict(e->clusters, a, b);
}

static void meet(struct evidence *e, uint32_t v, uint32_t w)
{
	size_t a = cluster_root(e->clusters, e->witnesses[v].reference);
	size_t b = cluster_root(e->clusters, e->witnesses[w].reference);

	if (!may_be_one(e, a, b))
		return;
	e->meetings = memory_room(e->meetings, e->meeting_count, &e->meeting_capacity, sizeof *e->meetings);
	e->meetings[e->meeting_count++] = a < b ? (struct meeting){ a, b, v, w } : (struct meeting){ b, a, w, v };
}

/*
 * All who share a fingerprint. A few meet all with all. Of a crowd each meets
 * the one before it and the first, which is linear, and enough for many copies
 * of one report; what a crowd of reports has in common is mostly a formula.
 */
static void introduce(struct evidence *e, const struct mark *marks, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		size_t from = count <= CROWD ? 0 : i - 1;

		for (size_t k = from; k < i; k++)
			meet(e, marks[k].witness, marks[i].witness);
		if (from > 0)
			meet(e, marks[0].witness, marks[i].witness);
	}
}

static void introduce_all(struct evidence *e)
{
	qsort(e->marks, e->mark_count, sizeof *e->marks, compare_marks);
	for (size_t start = 0; start < e->mark_count;) {
		size_t end = start + 1;

		while (end < e->mark_count && e->marks[end].hash == e->marks[start].hash)
			end++;
		introduce(e, e->marks + start, end - start);
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

/* ---- what they have in common ---- */

/* Have both reports items in one document? */
static bool share_document(struct evidence *e, size_t a, size_t b)
{
	size_t question = ++e->questions, i = a;

	do {
		if (items_of(reference_of(e, i)) > 0)
			e->stamp[reference_of(e, i)->document] = question;
		i = e->clusters->next[i];
	} while (i != a);
	i = b;
	do {
		if (items_of(reference_of(e, i)) > 0 && e->stamp[reference_of(e, i)->document] == question)
			return true;
		i = e->clusters->next[i];
	} while (i != b);
	return false;
}

static struct span text_of_item(struct evidence *e, int64_t item)
{
	struct query *q = store_query(e->store, "SELECT text FROM items WHERE id = ?1");
	struct span text = { 0 };

	query_bind_int(q, 1, item);
	if (query_next(q))
		text = arena_copy(e->scratch, query_text(q, 0));
	query_reset(q);
	return text;
}

/* A glance before the comparison: texts that share a formula and no more are many. */
static bool are_foreign(struct evidence *e, struct span a, struct span b)
{
	struct words x = shingles_words(e->scratch, a), y = shingles_words(e->scratch, b);

	return shingles_share(&x, &y) < FOREIGN_BELOW;
}

/* Words that the two have in common; 0 when they do not agree, or too little to tell. */
static size_t common_words(struct evidence *e, const struct meeting *m)
{
	struct span a, b;
	struct agreement agreement;

	arena_reset(e->scratch);
	a = text_of_item(e, e->witnesses[m->witness_a].item);
	b = text_of_item(e, e->witnesses[m->witness_b].item);
	if (are_foreign(e, a, b))
		return 0;
	agreement = agree_compare(a, b);
	return agree_same(&agreement) && agreement.shorter >= TELLING_WORDS ? agreement.common : 0;
}

static int compare_witnesses(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static size_t count_distinct(uint32_t *witnesses, size_t count)
{
	size_t distinct = 0;

	qsort(witnesses, count, sizeof *witnesses, compare_witnesses);
	for (size_t i = 0; i < count; i++)
		distinct += i == 0 || witnesses[i] != witnesses[i - 1];
	return distinct;
}

/* Compares all who met of two reports. An item counts once on either side. */
static struct tie examine(struct evidence *e, const struct meeting *group, size_t count)
{
	struct tie tie = { .a = group->a, .b = group->b };
	uint32_t *side_b = memory_new(count, sizeof *side_b);
	size_t agreeing = 0, items_a = 0, items_b, best = 0;

	for (size_t i = 0; i < count; i++) {
		size_t common = common_words(e, &group[i]);

		if (i == 0 || group[i].witness_a != group[i - 1].witness_a)
			best = 0;
		if (common == 0)
			continue;
		side_b[agreeing++] = group[i].witness_b;
		items_a += best == 0;
		tie.words += common > best ? common - best : 0;
		best = common > best ? common : best;
	}
	items_b = count_distinct(side_b, agreeing);
	tie.items = items_a < items_b ? items_a : items_b;
	free(side_b);
	return tie;
}

static bool same_title(const struct evidence *e, size_t a, size_t b)
{
	const struct identity *x = &e->clusters->identity[a], *y = &e->clusters->identity[b];

	return !span_empty(x->title) && span_equal(x->title, y->title);
}

static bool is_enough(const struct evidence *e, const struct tie *tie)
{
	size_t a = e->largest[tie->a], b = e->largest[tie->b], smaller = a < b ? a : b;

	if (same_title(e, tie->a, tie->b))
		return tie->items >= ITEMS_MIN || (tie->items == 1 && tie->words >= LONG_WORDS);
	return tie->items >= ITEMS_MIN && tie->items * 2 >= smaller;
}

static bool worth_examining(struct evidence *e, const struct meeting *group, size_t count)
{
	size_t items = 0;

	for (size_t i = 0; i < count; i++)
		items += i == 0 || group[i].witness_a != group[i - 1].witness_a;
	if (items < ITEMS_MIN && !same_title(e, group->a, group->b))
		return false;
	return !identity_titles_differ(&e->clusters->identity[group->a], &e->clusters->identity[group->b]) &&
	       !share_document(e, group->a, group->b);
}

/* Who shares several fingerprints has met several times. */
static void condense(struct evidence *e)
{
	size_t kept = 0;

	qsort(e->meetings, e->meeting_count, sizeof *e->meetings, compare_meetings);
	for (size_t i = 0; i < e->meeting_count; i++)
		if (kept == 0 || compare_meetings(&e->meetings[kept - 1], &e->meetings[i]) != 0)
			e->meetings[kept++] = e->meetings[i];
	e->meeting_count = kept;
}

static void examine_all(struct evidence *e)
{
	condense(e);
	for (size_t start = 0; start < e->meeting_count;) {
		const struct meeting *group = e->meetings + start;
		size_t count = 1;
		struct tie tie;

		while (start + count < e->meeting_count && group[count].a == group->a && group[count].b == group->b)
			count++;
		start += count;
		if (!worth_examining(e, group, count))
			continue;
		tie = examine(e, group, count);
		if (!is_enough(e, &tie))
			continue;
		e->ties = memory_room(e->ties, e->tie_count, &e->tie_capacity, sizeof *e->ties);
		e->ties[e->tie_count++] = tie;
	}
}

/* ---- joining ---- */

/* The strongest first. */
static int compare_ties(const void *a, const void *b)
{
	const struct tie *x = a, *y = b;

	if (x->items != y->items)
		return x->items > y->items ? -1 : 1;
	if (x->words != y->words)
		return x->words > y->words ? -1 : 1;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return x->b < y->b ? -1 : x->b > y->b;
}

struct choice {
	size_t partner;
	size_t items; /* 0: none yet */
	bool torn;    /* between two that contradict each other */
};

/* Is the second nearly as good as the first? */
static bool rivals(size_t first, size_t second)
{
	return second * 5 >= first * 4;
}

static void choose(struct evidence *e, struct choice *choices, size_t root, size_t partner, size_t items)
{
	struct choice *choice = &choices[root];

	if (choice->items == 0) {
		choice->partner = partner;
		choice->items = items;
	} else if (is_open(e->clusters, root) && rivals(choice->items, items) &&
		   cluster_conflict(e->clusters, choice->partner, partner)) {
		choice->torn = true;
	}
}

static void note_torn(const struct evidence *e, struct notes *notes, size_t root)
{
	const struct link_reference *r = reference_of(e, root);

	notes_add(notes, e->clusters->content->documents[r->document].source_id, r->line, SEVERITY_WARNING,
		  "link-report-ambiguous",
		  "the text of this report agrees with two reports that are not the same; it is kept apart from both");
}

static void note_joined(const struct evidence *e, struct notes *notes, size_t root, size_t items)
{
	const struct link_reference *r = reference_of(e, root);

	notes_add(notes, e->clusters->content->documents[r->document].source_id, r->line, SEVERITY_NOTE,
		  "link-report-by-text", "%zu of its conclusions and recommendations say which report this is", items);
}

static void join_ties(struct evidence *e, struct notes *notes)
{
	size_t references = e->clusters->content->reference_count;
	struct choice *choices = memory_new(references, sizeof *choices);

	qsort(e->ties, e->tie_count, sizeof *e->ties, compare_ties);
	for (size_t i = 0; i < e->tie_count; i++) {
		choose(e, choices, e->ties[i].a, e->ties[i].b, e->ties[i].items);
		choose(e, choices, e->ties[i].b, e->ties[i].a, e->ties[i].items);
	}
	for (size_t r = 0; r < references; r++)
		if (choices[r].torn)
			note_torn(e, notes, r);
	for (size_t i = 0; i < e->tie_count; i++) {
		const struct tie *tie = &e->ties[i];
		size_t a = cluster_root(e->clusters, tie->a), b = cluster_root(e->clusters, tie->b);
		bool open = is_open(e->clusters, tie->b);

		if (choices[tie->a].torn || choices[tie->b].torn || a == b || share_document(e, a, b))
			continue;
		if (cluster_join(e->clusters, a, b))
			note_joined(e, notes, open ? tie->b : tie->a, tie->items);
	}
	free(choices);
}

static void measure(struct evidence *e)
{
	for (size_t r = 0; r < e->clusters->content->reference_count; r++) {
		size_t root = cluster_root(e->clusters, r), items = items_of(reference_of(e, r));

		if (items > e->largest[root])
			e->largest[root] = items;
	}
}

void evidence_join(struct clusters *clusters, struct store *store, struct notes *notes)
{
	const struct content *content = clusters->content;
	struct evidence e = { .clusters = clusters, .store = store };

	e.scratch = arena_new();
	e.largest = memory_new(content->reference_count + 1, sizeof *e.largest);
	e.stamp = memory_new(content->document_count + 1, sizeof *e.stamp);
	measure(&e);
	hear(&e, true, 0);
	if (e.mark_count > 0) {
		qsort(e.marks, e.mark_count, sizeof *e.marks, compare_marks);
		hear(&e, false, e.mark_count);
		introduce_all(&e);
	}
	if (e.meeting_count > 0)
		examine_all(&e);
	if (e.tie_count > 0)
		join_ties(&e, notes);
	free(e.ties);
	free(e.meetings);
	free(e.marks);
	free(e.witnesses);
	free(e.stamp);
	free(e.largest);
	arena_free(e.scratch);
}
