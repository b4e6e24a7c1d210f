#include "pipeline/workers/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

/* ---- in the worker ---- */

enum { IN, OUT };

static bool read_all(void *to, size_t size)
{
	size_t got = 0;

	while (got < size) {
		ssize_t n = read(IN, (char *)to + got, size - got);

		if (n <= 0 && !(n < 0 && errno == EINTR))
			return false;
		got += n > 0 ? (size_t)n : 0;
	}
	return true;
}

static bool write_all(const void *from, size_t size)
{
	size_t put = 0;

	while (put < size) {
		ssize_t n = write(OUT, (const char *)from + put, size - put);

		if (n < 0 && errno != EINTR)
			return false;
		put += n > 0 ? (size_t)n : 0;
	}
	return true;
}

/* What a giant job took must not stay with the worker. */
static void forget(struct buffer *job, struct buffer *result)
{
	enum { KEPT = 4 << 20 };

	buffer_clear(job);
	buffer_clear(result);
	if (job->capacity + result->capacity < KEPT)
		return;
	buffer_release(job);
	buffer_release(result);
	malloc_trim(0);
}

static bool serve_one(const struct pool_settings *settings, struct buffer *job, struct buffer *result)
{
	size_t size;

	if (!read_all(&size, sizeof size) || !buffer_reserve(job, size) || !read_all(job->data, size))
		return false;
	job->len = size;
	settings->work(settings->context, buffer_span(job), result);
	if (result->overflow || !write_all(&result->len, sizeof result->len) || !write_all(result->data, result->len))
		return false;
	forget(job, result);
	return true;
}

static void serve(void *context)
{
	const struct pool_settings *settings = context;
	struct sandbox sandbox = { 0 };
	struct buffer job, result;

	if (settings->confined)
		sandbox = sandbox_enter(settings->memory);
	else
		sandbox_limit(settings->memory);
	buffer_init(&job, SIZE_MAX / 2);
	buffer_init(&result, SIZE_MAX / 2);
	if (write_all(&sandbox, sizeof sandbox))
		while (serve_one(settings, &job, &result))
			;
}

/*
 * Signals that ask the run to end are for the parent, which lets the document at
 * hand be finished; a worker ends when its pipe does. Its stderr goes too, except
 * where a sanitizer wants to say something.
 */
static _Noreturn void become_worker(pid_t parent, int in, int out, worker_body *body, void *context)
{
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
	enum { CLOSED_FROM = STDERR_FILENO + 1 };
#else
	enum { CLOSED_FROM = STDERR_FILENO };
#endif
	static const int for_parent[] = { SIGINT, SIGTERM, SIGHUP };

	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (getppid() != parent)
		_exit(EX_OSERR);
	for (size_t i = 0; i < sizeof for_parent / sizeof *for_parent; i++)
		signal(for_parent[i], SIG_IGN);
	signal(SIGPIPE, SIG_DFL);
	if (dup2(in, IN) < 0 || dup2(out, OUT) < 0 || close_range(CLOSED_FROM, ~0U, 0) != 0)
		_exit(EX_OSERR);
	body(context);
	_exit(EX_OK);
}

pid_t worker_fork(int in, int out, worker_body *body, void *context)
{
	pid_t parent = getpid(), pid = fork();

	if (pid == 0)
		become_worker(parent, in, out, body, context);
	return pid;
}

/* ---- in the parent ---- */

bool worker_pipe(int ends[2])
{
	enum { ROOM = 1 << 20 }; /* fewer turns for large documents; what the system does not grant is no loss */

	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	for (int i = 0; i < 2; i++) {
		int moved = fcntl(ends[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

		if (moved < 0) {
			close(ends[0]);
			close(ends[1]);
			return false;
		}
		close(ends[i]);
		ends[i] = moved;
	}
	fcntl(ends[1], F_SETPIPE_SZ, ROOM);
	return true;
}

static void close_pipe(const int ends[2])
{
	int error = errno;

	close(ends[0]);
	close(ends[1]);
	errno = error;
}

/* What the worker says first. Not for ever: libseccomp turns in a circle where it gets no memory. */
static ssize_t hear(struct worker *worker)
{
	enum { PATIENCE = 10000 /* milliseconds */ };
	struct pollfd one = { .fd = worker->from, .events = POLLIN };
	int ready;

	do
		ready = poll(&one, 1, PATIENCE);
	while (ready < 0 && errno == EINTR);
	return ready == 1 ? read(worker->from, &worker->sandbox, sizeof worker->sandbox) : -1;
}

/* The parent's side: reads what is in force there, then never blocks again. */
static bool greet(struct worker *worker)
{
	ssize_t n = hear(worker);

	fcntl(worker->to, F_SETFL, O_NONBLOCK);
	fcntl(worker->from, F_SETFL, O_NONBLOCK);
	if (n == (ssize_t)sizeof worker->sandbox)
		return true;
	worker_end(worker, true);
	errno = ECHILD;
	return false;
}

bool worker_start(struct worker *worker, const struct pool_settings *settings)
{
	int job[2], result[2];

	if (!worker_pipe(job))
		return false;
	if (!worker_pipe(result)) {
		close_pipe(job);
		return false;
	}
	*worker = (struct worker){ .pid = worker_fork(job[0], result[1], serve, (void *)(size_t)settings),
				   .to = job[1],
				   .from = result[0] };
	if (worker->pid < 0) {
		close_pipe(job);
		close_pipe(result);
		return false;
	}
	close(job[0]);
	close(result[1]);
	return greet(worker);
}

int64_t worker_time(const struct worker *worker)
{
	struct timespec t = { 0 };
	clockid_t clock;

	if (clock_getcpuclockid(worker->pid, &clock) == 0)
		clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int worker_end(struct worker *worker, bool by_force)
{
	int status = 0;

	if (by_force)
		kill(worker->pid, SIGKILL);
	if (worker->to >= 0)
		close(worker->to);
	close(worker->from);
	while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}
