#include "pipeline/workers/reading.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "pipeline/base/memory.h"
#include "pipeline/intake.h"
#include "pipeline/normalize.h"
#include "pipeline/options.h"
#include "pipeline/split/split.h"
#include "pipeline/talk.h"
#include "pipeline/workers/pool.h"
#include "pipeline/workers/wire.h"

enum { MOST_WORKERS = 64, MEBIBYTE = 1 << 20 };

/* Files that wait to be read, or whose documents wait to be taken, hold at most this many bytes, or are one. */
static const size_t bytes_in_flight = (size_t)256 << 20;

/* A file on its way. */
struct job {
	struct job *next;
	struct document *d;   /* as submitted; NULL once its documents are there */
	struct buffer bytes;
	struct buffer head;   /* d as the worker gets it */
	struct document **documents;
	size_t count, taken;
};

struct reading {
	const struct options *options;
	struct stage *chain;  /* runs in the workers; in this process with -j 0 */
	struct pool *pool;    /* NULL with -j 0 */
	struct job *first, **last;
	size_t bytes;
	struct buffer result; /* with -j 0 */
};

/* ---- in the worker ---- */

/* The end of the chain there: what comes out is the job's result. */
struct capture {
	struct buffer *out;
};

static int capture_push(struct stage *stage, struct document *d)
{
	wire_write(((struct capture *)stage->state)->out, d);
	return 0;
}

static const struct stage_type capture_stage = {
	.name = "capture",
	.summary = "hands documents to the parent",
	.state_size = sizeof(struct capture),
	.push = capture_push,
};

static const struct stage_type *const chain[] = { &normalize_stage, &split_stage, &capture_stage };

static void read_job(void *context, struct span job, struct buffer *result)
{
	const struct reading *r = context;
	struct stage *end = r->chain;
	struct document *d = wire_read(&job);

	if (!d)
		return;
	while (end->next)
		end = end->next;
	((struct capture *)end->state)->out = result;
	d->bounds = &r->options->bounds;
	intake_extract(d, job);
	chain_push(r->chain, d);
	document_free(d);
}

/* ---- opening ---- */

static size_t worker_count(const struct options *options)
{
	cpu_set_t set;
	int count = 1;

	if (options->jobs >= 0)
		return (size_t)options->jobs;
	if (sched_getaffinity(0, sizeof set, &set) == 0)
		count = CPU_COUNT(&set);
	return (size_t)(count < 1 ? 1 : count > MOST_WORKERS ? MOST_WORKERS : count);
}

static bool wants(const struct options *options, const char *sandbox)
{
	return strcmp(options->sandbox, sandbox) == 0;
}

static bool is_whole(struct sandbox sandbox)
{
	return sandbox.landlock && sandbox.seccomp;
}

static int open_pool(struct reading *r, size_t workers)
{
	struct pool_settings settings = {
		.workers = workers,
		.confined = !wants(r->options, "off"),
		.memory = (size_t)r->options->memory_limit * MEBIBYTE,
		.milliseconds = r->options->time_limit * 1000,
		.work = read_job,
		.context = r,
	};

	r->pool = pool_open(&settings);
	if (!r->pool) {
		talk_error("cannot start a process to read files in: %s: allow more processes (ulimit -u), or give -j 0",
			   strerror(errno));
		return EX_OSERR;
	}
	if (!wants(r->options, "require") || is_whole(pool_sandbox(r->pool)))
		return 0;
	talk_error("--sandbox=require: this system lacks %s: --sandbox=auto goes on with what there is",
		   pool_sandbox(r->pool).landlock ? "seccomp" : "Landlock (Linux 5.13, in its list of security modules)");
	return EX_UNAVAILABLE;
}

struct reading *reading_open(const struct options *options, int *status)
{
	struct reading *r = memory_new(1, sizeof *r);
	size_t workers = worker_count(options);

	r->options = options;
	r->last = &r->first;
	buffer_init(&r->result, SIZE_MAX / 2);
	r->chain = chain_open(chain, sizeof chain / sizeof *chain, options, status);
	if (*status == 0 && workers == 0 && wants(options, "require")) {
		talk_error("-j 0 reads files in this process, which --sandbox=require does not allow: give one of them");
		*status = EX_USAGE;
	}
	if (*status == 0 && workers > 0)
		*status = open_pool(r, workers);
	if (*status == 0)
		return r;
	reading_close(r);
	return NULL;
}

static void free_job(struct job *job)
{
	for (size_t i = job->taken; i < job->count; i++)
		document_free(job->documents[i]);
	document_free(job->d);
	buffer_release(&job->bytes);
	buffer_release(&job->head);
	free(job->documents);
	free(job);
}

void reading_close(struct reading *r)
{
	if (!r)
		return;
	pool_close(r->pool);
	while (r->first) {
		struct job *job = r->first;

		r->first = job->next;
		free_job(job);
	}
	chain_close(r->chain);
	buffer_release(&r->result);
	free(r);
}

/* ---- what comes back ---- */

static void fail(struct job *job, const char *code, struct span why)
{
	job->d->source.state = SOURCE_FAILED;
	document_note(job->d, SEVERITY_ERROR, code, 0, "%.*s", SPAN_ARG(why));
}

/* What is known for certain is not taken from a worker. */
static void keep_source(struct document *d, const struct source *source)
{
	d->source.path = arena_copy(d->arena, source->path);
	d->source.sha256 = arena_copy(d->arena, source->sha256);
	d->source.bytes = source->bytes;
	d->source.mtime = source->mtime;
	d->source.url = arena_copy(d->arena, source->url);
	d->source.captured = arena_copy(d->arena, source->captured);
	d->source.charset = arena_copy(d->arena, source->charset);
	d->source.archive = false;
}

