/*
 * explain: where a record comes from, on one page.
 *
 *     winnow explain -d heap.db recommendation 2016-17/31/7c
 *     winnow explain -d heap.db heap/letter.txt:12
 */
#ifndef WINNOW_COMMANDS_EXPLAIN_H
#define WINNOW_COMMANDS_EXPLAIN_H

#include "pipeline/options.h"

extern const struct command explain_command;

#endif
