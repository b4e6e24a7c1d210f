#include "pipeline/workers/pdf.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/options.h"
#include "pipeline/workers/worker.h"

enum {
	MEBIBYTE = 1 << 20,
	NOT_STARTED = 127, /* as shells have it */
	PATH_SIZE = 4096
};

bool pdf_looks(struct span bytes)
{
	return span_starts(bytes, SPAN("%PDF-"));
}

/* ---- the program ---- */

struct task {
	char program[PATH_SIZE];
	bool confined;
	size_t memory;
};

static bool find_program(char program[PATH_SIZE])
{
	const char *path = getenv("PATH");

	for (const char *at = path ? path : "/usr/bin:/bin"; *at;) {
		size_t len = strcspn(at, ":");

		if (*at == '/' && snprintf(program, PATH_SIZE, "%.*s/pdftotext", (int)len, at) < PATH_SIZE &&
		    access(program, X_OK) == 0)
			return true;
		at += len + (at[len] == ':');
	}
	return false;
}

static void become_program(void *context)
{
	struct task *task = context;
	char quiet[] = "-q", layout[] = "-layout", encode[] = "-enc", encoding[] = "UTF-8", in[] = "-", out[] = "-";
	char locale[] = "LC_ALL=C";
	char *const arguments[] = { task->program, quiet, layout, encode, encoding, in, out, NULL };
	char *const environment[] = { locale, NULL };

	if (task->confined)
		sandbox_enter_program(task->memory);
	else
		sandbox_limit(task->memory);
	execve(task->program, arguments, environment);
	_exit(NOT_STARTED);
}

/* A file in memory that holds the bytes, at its beginning; -1 and errno. */
static int in_memory(struct span bytes)
{
	int fd = memfd_create("pdf", MFD_CLOEXEC);
	size_t put = 0;

	while (fd >= 0 && put < bytes.len) {
		ssize_t n = write(fd, bytes.ptr + put, bytes.len - put);

		if (n < 0 && errno != EINTR) {
			close(fd);
			return -1;
		}
		put += n > 0 ? (size_t)n : 0;
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

static bool start(struct worker *worker, struct task *task, struct span pdf)
{
	int in = in_memory(pdf), pipe[2];

	if (in < 0)
		return false;
	if (!worker_pipe(pipe)) {
		close(in);
		return false;
	}
	*worker = (struct worker){ .pid = worker_fork(in, pipe[1], become_program, task), .to = -1, .from = pipe[0] };
	close(in);
	close(pipe[1]);
	if (worker->pid > 0)
		return true;
	close(pipe[0]);
	return false;
}

/* ---- its output ---- */

static time_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

enum end { END_OUTPUT, END_LATE, END_LARGE };

static enum end read_output(const struct options *o, const struct worker *worker, struct buffer *text)
{
	enum { CHUNK = 64 * 1024, WAIT = 1000, PATIENCE = 20 };
	struct pollfd poller = { .fd = worker->from, .events = POLLIN };
	time_t began = now();

	for (;;) {
		bool ready = poll(&poller, 1, WAIT) > 0;
		char *to = buffer_reserve(text, CHUNK);
		ssize_t n = !to ? 0 : ready ? read(worker->from, to, CHUNK) : 1;

		if (!to)
			return END_LARGE;
		if (worker_time(worker) > o->time_limit * 1000 || now() - began > PATIENCE * o->time_limit)
			return END_LATE;
		if (ready && (n == 0 || (n < 0 && errno != EINTR)))
			return END_OUTPUT;
		if (ready && n > 0)
			text->len += (size_t)n;
		text->data[text->len] = '\0';
	}
}

/* What is wrong, from how it ended: pdftotext(1), "EXIT CODES". */
static struct span fault_of(const struct options *o, enum end end, int status, struct arena *arena)
{
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;

	if (end == END_LATE)
		return arena_printf(arena, "pdftotext takes longer than %ld s: --time-limit allows more", o->time_limit);
	if (end == END_LARGE)
		return SPAN("pdftotext gives more text than may be read of one file");
	if (WIFSIGNALED(status))
		return arena_printf(arena, "pdftotext crashed (signal %d, %s): convert it with another program, and ingest the result",
				    WTERMSIG(status), strsignal(WTERMSIG(status)));
	if (code == 3)
		return SPAN("a PDF that does not allow its text to be taken, or has a password: unlock it first (qpdf --decrypt)");
	if (code == NOT_STARTED)
		return SPAN("pdftotext is there and cannot be started: convert it (pdftotext -layout FILE) and ingest the result");
	return SPAN("a damaged PDF, or none: pdftotext cannot read it; fetch it again, or repair it (qpdf, mutool clean)");
}

enum pdf_result pdf_to_text(const struct options *options, struct span pdf, struct buffer *text, struct arena *arena,
			    const char **code, struct span *why)
{
	struct task task = { .confined = strcmp(options->sandbox, "off") != 0,
			     .memory = (size_t)options->memory_limit * MEBIBYTE };
	struct worker worker;
	enum end end;
	int status;

	*code = "pdf-unreadable";
	if (!find_program(task.program))
		return PDF_MISSING;
	if (!start(&worker, &task, pdf)) {
		*why = arena_printf(arena, "cannot start pdftotext: %s", strerror(errno));
		return PDF_FAILED;
	}
	end = read_output(options, &worker, text);
	status = worker_end(&worker, end != END_OUTPUT);
	if (end == END_OUTPUT && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return PDF_DONE;
	*why = fault_of(options, end, status, arena);
	return PDF_FAILED;
}
