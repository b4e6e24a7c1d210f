#include "pipeline/workers/pool.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/base/memory.h"
#include "pipeline/workers/worker.h"

enum {
	QUEUED = 2,          /* jobs that a worker holds: the next one is there when it is through */
	JOBS_A_WORKER = 16,  /* jobs between submission and result */
	STARTS = 3           /* attempts to replace a worker before the pool goes on without it */
};

/* ---- a job ---- */

enum job_state { JOB_WAITING, JOB_GIVEN, JOB_ENDED };

struct job {
	enum job_state state;
	size_t size;           /* of head and body together: goes before them on the pipe */
	struct span head, body;
	void *tag;
	enum pool_fate fate;
	int detail;
	struct buffer result;
	bool again;            /* is at its second worker */
};

/* A worker and what it has been given, oldest first. */
struct hand {
	struct worker worker;
	bool alive;
	struct job *jobs[QUEUED];
	size_t count;
	size_t sent;           /* bytes of the newest job, its length included */
	size_t expected;       /* bytes of the result that is coming in; 0: its length is not known yet */
	size_t got;            /* bytes of that length */
	bool used;             /* has done a job: the next one does not find it as it was forked */
	bool lies;             /* announced what cannot be */
	int64_t began, time;   /* when the oldest job did, and the worker's processor time then */
	int64_t due;           /* when to look whether it is late */
};

struct pool {
	struct pool_settings settings;
	struct hand *hands;
	struct pollfd *polls;
	struct job *jobs;      /* a ring */
	size_t capacity, first, count;
	size_t replaced;
	struct buffer taken;   /* the result that was handed out last */
	struct sigaction pipe_before;
};

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct job *job_at(struct pool *pool, size_t index)
{
	return &pool->jobs[(pool->first + index) % pool->capacity];
}

static void end_job(struct job *job, enum pool_fate fate, int detail)
{
	job->state = JOB_ENDED;
	job->fate = fate;
	job->detail = detail;
}

/* ---- giving ---- */

static size_t frame_size(const struct job *job)
{
	return sizeof job->size + job->size;
}

static bool is_sending(const struct hand *hand)
{
	return hand->count && hand->sent < frame_size(hand->jobs[hand->count - 1]);
}

static void set_due(const struct pool *pool, struct hand *hand)
{
	hand->began = now();
	hand->time = worker_time(&hand->worker);
	hand->due = pool->settings.milliseconds ? hand->began + pool->settings.milliseconds : INT64_MAX;
}

/*
 * Processor time is what counts: on a machine that is busy, or stopped for a
 * while, a document is not to blame. A worker that only waits is late as well, in the end.
 */
static bool is_late(const struct pool *pool, struct hand *hand)
{
	enum { PATIENCE = 20 };
	int64_t time = now(), left;

	if (time < hand->due)
		return false;
	left = pool->settings.milliseconds - (worker_time(&hand->worker) - hand->time);
	if (left <= 0 || time - hand->began > PATIENCE * pool->settings.milliseconds)
		return true;
	hand->due = time + left;
	return false;
}

static struct job *next_waiting(struct pool *pool)
{
	for (size_t i = 0; i < pool->count; i++)
		if (job_at(pool, i)->state == JOB_WAITING)
			return job_at(pool, i);
	return NULL;
}

static void give(const struct pool *pool, struct hand *hand, struct job *job)
{
	job->state = JOB_GIVEN;
	hand->jobs[hand->count++] = job;
	hand->sent = 0;
	if (hand->count == 1)
		set_due(pool, hand);
}

/* Idle workers first; then one job more for each that is busy. */
static void give_all(struct pool *pool)
{
	for (size_t held = 0; held < QUEUED; held++)
		for (size_t i = 0; i < pool->settings.workers; i++) {
			struct hand *hand = &pool->hands[i];
			struct job *job;

			if (!hand->alive || hand->count != held || is_sending(hand))
				continue;
			job = next_waiting(pool);
			if (!job)
				return;
			give(pool, hand, job);
		}
}

/* One of the three parts of a frame, from `from` on; what was sent of it already is left out. */
static void add_part(struct iovec *parts, int *count, const void *bytes, size_t size, size_t *skip)
{
	size_t left = *skip < size ? size - *skip : 0;

	if (left)
		parts[(*count)++] = (struct iovec){ (char *)bytes + (size - left), left };
	*skip -= size - left;
}

/* False when the worker does not take it: it is gone. */
static bool send_more(struct hand *hand)
{
	const struct job *job = hand->jobs[hand->count - 1];
	struct iovec parts[3];
	size_t skip = hand->sent;
	int count = 0;
	ssize_t n;

	add_part(parts, &count, &job->size, sizeof job->size, &skip);
	add_part(parts, &count, job->head.ptr, job->head.len, &skip);
	add_part(parts, &count, job->body.ptr, job->body.len, &skip);
	n = writev(hand->worker.to, parts, count);
	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	hand->sent += (size_t)n;
	return true;
}

