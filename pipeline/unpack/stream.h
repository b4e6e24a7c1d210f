/*
 * stream: bytes that come one after another, from a file, a decompressor or an
 * entry of an archive, with a look ahead.
 *
 * Only so much is held in memory as may be looked ahead. What ends a stream
 * before its time leaves the reason in `fault`; what came until then was good.
 */
#ifndef WINNOW_STREAM_H
#define WINNOW_STREAM_H

#include <stdint.h>

#include "pipeline/base/span.h"

enum { STREAM_AHEAD = 64 * 1024 };

struct stream {
	/* Gives up to `room` bytes; 0 at the end, and sets fault where that is not the true end. */
	size_t (*read)(struct stream *s, char *to, size_t room);
	/* Goes to an offset; false when it cannot. NULL: it never can. */
	bool (*seek)(struct stream *s, uint64_t offset);
	void *context;
	int64_t size;      /* of all of it; -1: not known */
	const char *fault; /* static or the source's; NULL: none */
	uint64_t taken;    /* bytes that were taken: the offset of what comes next */
	/* private */
	char *window;
	size_t from, to;
	bool ended;
};

/* The caller has set read, seek, context and size; free with stream_close. */
void stream_open(struct stream *s);
void stream_close(struct stream *s);

/* A regular file, from its beginning; the descriptor stays the caller's. */
void stream_open_file(struct stream *s, const int *fd);

/* The next `want` bytes, fewer at the end; at most STREAM_AHEAD. Borrowed until the next call. */
struct span stream_peek(struct stream *s, size_t want);
/* Goes on behind `count` bytes that were looked at. */
void stream_take(struct stream *s, size_t count);

/* Reads up to `room` bytes: fewer only at the end. */
size_t stream_read(struct stream *s, char *to, size_t room);
/* Goes on behind `count` bytes; returns how many there were. */
uint64_t stream_skip(struct stream *s, uint64_t count);
/* Goes to an offset; false, and nothing is changed, where the stream cannot. */
bool stream_go(struct stream *s, uint64_t offset);

#endif
