/*
 * meetings: which items of which reports have something in common.
 *
 * Every conclusion and recommendation is reduced to fingerprints of its text;
 * two items of two reports that share one meet. Only where one of the reports is
 * open, that is, text could still say which report it is. Nothing is compared
 * yet, and never all with all.
 */
#ifndef WINNOW_LINK_MEETINGS_H
#define WINNOW_LINK_MEETINGS_H

#include "pipeline/link/cluster.h"

/* An item that can give evidence. */
struct witness {
	int64_t item;
	size_t reference;
};

/* Two witnesses of two reports that share a fingerprint: roots a < b. */
struct meeting {
	uint32_t a, b;
	uint32_t witness_a, witness_b;
};

struct meetings {
	struct witness *witnesses;
	size_t witness_count, witness_capacity;
	struct meeting *at; /* each pair once, ordered by a, b, witness_a, witness_b */
	size_t count, capacity;
};

enum { MEETINGS_TELLING_WORDS = 6 }; /* shorter items prove nothing and are left out */

/* The caller releases. With more than 2^32 references nothing is found. */
void meetings_find(struct meetings *meetings, struct clusters *clusters, struct store *store);
void meetings_release(struct meetings *meetings);

#endif
