/*
 * preformatted: text that a page shows as it is typed, and that is wrapped prose
 * all the same, as reports of the 1990s are.
 */
#ifndef WINNOW_PREFORMATTED_H
#define WINNOW_PREFORMATTED_H

#include "pipeline/base/document.h"

/*
 * Makes ROLE_LINE, to be joined, of preformatted paragraphs in a row that read as
 * wrapped prose. Tables, listings and verse stay as they are. Linear.
 */
void preformatted_release(struct document *d);

#endif
