/*
 * repetitions: recommendations that a later report makes again.
 *
 * Related, not the same: each keeps its own responses and its own history. A
 * committee that asks a second time moves the date, so dates are left out of the
 * comparison; any other fact that differs (a name, an amount) makes another
 * recommendation of the same mould, which is no repetition. Short formulas are none
 * either. Each recommendation has at most one: of those of earlier reports the one
 * that it is most like. Reports come in the order of their dates or, without one,
 * of their sessions; those with neither come last.
 */
#ifndef WINNOW_LINK_REPETITIONS_H
#define WINNOW_LINK_REPETITIONS_H

#include "pipeline/link/ledger.h"

struct repetitions {
	struct arena *arena; /* of everything below */
	struct asking *at;
	size_t count, capacity;
};

/*
 * The recommendations of one report, the one at that index. What is returned (in the arena) gives the same to
 * repetitions_recall, another time.
 */
struct span repetitions_add(struct repetitions *repetitions, const struct records *records, size_t report);
void repetitions_recall(struct repetitions *repetitions, struct span askings, size_t report);

/*
 * After the last report: puts what repeats what into the ledger. Candidates are found
 * by fingerprints that texts share; time is about linear in the recommendations, memory
 * some hundred bytes for each.
 */
void repetitions_put(const struct repetitions *repetitions, const struct reports *reports, struct store *store,
		     struct ledger *ledger);

#endif
