/*
 * columns: how wide a text is on a terminal.
 *
 * Combining marks and zero-width characters take no column, East Asian wide
 * characters and emoji two (Unicode Standard Annex 11, "W" and "F"), the rest
 * one. Independent of the locale, so that a page is the same everywhere.
 */
#ifndef WINNOW_COLUMNS_H
#define WINNOW_COLUMNS_H

#include "pipeline/base/span.h"

/* Columns that the whole text takes. */
size_t columns_of(struct span text);

/* Bytes of the longest beginning that takes at most `columns`; never splits a character. */
size_t columns_fit(struct span text, size_t columns);

#endif
