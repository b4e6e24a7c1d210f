/*
 * furniture: what is printed on every page and belongs to none of the text.
 *
 * Running headers and footers, page numbers, what a browser prints around a page
 * and a mirror site puts before it. They are told by repetition and by where they
 * stand, never by their words: a line that comes again (digits aside) at the edges
 * of pages, next to page numbers, or between the halves of a sentence. A line
 * that merely comes again, such as a label, is content; so is a heading that
 * comes again because all around it does.
 */
#ifndef WINNOW_FURNITURE_H
#define WINNOW_FURNITURE_H

#include "normalizers/lines.h"

/*
 * Gives the lines that are furniture ROLE_FURNITURE. Needs lines_look. Scratch
 * memory comes from the arena. Linear in the text.
 */
void furniture_mark(struct lines *lines, struct arena *arena);

#endif
