#include "pipeline/dedupe/engine.h"

#include "pipeline/base/crew.h"
#include "pipeline/base/hash.h"

const char *dedupe_kind_name(enum dedupe_kind kind)
{
	static const char *const names[DEDUPE_KIND_COUNT] = { NULL,       "exact",   "folded", "truncated",
							      "contained", "spliced", "near" };

	return kind < DEDUPE_KIND_COUNT ? names[kind] : NULL;
}

struct dedupe *dedupe_new(const struct dedupe_source *source)
{
	struct dedupe *d = memory_new(1, sizeof *d);

	d->source = *source;
	d->source.threads = source->threads < 1 ? 1 : source->threads > CREW_MAX ? CREW_MAX : source->threads;
	pages_init(&d->records, sizeof(struct record));
	pages_init(&d->prints, sizeof(uint32_t));
	pages_init(&d->units, sizeof(struct unit));
	pages_init(&d->decisions, sizeof(struct decision));
	memo_init(&d->memo);
	verifier_init(&d->verifier);
	tokens_init(&d->tokens);
	sketch_init(&d->sketch);
	return d;
}

void dedupe_free(struct dedupe *d)
{
	if (!d)
		return;
	pages_release(&d->records);
	pages_release(&d->prints);
	pages_release(&d->units);
	pages_release(&d->decisions);
	postings_release(&d->postings);
	memo_release(&d->memo);
	verifier_release(&d->verifier);
	tokens_release(&d->tokens);
	sketch_release(&d->sketch);
	free(d->order);
	free(d->parts);
	free(d->by_key);
	free(d->past);
	free(d);
}

/* ---- adding ---- */

static void add_units(struct dedupe *d, const struct sketch *s, uint32_t record, uint32_t prints)
{
	size_t i;

	for (i = 0; i < s->unit_count; i++) {
		size_t end = i + 1 < s->unit_count ? s->units[i + 1].print_start : s->print_count;
		struct unit *u = pages_add(&d->units);

		*u = (struct unit){ .record = record, .byte_start = s->units[i].byte_start,
				    .prints = prints + s->units[i].print_start,
				    .few = end - s->units[i].print_start <= RECORD_FEW };
	}
}

uint32_t dedupe_context(struct span context)
{
	return span_empty(context) ? 0 : (uint32_t)hash_64(context) | 1u;
}

void dedupe_add_sketch(struct dedupe *d, uint64_t key, const struct sketch *sketch, uint32_t context)
{
	uint32_t index = (uint32_t)d->records.count, prints = (uint32_t)d->prints.count;
	uint32_t units = (uint32_t)d->units.count;
	struct record *r = pages_add(&d->records);
	size_t i;

	*r = (struct record){ .key = key,
			      .folded = sketch->folded,
			      .raw = sketch->raw,
			      .words = sketch->words,
			      .context = context,
			      .marker = sketch->marker,
			      .prints = prints,
			      .few = sketch->print_count <= RECORD_FEW };
	if (record_long(r)) {
		r->marker = units;
		add_units(d, sketch, index, prints);
	}
	for (i = 0; i < sketch->print_count; i++)
		*(uint32_t *)pages_add(&d->prints) = sketch->prints[i];
	d->figures.passages++;
	d->figures.prints += sketch->print_count;
	free(d->by_key);
	d->by_key = NULL;
}

void dedupe_add(struct dedupe *d, uint64_t key, struct span text, struct span context)
{
	sketch_make(&d->sketch, &d->tokens, text);
	dedupe_add_sketch(d, key, &d->sketch, dedupe_context(context));
}

/* ---- by key ---- */

static void make_by_key(struct dedupe *d)
{
	size_t places = 64;
	uint32_t i;

	while (places < d->records.count * 2)
		places *= 2;
	d->by_key = memory_resize(NULL, places, sizeof *d->by_key);
	memset(d->by_key, 0xFF, places * sizeof *d->by_key);
	d->by_key_mask = places - 1;
	for (i = 0; i < d->records.count; i++) {
		size_t at = (size_t)((record_at(d, i)->key * 0x9E3779B97F4A7C15u) >> 20) & d->by_key_mask;

		while (d->by_key[at] != UINT32_MAX)
			at = (at + 1) & d->by_key_mask;
		d->by_key[at] = i;
	}
}

