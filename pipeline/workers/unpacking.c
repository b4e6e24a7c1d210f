#include "pipeline/workers/unpacking.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/base/memory.h"
#include "pipeline/fixity.h"
#include "pipeline/opening.h"
#include "pipeline/options.h"
#include "pipeline/workers/frames.h"
#include "pipeline/workers/worker.h"

enum { MEBIBYTE = 1 << 20 };

/* ---- in the process that unpacks ---- */

struct task {
	bool confined;
	size_t memory;
	struct span name;
	struct limits limits;
};

enum { IN, OUT };

static void send(struct buffer *out)
{
	size_t put = 0;

	while (put < out->len) {
		ssize_t n = write(OUT, out->data + put, out->len - put);

		if (n < 0 && errno != EINTR)
			_exit(EX_IOERR);
		put += n > 0 ? (size_t)n : 0;
	}
	buffer_clear(out);
}

static void send_begin(void *context, const struct unpack_member *member)
{
	frames_begin(context, member);
}

static void send_data(void *context, struct span bytes)
{
	enum { PIECE = 256 * 1024 };

	for (; bytes.len; bytes = span_from(bytes, PIECE)) {
		frames_data(context, span_slice(bytes, 0, PIECE));
		if (((struct buffer *)context)->len > PIECE)
			send(context);
	}
}

static void send_end(void *context, bool whole)
{
	frames_mark(context, whole ? FRAME_END : FRAME_DROP);
	send(context);
}

static void send_note(void *context, enum severity severity, enum unpack_code code, struct span message)
{
	frames_note(context, severity, code, message);
}

/* The locale is one that the C library has within: libarchive passes names in UTF-8 on as they are. */
static void unpack_here(void *context)
{
	const struct task *task = context;
	const int in = IN;
	struct buffer out;
	struct stream stream;
	const struct unpack_sink sink = { &out, send_begin, send_data, send_end, send_note };

	setlocale(LC_CTYPE, "C.UTF-8");
	if (task->confined)
		sandbox_enter(task->memory);
	else
		sandbox_limit(task->memory);
	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	stream_open_file(&stream, &in);
	unpack(&stream, task->name, task->limits, &sink);
	frames_mark(&out, FRAME_DONE);
	send(&out);
}

/* ---- in the parent ---- */

enum end { END_NOT_YET, END_DONE, END_GONE, END_LATE, END_LIES };

struct unpacking {
	const struct options *options;
	struct document *archive;
	struct worker worker;
	struct buffer in;      /* frames that have come; what was taken goes when more is read */
	size_t at;
	enum end end;
	int64_t time;          /* processor time that it had used when the last member came */
	time_t heard;          /* when anything came last */
	uint64_t members, notes;
};

static void fail(struct document *archive, const char *code, struct span why)
{
	archive->source.state = SOURCE_FAILED;
	document_note(archive, SEVERITY_ERROR, code, 0, "%.*s", SPAN_ARG(why));
}

static struct limits limits_of(const struct options *o, int64_t bytes)
{
	enum { ALWAYS = 256 }; /* MiB that any archive may unpack to */
	uint64_t most = (uint64_t)o->unpack_limit * MEBIBYTE;
	uint64_t ratio = (uint64_t)o->unpack_ratio * (uint64_t)bytes + (uint64_t)ALWAYS * MEBIBYTE;

	return (struct limits){ .bytes = ratio < most ? ratio : most,
				.members = (uint64_t)o->unpack_members,
				.member = bounds_bytes(&o->bounds) };
}

static time_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static bool start(struct unpacking *u, int fd)
{
	const struct options *o = u->options;
	struct task task = { .confined = strcmp(o->sandbox, "off") != 0,
			     .memory = (size_t)o->memory_limit * MEBIBYTE,
			     .name = u->archive->source.path,
			     .limits = limits_of(o, u->archive->source.bytes) };
	int pipe[2], in = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	bool well;

	if (in < 0)
		return false;
	well = lseek(in, 0, SEEK_SET) == 0 && worker_pipe(pipe);
	if (well) {
		u->worker = (struct worker){ .pid = worker_fork(in, pipe[1], unpack_here, &task), .to = -1, .from = pipe[0] };
		close(pipe[1]);
		well = u->worker.pid > 0;
		if (!well)
			close(pipe[0]);
	}
	close(in);
	return well;
}

struct unpacking *unpacking_open(const struct options *options, int fd, struct document *archive)
{
	struct unpacking *u = memory_new(1, sizeof *u);

	u->options = options;
	u->archive = archive;
	u->heard = now();
	buffer_init(&u->in, BUFFER_LIMIT_DEFAULT);
	if (!start(u, fd)) {
		u->end = END_DONE;
		fail(archive, "unpacker-missing", opening_describe(archive->arena, "cannot start a process to unpack it in", errno));
	}
	return u;
}

/* Why it came to no good end. `status` is that of waitpid. */
static void blame(struct unpacking *u, int status)
{
	struct arena *arena = u->archive->arena;

	if (u->end == END_LATE)
		fail(u->archive, "unpacker-late",
		     arena_printf(arena, "takes longer than %ld s to unpack one member: --time-limit allows more",
				  u->options->time_limit));
	else if (u->end == END_LIES || (WIFEXITED(status) && WEXITSTATUS(status) != EX_OSERR))
		fail(u->archive, "unpacker-broken",
		     SPAN("what unpacks it gave no valid answer: please report it, with the file"));
	else if (WIFEXITED(status))
		fail(u->archive, "unpacker-starved",
		     arena_printf(arena, "takes more than %ld MiB of memory to unpack: --memory-limit allows more",
				  u->options->memory_limit));
	else
		fail(u->archive, "unpacker-crashed",
		     arena_printf(arena, "what unpacks it crashed (signal %d, %s): please report it, with the file",
				  WTERMSIG(status), strsignal(WTERMSIG(status))));
}

