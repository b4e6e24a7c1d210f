/*
 * section: where in a document the numbered items stand.
 */
#ifndef WINNOW_SECTION_H
#define WINNOW_SECTION_H

#include "pipeline/split/family.h"
#include "pipeline/split/passage_grams.h"

/* Passages [start, end). */
struct section {
	size_t start, end;
	bool found; /* false: the family names a section and the document has none; then it is empty */
};

/* The last beginning that an item follows; the whole document where the family has no section, or can do without. */
struct section section_find(struct document *d, const struct family *f, struct passage_grams *grams);

#endif
