/*
 * evidence: joins reports that are not named enough by what they say.
 *
 * A scrape often loses the page that says which report it is. But a report, the
 * answer to it and the letters about it quote the same sentences, so two of them
 * are one when several of their conclusions and recommendations agree word for
 * word and nothing that is known speaks against it:
 *   - with equal titles: two items, or one long one;
 *   - else: two items or more, and at least half of those of the smaller one;
 *   - against titles that differ: four or more, and four fifths.
 * Where two reports that contradict each other would both do, neither is taken.
 * Parts of one document are never joined: it says itself what belongs together.
 *
 * Candidates come from shared fingerprints, never from all pairs.
 */
#ifndef WINNOW_LINK_EVIDENCE_H
#define WINNOW_LINK_EVIDENCE_H

#include "pipeline/link/cluster.h"
#include "pipeline/link/notes.h"

void evidence_join(struct clusters *clusters, struct store *store, struct notes *notes);

#endif
