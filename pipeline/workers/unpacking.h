/*
 * unpacking: an open archive -> documents with their bytes, by a confined process.
 *
 * libarchive and zlib see hostile bytes there and nowhere else: the process has
 * the archive to read, a pipe to write to, and what sandbox.h leaves it. Members
 * come one at a time, in the order of the archive; only one is held in memory.
 *
 *     u = unpacking_open(options, fd, archive)
 *     while (unpacking_next(u, &d, &bytes))
 *         ... d is the caller's; bytes, too, where it takes them
 *     unpacking_close(u)      diagnostics about the archive are in `archive`
 */
#ifndef WINNOW_UNPACKING_H
#define WINNOW_UNPACKING_H

#include "pipeline/base/buffer.h"
#include "pipeline/base/document.h"

struct options;
struct unpacking;

/*
 * Starts to unpack the file of `archive`, a document whose source is filled, from the descriptor,
 * which is read from its beginning; it stays the caller's. What is wrong with the archive becomes
 * diagnostics of `archive`; it is SOURCE_FAILED where it was not read to its end.
 */
struct unpacking *unpacking_open(const struct options *options, int fd, struct document *archive);
void unpacking_close(struct unpacking *u);

/* The next member: *d, which the caller frees, has its source filled; its bytes take the place of those in `bytes`. */
bool unpacking_next(struct unpacking *u, struct document **d, struct buffer *bytes);

#endif
