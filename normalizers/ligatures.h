/*
 * ligatures: "ﬁnance" -> "finance". What fonts draw as one glyph, as the letters it stands for.
 */
#ifndef WINNOW_LIGATURES_H
#define WINNOW_LIGATURES_H

#include "pipeline/base/buffer.h"

/* Appends the text with U+FB00 to U+FB06 spelled out; returns how many there were. */
unsigned ligatures_expand(struct buffer *out, struct span text);

#endif
