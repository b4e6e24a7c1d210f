/*
 * merge: databases made apart become one.
 *
 *     winnow merge -d all.db shard-1.db shard-2.db
 */
#ifndef WINNOW_MERGE_COMMAND_H
#define WINNOW_MERGE_COMMAND_H

#include "pipeline/options.h"

extern const struct command merge_command;

#endif
