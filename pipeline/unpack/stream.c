#include "pipeline/unpack/stream.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/base/memory.h"

void stream_open(struct stream *s)
{
	s->window = memory_new(1, STREAM_AHEAD);
	s->from = s->to = 0;
	s->taken = 0;
	s->fault = NULL;
	s->ended = false;
}

void stream_close(struct stream *s)
{
	free(s->window);
	s->window = NULL;
}

/* ---- a file ---- */

static size_t read_file(struct stream *s, char *to, size_t room)
{
	ssize_t got;

	do
		got = read(*(const int *)s->context, to, room);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		s->fault = "cannot be read: the disk or the network is at fault";
	return got > 0 ? (size_t)got : 0;
}

static bool seek_file(struct stream *s, uint64_t offset)
{
	return lseek(*(const int *)s->context, (off_t)offset, SEEK_SET) >= 0;
}

void stream_open_file(struct stream *s, const int *fd)
{
	struct stat status;

	*s = (struct stream){ .read = read_file, .seek = seek_file, .context = (void *)(size_t)fd, .size = -1 };
	if (fstat(*fd, &status) == 0)
		s->size = (int64_t)status.st_size;
	stream_open(s);
}

/* ---- any ---- */

static void fill(struct stream *s, size_t want)
{
	if (want > STREAM_AHEAD)
		want = STREAM_AHEAD;
	if (s->to - s->from >= want || s->ended)
		return;
	memmove(s->window, s->window + s->from, s->to - s->from);
	s->to -= s->from;
	s->from = 0;
	while (s->to < want && !s->ended) {
		size_t got = s->read(s, s->window + s->to, STREAM_AHEAD - s->to);

		s->to += got;
		s->ended = got == 0;
	}
}

struct span stream_peek(struct stream *s, size_t want)
{
	fill(s, want);
	return span_slice(span_of(s->window + s->from, s->to - s->from), 0, want);
}

void stream_take(struct stream *s, size_t count)
{
	size_t there = s->to - s->from;

	count = count < there ? count : there;
	s->from += count;
	s->taken += count;
}

/* What lies in the window first; then straight from the source. */
size_t stream_read(struct stream *s, char *to, size_t room)
{
	struct span ahead = span_slice(span_of(s->window + s->from, s->to - s->from), 0, room);
	size_t len = ahead.len;

	memcpy(to, ahead.ptr, ahead.len);
	stream_take(s, ahead.len);
	while (len < room && !s->ended) {
		size_t got = s->read(s, to + len, room - len);

		len += got;
		s->taken += got;
		s->ended = got == 0;
	}
	return len;
}

uint64_t stream_skip(struct stream *s, uint64_t count)
{
	uint64_t left = count;

	while (left) {
		size_t got = stream_peek(s, left < STREAM_AHEAD ? (size_t)left : STREAM_AHEAD).len;

		if (got == 0)
			break;
		stream_take(s, got);
		left -= got;
	}
	return count - left;
}

bool stream_go(struct stream *s, uint64_t offset)
{
	if (!s->seek || !s->seek(s, offset))
		return false;
	s->from = s->to = 0;
	s->taken = offset;
	s->ended = false;
	s->fault = NULL;
	return true;
}
