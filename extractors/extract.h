/*
 * extract: bytes of any format -> a document of blocks.
 *
 * Which extractor reads the bytes is decided by bids on their content, never by
 * the file's name; extract.c has the table. Blocks are passages that are not yet
 * normalized: text decoded to valid UTF-8 and otherwise as it stands, role as
 * the markup tells it, place in the source's bytes. A plain text gives one block
 * of ROLE_LINE per line that is not empty; normalize joins them.
 */
#ifndef WINNOW_EXTRACT_H
#define WINNOW_EXTRACT_H

#include "pipeline/base/document.h"

/*
 * Fills the blocks and metadata of `d`, whose source path, sha256, bytes and
 * mtime are set. What it cannot read becomes a diagnostic of severity error and
 * source.state SOURCE_FAILED; what it repaired, a warning or note. `bytes` is
 * borrowed for the call. Time and memory are bounded by the size of `bytes`.
 */
void extract_document(struct document *d, struct span bytes);

#endif
