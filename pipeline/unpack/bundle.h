/*
 * bundle: zip and tar archives, entry by entry, and streams compressed with zstd,
 * xz or bzip2. The only user of libarchive, which reads hostile bytes: for confined processes alone.
 */
#ifndef WINNOW_BUNDLE_H
#define WINNOW_BUNDLE_H

#include "pipeline/unpack/stream.h"

struct bundle;

enum bundle_kind {
	BUNDLE_ENTRIES,   /* zip or tar */
	BUNDLE_COMPRESSED /* one stream */
};

struct bundle_entry {
	struct span name;   /* bytes, as the archive has them; borrowed until the next one */
	int64_t mtime;      /* nanoseconds since 1970; 0: not known */
	bool file;          /* not a folder, a link, a device */
	bool encrypted;
};

/* `left` is what may still be unpacked, and goes down with it; both outlive the result. NULL: *fault says why. */
struct bundle *bundle_open(struct stream *in, enum bundle_kind kind, uint64_t *left, const char **fault);
void bundle_close(struct bundle *b);

/* The next entry; false at the end, with *fault where that is not the true end (borrowed until bundle_close). */
bool bundle_next(struct bundle *b, struct bundle_entry *entry, const char **fault);

/* The bytes of the entry, or of the compressed stream. */
struct stream *bundle_bytes(struct bundle *b);

#endif
