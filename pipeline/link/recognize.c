#include "pipeline/link/recognize.h"

#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/base/memory.h"
#include "pipeline/link/agree.h"

enum {
	EVERY = 2,           /* one fingerprint of so many is in the index */
	CANDIDATES_MAX = 48, /* records that are counted for one item ... */
	COMPARED_MAX = 8,    /* ... and those of them that are compared */
	CHAIN_MAX = 32,      /* records under one key that are looked at */
	TELLING_WORDS = 5,   /* a shorter text says nothing by itself */
	OTHER_WORDS = 8      /* of a record of the other type */
};

#define PARAGRAPH_AT 0.4 /* least agreement of texts that name the same paragraph */
#define LABEL_AT 0.5     /* ... that have the same label */
#define WHOLE_AT 0.95    /* similarity of a quotation that leaves out nothing */
#define FOREIGN_BELOW 0.1
#define CERTAIN_AT 0.98  /* agreement under the same label that needs no further search */

struct candidate {
	size_t record;
	size_t shared; /* fingerprints */
};

struct candidates {
	struct candidate at[CANDIDATES_MAX];
	size_t count;
};

/* An item and a record it may be. */
struct pair {
	size_t item, record;
	int rank;        /* of the method: higher is surer */
	double fit;      /* among pairs of one rank */
	enum method method;
	double similarity;
};

struct pairs {
	struct pair *at;
	size_t count, capacity;
};

/* ---- the index ---- */

enum key_kind { KEY_LABEL = 1, KEY_PARAGRAPH, KEY_WORDS };

static uint64_t key_of(enum key_kind kind, enum item_type type, uint64_t hash)
{
	return hash * 31 + (uint64_t)kind * 7 + (uint64_t)type;
}

void recognize_add(struct records *records, size_t record)
{
	const struct record *r = &records->at[record];
	const struct words *words = &records->items.at[r->item].words;
	uint32_t hashes[SHINGLES_MAX];
	size_t count = shingles_of(words, EVERY, hashes);

	if (!span_empty(r->key))
		multimap_put(&records->index, key_of(KEY_LABEL, r->type, hash_64(r->key)), (uint32_t)record);
	if (!span_empty(r->paragraph_ref))
		multimap_put(&records->index, key_of(KEY_PARAGRAPH, r->type, hash_64(r->paragraph_ref)),
			     (uint32_t)record);
	for (size_t i = 0; i < count; i++)
		multimap_put(&records->index, key_of(KEY_WORDS, r->type, hashes[i]), (uint32_t)record);
}

static void add_candidate(struct candidates *c, size_t record, size_t shared)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->at[i].record == record) {
			c->at[i].shared += shared;
			return;
		}
	if (c->count < CANDIDATES_MAX)
		c->at[c->count++] = (struct candidate){ record, shared };
}

static void add_from(struct candidates *c, const struct records *records, uint64_t key, size_t shared)
{
	const struct multimap_node *node = multimap_find(&records->index, key);

	for (size_t i = 0; node && i < CHAIN_MAX; i++) {
		add_candidate(c, node->value, shared);
		node = multimap_next(&records->index, node);
	}
}

static int compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->shared != y->shared)
		return x->shared > y->shared ? -1 : 1;
	return x->record < y->record ? -1 : x->record > y->record;
}

/* Records of that type with the same label or paragraph: they are compared whatever the text. */
static void find_named(struct candidates *c, const struct records *records, const struct link_item *item,
		       enum item_type type)
{
	if (!span_empty(item->key))
		add_from(c, records, key_of(KEY_LABEL, type, hash_64(item->key)), SHINGLES_MAX);
	if (!span_empty(item->paragraph_ref))
		add_from(c, records, key_of(KEY_PARAGRAPH, type, hash_64(item->paragraph_ref)), SHINGLES_MAX);
}

