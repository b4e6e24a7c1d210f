/*
 * agree: whether the texts of two records are one record's.
 *
 * A record comes back cut ("On recommendation 4 (The Department should speed up
 * ...)"), with a word exchanged ("write to us", "write to the Committee"), or as
 * its first sentence. So what counts is how much of the shorter text stands in
 * the longer one, and that no fact was exchanged: "by March 2017" and "by July
 * 2018" make two recommendations of one template.
 */
#ifndef WINNOW_LINK_AGREE_H
#define WINNOW_LINK_AGREE_H

#include <stdbool.h>

#include "pipeline/base/span.h"

struct agreement {
	double covered;    /* share of the shorter text that stands in the longer one, 0 to 1 */
	double similarity; /* 1 for copies, small where one is far longer */
	size_t shorter;    /* words of the shorter text */
	size_t common;     /* of them, those that stand in the longer one */
	bool facts_differ;
};

struct agreement agree_compare(struct span a, struct span b);

/* One is a version of the other: nearly all of the shorter stands in the longer, and no fact differs. */
bool agree_same(const struct agreement *agreement);

#endif
