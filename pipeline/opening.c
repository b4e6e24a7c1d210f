#include "pipeline/opening.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sysexits.h>
#include <unistd.h>

/* ---- what is wrong ---- */

static const struct {
	int error;
	const char *remedy;
} remedies[] = {
	{ EACCES, "make it readable (chmod), or leave it out" },
	{ EPERM, "make it readable (chmod), or leave it out" },
	{ ENOENT, "check how it is spelled" },
	{ ENOTDIR, "check how it is spelled" },
	{ ELOOP, "give the file that the link points to" },
	{ ENAMETOOLONG, "move it to a shorter path" },
	{ EMFILE, "allow more open files (ulimit -n)" },
	{ EIO, "the disk or the network is at fault: copy the file elsewhere and try again" },
};

struct span opening_describe(struct arena *arena, const char *what, int error)
{
	const char *remedy = NULL;

	for (size_t i = 0; i < sizeof remedies / sizeof *remedies; i++)
		if (remedies[i].error == error)
			remedy = remedies[i].remedy;
	return arena_printf(arena, "%s: %s%s%s", what, strerror(error), remedy ? ": " : "", remedy ? remedy : "");
}

const char *opening_sort(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFIFO:
		return "a FIFO, not a file: skipped; to read from it, pipe it into 'winnow extract -'";
	case S_IFSOCK:
		return "a socket, not a file: skipped";
	case S_IFCHR:
	case S_IFBLK:
		return "a device, not a file: skipped";
	case S_IFDIR:
		return "a folder, not a file: 'winnow ingest' reads folders";
	default:
		return "not a regular file: skipped";
	}
}

/* ---- opening ---- */

/*
 * O_NONBLOCK: opening a FIFO returns at once, and fstat then tells what it is; a
 * device is not waited for, a terminal does not become ours.
 */
enum { FLAGS = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC };

/* Where openat2 is not to be had (Linux before 5.6, filters of containers), the last step alone is guarded. */
static int open_beneath(int folder, const char *path)
{
	const struct open_how how = { .flags = FLAGS, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS };
	int fd;

	do
		fd = (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
	while (fd < 0 && (errno == EAGAIN || errno == EINTR));
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		fd = openat(folder, path, FLAGS | O_NOFOLLOW);
	return fd;
}

/* What was found in a folder is opened from there, so that no link that was put in its way since leads out. */
static int open_found(const struct file *file, struct arena *arena)
{
	struct span root = names_raw(arena, file->folder), rest = names_raw(arena, file->name);
	int folder = open(root.ptr, O_PATH | O_DIRECTORY | O_CLOEXEC), fd, error;

	if (folder < 0)
		return -1;
	if (!span_equal(root, SPAN(".")))
		rest = span_from(rest, root.len + (span_ends(root, SPAN("/")) ? 0 : 1));
	fd = open_beneath(folder, rest.ptr);
	error = errno;
	close(folder);
	errno = error;
	return fd;
}

static int check_regular(int fd, struct file *file, struct arena *arena, struct span *message)
{
	struct stat s;

	if (fstat(fd, &s) != 0) {
		*message = opening_describe(arena, "cannot open", errno);
		return EX_NOINPUT;
	}
	if (!S_ISREG(s.st_mode)) {
		*message = span_str(opening_sort(s.st_mode));
		return EX_DATAERR;
	}
	file->bytes = (int64_t)s.st_size;
	/* The time from before the reading: what is written meanwhile is seen as a change by the next run. */
	file->mtime = (int64_t)s.st_mtim.tv_sec * 1000000000 + s.st_mtim.tv_nsec;
	return 0;
}

int opening_open(struct file *file, int *fd, struct arena *arena, struct span *message)
{
	int status;

	*fd = span_empty(file->folder) ? open(names_raw(arena, file->name).ptr, FLAGS) : open_found(file, arena);
	if (*fd < 0) {
		*message = errno == ENXIO ? span_str(opening_sort(S_IFSOCK)) : opening_describe(arena, "cannot open", errno);
		return EX_NOINPUT;
	}
	status = check_regular(*fd, file, arena, message);
	if (status != 0) {
		close(*fd);
		*fd = -1;
	}
	return status;
}

/* ---- reading ---- */

const char *opening_stdin_fault(void)
{
	return isatty(STDIN_FILENO) ? "standard input is a terminal: pipe something in, or give a path" : NULL;
}

static size_t most_of(const struct file *file)
{
	static const struct bounds usual = BOUNDS_DEFAULT;

	return file->most ? file->most : bounds_bytes(&usual);
}

static struct span too_large(struct arena *arena, size_t most)
{
	return arena_printf(arena, "larger than %zu MiB: split it into smaller files, or allow more with --size-limit",
			    most >> 20);
}

/* Reads to the end; `expected` bytes are there, more or less. */
static int read_all(int fd, size_t expected, size_t most, struct buffer *bytes, struct arena *arena, struct span *message)
{
	enum { CHUNK = 64 * 1024 };

	while (bytes->len <= most) {
		size_t room = expected > bytes->len ? expected - bytes->len + 1 : CHUNK;
		char *to = buffer_reserve(bytes, room);
		ssize_t got = to ? read(fd, to, room) : 0;

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			*message = opening_describe(arena, "cannot read", errno);
			return EX_IOERR;
		}
		if (got == 0 && to)
			return 0;
		if (!to)
			break;
		bytes->len += (size_t)got;
		bytes->data[bytes->len] = '\0';
	}
	*message = too_large(arena, most);
	return EX_DATAERR;
}

static int read_stdin(size_t most, struct buffer *bytes, struct arena *arena, struct span *message)
{
	const char *wrong = opening_stdin_fault();

	*message = span_str(wrong);
	return wrong ? EX_USAGE : read_all(STDIN_FILENO, 0, most, bytes, arena, message);
}

int opening_read(struct file *file, int fd, struct buffer *bytes, struct arena *arena, struct span *message)
{
	int status = EX_DATAERR;

	if (file->bytes > (int64_t)most_of(file))
		*message = too_large(arena, most_of(file));
	else
		status = read_all(fd, (size_t)file->bytes, most_of(file), bytes, arena, message);
	file->bytes = (int64_t)bytes->len;
	return status;
}

int opening_whole(struct file *file, struct buffer *bytes, struct arena *arena, struct span *message)
{
	int fd, status;

	buffer_clear(bytes);
	if (span_equal(file->name, SPAN("-"))) {
		status = read_stdin(most_of(file), bytes, arena, message);
		file->bytes = (int64_t)bytes->len;
		return status;
	}
	status = opening_open(file, &fd, arena, message);
	if (status == 0) {
		status = opening_read(file, fd, bytes, arena, message);
		close(fd);
	}
	return status;
}
