/*
 * wire: documents as bytes between the processes of one run, and back.
 *
 * What a document is stands in the tables of ndjson_fields.h, so a field that
 * goes through a pipe of NDJSON goes through here too; numbers are LEB128
 * (DWARF 5, section 7.6; signed ones zigzag), texts are their length and bytes.
 * There is no version: both ends are the same program, forked.
 *
 * The reader trusts nothing: what comes from a worker was made from hostile
 * bytes by a process that may have been taken over. Lengths, ranges, names,
 * indices and UTF-8 are checked, and memory is at most some ten times the bytes.
 */
#ifndef WINNOW_WIRE_H
#define WINNOW_WIRE_H

#include "pipeline/base/buffer.h"
#include "pipeline/base/document.h"

/* Appends one document. */
void wire_write(struct buffer *out, const struct document *d);

/*
 * Takes one document off the front of *bytes; NULL where they are none, with
 * *bytes as they were. Its arena holds a copy of everything. The caller frees it.
 */
struct document *wire_read(struct span *bytes);

#endif
