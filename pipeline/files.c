#include "pipeline/files.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "pipeline/base/hash.h"
#include "pipeline/base/utf8.h"

/* ---- names ---- */

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
}

static unsigned hex_value(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'A' + 10);
}

/* Does an escape of ours begin at `at`? Its byte goes to *byte. */
static bool is_escape(struct span s, size_t at, unsigned *byte)
{
	unsigned value;

	if (s.len - at < 3 || s.ptr[at] != '%' || !is_hex(s.ptr[at + 1]) || !is_hex(s.ptr[at + 2]))
		return false;
	value = hex_value(s.ptr[at + 1]) << 4 | hex_value(s.ptr[at + 2]);
	if (value < 0x80 && value != '%')
		return false;
	*byte = value;
	return true;
}

/* Without "./" at the start, "/./" and "//" inside, "/" and "/." at the end; "" becomes ".". */
static void add_clean(struct buffer *out, struct span path)
{
	bool absolute = path.len && path.ptr[0] == '/';
	size_t at = 0;

	if (absolute)
		buffer_add_char(out, '/');
	while (at < path.len) {
		size_t end = at;

		while (end < path.len && path.ptr[end] != '/')
			end++;
		if (end > at && !(end - at == 1 && path.ptr[at] == '.')) {
			if (out->len > (absolute ? 1u : 0u))
				buffer_add_char(out, '/');
			buffer_add(out, span_slice(path, at, end));
		}
		at = end + 1;
	}
	if (out->len == 0)
		buffer_add_char(out, '.');
	if (span_equal(buffer_span(out), SPAN("-"))) { /* a file of this name is not standard input */
		buffer_clear(out);
		buffer_add_str(out, "./-");
	}
}

static void add_escaped(struct buffer *out, struct span path)
{
	size_t at = 0;

	while (at < path.len) {
		size_t before = at;
		unsigned c = utf8_next(path, &at), byte;
		struct span taken = span_slice(path, before, at);

		if (c == UTF8_REPLACEMENT && !utf8_valid(taken))
			for (size_t i = 0; i < taken.len; i++)
				buffer_printf(out, "%%%02X", (unsigned char)taken.ptr[i]);
		else if (is_escape(path, before, &byte))
			buffer_add_str(out, "%25");
		else
			buffer_add(out, taken);
	}
}

struct span files_name(struct arena *arena, struct span path)
{
	struct buffer clean, name;
	struct span copy;

	buffer_init(&clean, BUFFER_LIMIT_DEFAULT);
	buffer_init(&name, BUFFER_LIMIT_DEFAULT);
	add_clean(&clean, path);
	add_escaped(&name, buffer_span(&clean));
	copy = arena_copy(arena, buffer_span(&name));
	buffer_release(&clean);
	buffer_release(&name);
	return copy;
}

struct span files_raw(struct arena *arena, struct span name)
{
	char *raw = arena_alloc(arena, name.len + 1);
	size_t len = 0;

	for (size_t at = 0; at < name.len; at++) {
		unsigned byte = (unsigned char)name.ptr[at];

		if (is_escape(name, at, &byte))
			at += 2;
		raw[len++] = (char)byte;
	}
	return span_of(raw, len);
}

bool files_covers(struct span path, struct span name)
{
	if (span_equal(path, SPAN(".")))
		return name.len && name.ptr[0] != '/' && !span_starts(name, SPAN("../")) &&
		       !span_equal(name, SPAN("-"));
	if (!span_starts(name, path))
		return false;
	return name.len == path.len || span_ends(path, SPAN("/")) || name.ptr[path.len] == '/';
}

/* ---- problems ---- */

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

static struct span describe(struct arena *arena, const char *what, int error)
{
	const char *remedy = NULL;

	for (size_t i = 0; i < sizeof remedies / sizeof *remedies; i++)
		if (remedies[i].error == error)
			remedy = remedies[i].remedy;
	return arena_printf(arena, "%s: %s%s%s", what, strerror(error), remedy ? ": " : "", remedy ? remedy : "");
}

static void add_problem(struct files *f, struct span name, int status, struct span message)
{
	f->problems = arena_room(f->arena, f->problems, f->problem_count, &f->problem_capacity, sizeof *f->problems);
	f->problems[f->problem_count++] = (struct file_problem){ .name = name, .status = status, .message = message };
}

static const char *sort_of(mode_t mode)
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

/* ---- finding ---- */

