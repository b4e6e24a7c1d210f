/*
 * proof: do the words of a passage stand, in their order, in a piece of its source?
 *
 * Independent of how the passage was made. Words of the source may be left out
 * (a running header, a footnote between two lines); no word may be added, changed
 * or moved. Compared are folded words (normalizers/fold.h); a footnote number glued to
 * a word of the source is allowed. Where that fails, weaker proofs are tried and
 * told apart: letters without regard to spacing (words that were glued or torn in
 * the source), ASCII letters alone (encodings that were repaired), and letters
 * under the numbers that a PDF's font gave them.
 */
#ifndef WINNOW_PROOF_H
#define WINNOW_PROOF_H

#include "pipeline/base/buffer.h"

enum proof {
	PROOF_NONE,
	PROOF_WORDS,   /* every word, in order */
	PROOF_LETTERS, /* every word, in order, spacing aside */
	PROOF_ASCII,   /* every run of ASCII letters and digits, in order */
	PROOF_FONT,    /* every word, in order, spacing aside, 29 places up: glyph numbers (normalizers/font.h) */
	PROOF_COUNT
};

/*
 * `source` and `passage` are UTF-8 without markup. Where it cannot be proved,
 * *missing is the first word that was not found, a part of `scratch`, which holds
 * it until it is used again; empty otherwise. Time is about linear.
 */
enum proof proof_find(struct span source, struct span passage, struct buffer *scratch, struct span *missing);

#endif
