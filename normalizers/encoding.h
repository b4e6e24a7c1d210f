/*
 * encoding: undoes a decoding that went wrong before the text reached us.
 *
 *     "childrenâ€™s"  ->  "children’s"      UTF-8 that was read as windows-1252 or ISO 8859-1
 *     U+0093          ->  U+201C "“"        windows-1252 that was read as ISO 8859-1
 *
 * Only sequences that no language writes are touched: those that stand for
 * Latin letters, punctuation, currency, ligatures and emoji. Read wrongly twice
 * is repaired twice.
 */
#ifndef WINNOW_ENCODING_H
#define WINNOW_ENCODING_H

#include "pipeline/base/buffer.h"

/* Appends the repaired text; returns how many characters were repaired. `text` is valid UTF-8. Linear. */
unsigned encoding_repair(struct buffer *out, struct span text);

/* Replaces the C1 controls by what windows-1252 has at their bytes (five have nothing there and go). */
unsigned encoding_repair_controls(struct buffer *out, struct span text);

#endif