/* ---- taking ---- */

/*
 * The most that is taken from a worker for one job: far more than any document
 * gives, so that one that was taken over cannot fill the parent's memory.
 */
static size_t most_bytes(const struct job *job)
{
	enum { TIMES = 64, LEAST = 1 << 20 };

	return job->size * TIMES + LEAST;
}

/* The oldest job is through: the next one begins. */
static void shift(const struct pool *pool, struct hand *hand)
{
	for (size_t i = 1; i < hand->count; i++)
		hand->jobs[i - 1] = hand->jobs[i];
	hand->count--;
	hand->used = true;
	hand->expected = hand->got = 0;
	if (hand->count)
		set_due(pool, hand);
}

/* Reads up to `most` bytes; -1 when the worker is gone, 0 when there is nothing now. */
static ssize_t read_some(const struct hand *hand, void *to, size_t most)
{
	ssize_t n = read(hand->worker.from, to, most);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -1;
	return n == 0 ? -1 : n;
}

/* Room for a result of the length that was announced; false where it cannot be true. */
static bool expect(struct hand *hand, struct job *job)
{
	hand->lies = hand->expected > most_bytes(job) || !buffer_reserve(&job->result, hand->expected);
	return !hand->lies;
}

/* Takes what has come of the oldest job's result. False when the worker is gone, or says what cannot be. */
static bool take_some(const struct pool *pool, struct hand *hand)
{
	struct job *job = hand->jobs[0];
	struct buffer *result = &job->result;
	bool began = hand->got == sizeof hand->expected;
	ssize_t n = began ? read_some(hand, result->data + result->len, hand->expected - result->len) :
			    read_some(hand, (char *)&hand->expected + hand->got, sizeof hand->expected - hand->got);

	if (n < 0)
		return false;
	if (began)
		result->len += (size_t)n;
	else
		hand->got += (size_t)n;
	if (hand->got < sizeof hand->expected)
		return true;
	if (!began && !expect(hand, job))
		return false;
	if (result->len == hand->expected) {
		end_job(job, POOL_DONE, 0);
		shift(pool, hand);
	}
	return true;
}

/* ---- losing ---- */

static enum pool_fate fate_of(const struct hand *hand, bool late, int status, int *detail)
{
	*detail = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
	if (late || hand->lies)
		return late ? POOL_LATE : POOL_BROKEN;
	if (WIFSIGNALED(status))
		return POOL_CRASHED;
	return *detail == EX_OSERR ? POOL_STARVED : POOL_BROKEN; /* 71: see memory.h */
}

static void start(struct pool *pool, struct hand *hand)
{
	*hand = (struct hand){ .alive = false };
	for (int i = 0; i < STARTS && !hand->alive; i++)
		hand->alive = worker_start(&hand->worker, &pool->settings);
}

/*
 * The oldest job is to blame; those behind it wait for another worker. But what
 * a job did to a worker may kill the next one: so a job that failed in a worker
 * that had done others is given to a fresh one, and its fate is its own.
 */
static void lose(struct pool *pool, struct hand *hand, bool late)
{
	struct job *oldest = hand->count ? hand->jobs[0] : NULL;
	bool again = oldest && hand->used && !late && !oldest->again;
	int detail;
	enum pool_fate fate = fate_of(hand, late, worker_end(&hand->worker, true), &detail);

	for (size_t i = 0; i < hand->count; i++) {
		hand->jobs[i]->state = JOB_WAITING;
		buffer_clear(&hand->jobs[i]->result);
	}
	if (oldest && !again)
		end_job(oldest, fate, detail);
	pool->replaced++;
	start(pool, hand);
	if (again && hand->alive) {
		oldest->again = true;
		give(pool, hand, oldest);
	}
}

/* Where no worker can be had any more, no job can be done. */
static void give_up(struct pool *pool)
{
	for (size_t i = 0; i < pool->settings.workers; i++)
		if (pool->hands[i].alive)
			return;
	for (size_t i = 0; i < pool->count; i++)
		if (job_at(pool, i)->state != JOB_ENDED)
			end_job(job_at(pool, i), POOL_BROKEN, EX_OSERR);
}

/* ---- a turn ---- */

static void want(struct pool *pool, size_t index)
{
	const struct hand *hand = &pool->hands[index];
	struct pollfd *polls = &pool->polls[2 * index];

	polls[0] = (struct pollfd){ .fd = hand->alive && is_sending(hand) ? hand->worker.to : -1, .events = POLLOUT };
	polls[1] = (struct pollfd){ .fd = hand->alive && hand->count ? hand->worker.from : -1, .events = POLLIN };
}

