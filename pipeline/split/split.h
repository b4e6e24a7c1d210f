/*
 * split: passages -> passages, references and items. Finds the family that reads
 * a document, what the document is, and its conclusions, recommendations and
 * responses.
 *
 *     winnow extract F | winnow normalize | winnow split [-f FAMILY]
 *
 * Order: choose the family, identify the document and its reports (identify.h),
 * read the passages (scan.h), read the answers (answers.h), tell repeats and
 * splices (repeats.h), give labels and contexts.
 */
#ifndef WINNOW_SPLIT_H
#define WINNOW_SPLIT_H

#include "pipeline/split/family_set.h"
#include "pipeline/stage.h"

extern const struct stage_type split_stage;

/* Splits with the family that bids most, or with `forced` where it is not NULL. */
void split_document(struct document *d, const struct family_set *families, const struct family *forced);

#endif