static int64_t nanoseconds(struct timespec t)
{
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void add_file(struct files *f, struct span name, const struct stat *s, bool in_folder)
{
	f->items = arena_room(f->arena, f->items, f->count, &f->capacity, sizeof *f->items);
	f->items[f->count++] = (struct file){ .name = name,
					      .bytes = s ? (int64_t)s->st_size : 0,
					      .mtime = s ? nanoseconds(s->st_mtim) : 0,
					      .in_folder = in_folder };
}

/* The database and what lies beside it, known by device and inode. */
struct own {
	dev_t device[5];
	ino_t inode[5];
	int count;
};

static void own_find(struct own *own, const char *database)
{
	static const char *const suffixes[] = { "", "-journal", "-wal", "-shm", ".lock" };
	char path[4096];
	struct stat s;

	own->count = 0;
	for (size_t i = 0; database && i < sizeof suffixes / sizeof *suffixes; i++) {
		int len = snprintf(path, sizeof path, "%s%s", database, suffixes[i]);

		if (len < 0 || (size_t)len >= sizeof path || stat(path, &s) != 0)
			continue;
		own->device[own->count] = s.st_dev;
		own->inode[own->count++] = s.st_ino;
	}
}

static bool own_has(const struct own *own, const struct stat *s)
{
	for (int i = 0; i < own->count; i++)
		if (own->device[i] == s->st_dev && own->inode[i] == s->st_ino)
			return true;
	return false;
}

/* Does the link lead to something in the folder that is being walked? */
static bool leads_inside(const char *link, const char *root)
{
	char *target = realpath(link, NULL), *folder = realpath(root, NULL);
	bool inside = target && folder && files_covers(span_str(folder), span_str(target));

	free(target);
	free(folder);
	return inside;
}

static void take_link(struct files *f, const FTSENT *e, struct span name, const char *root)
{
	if (access(e->fts_accpath, F_OK) != 0)
		add_problem(f, name, EX_NOINPUT, SPAN("a symbolic link to nothing: skipped"));
	else if (!leads_inside(e->fts_accpath, root))
		add_problem(f, name, EX_NOINPUT,
			    SPAN("a symbolic link that leads out of the folder: not followed; give what it points to "
				 "as a path of its own"));
}

static void take_entry(struct files *f, const FTSENT *e, const char *root, const struct own *own)
{
	struct span name = files_name(f->arena, span_of(e->fts_path, e->fts_pathlen));
	bool given = e->fts_level == FTS_ROOTLEVEL;

	switch (e->fts_info) {
	case FTS_F:
		if (!own_has(own, e->fts_statp))
			add_file(f, name, e->fts_statp, !given);
		else if (given)
			add_problem(f, name, EX_DATAERR, SPAN("the database itself: give the files that go into it"));
		break;
	case FTS_SL:
		take_link(f, e, name, root);
		break;
	case FTS_DEFAULT:
		add_problem(f, name, EX_DATAERR, span_str(sort_of(e->fts_statp->st_mode)));
		break;
	case FTS_SLNONE:
		add_problem(f, name, EX_NOINPUT, SPAN("a symbolic link to nothing"));
		break;
	case FTS_DNR:
	case FTS_NS:
	case FTS_ERR:
		add_problem(f, name, EX_NOINPUT, describe(f->arena, "cannot open", e->fts_errno));
		f->problems[f->problem_count - 1].gone =
			given && (e->fts_errno == ENOENT || e->fts_errno == ENOTDIR);
		break;
	default: /* FTS_D and FTS_DP: a folder, before and after what is in it */
		break;
	}
}

static bool is_hidden(const FTSENT *e)
{
	return e->fts_level > FTS_ROOTLEVEL && e->fts_name[0] == '.';
}

/* fts keeps its place in lists of its own: no recursion, however deep the folders go. */
static void walk(struct files *f, char *root, const struct own *own)
{
	char *const roots[] = { root, NULL };
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL);
	FTSENT *e;

	errno = tree ? 0 : errno;
	while (tree && (e = fts_read(tree))) {
		if (!is_hidden(e))
			take_entry(f, e, root, own);
		else if (e->fts_info == FTS_D)
			fts_set(tree, e, FTS_SKIP);
		errno = 0;
	}
	if (errno != 0)
		add_problem(f, files_name(f->arena, span_str(root)), EX_NOINPUT,
			    describe(f->arena, "cannot be read to its end", errno));
	if (tree)
		fts_close(tree);
}

static int by_name(const void *a, const void *b)
{
	return span_compare(((const struct file *)a)->name, ((const struct file *)b)->name);
}

static int problem_by_name(const void *a, const void *b)
{
	return span_compare(((const struct file_problem *)a)->name, ((const struct file_problem *)b)->name);
}

/* Drops what was found twice: a file that was given, and its folder too. */
static void fold(struct files *f)
{
	size_t kept = 0;

	if (f->count)
		qsort(f->items, f->count, sizeof *f->items, by_name);
	for (size_t i = 0; i < f->count; i++)
		if (kept == 0 || !span_equal(f->items[kept - 1].name, f->items[i].name))
			f->items[kept++] = f->items[i];
	f->count = kept;
	if (f->problem_count)
		qsort(f->problems, f->problem_count, sizeof *f->problems, problem_by_name);
}

