/*
 * content: what link reads from the database.
 *
 * Documents and references are all in memory, in the order of their ids, which
 * follow from the content; items are read one report at a time. Everything
 * lives in the arena that was given.
 */
#ifndef WINNOW_LINK_CONTENT_H
#define WINNOW_LINK_CONTENT_H

#include "pipeline/base/document.h"
#include "pipeline/link/identity.h"
#include "pipeline/link/shingles.h"
#include "pipeline/store/store.h"

struct link_document {
	int64_t id;
	int64_t source_id;
	struct span path; /* of its source */
	int seq;          /* in its source */
};

struct link_reference {
	int64_t id;      /* of report_references; 0: stands for the items of a document that have no reference */
	size_t document; /* index */
	int seq;         /* 0 for the one that stands for none */
	enum reference_role role;
	bool attributed;
	long line;
	struct span body, session, title, department, paper, date; /* as the document has them */
	struct identity identity;
	size_t stated, quoted; /* conclusions and recommendations, copies not counted */
};

static inline size_t content_items_of(const struct link_reference *r)
{
	return r->stated + r->quoted;
}

struct content {
	struct arena *arena;
	struct link_document *documents;
	size_t document_count, document_capacity;
	struct link_reference *references;
	size_t reference_count, reference_capacity;
};

/* A conclusion, recommendation or response in one document. */
struct link_item {
	int64_t id;
	size_t reference, document; /* indices */
	int seq;
	enum item_type type;
	enum how how;
	struct span label, number, text, addressee, paragraph_ref, who;
	struct span key; /* of the label, see label.h; of a response to several, run together */
	long line;
	struct words words; /* of conclusions and recommendations */
};

struct link_items {
	struct link_item *at;
	size_t count, capacity;
};

/* Reads documents and references of current sources. What fails is in store_status(). */
void content_read(struct content *content, struct arena *arena, struct store *store);

/*
 * Appends the items of one reference, copies left out, in no particular order;
 * the spans live in `arena`.
 */
void content_read_items(struct link_items *items, struct arena *arena, struct store *store,
			const struct content *content, size_t reference);

#endif
