/*
 * ledger: writes the ledger tables, and only what differs.
 *
 * Each row is put where it belongs: inserted when it is missing, updated when a
 * column differs, untouched when it is right. Its key is remembered (16 bytes);
 * what is in the ledger under no remembered key is deleted in the end, children
 * before parents.
 */
#ifndef WINNOW_LINK_LEDGER_H
#define WINNOW_LINK_LEDGER_H

#include "pipeline/link/records.h"
#include "pipeline/link/responses.h"

struct ledger;

/* The caller frees with ledger_finish. */
struct ledger *ledger_begin(struct store *store);

/* What belongs to one report. */
void ledger_put(struct ledger *ledger, const struct records *records, const struct responses *responses);

/* A report whose rows are right. Its id is in temp.kept_reports. */
void ledger_keep(struct ledger *ledger, int64_t report);

/* That a recommendation is made again; both have been put, or kept. */
void ledger_put_repetition(struct ledger *ledger, int64_t recommendation, int64_t earlier, double similarity);

/* Deletes what was neither put nor kept. */
void ledger_finish(struct ledger *ledger);

#endif
