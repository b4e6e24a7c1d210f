/*
 * identify: what a document is, and which reports it speaks of.
 */
#ifndef WINNOW_IDENTIFY_H
#define WINNOW_IDENTIFY_H

#include "pipeline/split/family.h"
#include "pipeline/split/passage_grams.h"

/* Fills the document's date, title, sender, ... where the extractor left them empty. */
void identify_document(struct document *d, const struct family *f, struct passage_grams *grams);

/*
 * Adds the references the family's rules find, the same report once. begins[i]
 * (one for each passage) becomes the reference that passage i begins to be about,
 * else -1. Returns the reference in force at the start, -1 when there is none.
 */
int identify_references(struct document *d, const struct family *f, struct passage_grams *grams, int *begins);

/* Title and date of a document that is a report itself are its report's, where that has none. */
void identify_complete_own(struct document *d, int reference);
/* A reference for items whose report the document does not name, or names by its title only. */
int identify_add_own(struct document *d);
/* A reference for items that stand in the document, of a report that it does not name. */
int identify_add_unattributed(struct document *d, struct place place);

/* Adds the counts the document states ("There were 9 recommendations"). */
void identify_counts(struct document *d, const struct family *f, struct passage_grams *grams, int reference);

#endif
