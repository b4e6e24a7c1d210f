/*
 * glued: furniture on one line with text, cut off it.
 *
 *     "and nonhttps://www.example/rep..."       a footer's address at the end of half a word
 *     "Page 3: Minutes - site...6 who said"     a mirror's header before the page's first line
 *
 * What it is cut by is known from the furniture that stands on lines of its own,
 * and from what the headers have in common.
 */
#ifndef WINNOW_GLUED_H
#define WINNOW_GLUED_H

#include "normalizers/lines.h"

/* Makes two lines of each such one: the text, and the furniture. After furniture_mark. Linear. */
void glued_cut(struct lines *lines, struct arena *arena);

#endif
