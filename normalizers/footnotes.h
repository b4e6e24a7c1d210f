/*
 * footnotes: finds the notes at the foot of pages, and takes their marks out of
 * the sentences.
 *
 * A line that begins with a number is a note when the text before it on the same
 * page has that number glued to a word. From there to the end of the page all is
 * notes. Numbers may also stand in a column above the notes, as pdftotext sets them.
 */
#ifndef WINNOW_FOOTNOTES_H
#define WINNOW_FOOTNOTES_H

#include "normalizers/footnote_marks.h"
#include "normalizers/lines.h"
#include "normalizers/repairs.h"

/* Gives notes ROLE_FOOTNOTE, with their number as marker and without it in the text. After furniture_mark. Linear. */
void footnotes_mark(struct lines *lines, struct arena *arena);

/*
 * Takes the marks out of the passages: of notes that the document has, and of
 * those that count on from one to the next through it. Linear.
 */
void footnotes_clear_marks(struct document *d, struct repairs *repairs);

#endif
