/*
 * gzip: compressed streams a member at a time (RFC 1952), so that a damaged one
 * costs itself; and the encodings of HTTP bodies (RFC 9110, section 8.4.1). The only user of zlib.
 *
 *     g = gzip_open(in, &left)
 *     while (gzip_next(g))          each member; its bytes are gzip_bytes(g)
 *         ...                       bytes->fault: damaged; then gzip_resync(g, "WARC/")
 *     gzip_close(g)
 */
#ifndef WINNOW_GZIP_H
#define WINNOW_GZIP_H

#include "pipeline/base/buffer.h"
#include "pipeline/unpack/stream.h"

struct gzip;

/* `left` is what may still be unpacked, and goes down with it; both outlive the result. */
struct gzip *gzip_open(struct stream *in, uint64_t *left);
void gzip_close(struct gzip *g);

/* Goes to the next member, behind all of the last one. False at the end, or where no member begins. */
bool gzip_next(struct gzip *g);
/* Its first byte in the compressed stream. */
uint64_t gzip_offset(const struct gzip *g);
/* Of the members from this one on: all one stream, as gunzip has it. */
void gzip_join(struct gzip *g);
struct stream *gzip_bytes(struct gzip *g);

/*
 * Behind damage: goes to the next member that begins with `first`. From the byte behind
 * the beginning of the damaged one where the stream can go back, else from where it was seen.
 */
bool gzip_resync(struct gzip *g, struct span first);

/* Undoes "gzip" and "deflate" (with and without zlib's frame). False where it is damaged, or longer than out's limit. */
bool gzip_inflate(struct span bytes, struct buffer *out);

#endif