/* Records of that type that share most with the text. */
static void find_worded(struct candidates *c, const struct records *records, const struct link_item *item,
			enum item_type type)
{
	uint32_t hashes[SHINGLES_MAX];
	size_t count = shingles_of(&item->words, EVERY, hashes);

	for (size_t i = 0; i < count; i++)
		add_from(c, records, key_of(KEY_WORDS, type, hashes[i]), 1);
	qsort(c->at, c->count, sizeof *c->at, compare_candidates);
	if (c->count > COMPARED_MAX)
		c->count = COMPARED_MAX;
}

/* ---- judging ---- */

static bool same(struct span a, struct span b)
{
	return !span_empty(a) && span_equal(a, b);
}

/*
 * Most quotations are the very text, which is seen without looking at the words,
 * and most others are nothing like it: a text that stands in another to LABEL_AT
 * or PARAGRAPH_AT shares more trigrams than FOREIGN_BELOW.
 */
static struct agreement compare(const struct records *records, size_t item, size_t record)
{
	const struct link_item *i = &records->items.at[item];
	const struct record *r = &records->at[record];

	if (span_equal(i->text, r->text))
		return (struct agreement){ .covered = 1, .similarity = 1, .shorter = i->words.count,
					   .common = i->words.count };
	return agree_compare(i->text, r->text);
}

/* Is the item that record, by the best reason there is? The rank is 0 if not. */
static struct pair judge(const struct records *records, size_t item, size_t record)
{
	const struct link_item *i = &records->items.at[item];
	const struct record *r = &records->at[record];
	struct agreement agreement = compare(records, item, record);
	bool label = same(i->key, r->key), paragraph = same(i->paragraph_ref, r->paragraph_ref);
	struct pair pair = { .item = item, .record = record, .similarity = agreement.covered };

	if (agree_same(&agreement) && (label || paragraph || agreement.shorter >= TELLING_WORDS)) {
		pair.rank = 3;
		pair.method = paragraph ? METHOD_PARAGRAPH : METHOD_TEXT;
	} else if (paragraph && agreement.covered >= PARAGRAPH_AT) {
		pair.rank = 2;
		pair.method = METHOD_PARAGRAPH;
	} else if (label && agreement.covered >= LABEL_AT) {
		pair.rank = 1;
		pair.method = METHOD_LABEL;
	} else if (label && span_empty(i->text)) {
		pair.rank = 1;
		pair.method = METHOD_LABEL;
		pair.similarity = -1;
	}
	/* A quotation may stand in several texts. The one that is no longer comes first; then the names tell. */
	pair.fit = agreement.covered + 0.02 * agreement.similarity + (agreement.similarity >= WHOLE_AT ? 0.12 : 0) +
		   (paragraph ? 0.06 : 0) + (label ? 0.04 : 0);
	return pair;
}

static void add_pair(struct pairs *pairs, const struct pair *pair)
{
	if (pair->rank == 0)
		return;
	pairs->at = memory_room(pairs->at, pairs->count, &pairs->capacity, sizeof *pairs->at);
	pairs->at[pairs->count++] = *pair;
}

static bool is_certain(const struct records *records, const struct pair *pair)
{
	return pair->rank == 3 && pair->similarity >= CERTAIN_AT &&
	       same(records->items.at[pair->item].key, records->at[pair->record].key);
}

static void find_pairs(struct pairs *pairs, const struct records *records, size_t item)
{
	const struct link_item *i = &records->items.at[item];
	struct candidates c = { 0 };
	size_t judged;

	find_named(&c, records, i, i->type);
	for (judged = 0; judged < c.count; judged++) {
		struct pair pair = judge(records, item, c.at[judged].record);

		add_pair(pairs, &pair);
		if (is_certain(records, &pair))
			return;
	}
	c.count = 0;
	find_worded(&c, records, i, i->type);
	for (size_t k = 0; k < c.count; k++) {
		struct pair pair = judge(records, item, c.at[k].record);

		add_pair(pairs, &pair);
	}
}

/* ---- giving records to items ---- */

