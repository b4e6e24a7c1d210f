/*
 * quotes: quotation marks that a conversion got wrong.
 *
 * The text keeps its own quotes, typographic or not. Changed are only signs that
 * cannot be meant: U+2018 as apostrophe ("Committee‘s"), U+2017 as opening
 * quote ("‗nudges‘"), U+2015 and U+2016 as a pair of double quotes
 * ("―inventory‖"), a grave accent as apostrophe ("Committee`s").
 */
#ifndef WINNOW_QUOTES_H
#define WINNOW_QUOTES_H

#include "pipeline/base/buffer.h"

/* Appends the repaired text; returns how many signs were changed. */
unsigned quotes_repair(struct buffer *out, struct span text);

#endif
