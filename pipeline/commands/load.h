/*
 * load: documents from stdin into the database.
 *
 *     winnow extract a.html | winnow normalize | winnow split | winnow load -d heap.db
 */
#ifndef WINNOW_COMMANDS_LOAD_H
#define WINNOW_COMMANDS_LOAD_H

#include "pipeline/options.h"

extern const struct command load_command;

#endif
