/*
 * blanks: when two texts are the same, white space aside.
 */
#ifndef WINNOW_BLANKS_H
#define WINNOW_BLANKS_H

#include "pipeline/base/span.h"

/*
 * What the blanks at *at count as: ' ', or '\n' where a line ends among them; 0 where there are none. Moves behind
 * them.
 */
char blanks_next(struct span text, size_t *at);

/* The same but for the amount of white space. */
bool blanks_equal(struct span x, struct span y);

#endif
