/*
 * text: the main text of a file, for people and for other programs.
 *
 *     winnow text page.html | less
 *     curl -s https://example.org/report | winnow text --markdown -
 *     printf '%s\t%s\n' a.html a.txt b.html b.txt | winnow text --batch
 */
#ifndef WINNOW_COMMANDS_TEXT_H
#define WINNOW_COMMANDS_TEXT_H

#include "pipeline/options.h"

extern const struct command text_command;

#endif
