/*
 * spaced_tables: rows of a table whose cells only blanks keep apart, as pdftotext
 * -layout and typists set them.
 */
#ifndef WINNOW_SPACED_TABLES_H
#define WINNOW_SPACED_TABLES_H

#include "normalizers/lines.h"

/*
 * Gives lines ROLE_TABLE_ROW where three or more in a row have cells that stand
 * under each other, two blanks apart at least; they are then apart by " | ".
 * Before the characters are repaired, which makes one space of many. Linear.
 */
void spaced_tables_mark(struct lines *lines, struct arena *arena);

#endif
