#include "pipeline/link/records.h"

#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/link/agree.h"
#include "pipeline/link/label.h"
#include "pipeline/link/recognize.h"
#include "pipeline/store/ident.h"

#define MUTUAL_AT 0.8 /* two texts of which neither is much longer: the better one may stand for both */

const char *records_method_name(enum method method)
{
	static const char *const NAMES[] = { NULL, "stated", "position", "paragraph", "text", "label" };

	return NAMES[method];
}

/* ---- reading: the documents in order of trust ---- */

static int compare_indices(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return x < y ? -1 : x > y;
}

static void add_to_part(struct part *part, const struct link_reference *r)
{
	part->document = r->document;
	part->reference_count++;
	part->own |= r->role == REFERENCE_OWN && r->stated > 0;
	part->stated += r->stated;
	part->quoted += r->quoted;
}

/* References stand in the order of documents, and within one in its order. */
static void make_parts(struct records *records)
{
	size_t count = records->report->reference_count;
	size_t *references = arena_array(records->arena, count + 1, sizeof *references);
	const struct link_reference *all = records->content->references;

	memcpy(references, records->report->references, count * sizeof *references);
	qsort(references, count, sizeof *references, compare_indices);
	records->parts = arena_array(records->arena, count + 1, sizeof *records->parts);
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || all[references[i]].document != all[references[i - 1]].document)
			records->parts[records->part_count++].references = &references[i];
		add_to_part(&records->parts[records->part_count - 1], &all[references[i]]);
	}
}

/* The report itself, then what states, then what quotes; the fuller first. */
static int compare_trust(const void *a, const void *b, void *context)
{
	const struct content *content = context;
	const struct part *x = a, *y = b;
	const struct link_document *c = &content->documents[x->document], *d = &content->documents[y->document];
	int order;

	if (x->own != y->own)
		return x->own ? -1 : 1;
	if (x->stated != y->stated)
		return x->stated > y->stated ? -1 : 1;
	if (x->quoted != y->quoted)
		return x->quoted > y->quoted ? -1 : 1;
	order = span_compare(c->path, d->path);
	return order != 0 ? order : c->seq - d->seq;
}

