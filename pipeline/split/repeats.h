/*
 * repeats: what a bad scrape does to the items of one document.
 *
 * A scrape holds the same block two or three times, whole or cut, and pieces of
 * other reports in between. Numbers tell both: the same number with the same
 * text is a copy; a number that is already taken by other text is a piece from
 * elsewhere. Copies point at the fullest one; a spliced piece becomes a report
 * of its own that the source does not name. Nothing is dropped.
 */
#ifndef WINNOW_REPEATS_H
#define WINNOW_REPEATS_H

#include "pipeline/split/draft.h"

/* Marks copies and moves spliced items to references of their own, which it adds to the document. */
void repeats_resolve(struct document *d, struct drafts *drafts);

#endif
