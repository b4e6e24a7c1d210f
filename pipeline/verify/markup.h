/*
 * markup: the words of a piece of HTML, found without a parser.
 *
 * For checking what the extractor did, so it shares no code with it: comments,
 * scripts, styles and tags are cut out of the bytes, character references are
 * decoded, and that is all. Tags of inline elements leave nothing behind, others
 * a blank. The piece may begin or end anywhere, inside a tag too.
 */
#ifndef WINNOW_MARKUP_H
#define WINNOW_MARKUP_H

#include "pipeline/base/buffer.h"

/* Appends the text of `html` (UTF-8). Linear time. */
void markup_text(struct buffer *out, struct span html);

#endif