static int compare_seq(const void *a, const void *b)
{
	const struct link_item *x = a, *y = b;

	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static uint64_t place_key(size_t part, enum item_type type, struct span key)
{
	return hash_64(key) * 31 + (uint64_t)part * 3 + (uint64_t)type;
}

static void read_part(struct records *records, size_t part, struct store *store)
{
	struct part *p = &records->parts[part];

	p->first = records->items.count;
	for (size_t i = 0; i < p->reference_count; i++)
		content_read_items(&records->items, records->arena, store, records->content, p->references[i]);
	p->count = records->items.count - p->first;
	if (p->count == 0)
		return;
	qsort(records->items.at + p->first, p->count, sizeof *records->items.at, compare_seq);
	for (size_t i = p->first; i < records->items.count; i++) {
		const struct link_item *item = &records->items.at[i];

		multimap_put(&records->places, place_key(part, item->type, item->key), (uint32_t)i);
	}
}

static void read_parts(struct records *records, struct store *store)
{
	make_parts(records);
	qsort_r(records->parts, records->part_count, sizeof *records->parts, compare_trust, (void *)records->content);
	for (size_t part = 0; part < records->part_count; part++)
		read_part(records, part, store);
	records->sightings = arena_array(records->arena, records->items.count + 1, sizeof *records->sightings);
	for (size_t i = 0; i < records->items.count; i++)
		records->sightings[i] = (struct sighting){ .record = RECORD_NONE };
}

const struct multimap_node *records_places(const struct records *records, size_t part, enum item_type type,
					   struct span key)
{
	return multimap_find(&records->places, place_key(part, type, key));
}

/* ---- founding records ---- */

/* After the report and the label; where that is taken, or there is no label, after the text as well; then counted. */
static int64_t new_id(struct records *records, const struct record *record)
{
	struct span type = span_str(item_type_name(record->type));
	struct span report = arena_printf(records->arena, "%lld", (long long)records->report->id);
	int64_t id = IDENT(type, report, record->key);
	uint32_t before;

	if (!span_empty(record->key) && multimap_count(&records->ids, (uint64_t)id) == 0)
		return id;
	id = IDENT(type, report, record->key, record->text);
	before = multimap_count(&records->ids, (uint64_t)id);
	if (before == 0)
		return id;
	return IDENT(type, report, record->key, record->text, arena_printf(records->arena, "%u", before));
}

/* From which documents a record's text is taken: the report, then those that state it, then quotations. */
static int text_rank(const struct records *records, size_t part, const struct link_item *item)
{
	if (item->how == HOW_MENTIONED)
		return 0;
	if (item->how == HOW_QUOTED)
		return 1;
	return records->parts[part].own ? 3 : 2;
}

static struct record *found(struct records *records, size_t part, size_t item)
{
	const struct link_item *i = &records->items.at[item];
	struct record *record;

	records->at = arena_room(records->arena, records->at, records->count, &records->capacity, sizeof *records->at);
	record = &records->at[records->count];
	*record = (struct record){
		.type = i->type,
		.label = i->label,
		.key = i->key,
		.text = i->text,
		.addressee = i->addressee,
		.paragraph_ref = i->paragraph_ref,
		.conclusion = RECORD_NONE,
		.rank = text_rank(records, part, i),
		.part = part + 1,
		.item = item,
	};
	records->sightings[item] = (struct sighting){ records->count, METHOD_STATED, 1 };
	records->count++;
	return record;
}

/* The same thing under the other type: it keeps the number that the report has for it. */
static void take_over(struct records *records, struct record *record, size_t other, double similarity)
{
	const struct record *o = &records->at[other];
	struct sighting *sighting = &records->sightings[record->item];

	record->label = o->label;
	record->key = o->key;
	if (similarity >= MUTUAL_AT) {
		record->text = o->text;
		record->rank = o->rank;
	}
	if (record->type == ITEM_RECOMMENDATION)
		record->conclusion = other;
	sighting->method = METHOD_TEXT;
	sighting->similarity = similarity;
}

static void found_records(struct records *records, size_t part)
{
	const struct part *p = &records->parts[part];

	for (size_t i = p->first; i < p->first + p->count; i++) {
		const struct link_item *item = &records->items.at[i];
		struct record *record;
		double similarity = 0;
		size_t known;

		if (item->type == ITEM_RESPONSE || item->how == HOW_MENTIONED ||
		    records->sightings[i].record != RECORD_NONE)
			continue;
		known = recognize_twin(records, part, i);
		if (known != RECORD_NONE) {
			records->sightings[i] = (struct sighting){ known, METHOD_LABEL, 1 };
			continue;
		}
		known = recognize_other_type(records, part, i, &similarity);
		record = found(records, part, i);
		if (known != RECORD_NONE)
			take_over(records, record, known, similarity);
		record->id = new_id(records, record);
		recognize_add(records, (size_t)(record - records->at));
	}
}

/* ---- what is odd ---- */

static void note_part(const struct records *records, size_t part, size_t item, struct notes *notes,
		      enum severity severity, const char *code, struct span message)
{
	notes_add(notes, records->content->documents[records->parts[part].document].source_id,
		  records->items.at[item].line, severity, code, "%.*s", SPAN_ARG(message));
}

/* Compares the labels of the document with those of the records that its texts are. */
static void look_at_numbering(struct records *records, size_t part, struct notes *notes)
{
	struct part *p = &records->parts[part];
	size_t equal = 0, other = 0, first = p->first;

	for (size_t i = p->first; i < p->first + p->count; i++) {
		const struct sighting *s = &records->sightings[i];
		const struct link_item *item = &records->items.at[i];

		if (s->record == RECORD_NONE || span_empty(item->key) || span_empty(records->at[s->record].key))
			continue;
		if (span_equal(item->key, records->at[s->record].key)) {
			equal++;
		} else {
			first = other == 0 ? i : first;
			other++;
		}
	}
	p->renumbered = other > 0 && other >= equal;
	if (other > 0)
		note_part(records, part, first, notes, SEVERITY_NOTE, "link-renumbered",
			  arena_printf(records->arena, "%zu of %zu conclusions and recommendations have other numbers "
				       "here than in the report; they are joined by their text", other, equal + other));
}

/* A number that the report has given to something else. */
static void look_at_labels(struct records *records, size_t part, struct notes *notes)
{
	const struct part *p = &records->parts[part];

	for (size_t i = p->first; i < p->first + p->count; i++) {
		const struct sighting *s = &records->sightings[i];
		const struct link_item *item = &records->items.at[i];

		if (s->record == RECORD_NONE || records->at[s->record].item != i || p->renumbered ||
		    !recognize_label_is_taken(records, part, i))
			continue;
		note_part(records, part, i, notes, SEVERITY_WARNING, "link-label-conflict",
			  arena_printf(records->arena, "%s %.*s has another text here than in the other documents "
				       "of its report; it is kept as a record of its own", item_type_name(item->type),
				       SPAN_ARG(item->label)));
	}
}

/* ---- what all documents together say ---- */

static void take(struct span *field, struct span value)
{
	if (span_empty(*field))
		*field = value;
}

/* The conclusion that the item's document puts it under. */
static size_t conclusion_of(struct records *records, size_t part, const struct link_item *item)
{
	struct span key = label_key(records->arena, item->number);
	const struct multimap_node *node;

	if (item->type != ITEM_RECOMMENDATION || span_empty(key))
		return RECORD_NONE;
	for (node = records_places(records, part, ITEM_CONCLUSION, key); node;
	     node = multimap_next(&records->places, node))
		if (records->items.at[node->value].type == ITEM_CONCLUSION &&
		    span_equal(records->items.at[node->value].key, key))
			return records->sightings[node->value].record;
	return RECORD_NONE;
}

static void learn(struct records *records, size_t part, size_t item)
{
	const struct link_item *i = &records->items.at[item];
	struct record *record = &records->at[records->sightings[item].record];
	int rank = text_rank(records, part, i);

	take(&record->addressee, i->addressee);
	take(&record->paragraph_ref, i->paragraph_ref);
	if (record->conclusion == RECORD_NONE)
		record->conclusion = conclusion_of(records, part, i);
	if (rank > record->rank || (rank == record->rank && i->text.len > record->text.len)) {
		record->rank = rank;
		record->text = i->text;
	}
}

static void learn_part(struct records *records, size_t part)
{
	const struct part *p = &records->parts[part];

	for (size_t i = p->first; i < p->first + p->count; i++)
		if (records->sightings[i].record != RECORD_NONE)
			learn(records, part, i);
}

/* Similarities are to the text that the record has in the end, which may not be that of its founder. */
static void measure(struct records *records)
{
	for (size_t i = 0; i < records->items.count; i++) {
		struct sighting *s = &records->sightings[i];
		const struct record *record;

		if (s->record == RECORD_NONE || s->similarity < 0)
			continue;
		record = &records->at[s->record];
		if (record->text.ptr != records->items.at[record->item].text.ptr)
			s->similarity = agree_compare(records->items.at[i].text, record->text).covered;
	}
}

void records_make(struct records *records, struct arena *arena, struct store *store, const struct content *content,
		  const struct report *report, struct notes *notes)
{
	*records = (struct records){ .content = content, .report = report, .arena = arena };
	records->index.arena = records->places.arena = records->ids.arena = arena;
	read_parts(records, store);
	for (size_t part = 0; part < records->part_count; part++) {
		recognize_part(records, part);
		found_records(records, part);
		look_at_numbering(records, part, notes);
		look_at_labels(records, part, notes);
	}
	for (size_t part = 0; part < records->part_count; part++)
		learn_part(records, part);
	measure(records);
}
