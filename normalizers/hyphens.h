/*
 * hyphens: is the hyphen at a line's end part of the word, or did the line's end
 * put it there? Decided by how the document writes the word elsewhere.
 */
#ifndef WINNOW_HYPHENS_H
#define WINNOW_HYPHENS_H

#include "normalizers/lines.h"

struct hyphens;

/*
 * Collects the words of the text lines. NULL when no line ends with a hyphen:
 * then there is nothing to decide, and nothing to collect.
 */
struct hyphens *hyphens_collect(const struct lines *lines, struct arena *arena);

/*
 * Should the hyphen stay when `first` (a line that ends with it) and `second` are
 * joined? Yes when the document has the word with a hyphen, no when it has it
 * without. Else yes when both parts are words of the document, or no letters
 * ("2013-14"), or the second begins with a capital, or the first is one that
 * English writes with a hyphen ("non-").
 */
bool hyphens_keep(const struct hyphens *hyphens, struct span first, struct span second);

#endif