static void finish(struct unpacking *u, enum end end)
{
	int status = worker_end(&u->worker, end != END_GONE);

	u->end = end;
	if (end != END_DONE)
		blame(u, status);
}

void unpacking_close(struct unpacking *u)
{
	if (!u)
		return;
	if (u->end == END_NOT_YET)
		worker_end(&u->worker, true);
	buffer_release(&u->in);
	free(u);
}

/* ---- what comes ---- */

/* Over its processor time for one member; or silent so long that it hangs. */
static bool is_late(struct unpacking *u)
{
	enum { PATIENCE = 20 };
	int64_t used = worker_time(&u->worker) - u->time;

	return used > u->options->time_limit * 1000 || now() - u->heard > PATIENCE * u->options->time_limit;
}

/* Reads more; false when nothing more comes. */
static bool read_more(struct unpacking *u)
{
	enum { CHUNK = 256 * 1024, WAIT = 1000 };
	struct pollfd poller = { .fd = u->worker.from, .events = POLLIN };
	struct span rest = span_from(buffer_span(&u->in), u->at);
	char *to;
	ssize_t n;

	memmove(u->in.data, rest.ptr, rest.len);
	buffer_truncate(&u->in, rest.len);
	u->at = 0;
	while (poll(&poller, 1, WAIT) <= 0)
		if (is_late(u)) {
			finish(u, END_LATE);
			return false;
		}
	to = buffer_reserve(&u->in, CHUNK);
	do
		n = read(u->worker.from, to, CHUNK);
	while (n < 0 && errno == EINTR);
	if (n <= 0) {
		finish(u, END_GONE);
		return false;
	}
	u->in.len += (size_t)n;
	u->in.data[u->in.len] = '\0';
	u->heard = now();
	return true;
}

/* Is a whole frame there? Its length goes to *size. */
static bool has_frame(const struct unpacking *u, uint32_t *size)
{
	size_t there = u->in.len - u->at;

	*size = 0;
	if (there < FRAMES_HEAD)
		return false;
	memcpy(size, u->in.data + u->at + 1, sizeof *size);
	return there - FRAMES_HEAD >= *size;
}

/* The next frame; false when the process is at its end, or says what cannot be. */
static bool next_frame(struct unpacking *u, char *kind, struct span *body)
{
	uint32_t size;

	while (!has_frame(u, &size)) {
		if (size > FRAMES_MOST) {
			finish(u, END_LIES);
			return false;
		}
		if (!read_more(u))
			return false;
	}
	*kind = u->in.data[u->at];
	*body = span_slice(buffer_span(&u->in), u->at + FRAMES_HEAD, u->at + FRAMES_HEAD + size);
	u->at += FRAMES_HEAD + size;
	return true;
}

static bool take_note(struct unpacking *u, struct span body)
{
	enum { NOTES_MOST = 1000 };
	enum severity severity;
	enum unpack_code code;
	struct span message;

	if (u->notes++ >= NOTES_MOST || !frames_read_note(body, &severity, &code, &message))
		return false;
	if (code == UNPACK_LIMIT) /* to be read again, with other limits */
		u->archive->source.state = SOURCE_FAILED;
	document_note(u->archive, severity, unpack_code_name(code), 0, "%.*s", SPAN_ARG(message));
	return true;
}

static struct document *make_document(const struct unpacking *u, const struct unpack_member *m)
{
	struct document *d = document_new();

	d->source.path = arena_printf(d->arena, "%.*s!/%.*s", SPAN_ARG(u->archive->source.path), SPAN_ARG(m->name));
	d->source.mtime = m->mtime;
	d->source.url = arena_copy(d->arena, m->url);
	d->source.captured = arena_copy(d->arena, m->captured);
	d->source.charset = arena_copy(d->arena, m->charset);
	return d;
}

static bool seal(struct document *d, struct span bytes)
{
	char sha256[FIXITY_HEX + 1];

	d->source.bytes = (int64_t)bytes.len;
	if (!fixity_sha256(bytes, sha256))
		return false;
	d->source.sha256 = arena_copy(d->arena, span_str(sha256));
	return true;
}

/* Does what one frame says. False where it is not as it should be. */
static bool take_frame(struct unpacking *u, char kind, struct span body, struct document **d, struct buffer *bytes)
{
	struct unpack_member member;

	switch (kind) {
	case FRAME_BEGIN:
		if (*d || u->members++ >= (uint64_t)u->options->unpack_members || !frames_read_begin(body, &member))
			return false;
		*d = make_document(u, &member);
		buffer_clear(bytes);
		return true;
	case FRAME_DATA:
		buffer_add(bytes, body);
		return *d && bytes->len <= bounds_bytes(&u->options->bounds) + FRAMES_MOST;
	case FRAME_DROP:
		document_free(*d);
		*d = NULL;
		return true;
	case FRAME_NOTE:
		return take_note(u, body);
	default:
		return false;
	}
}

bool unpacking_next(struct unpacking *u, struct document **d, struct buffer *bytes)
{
	struct span body;
	char kind;

	*d = NULL;
	if (u->end == END_NOT_YET)
		u->time = worker_time(&u->worker);
	while (u->end == END_NOT_YET && next_frame(u, &kind, &body)) {
		if (kind == FRAME_END && *d && seal(*d, buffer_span(bytes)))
			return true;
		if (kind == FRAME_DONE)
			finish(u, END_DONE);
		else if (!take_frame(u, kind, body, d, bytes))
			finish(u, END_LIES);
	}
	document_free(*d);
	*d = NULL;
	return false;
}
