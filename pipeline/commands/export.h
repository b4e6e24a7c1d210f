/*
 * export: the database as CSV, NDJSON or JSON, for other tools.
 *
 *     winnow export -d heap.db --format csv tables/      one file for each table
 *     winnow export -d heap.db records.ndjson            the records alone
 *     winnow export -d heap.db --format json - | jq .    the records, to a pipe
 */
#ifndef WINNOW_COMMANDS_EXPORT_H
#define WINNOW_COMMANDS_EXPORT_H

#include "pipeline/options.h"

extern const struct command export_command;

#endif
