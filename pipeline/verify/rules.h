/*
 * rules: does the database agree with itself?
 *
 * SQLite's own checks, and rules between tables that no constraint can express,
 * each a query for its violations.
 */
#ifndef WINNOW_RULES_H
#define WINNOW_RULES_H

#include "pipeline/verify/check.h"

/* Adds a check for SQLite's structure and keys. */
void rules_check_structure(struct checks *checks);
/* Adds a check for each rule between tables. */
void rules_check_tables(struct checks *checks);
/* Adds a check of both full-text indexes, by counting and by looking words up. */
void rules_check_full_text(struct checks *checks);

#endif