static void drop_documents(struct job *job)
{
	while (job->count)
		document_free(job->documents[--job->count]);
}

/* All documents or none: half a file must not pass for all of it. */
static bool decode(struct job *job, struct span bytes)
{
	size_t capacity = 0;

	while (bytes.len) {
		struct document *d = wire_read(&bytes);

		if (!d || d->seq != (int)job->count + 1) {
			document_free(d);
			drop_documents(job);
			return false;
		}
		keep_source(d, &job->d->source);
		job->documents = memory_room(job->documents, job->count, &capacity, sizeof *job->documents);
		job->documents[job->count++] = d;
	}
	return job->count > 0;
}

/* The document itself stands for a file that gave none. */
static void settle_job(struct job *job)
{
	if (job->count == 0) {
		job->documents = memory_new(1, sizeof *job->documents);
		job->documents[job->count++] = job->d;
	} else {
		document_free(job->d);
	}
	job->d = NULL;
	buffer_release(&job->bytes);
	buffer_release(&job->head);
}

/* Why a job gave nothing, and what to do about it. */
static void blame(const struct reading *r, struct job *job, const struct pool_result *result)
{
	struct arena *arena = job->d->arena;

	switch (result->fate) {
	case POOL_CRASHED:
		fail(job, "reader-crashed",
		     arena_printf(arena, "its reader crashed (signal %d, %s): please report it, with the file",
				  result->detail, strsignal(result->detail)));
		break;
	case POOL_LATE:
		fail(job, "reader-late", arena_printf(arena, "takes longer to read than %ld s: --time-limit allows more",
						      r->options->time_limit));
		break;
	case POOL_STARVED:
		fail(job, "reader-starved",
		     arena_printf(arena, "takes more than %ld MiB of memory to read: --memory-limit allows more",
				  r->options->memory_limit));
		break;
	case POOL_BROKEN:
	case POOL_DONE:
		fail(job, "reader-broken",
		     arena_printf(arena, "its reader gave no valid answer (status %d): please report it, with the file",
				  result->detail));
		break;
	}
}

static void accept(const struct reading *r, struct job *job, const struct pool_result *result)
{
	if (result->fate != POOL_DONE || !decode(job, result->bytes))
		blame(r, job, result);
	settle_job(job);
}

/* ---- the queue ---- */

bool reading_has_room(const struct reading *r)
{
	return !r->first || (r->pool && pool_has_room(r->pool) && r->bytes < bytes_in_flight);
}

bool reading_is_empty(const struct reading *r)
{
	return !r->first;
}

static struct job *add_job(struct reading *r, struct document *d, struct buffer *bytes)
{
	struct job *job = memory_new(1, sizeof *job);

	job->d = d;
	job->bytes = *bytes;
	buffer_init(bytes, bytes->limit);
	buffer_init(&job->head, BUFFER_LIMIT_DEFAULT);
	*r->last = job;
	r->last = &job->next;
	return job;
}

void reading_submit(struct reading *r, struct document *d, struct buffer *bytes)
{
	struct job *job = add_job(r, d, bytes);

	if (d->source.state == SOURCE_FAILED || d->source.archive) {
		settle_job(job);
		return;
	}
	r->bytes += job->bytes.len;
	wire_write(&job->head, d);
	if (r->pool)
		pool_submit(r->pool, buffer_span(&job->head), buffer_span(&job->bytes), job);
}

/* With -j 0. */
static void read_here(struct reading *r, struct job *job)
{
	struct pool_result result = { .fate = POOL_DONE };
	struct buffer both;

	buffer_init(&both, SIZE_MAX / 2);
	buffer_add(&both, buffer_span(&job->head));
	buffer_add(&both, buffer_span(&job->bytes));
	buffer_clear(&r->result);
	read_job(r, buffer_span(&both), &r->result);
	result.bytes = buffer_span(&r->result);
	accept(r, job, &result);
	buffer_release(&both);
}

static void complete(struct reading *r, struct job *job)
{
	struct pool_result result;
	size_t bytes = job->bytes.len;

	if (!job->d)
		return;
	if (!r->pool)
		read_here(r, job);
	else if (pool_next(r->pool, &result))
		accept(r, job, &result);
	r->bytes -= bytes;
}

struct document *reading_next(struct reading *r, bool *last)
{
	struct job *job = r->first;
	struct document *d;

	if (!job)
		return NULL;
	complete(r, job);
	d = job->documents[job->taken++];
	*last = job->taken == job->count;
	if (*last) {
		r->first = job->next;
		if (!r->first)
			r->last = &r->first;
		free_job(job);
	}
	return d;
}

/* ---- the summary ---- */

size_t reading_lost(const struct reading *r)
{
	return r->pool ? pool_replaced(r->pool) : 0;
}

void reading_describe(const struct reading *r, struct buffer *out)
{
	struct sandbox sandbox;

	if (!r->pool) {
		buffer_add_str(out, "in this process, not confined (-j 0)");
		return;
	}
	sandbox = pool_sandbox(r->pool);
	buffer_printf(out, "%zu %s", worker_count(r->options), worker_count(r->options) == 1 ? "worker" : "workers");
	if (sandbox.landlock)
		buffer_printf(out, ", Landlock %d", sandbox.landlock);
	if (sandbox.seccomp)
		buffer_add_str(out, ", seccomp");
	if (!is_whole(sandbox))
		buffer_add_str(out, wants(r->options, "off") ? ", not confined (--sandbox=off)" :
							       ", less confined than this program can: the kernel lacks it");
	buffer_printf(out, ", at most %ld MiB and %ld s a file", r->options->memory_limit, r->options->time_limit);
	if (reading_lost(r))
		buffer_printf(out, "; %zu lost and replaced", reading_lost(r));
}
