/*
 * paragraphs: lines -> passages.
 *
 * Lines of wrapped prose are joined; what begins an item, a label or a heading
 * begins its own passage; a number or bullet alone on a line goes to the text
 * below it. Furniture and footnotes between the halves of a sentence are passed
 * over: the sentence becomes one passage, they follow it as passages of their own.
 */
#ifndef WINNOW_PARAGRAPHS_H
#define WINNOW_PARAGRAPHS_H

#include "normalizers/hyphens.h"
#include "normalizers/repairs.h"
#include "normalizers/wrapping.h"

/*
 * A passage that was put together of lines, until headings_mark has seen it: what
 * the markup made a paragraph is no heading.
 */
#define PARAGRAPHS_OF_LINES (1u << 31)

/* Replaces the passages of `d` by those made of the lines. Linear in the text. */
void paragraphs_join(struct document *d, struct lines *lines, struct repairs *repairs);

#endif
