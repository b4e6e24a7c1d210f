/*
 * scan: reads a document's passages with a family's rules, from first to last.
 *
 * A passage begins something (the first rule that matches says what), or goes on
 * with what is open, or belongs to nothing. Numbered-item patterns are only safe
 * inside a located section and with ascending numbers: contents lists,
 * cross-references and wrapped years look like items.
 */
#ifndef WINNOW_SCAN_H
#define WINNOW_SCAN_H

#include "pipeline/split/draft.h"
#include "pipeline/split/passage_grams.h"

/*
 * Drafts of all items. `begins[i]` is the reference that passage i begins to be
 * about, or -1 (see identify.h); `primary` the one in force at the start.
 */
void scan_passages(struct document *d, const struct family *f, struct passage_grams *grams, const int *begins,
		   int primary, struct drafts *drafts);

#endif
