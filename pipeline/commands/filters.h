/*
 * filters: the stages as commands, with NDJSON between them.
 *
 *     winnow extract report.html | winnow normalize | winnow split | winnow load -d heap.db
 *
 * Each is a source, one stage and the sink of ndjson.h; dedupe and load have files of their own.
 */
#ifndef WINNOW_FILTERS_H
#define WINNOW_FILTERS_H

#include "pipeline/options.h"

extern const struct command extract_command;
extern const struct command normalize_command;
extern const struct command split_command;

#endif
