/*
 * font: text of a PDF whose font numbers its glyphs without saying which letters
 * they are. The usual numbering leaves out the first 29 places of ASCII:
 * "3UHVHQWHG WR 3DUOLDPHQW" is "Presented to Parliament", each byte 29 too low.
 */
#ifndef WINNOW_FONT_H
#define WINNOW_FONT_H

#include "pipeline/base/buffer.h"

/*
 * Appends the text as it was printed and returns true when it is certainly such
 * a text: no small letters and hardly any vowels as it stands, English function
 * words once moved.
 * Otherwise returns false and appends nothing.
 */
bool font_repair(struct buffer *out, struct span text);

#endif
