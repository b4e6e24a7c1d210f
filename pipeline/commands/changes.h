/*
 * changes: what the last run brought, or all runs since one.
 *
 *     winnow changes -d heap.db --since 12
 */
#ifndef WINNOW_COMMANDS_CHANGES_H
#define WINNOW_COMMANDS_CHANGES_H

#include "pipeline/options.h"

extern const struct command changes_command;

#endif
