/*
 * records: the conclusions and recommendations of one report, from all the
 * documents that state or quote them.
 *
 * Documents are taken in order of trust: the report itself, then the fullest.
 * An item of a later document is a record that is known already when their texts
 * agree, or when the report's paragraph or the label is the same and the texts do
 * not speak against it (see recognize.h); otherwise it founds a record of its own.
 */
#ifndef WINNOW_LINK_RECORDS_H
#define WINNOW_LINK_RECORDS_H

#include "pipeline/link/content.h"
#include "pipeline/link/multimap.h"
#include "pipeline/link/notes.h"
#include "pipeline/link/reports.h"

#define RECORD_NONE SIZE_MAX

struct record {
	int64_t id;
	enum item_type type; /* conclusion or recommendation */
	struct span label;   /* as the report numbers it */
	struct span key;     /* of the label, see label.h */
	struct span text, addressee, paragraph_ref;
	size_t conclusion;   /* of a recommendation: the record it stands under, or RECORD_NONE */
	int rank;            /* where the text is from: higher is better */
	size_t part;         /* the last part that was found to have it, plus one */
	size_t item;         /* the item that founded it */
};

/* Why an item is the record that it is. */
enum method {
	METHOD_NONE,      /* it is not a known one */
	METHOD_STATED,    /* it founded the record */
	METHOD_POSITION,  /* where it stands in its document */
	METHOD_PARAGRAPH, /* the paragraph of the report that both name */
	METHOD_TEXT,
	METHOD_LABEL
};

struct sighting {
	size_t record; /* RECORD_NONE */
	enum method method;
	double similarity; /* share of the shorter text that stands in the longer; below 0: not compared */
};

/* What one document says of the report. */
struct part {
	size_t document;
	const size_t *references; /* of the document to the report, in its order */
	size_t reference_count;
	size_t first, count; /* of items */
	bool own;            /* the document is the report */
	size_t stated, quoted;
	bool renumbered;     /* its labels are not those of the report */
};

struct records {
	const struct content *content;
	const struct report *report;
	struct arena *arena; /* of everything below */
	struct link_items items; /* by part, and within one in the order of the document; responses too */
	struct sighting *sightings; /* one for each item */
	struct part *parts;
	size_t part_count;
	struct record *at;
	size_t count, capacity;
	struct multimap index;  /* fingerprints, labels and paragraphs of records; see recognize.h */
	struct multimap places; /* items by part, type and label */
	struct multimap ids;    /* of records */
};

/* Everything about one report. The arena holds it; the caller resets it when done. */
void records_make(struct records *records, struct arena *arena, struct store *store, const struct content *content,
		  const struct report *report, struct notes *notes);

/* Items of the part with that type and label: nodes of `places`, to be checked by their key. */
const struct multimap_node *records_places(const struct records *records, size_t part, enum item_type type,
					   struct span key);

/* The name of a method as the database has it; NULL for none. */
const char *records_method_name(enum method method);

#endif
