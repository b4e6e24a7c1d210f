/*
 * unpack: archives -> their members, one after another, from hostile bytes.
 *
 *     stream ──▶ WARC (plain, gzip a member at a time, zstd) ──▶ pages as they were before they were sent
 *            ──▶ zip, WACZ, tar (plain, gzip, zstd, xz, bzip2) ──▶ entries; archives among them again, two deep
 *            ──▶ one file, compressed with any of these ──▶ that file
 *
 * What an archive is, is told by its bytes; that a zip is a WACZ, by its name. Names
 * of members are names and no more: nothing is written to disk. For confined processes.
 */
#ifndef WINNOW_UNPACK_H
#define WINNOW_UNPACK_H

#include "pipeline/base/document.h"
#include "pipeline/unpack/limits.h"
#include "pipeline/unpack/stream.h"

/* Bytes at the beginning of a file that unpack_media_type wants to see. */
enum { UNPACK_HEAD = 512 };

/* What kind of archive begins like this; empty: none that is unpacked. Looks at fixed places only: safe anywhere. */
struct span unpack_media_type(struct span head);

/* Is it one of these? */
bool unpack_is_archive(struct span media_type);

struct unpack_member {
	struct span name;     /* behind the "!/" of its archive: see names.h */
	struct span url;      /* of a WARC record: what was asked for ... */
	struct span captured; /* ... and when, ISO 8601 */
	struct span charset;  /* that was declared with it */
	int64_t mtime;        /* nanoseconds since 1970; 0: not known */
};

enum unpack_code {
	UNPACK_DAMAGED,
	UNPACK_LIMIT,     /* of bytes or members: the rest is not read */
	UNPACK_LARGE,     /* one member */
	UNPACK_NESTED,
	UNPACK_ENCRYPTED,
	UNPACK_TRUNCATED, /* a record that was cut short when it was fetched */
	UNPACK_COUNTS,    /* what was there and is no text */
	UNPACK_CODES
};

/* The name of a code among the diagnostics. */
const char *unpack_code_name(enum unpack_code code);

/* Who gets the members. All is borrowed for the call. */
struct unpack_sink {
	void *context;
	void (*begin)(void *context, const struct unpack_member *member);
	void (*data)(void *context, struct span bytes);
	void (*end)(void *context, bool whole); /* not whole: to be dropped; a note says why */
	void (*note)(void *context, enum severity severity, enum unpack_code code, struct span message);
};

/* Unpacks all of the stream. `name` is that of the archive. Time and memory are bounded by `limits`. */
void unpack(struct stream *in, struct span name, struct limits limits, const struct unpack_sink *sink);

#endif
