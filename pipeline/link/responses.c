#include "pipeline/link/responses.h"

#include "pipeline/link/label.h"
#include "pipeline/link/recognize.h"
#include "pipeline/store/ident.h"

enum { PLACES_MAX = 64 }; /* recommendations of one label in one document that are looked at */

/* While the items of one document are walked through in their order. */
struct walk {
	struct responses *responses;
	const struct records *records;
	struct notes *notes;
	size_t part;
	size_t waiting;       /* recommendations since the last response */
	size_t first;         /* the item behind that response */
	size_t last;          /* the last recommendation, or RECORD_NONE */
	size_t answered;      /* what the last response without a label answered, or RECORD_NONE */
	struct span who;      /* who gave it */
};

static const struct link_item *item_at(const struct walk *walk, size_t item)
{
	return &walk->records->items.at[item];
}

/* ---- links ---- */

/* Once for each recommendation: a list may name it twice. */
static void add_answer(const struct walk *walk, size_t record, enum method method, double similarity)
{
	struct responses *r = walk->responses;
	size_t response = r->count - 1;

	for (size_t i = r->answer_count; i > 0 && r->answers[i - 1].response == response; i--)
		if (r->answers[i - 1].record == record)
			return;
	r->answers = arena_room(walk->records->arena, r->answers, r->answer_count, &r->answer_capacity,
				sizeof *r->answers);
	r->answers[r->answer_count++] = (struct answer){ response, record, method, similarity };
}

/* The response answers what the document quotes there. */
static bool answer_item(const struct walk *walk, size_t item)
{
	const struct sighting *s = &walk->records->sightings[item];
	enum method method = s->method == METHOD_STATED ? METHOD_POSITION : s->method;

	if (s->record == RECORD_NONE)
		return false;
	add_answer(walk, s->record, method, s->similarity);
	return true;
}

/* The recommendation under that label that stands nearest before the response, else the first behind it. */
static size_t quoted_under(const struct walk *walk, struct span key, size_t response)
{
	const struct records *records = walk->records;
	const struct multimap_node *node = records_places(records, walk->part, ITEM_RECOMMENDATION, key);
	size_t found = RECORD_NONE;

	for (size_t i = 0; node && i < PLACES_MAX; i++) {
		const struct link_item *item = item_at(walk, node->value);

		if (item->type == ITEM_RECOMMENDATION && span_equal(item->key, key) &&
		    (node->value < response || found == RECORD_NONE))
			found = node->value;
		node = multimap_next(&records->places, node);
	}
	return found;
}

/* By label, in the document first. False when nothing has that label. */
static bool answer_label(const struct walk *walk, struct span label, size_t response)
{
	const struct records *records = walk->records;
	struct span key = label_key(records->arena, label);
	size_t item, record;

	if (span_empty(key))
		return false;
	item = quoted_under(walk, key, response);
	if (item != RECORD_NONE)
		return answer_item(walk, item);
	/* A document with numbers of its own does not mean those of the report. */
	if (records->parts[walk->part].renumbered)
		return false;
	record = recognize_labelled(records, ITEM_RECOMMENDATION, key);
	if (record == RECORD_NONE)
		return false;
	add_answer(walk, record, METHOD_LABEL, -1);
	return true;
}

/*
 * One response under the number of a conclusion, where the recommendations that
 * it has been waiting behind are lettered: "3a", "3b", then "3.1 The Government ...".
 */
static bool answer_lettered(const struct walk *walk, struct span label, size_t response)
{
	struct arena *arena = walk->records->arena;
	struct span key = label_key(arena, label);
	bool answered = false;

	for (size_t i = walk->first; i < response && !span_empty(key); i++) {
		const struct link_item *item = item_at(walk, i);

		if (item->type == ITEM_RECOMMENDATION && item->how != HOW_MENTIONED &&
		    span_equal(label_key(arena, item->number), key))
			answered |= answer_item(walk, i);
	}
	return answered;
}

static void note_unlinked(const struct walk *walk, struct span label, size_t response)
{
	const struct records *records = walk->records;
	const struct part *part = &records->parts[walk->part];
	struct span key = label_key(records->arena, label);

	/* An answer to a conclusion has no recommendation, and lacks none. */
	if (records_places(records, walk->part, ITEM_CONCLUSION, key))
		return;
	notes_add(walk->notes, records->content->documents[part->document].source_id, item_at(walk, response)->line,
		  SEVERITY_NOTE, "link-no-recommendation",
		  "response %.*s: no recommendation of that number is known; it is linked to none", SPAN_ARG(label));
}

static void answer_labels(const struct walk *walk, size_t response)
{
	struct span rest = item_at(walk, response)->label, label;

	while (label_next(&rest, &label))
		if (!answer_label(walk, label, response) && !answer_lettered(walk, label, response))
			note_unlinked(walk, label, response);
}

/*
 * Without a label: what stands directly before it, when that is one. Where
 * several answer one recommendation, the next one's answer has none before it.
 */
static void answer_place(struct walk *walk, size_t response)
{
	struct span who = item_at(walk, response)->who;
	bool another = walk->waiting == 0 && !span_empty(who) && !span_empty(walk->who) && !span_equal(who, walk->who);

	if (walk->waiting == 1)
		walk->answered = walk->last;
	else if (!another)
		walk->answered = RECORD_NONE;
	if (walk->answered != RECORD_NONE)
		answer_item(walk, walk->answered);
	walk->who = who;
}

/* ---- responses ---- */

/* After its source and what it answers, so that a new version of the file keeps it; then counted. */
static int64_t new_id(const struct records *records, struct multimap *ids, const struct link_item *item)
{
	struct arena *arena = records->arena;
	const struct link_document *d = &records->content->documents[item->document];
	struct span seq = arena_printf(arena, "%d", d->seq);
	struct span report = arena_printf(arena, "%lld", (long long)records->report->id);
	int64_t id = IDENT(SPAN("response"), d->path, seq, report, item->label, item->who);
	uint32_t before = multimap_count(ids, (uint64_t)id);

	if (before == 0)
		return id;
	return IDENT(SPAN("response"), d->path, seq, report, item->label, item->who, arena_printf(arena, "%u", before));
}

static void take_response(struct walk *walk, struct multimap *ids, size_t item)
{
	struct responses *responses = walk->responses;

	responses->at[responses->count++] = (struct response){ new_id(walk->records, ids, item_at(walk, item)), item };
	if (span_empty(item_at(walk, item)->key))
		answer_place(walk, item);
	else
		answer_labels(walk, item);
	walk->waiting = 0;
	walk->first = item + 1;
}

static void walk_part(struct walk *walk, struct multimap *ids)
{
	const struct part *p = &walk->records->parts[walk->part];

	for (size_t i = p->first; i < p->first + p->count; i++) {
		const struct link_item *item = item_at(walk, i);

		if (item->how == HOW_MENTIONED)
			continue;
		if (item->type == ITEM_RESPONSE) {
			take_response(walk, ids, i);
		} else if (item->type == ITEM_RECOMMENDATION) {
			walk->waiting++;
			walk->last = i;
		}
	}
}

void responses_make(struct responses *responses, const struct records *records, struct notes *notes)
{
	struct multimap ids = { .arena = records->arena };

	*responses = (struct responses){ 0 };
	responses->at = arena_array(records->arena, records->items.count + 1, sizeof *responses->at);
	for (size_t part = 0; part < records->part_count; part++) {
		struct walk walk = { .responses = responses, .records = records, .notes = notes, .part = part };

		walk.last = walk.answered = RECORD_NONE;
		walk.first = records->parts[part].first;
		walk_part(&walk, &ids);
	}
}
