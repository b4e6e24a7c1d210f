/*
 * recognize: which known records the items of one document are.
 *
 * What is tried, from the surest to the least sure:
 *   text       nearly all of the shorter stands in the longer, and no fact differs
 *   paragraph  both name the same paragraph of the report, and much of the text agrees
 *   label      the same number, and half of the text agrees
 * Text comes first because answers renumber: a number that says otherwise loses.
 * A record is given to one item of a document, the one that fits best; only under
 * the same label to several. Candidates come from an index, never from all pairs.
 */
#ifndef WINNOW_LINK_RECOGNIZE_H
#define WINNOW_LINK_RECOGNIZE_H

#include "pipeline/link/records.h"

/* Fills the sightings of the part's items that are records of the same type already known. */
void recognize_part(struct records *records, size_t part);

/* The record that another item of the part has under the same label, with the same text; or RECORD_NONE. */
size_t recognize_twin(const struct records *records, size_t part, size_t item);

/*
 * The record of the other type whose text is the item's: what the report counts
 * among its conclusions, an answer may call a recommendation. RECORD_NONE when
 * no other document has one. *similarity is of the whole texts.
 */
size_t recognize_other_type(const struct records *records, size_t part, size_t item, double *similarity);

/* Is the label taken by a record of that type that the part does not have? */
bool recognize_label_is_taken(const struct records *records, size_t part, size_t item);

/* The one record of that type that has the label; RECORD_NONE when there is none, or more than one. */
size_t recognize_labelled(const struct records *records, enum item_type type, struct span key);

/* Makes a record known to the index. */
void recognize_add(struct records *records, size_t record);

#endif
