/*
 * bounds: what one file may cost, before it is refused.
 *
 * Every limit that reading has, and what is said where one is reached:
 *
 *     what of a file               at most     option            diagnostic
 *     bytes                        256 MiB     --size-limit      error unreadable; it is not read
 *     lines and tags (blocks)      4,000,000   --piece-limit     error too-large; it is not read
 *     elements that nest           256         --depth-limit     note too-deep; deeper ones count as text alone
 *     seconds of the processor     60          --time-limit      error reader-late; it fails, the others go on
 *     memory of its reader         2048 MiB    --memory-limit    error reader-starved; the same
 *     bytes an archive unpacks to  64 GiB      --unpack-limit, --unpack-ratio, --unpack-members
 *
 * Text needs no limit of its own: in UTF-8 it is at most three times the bytes,
 * which is why BOUNDS_SIZE_MOST is a third of what SQLite takes as one text (10^9
 * bytes). --time-limit and --memory-limit are the watchdog's (workers/pool.h); the
 * others are deterministic, so that a file is refused on every machine or on none.
 */
#ifndef WINNOW_BOUNDS_H
#define WINNOW_BOUNDS_H

#include <stddef.h>

/* Longs, as the option table fills them. */
struct bounds {
	long size;   /* MiB */
	long pieces;
	long depth;
};

#define BOUNDS_DEFAULT { .size = 256, .pieces = 4000000, .depth = 256 }

enum {
	BOUNDS_SIZE_MOST = 316,         /* MiB */
	BOUNDS_PIECES_MOST = 100000000,
	BOUNDS_DEPTH_MOST = 4096        /* what is deeper costs time at every tag */
};

/* The bytes that may be read of a file. */
static inline size_t bounds_bytes(const struct bounds *bounds)
{
	return (size_t)bounds->size << 20;
}

#endif