static int compare_pairs(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank > y->rank ? -1 : 1;
	if (x->fit > y->fit || x->fit < y->fit)
		return x->fit > y->fit ? -1 : 1;
	if (x->item != y->item)
		return x->item < y->item ? -1 : 1;
	return x->record < y->record ? -1 : x->record > y->record;
}

/* The records that the part's items were given: by the label of the item that has it. */
static bool may_take(const struct records *records, const size_t *holder, const struct pair *pair, size_t part)
{
	if (records->at[pair->record].part != part + 1)
		return true;
	return same(records->items.at[holder[pair->record]].key, records->items.at[pair->item].key);
}

void recognize_part(struct records *records, size_t part)
{
	const struct part *p = &records->parts[part];
	struct pairs pairs = { 0 };
	size_t *holder = memory_new(records->count + 1, sizeof *holder);

	for (size_t i = p->first; i < p->first + p->count; i++)
		if (records->items.at[i].type != ITEM_RESPONSE)
			find_pairs(&pairs, records, i);
	if (pairs.count > 0)
		qsort(pairs.at, pairs.count, sizeof *pairs.at, compare_pairs);
	for (size_t i = 0; i < pairs.count; i++) {
		const struct pair *pair = &pairs.at[i];
		struct sighting *sighting = &records->sightings[pair->item];

		if (sighting->record != RECORD_NONE || !may_take(records, holder, pair, part))
			continue;
		*sighting = (struct sighting){ pair->record, pair->method, pair->similarity };
		records->at[pair->record].part = part + 1;
		holder[pair->record] = pair->item;
	}
	free(holder);
	free(pairs.at);
}

/* ---- other questions ---- */

size_t recognize_twin(const struct records *records, size_t part, size_t item)
{
	const struct link_item *i = &records->items.at[item];
	struct candidates c = { 0 };

	find_named(&c, records, i, i->type);
	for (size_t k = 0; k < c.count; k++) {
		size_t record = c.at[k].record;

		if (records->at[record].part == part + 1 && same(records->at[record].key, i->key) &&
		    judge(records, item, record).rank == 3)
			return record;
	}
	return RECORD_NONE;
}

size_t recognize_other_type(const struct records *records, size_t part, size_t item, double *similarity)
{
	const struct link_item *i = &records->items.at[item];
	enum item_type other = i->type == ITEM_CONCLUSION ? ITEM_RECOMMENDATION : ITEM_CONCLUSION;
	struct candidates c = { 0 };
	size_t best = RECORD_NONE;
	double best_fit = 0;

	find_named(&c, records, i, other);
	find_worded(&c, records, i, other);
	for (size_t k = 0; k < c.count; k++) {
		const struct record *r = &records->at[c.at[k].record];
		struct agreement agreement;
		double fit;

		if (r->part == part + 1)
			continue;
		agreement = compare(records, item, c.at[k].record);
		fit = agreement.covered + 0.02 * agreement.similarity;
		if (agree_same(&agreement) && agreement.shorter >= OTHER_WORDS && fit > best_fit) {
			best = c.at[k].record;
			best_fit = fit;
			*similarity = agreement.similarity;
		}
	}
	return best;
}

bool recognize_label_is_taken(const struct records *records, size_t part, size_t item)
{
	const struct link_item *i = &records->items.at[item];
	const struct multimap_node *node;

	if (span_empty(i->key))
		return false;
	node = multimap_find(&records->index, key_of(KEY_LABEL, i->type, hash_64(i->key)));
	for (size_t k = 0; node && k < CHAIN_MAX; k++) {
		if (records->at[node->value].part != part + 1)
			return true;
		node = multimap_next(&records->index, node);
	}
	return false;
}

size_t recognize_labelled(const struct records *records, enum item_type type, struct span key)
{
	const struct multimap_node *node = multimap_find(&records->index, key_of(KEY_LABEL, type, hash_64(key)));

	if (!node || multimap_next(&records->index, node))
		return RECORD_NONE;
	return node->value;
}
