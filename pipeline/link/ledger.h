/*
 * ledger: writes the ledger tables, and only what differs.
 *
 * What the tables should hold is collected in temporary tables of the same
 * shape; ledger_finish compares and writes the differences, parents before
 * children, and deletes children before parents. So rows that are right already
 * stay untouched, and foreign keys hold at every step.
 */
#ifndef WINNOW_LINK_LEDGER_H
#define WINNOW_LINK_LEDGER_H

#include "pipeline/link/records.h"
#include "pipeline/link/responses.h"

void ledger_begin(struct store *store);

/* What belongs to one report. */
void ledger_add(struct store *store, const struct records *records, const struct responses *responses);

void ledger_finish(struct store *store);

#endif