/* The record of a key; POSTINGS_NONE where there is none. */
static uint32_t find_key(struct dedupe *d, uint64_t key)
{
	size_t at;

	if (!d->by_key)
		make_by_key(d);
	at = (size_t)((key * 0x9E3779B97F4A7C15u) >> 20) & d->by_key_mask;
	while (d->by_key[at] != UINT32_MAX && record_at(d, d->by_key[at])->key != key)
		at = (at + 1) & d->by_key_mask;
	return d->by_key[at];
}

bool dedupe_remove(struct dedupe *d, uint64_t key)
{
	uint32_t i = find_key(d, key);

	if (i == POSTINGS_NONE || record_at(d, i)->words == RECORD_REMOVED)
		return false;
	record_at(d, i)->words = RECORD_REMOVED;
	d->figures.passages--;
	return true;
}

void dedupe_remove_last(struct dedupe *d)
{
	struct record *r = d->records.count ? record_at(d, (uint32_t)d->records.count - 1) : NULL;

	if (!r || r->words == RECORD_REMOVED)
		return;
	r->words = RECORD_REMOVED;
	d->figures.passages--;
}

/* ---- engine.h: where things are ---- */

uint32_t engine_prints_end(const struct dedupe *d, uint32_t record)
{
	return record + 1 < d->records.count ? record_at(d, record + 1)->prints : (uint32_t)d->prints.count;
}

uint32_t engine_unit_count(const struct dedupe *d, uint32_t record)
{
	uint32_t first = record_at(d, record)->marker, i = first;

	while (i < d->units.count && unit_at(d, i)->record == record)
		i++;
	return i - first;
}

uint32_t engine_unit_prints_end(const struct dedupe *d, uint32_t unit)
{
	uint32_t record = unit_at(d, unit)->record;

	if (unit + 1 < d->units.count && unit_at(d, unit + 1)->record == record)
		return unit_at(d, unit + 1)->prints;
	return engine_prints_end(d, record);
}

uint32_t engine_record_of(const struct dedupe *d, uint32_t unit)
{
	return unit & UNIT_LONG ? unit_at(d, unit & ~UNIT_LONG)->record : unit;
}

void engine_weigh(struct dedupe *d, size_t more)
{
	size_t bytes = pages_bytes(&d->records) + pages_bytes(&d->prints) + pages_bytes(&d->units) +
		       pages_bytes(&d->decisions) + postings_bytes(&d->postings) +
		       (d->order ? d->order_count * sizeof *d->order : 0) +
		       d->memo.places * sizeof *d->memo.table + d->part_capacity * sizeof *d->parts + more;

	if (bytes > d->figures.index_bytes)
		d->figures.index_bytes = bytes;
}

/* ---- results ---- */

size_t dedupe_count(const struct dedupe *d)
{
	return d->records.count;
}

bool dedupe_mark(const struct dedupe *d, size_t n, struct dedupe_mark *mark)
{
	const struct record *r = record_at(d, (uint32_t)n);
	const struct decision *c;

	if (r->words == RECORD_REMOVED)
		return false;
	*mark = (struct dedupe_mark){ r->key, DEDUPE_ORIGINAL, r->key, 1 };
	if (d->decisions.count == 0)
		return true;
	c = decision_at(d, (uint32_t)n);
	if (c->original == n)
		return true;
	mark->kind = (enum dedupe_kind)c->kind;
	mark->similarity = (double)(long)((double)c->similarity * 1e4 + 0.5) / 1e4;
	mark->original = record_at(d, c->original)->key;
	return true;
}

bool dedupe_mark_of(struct dedupe *d, uint64_t key, struct dedupe_mark *mark)
{
	uint32_t i = find_key(d, key);

	return i != POSTINGS_NONE && dedupe_mark(d, i, mark);
}

struct dedupe_figures dedupe_figures(const struct dedupe *d)
{
	return d->figures;
}
