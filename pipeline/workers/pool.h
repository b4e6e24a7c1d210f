/*
 * pool: confined processes that each do one job at a time, and their watchdog.
 *
 * A job is bytes, its result is bytes. Workers are forked when the pool is
 * opened (do it before memory grows: a fork copies page tables), give up what
 * sandbox.h lists, and hold no descriptors but the two pipes of theirs. A worker
 * that crashes, takes too long or asks for too much memory is replaced, and
 * costs the job it was at: jobs that waited behind it go to others.
 *
 * Results come in the order in which jobs were submitted, so what is made from
 * them does not depend on which worker was faster.
 */
#ifndef WINNOW_POOL_H
#define WINNOW_POOL_H

#include <stdint.h>

#include "pipeline/base/buffer.h"
#include "pipeline/workers/sandbox.h"

/* Does a job in the worker: appends its result. `job` is borrowed for the call. */
typedef void pool_work(void *context, struct span job, struct buffer *result);

struct pool_settings {
	size_t workers;       /* 1 or more */
	bool confined;        /* false: processes of their own, with the limits alone */
	size_t memory;        /* bytes of address space a worker may take beyond its own; 0: no limit */
	int64_t milliseconds; /* that one job may take; 0: no limit */
	pool_work *work;
	void *context;        /* for work; what it points to is as it was when the worker was forked */
};

enum pool_fate {
	POOL_DONE,
	POOL_CRASHED, /* killed by a signal: see `detail` */
	POOL_LATE,    /* over the time limit */
	POOL_STARVED, /* over the memory limit */
	POOL_BROKEN   /* the worker ended, or said what cannot be */
};

struct pool_result {
	void *tag;          /* as submitted */
	enum pool_fate fate;
	int detail;         /* the signal, or the exit status */
	struct span bytes;  /* POOL_DONE: the result; borrowed until the next call */
};

struct pool;

/* NULL when no process can be made; then errno says why. */
struct pool *pool_open(const struct pool_settings *settings);

/* Ends the workers, with whatever they are at. NULL is allowed. */
void pool_close(struct pool *pool);

/* What is in force in the workers. */
struct sandbox pool_sandbox(const struct pool *pool);

/* Workers that had to be replaced so far. */
size_t pool_replaced(const struct pool *pool);

/* May another job be submitted before a result is taken? */
bool pool_has_room(const struct pool *pool);

/* Submits the job that `head` and `body` are together; both are borrowed until its result is taken. */
void pool_submit(struct pool *pool, struct span head, struct span body, void *tag);

/* Waits for the result of the oldest job and takes it; false when there is none. */
bool pool_next(struct pool *pool, struct pool_result *result);

#endif
