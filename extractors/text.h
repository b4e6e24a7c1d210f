/*
 * text: plain text -> one block of ROLE_LINE per line that is not empty.
 *
 * Nothing is joined or judged here: normalize does that, where it can see the
 * whole document. White space at the beginning of a line is kept, since
 * indentation tells list items and centred headings apart.
 */
#ifndef WINNOW_TEXT_H
#define WINNOW_TEXT_H

#include "pipeline/base/document.h"

/* Adds the blocks of a plain text in any encoding. Linear time. */
void text_extract(struct document *d, struct span bytes);
/* The same where something outside of the text declares its encoding. */
void text_extract_declared(struct document *d, struct span bytes, struct span charset);

#endif
