/*
 * footnote_marks: numbers glued to words that refer to notes ("proceed73.",
 * "5mm.1 They"), and their removal.
 *
 * A number glued to a word may be anything (a product, a unit, a paper number).
 * It is taken for a mark only when the document has a note of that number.
 */
#ifndef WINNOW_FOOTNOTE_MARKS_H
#define WINNOW_FOOTNOTE_MARKS_H

#include "pipeline/base/buffer.h"

#define FOOTNOTE_MOST 1000 /* numbers of notes are below it */

/* The numbers of the notes that a document has. */
struct footnote_numbers {
	bool has[FOOTNOTE_MOST];
	size_t count;
};

struct footnote_mark {
	size_t start, end; /* of the number, with brackets it stands in */
	int number;
};

void footnote_marks_know(struct footnote_numbers *numbers, int number);

/* Finds the next number at or after `from` that could be a mark by its form. */
bool footnote_marks_find(struct span text, size_t from, struct footnote_mark *mark);

/* Appends the text without the marks of notes that exist; returns how many it left out. */
unsigned footnote_marks_remove(struct buffer *out, struct span text, const struct footnote_numbers *numbers);

#endif
