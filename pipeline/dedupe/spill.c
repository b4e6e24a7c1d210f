#include "pipeline/dedupe/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { TAIL = 1 << 20 };

/* A file without a name where the file system can do that, else one whose name is removed at once. */
static int open_in(const char *folder)
{
	struct buffer name;
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd >= 0)
		return fd;
	buffer_init(&name, 4096);
	buffer_printf(&name, "%s/winnow-XXXXXX", folder);
	fd = name.overflow ? -1 : mkostemp(name.data, O_CLOEXEC);
	if (fd >= 0)
		unlink(name.data);
	buffer_release(&name);
	return fd;
}

bool spill_open(struct spill *s)
{
	const char *folder = getenv("TMPDIR");

	*s = (struct spill){ .fd = -1 };
	buffer_init(&s->tail, (size_t)1 << 40);
	if (folder && *folder)
		s->fd = open_in(folder);
	else if ((s->fd = open_in("/tmp")) < 0)
		s->fd = open_in("/var/tmp");
	if (s->fd < 0)
		s->error = errno;
	return s->fd >= 0;
}

void spill_close(struct spill *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
	buffer_release(&s->tail);
}

bool spill_flush(struct spill *s)
{
	size_t at = 0;

	while (s->error == 0 && at < s->tail.len) {
		ssize_t n = write(s->fd, s->tail.data + at, s->tail.len - at);

		if (n < 0 && errno != EINTR)
			s->error = errno;
		at += n > 0 ? (size_t)n : 0;
	}
	buffer_clear(&s->tail);
	return s->error == 0;
}

void spill_add(struct spill *s, struct span bytes)
{
	buffer_add(&s->tail, bytes);
	s->size += bytes.len;
	if (s->tail.len >= TAIL)
		spill_flush(s);
}

bool spill_read(const struct spill *s, uint64_t from, uint64_t to, struct buffer *out)
{
	char *at;

	buffer_clear(out);
	if (to > s->size || from > to || s->error)
		return false;
	at = buffer_reserve(out, to - from);
	if (!at)
		return false;
	while (from < to) {
		ssize_t n = pread(s->fd, at, to - from, (off_t)from);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			errno = n < 0 ? errno : EIO;
			return false;
		}
		at += n;
		from += (uint64_t)n;
		out->len += (size_t)n;
	}
	return true;
}
