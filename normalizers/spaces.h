/*
 * spaces: one kind of white space, and nothing that cannot be seen.
 */
#ifndef WINNOW_SPACES_H
#define WINNOW_SPACES_H

#include "pipeline/base/buffer.h"

/*
 * Appends the text with each run of white space (tabs, line ends, no-break,
 * thin and ideographic spaces included) as one space, none at either end, and
 * without soft hyphens, zero-width and directional marks, byte order marks and
 * control characters. Returns how many of these invisible ones were taken out;
 * a zero-width joiner inside a word of another script stays.
 */
unsigned spaces_clean(struct buffer *out, struct span text);

#endif
