#include "pipeline/link/evidence.h"

#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/link/agree.h"
#include "pipeline/link/meetings.h"

enum {
	ITEMS_MIN = 2,   /* agreeing items that make one report of two */
	LONG_WORDS = 12, /* an agreement of so many words does for two, under the same title */
	MANY_ITEMS = 4   /* what it takes against another title, which may be that of the web page */
};

/* Share of trigrams below which one text cannot be a version of the other, however badly it was read. */
#define FOREIGN_BELOW 0.25

/* Two reports and how much they have in common. */
struct tie {
	size_t a, b;
	size_t items, words;
};

struct evidence {
	struct clusters *clusters;
	struct store *store;
	struct arena *scratch; /* of the texts that are being compared */
	struct meetings meetings;
	struct tie *ties;
	size_t tie_count, tie_capacity;
	size_t *largest;  /* by root: items of its fullest reference */
	size_t *stamp;    /* by document: the last question in which it was met */
	size_t questions;
};

static const struct link_reference *reference_of(const struct evidence *e, size_t index)
{
	return &e->clusters->content->references[index];
}

/* ---- what they have in common ---- */

/* Have both reports items in one document? */
static bool share_document(struct evidence *e, size_t a, size_t b)
{
	size_t question = ++e->questions, i = a;

	do {
		if (content_items_of(reference_of(e, i)) > 0)
			e->stamp[reference_of(e, i)->document] = question;
		i = e->clusters->next[i];
	} while (i != a);
	i = b;
	do {
		if (content_items_of(reference_of(e, i)) > 0 && e->stamp[reference_of(e, i)->document] == question)
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
	a = text_of_item(e, e->meetings.witnesses[m->witness_a].item);
	b = text_of_item(e, e->meetings.witnesses[m->witness_b].item);
	if (are_foreign(e, a, b))
		return 0;
	agreement = agree_compare(a, b);
	return agree_same(&agreement) && agreement.shorter >= MEETINGS_TELLING_WORDS ? agreement.common : 0;
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

/* "maintaining flood embankments" of "maintaining flood embankments lessons for the agency"; two words are too few. */
static bool is_short_title(struct span title, struct span whole)
{
	long first = span_find(title, SPAN(" "), 0), second;

	if (first < 0 || !span_starts(whole, title) || whole.len == title.len || whole.ptr[title.len] != ' ')
		return false;
	second = span_find(title, SPAN(" "), (size_t)first + 1);
	return second >= 0;
}

static bool same_title(const struct evidence *e, size_t a, size_t b)
{
	struct span x = e->clusters->identity[a].title, y = e->clusters->identity[b].title;

	if (span_empty(x) || span_empty(y))
		return false;
	return span_equal(x, y) || is_short_title(x, y) || is_short_title(y, x);
}

static bool is_enough(const struct evidence *e, const struct tie *tie)
{
	size_t a = e->largest[tie->a], b = e->largest[tie->b], smaller = a < b ? a : b;

	if (same_title(e, tie->a, tie->b))
		return tie->items >= ITEMS_MIN || (tie->items == 1 && tie->words >= LONG_WORDS);
	if (identity_titles_differ(&e->clusters->identity[tie->a], &e->clusters->identity[tie->b]))
		return tie->items >= MANY_ITEMS && tie->items * 5 >= smaller * 4;
	return tie->items >= ITEMS_MIN && tie->items * 2 >= smaller;
}

static bool worth_examining(struct evidence *e, const struct meeting *group, size_t count)
{
	size_t items = 0;

	for (size_t i = 0; i < count; i++)
		items += i == 0 || group[i].witness_a != group[i - 1].witness_a;
	if (items < ITEMS_MIN && !same_title(e, group->a, group->b))
		return false;
	return !share_document(e, group->a, group->b);
}

static void examine_all(struct evidence *e)
{
	for (size_t start = 0; start < e->meetings.count;) {
		const struct meeting *group = e->meetings.at + start;
		size_t count = 1;
		struct tie tie;

		while (start + count < e->meetings.count && group[count].a == group->a && group[count].b == group->b)
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
	} else if (cluster_is_open(e->clusters, root) && rivals(choice->items, items) &&
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
		bool open = cluster_is_open(e->clusters, tie->b);

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
		size_t root = cluster_root(e->clusters, r), items = content_items_of(reference_of(e, r));

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
	meetings_find(&e.meetings, clusters, store);
	examine_all(&e);
	if (e.tie_count > 0)
		join_ties(&e, notes);
	free(e.ties);
	meetings_release(&e.meetings);
	free(e.stamp);
	free(e.largest);
	arena_free(e.scratch);
}
