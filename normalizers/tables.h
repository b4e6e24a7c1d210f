/*
 * tables: rows of a table in a plain text, whose cells are apart by bars or tabs.
 */
#ifndef WINNOW_TABLES_H
#define WINNOW_TABLES_H

#include "normalizers/lines.h"

/*
 * Gives lines ROLE_TABLE_ROW where two or more in a row have the same number of
 * cells, three by bars or two by tabs at least. Cells are then apart by " | ".
 * Before the characters are repaired, which makes one space of a tab. Linear.
 */
void tables_mark(struct lines *lines, struct arena *arena);

#endif
