/*
 * settle: after the content has changed, everything that is computed from it.
 *
 * Dedupe, then link, then the full text, in one transaction. Each follows from
 * the current content alone, so it does not matter in which order, in how many
 * runs, or after which crash the content came: what one run left undone the
 * next one does.
 */
#ifndef WINNOW_SETTLE_H
#define WINNOW_SETTLE_H

#include "pipeline/store/store.h"

/* What settle() does, in this order; the last has no name. Each fails through store_status(). */
struct settle_step {
	const char *name;
	void (*run)(struct store *store);
};
extern const struct settle_step settle_steps[];

/* Settles what is not settled yet; does nothing when all is. Returns store_status(). */
int settle(struct store *store);

/* To be called in each transaction that changes the content. */
void settle_later(struct store *store);

#endif
