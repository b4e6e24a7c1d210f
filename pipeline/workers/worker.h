/*
 * worker: one confined process and the pipes to it.
 *
 * On the pipes: each job and each result is its length (8 bytes, the machine's
 * order) and its bytes; the first thing that a worker says is its struct sandbox.
 */
#ifndef WINNOW_WORKER_H
#define WINNOW_WORKER_H

#include <sys/types.h>

#include "pipeline/workers/pool.h"

struct worker {
	pid_t pid;
	int to, from;           /* descriptors; do not block; to: -1 for none */
	struct sandbox sandbox;
};

/* What runs in such a process. Its descriptors are 0, to read from, and 1; that it confines itself is its first task. */
typedef void worker_body(void *context);

/* Forks a process that has these descriptors and no others, dies with its parent and ends behind `body`; -1 and errno. */
pid_t worker_fork(int in, int out, worker_body *body, void *context);

/* A pipe above the standard descriptors, so that none of them is overwritten while another is set up; read end first. */
bool worker_pipe(int ends[2]);

/* Forks one and waits until it is confined. False when that fails; errno says why. */
bool worker_start(struct worker *worker, const struct pool_settings *settings);

/* Processor time that it has used, in milliseconds. */
int64_t worker_time(const struct worker *worker);

/* Ends it, if need be by force, and gives the status of waitpid. */
int worker_end(struct worker *worker, bool by_force);

#endif
