/*
 * ndjson: documents as lines, one self-contained JSON object each, and back.
 *
 * Every line of ours has the key "winnow", which says what it is: document,
 * block or passage, reference, item, count, diagnostic, end. "source" (the path) and
 * "document" (1, 2, ...) say to which document it belongs; a document line comes
 * first, its other lines follow, each kind counted by "seq", an end line closes it:
 * without that the stream was cut, or mixed, and the document is not whole. Passages, and only
 * they, have an "id". Empty fields are left out; indices into other lines
 * (reference, passages, copy_of) count from 1, as seq does. The keys are the
 * tables of ndjson_fields.c; keys that are not there are ignored.
 */
#ifndef WINNOW_NDJSON_H
#define WINNOW_NDJSON_H

#include <stdio.h>

#include "pipeline/base/buffer.h"
#include "pipeline/stage.h"

/* Longer lines are not read: no file that is small enough to be ingested gives one (see files.h). */
#define NDJSON_LINE_LIMIT ((size_t)2 << 30)

/* Appends the lines of one document. */
void ndjson_write_document(struct buffer *out, const struct document *d);

/* Appends `text` as a JSON string, with quotes; invalid UTF-8 becomes U+FFFD. */
void ndjson_write_string(struct buffer *out, struct span text);

/*
 * Reads documents from `in` and pushes each into the chain at its end line. A
 * line that is no JSON, or not of ours, is said on stderr with its number and
 * skipped, as is a document without an end: half of one must not pass for all of
 * it. *skipped counts both, *documents what was pushed. Lines may be missing: what pointed to them points to nothing then.
 * Returns 0, or the status of a failed push or read.
 */
int ndjson_read(FILE *in, struct stage *first, size_t *documents, size_t *skipped);

/* First in a chain that wants passages: refuses the blocks of extract, with 65 and the remedy. */
extern const struct stage_type ndjson_passages_only;

/* The last stage of a filter: writes what it gets to stdout. */
extern const struct stage_type ndjson_sink;

#endif
