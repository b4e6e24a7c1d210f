/*
 * notes: what link has to say about the content, as diagnostics.
 *
 * Their codes begin with "link-". They follow from the content as the ledger
 * does: one that still holds keeps its row and the run that first said it.
 */
#ifndef WINNOW_LINK_NOTES_H
#define WINNOW_LINK_NOTES_H

#include "pipeline/base/document.h"
#include "pipeline/store/store.h"

struct note {
	int64_t source_id;
	long line;
	enum severity severity;
	const char *code; /* a literal */
	struct span message;
};

struct notes {
	struct arena *arena; /* of the messages */
	struct note *at;
	size_t count, capacity;
};

void notes_add(struct notes *notes, int64_t source_id, long line, enum severity severity, const char *code,
	       const char *format, ...) __attribute__((format(printf, 6, 7)));

/* Makes the diagnostics "link-..." of the database these and those of the table link_notes, under the latest run. */
void notes_write(const struct notes *notes, struct store *store);

#endif
