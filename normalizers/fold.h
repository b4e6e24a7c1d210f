/*
 * fold: a key by which two texts match that a reader would call the same.
 *
 * Folded away: case, quotes and apostrophes, hyphens and dashes inside words
 * and at line ends ("cost-effective", "cost-\neffective", "costeffective" are
 * one), ligatures, full-width forms, invisible characters, the kind and amount
 * of white space. Other punctuation becomes one space, so that "1.Text" and
 * "1. Text" are one while "2.9" and "29" are two. Kept: letters with their
 * accents, digits, currency and percent signs. Footnote marks are not guessed.
 *
 * For matching only: the text that is stored keeps its own characters.
 */
#ifndef WINNOW_FOLD_H
#define WINNOW_FOLD_H

#include "pipeline/base/buffer.h"

/*
 * Appends the key of `text` (UTF-8; invalid bytes count as a space): words apart
 * by one space, none at either end. Linear in text.len; at most 3 times as long.
 */
void fold_text(struct buffer *out, struct span text);

#endif
