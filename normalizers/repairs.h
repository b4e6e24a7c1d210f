/*
 * repairs: what was changed in a document's text, counted, for its diagnostics.
 */
#ifndef WINNOW_REPAIRS_H
#define WINNOW_REPAIRS_H

#include "pipeline/base/document.h"

enum repair {
	REPAIR_FONT,
	REPAIR_ENCODING,
	REPAIR_CONTROLS,
	REPAIR_COMPOSED,
	REPAIR_LIGATURES,
	REPAIR_QUOTES,
	REPAIR_INVISIBLE,
	REPAIR_HYPHENS,
	REPAIR_MARKS,
	REPAIR_DEBRIS,
	REPAIR_COUNT
};

struct repairs {
	unsigned long count[REPAIR_COUNT];
	long first_line[REPAIR_COUNT]; /* where it was done first; 0 unknown */
};

/* Counts `count` repairs of a kind, done at `line`; nothing happens for 0. */
void repairs_add(struct repairs *repairs, enum repair kind, unsigned long count, long line);

/* Adds one note for each kind that was done. */
void repairs_report(const struct repairs *repairs, struct document *d);

#endif
