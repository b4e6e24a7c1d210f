/*
 * certainty: how sure the general rules are of what they found.
 *
 * A family knows its publisher; `generic` reads everybody else's reports and can
 * be wrong. Whoever uses its records is told on what they rest, so that a list
 * under a heading and a lucky guess can be told apart in a query:
 *
 *     SELECT path, message FROM diagnostics JOIN sources ON source_id = sources.id
 *     WHERE code = 'general-rules' AND severity = 'warning'
 */
#ifndef WINNOW_CERTAINTY_H
#define WINNOW_CERTAINTY_H

#include "pipeline/split/family.h"
#include "pipeline/split/passage_grams.h"

/* Adds the diagnostic to a document that a family with the line `general` has read. Call it once the items are there. */
void certainty_note(struct document *d, const struct family *f, struct passage_grams *grams);

#endif