/* Milliseconds until a job is late; -1 for never. */
static int time_left(const struct pool *pool)
{
	int64_t due = INT64_MAX, left;

	for (size_t i = 0; i < pool->settings.workers; i++)
		if (pool->hands[i].alive && pool->hands[i].count && pool->hands[i].due < due)
			due = pool->hands[i].due;
	if (due == INT64_MAX)
		return -1;
	left = due - now();
	return left < 0 ? 0 : left > 1000000 ? 1000000 : (int)left;
}

static void serve_hand(struct pool *pool, size_t index)
{
	struct hand *hand = &pool->hands[index];
	const struct pollfd *polls = &pool->polls[2 * index];
	bool well = true;

	if (!hand->alive || hand->count == 0)
		return;
	if (polls[1].revents)
		well = take_some(pool, hand);
	if (well && polls[0].revents && is_sending(hand))
		well = send_more(hand);
	if (!well)
		lose(pool, hand, false);
	else if (hand->count && is_late(pool, hand))
		lose(pool, hand, true);
}

/* Gives, sends and takes what can be; waits until something can, if `wait`. */
static void turn(struct pool *pool, bool wait)
{
	give_all(pool);
	for (size_t i = 0; i < pool->settings.workers; i++)
		want(pool, i);
	if (poll(pool->polls, (nfds_t)(2 * pool->settings.workers), wait ? time_left(pool) : 0) < 0)
		return;
	for (size_t i = 0; i < pool->settings.workers; i++)
		serve_hand(pool, i);
	give_up(pool);
}

/* ---- the pool ---- */

struct pool *pool_open(const struct pool_settings *settings)
{
	struct pool *pool = memory_new(1, sizeof *pool);
	const struct sigaction ignore = { .sa_handler = SIG_IGN }; /* a worker that is gone is seen by its pipe */
	size_t alive = 0;

	pool->settings = *settings;
	pool->capacity = settings->workers * JOBS_A_WORKER;
	pool->hands = memory_new(settings->workers, sizeof *pool->hands);
	pool->polls = memory_new(2 * settings->workers, sizeof *pool->polls);
	pool->jobs = memory_new(pool->capacity, sizeof *pool->jobs);
	buffer_init(&pool->taken, SIZE_MAX / 2);
	sigaction(SIGPIPE, &ignore, &pool->pipe_before);
	for (size_t i = 0; i < settings->workers; i++) {
		start(pool, &pool->hands[i]);
		alive += pool->hands[i].alive;
	}
	if (alive)
		return pool;
	pool_close(pool);
	return NULL;
}

void pool_close(struct pool *pool)
{
	int error = errno;

	if (!pool)
		return;
	for (size_t i = 0; i < pool->settings.workers; i++)
		if (pool->hands[i].alive)
			worker_end(&pool->hands[i].worker, pool->hands[i].count > 0);
	for (size_t i = 0; i < pool->count; i++)
		buffer_release(&job_at(pool, i)->result);
	buffer_release(&pool->taken);
	sigaction(SIGPIPE, &pool->pipe_before, NULL);
	free(pool->hands);
	free(pool->polls);
	free(pool->jobs);
	free(pool);
	errno = error;
}

struct sandbox pool_sandbox(const struct pool *pool)
{
	struct sandbox least = { .landlock = INT_MAX, .seccomp = true };

	for (size_t i = 0; i < pool->settings.workers; i++) {
		const struct hand *hand = &pool->hands[i];

		if (!hand->alive)
			continue;
		least.landlock = hand->worker.sandbox.landlock < least.landlock ? hand->worker.sandbox.landlock :
										  least.landlock;
		least.seccomp = least.seccomp && hand->worker.sandbox.seccomp;
	}
	return least;
}

size_t pool_replaced(const struct pool *pool)
{
	return pool->replaced;
}

bool pool_has_room(const struct pool *pool)
{
	return pool->count < pool->capacity;
}

void pool_submit(struct pool *pool, struct span head, struct span body, void *tag)
{
	struct job *job = job_at(pool, pool->count++);

	*job = (struct job){ .size = head.len + body.len, .head = head, .body = body, .tag = tag };
	buffer_init(&job->result, SIZE_MAX / 2);
	turn(pool, false);
}

bool pool_next(struct pool *pool, struct pool_result *result)
{
	struct job *job = job_at(pool, 0);

	if (pool->count == 0)
		return false;
	while (job->state != JOB_ENDED)
		turn(pool, true);
	buffer_release(&pool->taken);
	pool->taken = job->result;
	*result = (struct pool_result){ job->tag, job->fate, job->detail, SPAN("") };
	if (job->fate == POOL_DONE) {
		pool->taken.data[pool->taken.len] = '\0';
		result->bytes = buffer_span(&pool->taken);
	}
	pool->first = (pool->first + 1) % pool->capacity;
	pool->count--;
	return true;
}
