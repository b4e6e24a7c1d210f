/*
 * label: the numbers that documents give to recommendations, in a form that compares.
 */
#ifndef WINNOW_LINK_LABEL_H
#define WINNOW_LINK_LABEL_H

#include "pipeline/base/arena.h"
#include "pipeline/base/span.h"

/* "7C." gives "7c", "018/14" stays: lower-case letters and digits with dots and slashes between them. */
struct span label_key(struct arena *arena, struct span label);

/* Cuts the next label off a list such as "8.3,8.4"; false when *rest is used up. */
bool label_next(struct span *rest, struct span *label);

#endif
