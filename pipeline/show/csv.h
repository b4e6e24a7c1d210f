/*
 * csv: rows as RFC 4180 has them, safe to open in a spreadsheet.
 *
 * A spreadsheet runs a cell that begins with = + - @ (or a wide form of them), a tab
 * or a line end as a formula, and our cells come from strangers' files ("CSV injection", OWASP).
 * Such a cell gets an apostrophe in front, which spreadsheets show as text.
 * Plain numbers, negative ones too, are no formulas and stay numbers.
 */
#ifndef WINNOW_CSV_H
#define WINNOW_CSV_H

#include "pipeline/base/buffer.h"

/* Appends one cell. `first`: it begins the row. `raw`: without the apostrophe. */
void csv_cell(struct buffer *out, struct span text, bool first, bool raw);
/* Ends the row: CR LF. */
void csv_end(struct buffer *out);

#endif