void files_find(struct files *files, char *const *paths, size_t count, const char *database)
{
	struct own own;

	*files = (struct files){ .arena = arena_new() };
	own_find(&own, database);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(paths[i], "-") == 0)
			add_file(files, SPAN("-"), NULL, false);
		else if (*paths[i] == '\0')
			add_problem(files, SPAN("''"), EX_NOINPUT, SPAN("an empty path names no file"));
		else
			walk(files, paths[i], &own);
	}
	fold(files);
}

void files_release(struct files *files)
{
	arena_free(files->arena);
	*files = (struct files){ 0 };
}

struct file files_given(struct arena *arena, const char *path)
{
	if (strcmp(path, "-") == 0)
		return (struct file){ .name = SPAN("-") };
	return (struct file){ .name = files_name(arena, span_str(path)) };
}

bool files_gone(struct span name)
{
	struct arena *arena = arena_new();
	struct stat s;
	bool gone = lstat(files_raw(arena, name).ptr, &s) != 0 && (errno == ENOENT || errno == ENOTDIR);

	arena_free(arena);
	return gone;
}

/* ---- reading ---- */

const char *files_stdin_fault(void)
{
	return isatty(STDIN_FILENO) ? "standard input is a terminal: pipe something in, or give a path" : NULL;
}

static struct span too_large(struct arena *arena)
{
	return arena_printf(arena, "larger than %zu MiB: split it into smaller files", FILES_LIMIT >> 20);
}

/* Reads to the end; `expected` bytes are there, more or less. */
static int read_all(int fd, size_t expected, struct buffer *bytes, struct arena *arena, struct span *message)
{
	enum { CHUNK = 64 * 1024 };

	while (bytes->len <= FILES_LIMIT) {
		size_t room = expected > bytes->len ? expected - bytes->len + 1 : CHUNK;
		char *to = buffer_reserve(bytes, room);
		ssize_t got = to ? read(fd, to, room) : 0;

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			*message = describe(arena, "cannot read", errno);
			return EX_IOERR;
		}
		if (got == 0 && to)
			return 0;
		if (!to)
			break;
		bytes->len += (size_t)got;
		bytes->data[bytes->len] = '\0';
	}
	*message = too_large(arena);
	return EX_DATAERR;
}

static int read_regular(int fd, struct file *file, struct buffer *bytes, struct arena *arena, struct span *message)
{
	struct stat s;

	if (fstat(fd, &s) != 0) {
		*message = describe(arena, "cannot open", errno);
		return EX_NOINPUT;
	}
	if (!S_ISREG(s.st_mode)) {
		*message = span_str(sort_of(s.st_mode));
		return EX_DATAERR;
	}
	if (s.st_size > (off_t)FILES_LIMIT) {
		*message = too_large(arena);
		return EX_DATAERR;
	}
	/* The time from before the reading: what is written meanwhile is seen as a change by the next run. */
	file->mtime = nanoseconds(s.st_mtim);
	return read_all(fd, (size_t)s.st_size, bytes, arena, message);
}

static int read_stdin(struct buffer *bytes, struct arena *arena, struct span *message)
{
	const char *wrong = files_stdin_fault();

	*message = span_str(wrong);
	return wrong ? EX_USAGE : read_all(STDIN_FILENO, 0, bytes, arena, message);
}

int files_read(struct file *file, struct buffer *bytes, struct arena *arena, struct span *message)
{
	/* O_NONBLOCK: opening a FIFO returns at once, and fstat then tells what it is. */
	int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | (file->in_folder ? O_NOFOLLOW : 0);
	int fd, status;

	buffer_clear(bytes);
	if (span_equal(file->name, SPAN("-"))) {
		status = read_stdin(bytes, arena, message);
	} else {
		fd = open(files_raw(arena, file->name).ptr, flags);
		if (fd < 0) {
			*message = errno == ENXIO ? span_str(sort_of(S_IFSOCK)) : describe(arena, "cannot open", errno);
			return EX_NOINPUT;
		}
		status = read_regular(fd, file, bytes, arena, message);
		close(fd);
	}
	file->bytes = (int64_t)bytes->len;
	return status;
}

void files_keep_share(struct files *files, long shard, long shards)
{
	size_t kept = 0;

	for (size_t i = 0; i < files->count; i++)
		if (hash_64(files->items[i].name) % (uint64_t)shards == (uint64_t)shard - 1)
			files->items[kept++] = files->items[i];
	files->count = kept;
	if (shard > 1)
		files->problem_count = 0;
}

bool files_gone_from(char *const *paths, size_t count, struct span name)
{
	struct arena *arena = arena_new();
	bool covered = false;

	if (files_gone(name))
		for (size_t i = 0; i < count && !covered; i++)
			covered = files_covers(files_name(arena, span_str(paths[i])), name);
	arena_free(arena);
	return covered;
}
