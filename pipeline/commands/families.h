/* families: which families there are; try a family file. */
#ifndef WINNOW_COMMANDS_FAMILIES_H
#define WINNOW_COMMANDS_FAMILIES_H

#include "pipeline/options.h"

extern const struct command families_command;

#endif
