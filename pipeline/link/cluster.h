/*
 * cluster: references that mean the same report, as disjoint sets.
 *
 * Each set knows what its members know together, and takes no member that
 * contradicts it. A set is named by its root, the member of lowest index, so
 * the result does not depend on who asked first.
 */
#ifndef WINNOW_LINK_CLUSTER_H
#define WINNOW_LINK_CLUSTER_H

#include "pipeline/link/content.h"

struct clusters {
	const struct content *content;
	size_t *parent;
	size_t *next; /* the members of a set as a ring */
	struct identity *identity; /* of roots */
	bool *attributed;          /* of roots: some member says which report it is */
};

/* Every reference by itself; all in the content's arena. */
void cluster_init(struct clusters *clusters, const struct content *content);

size_t cluster_root(struct clusters *clusters, size_t reference);

/* Makes one of two; false when they contradict each other. */
bool cluster_join(struct clusters *clusters, size_t a, size_t b);

/* Would they contradict each other? */
bool cluster_conflict(struct clusters *clusters, size_t a, size_t b);

/* Could its report be more than is known? Only then has text something to say. */
bool cluster_is_open(struct clusters *clusters, size_t reference);

#endif
