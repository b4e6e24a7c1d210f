/* winnow dedupe: the command. */
#ifndef WINNOW_COMMANDS_DEDUPE_H
#define WINNOW_COMMANDS_DEDUPE_H

#include "pipeline/options.h"

extern const struct command dedupe_command;

#endif
