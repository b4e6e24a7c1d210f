/*
 * debris: what machines left in a text: stray signs, and what was read out of pictures.
 */
#ifndef WINNOW_DEBRIS_H
#define WINNOW_DEBRIS_H

#include "normalizers/lines.h"
#include "normalizers/repairs.h"

/*
 * The text without stray signs at its ends ("\ 8 September", "... by when. |"). A
 * row of cells keeps its bars. The same bytes, or fewer.
 */
struct span debris_trim(struct span text);

/*
 * Is it the machine-read text of a chart or map? Long, and unlike prose in every
 * way: hardly any sentence ends, hardly any punctuation, few of the small words
 * that language is made of, many capitals.
 */
bool debris_is_chart(struct span text);

/* Trims the lines, and gives ROLE_NOISE to those that are charts. */
void debris_mark(struct lines *lines, struct repairs *repairs);

#endif
