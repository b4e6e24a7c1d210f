/*
 * fold: what one character is for the comparison of texts.
 *
 * Case, accents, ligatures, full-width forms, Arabic vowel marks and the digits
 * of other scripts are folded to one form, so that two copies of a text that
 * went through different programs give the same letters. UTF-8 that was read as
 * windows-1252 and encoded again ("cafÃ©", "donâ€™t"), also twice, is read as
 * what it was. Tables after Unicode 15; no library is needed.
 */
#ifndef WINNOW_DEDUPE_FOLD_H
#define WINNOW_DEDUPE_FOLD_H

#include <stdbool.h>

#include "pipeline/base/span.h"

enum fold_class {
	FOLD_SEPARATOR,  /* ends a word and is not part of one: punctuation, other symbols */
	FOLD_SPACE,
	FOLD_LETTER,     /* part of a word */
	FOLD_DIGIT,      /* part of a word; its folded form is '0' to '9' */
	FOLD_IDEOGRAPH,  /* a word of its own: scripts without spaces between words */
	FOLD_SYMBOL,     /* a word of its own: currency, percent, degree */
	FOLD_IGNORED,    /* not there: joiners, direction marks, combining marks, superscript digits */
	FOLD_SOFT_HYPHEN,
	FOLD_APOSTROPHE, /* not there between two letters, a separator elsewhere */
	FOLD_DASH        /* hyphens and dashes */
};

struct folded {
	enum fold_class class;
	bool upper;
	bool repaired;     /* it was mojibake, or U+FFFD */
	unsigned char len; /* bytes used below; 0 for what is not part of a word */
	char bytes[4];
};

/* Reads one character at *at and moves behind it. Invalid UTF-8 is U+FFFD, which counts as an apostrophe. */
struct folded fold_next(struct span text, size_t *at);

#endif
