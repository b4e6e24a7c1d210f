/*
 * stored: the passages of a database as the engine sees them.
 *
 * Current passages only (sources.state = 'current'), in the order of path, document and place, which decides
 * between equal texts. Furniture, boilerplate and noise stay out: a running header on 400 pages is not 399
 * duplicates. A heading or a table row that belongs to no record is compared within its document only: "Summary" and
 * "Total | 0" stand in every report.
 */
#ifndef WINNOW_STORED_H
#define WINNOW_STORED_H

#include "pipeline/base/arena.h"
#include "pipeline/base/document.h"
#include "pipeline/dedupe/dedupe.h"
#include "pipeline/dedupe/sketch.h"
#include "pipeline/store/store.h"

/*
 * What is known of a document's passages is kept in the table dedupe_index, as one blob: of each passage that takes
 * part its id (8 bytes), the hash of its context (4), the length of its sketch (4), its sketch (sketch.h).
 */
struct stored_document {
	int64_t id;           /* below 0: of that document before it was read again (reread.c), and gone */
	size_t first, count;  /* its passages */
	struct span memory;   /* what recall.h keeps, read and not yet taken; empty: nothing */
	bool known, gone;     /* it was in the table; it does not count any more */
	bool broken;          /* what was in the table cannot be read */
};

struct stored {
	struct store *store;
	int64_t *ids; /* of the nth passage */
	size_t count, capacity;
	struct stored_document *documents; /* in the order of their passages */
	size_t document_count, document_capacity;
	struct arena *memories;
	bool anew;    /* set it before stored_add: what is in the table is not used, but compared */
	size_t stale; /* documents of which the table has something else */
	/* Work space. */
	struct tokens tokens;
	struct sketch sketch;
	struct buffer context, blob;
};

void stored_init(struct stored *s, struct store *store);
void stored_release(struct stored *s);

/*
 * Adds all passages to the engine; the nth gets the key `first_key` + n. Sketches come from the database; those that are
 * missing are made. With `save` these are stored, and documents that do not count any more, but are in the table, are
 * added, too, behind all others, as `gone`. False after a failure of the store.
 */
bool stored_add(struct stored *s, struct dedupe *d, uint64_t first_key, bool save);

/* For the engine: a piece of the text of the nth passage. */
bool stored_fetch(struct stored *s, size_t n, size_t from, size_t to, struct buffer *out);

/* Its name in streams, "PATH#DOC.PASSAGE" (document.h: passage_id). */
bool stored_name(struct stored *s, size_t n, struct buffer *out);

/* Does a passage of this role take part? */
bool stored_takes_part(enum role role);

/*
 * Replaces `out` by what a passage's context is for the engine: its record, else, for roles that repeat from document
 * to document, the document, named by whatever tells it from others.
 */
void stored_context(struct buffer *out, enum role role, struct span record, struct span document);

#endif
