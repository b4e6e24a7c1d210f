/*
 * verify: is what the database says true?
 *
 *     winnow verify -d heap.db && echo all well
 */
#ifndef WINNOW_COMMANDS_VERIFY_H
#define WINNOW_COMMANDS_VERIFY_H

#include "pipeline/options.h"

extern const struct command verify_command;

#endif
