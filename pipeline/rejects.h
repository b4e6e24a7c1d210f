/*
 * rejects: the files that gave nothing, as a list that the next step can work
 * through: one JSON object a line, {"source", "code", "message"}.
 */
#ifndef WINNOW_REJECTS_H
#define WINNOW_REJECTS_H

#include "pipeline/base/buffer.h"
#include "pipeline/base/document.h"
#include "pipeline/files.h"

/* Appends a line for a document whose source failed, with the first error that it has. */
void rejects_add(struct buffer *lines, const struct document *d);
/* Appends a line for each path that is no file to read. */
void rejects_add_problems(struct buffer *lines, const struct files *files);

#endif
