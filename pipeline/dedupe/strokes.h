/*
 * strokes: a word as the marks that a reading machine sees.
 *
 * Machines mistake letters whose strokes are the same: rn and m, cl and d, li and h, ii and u, l and 1, o and 0, e and c.
 * Written as strokes ("l" for an upright, "o" for a bowl, "v" for a slant) those words are equal, whatever was cut where:
 * "rnodern" and "modem" are both l-l-l-o-o-l-o-l-l-l. Two words with the same strokes may still be two words: who
 * asks must know from elsewhere that one is likely.
 */
#ifndef WINNOW_STROKES_H
#define WINNOW_STROKES_H

#include <stdbool.h>

#include "pipeline/base/span.h"

enum { STROKES_MOST = 256 };

/* Writes the strokes of folded letters; returns how many bytes. What does not fit is left out. */
size_t strokes_of(struct span letters, char out[static STROKES_MOST]);

/* Do the strokes of two words differ by at most `limit` (0 to 3)? Longer ones than STROKES_MOST never do. */
bool strokes_within(struct span x, struct span y, int limit);

#endif
