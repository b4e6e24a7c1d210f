/*
 * headings: which short passages of a plain text are headings.
 *
 * A heading is short, begins with a capital or a number, ends no sentence, and
 * stands over something. Short lines one under the other without a gap (names,
 * an address) are none.
 */
#ifndef WINNOW_HEADINGS_H
#define WINNOW_HEADINGS_H

#include "pipeline/base/document.h"

/* Gives headings among the passages of lines ROLE_HEADING and a level. After paragraphs_join. Linear. */
void headings_mark(struct document *d);

#endif
