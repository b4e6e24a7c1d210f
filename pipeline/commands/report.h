/*
 * report: what a database holds, as a person wants to read it.
 *
 *     winnow report -d heap.db
 *     winnow report -d heap.db | less
 */
#ifndef WINNOW_COMMANDS_REPORT_H
#define WINNOW_COMMANDS_REPORT_H

#include "pipeline/options.h"

extern const struct command report_command;

#endif
