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
	int to, from;           /* descriptors; do not block */
	struct sandbox sandbox;
};

/* Forks one and waits until it is confined. False when that fails; errno says why. */
bool worker_start(struct worker *worker, const struct pool_settings *settings);

/* Processor time that it has used, in milliseconds. */
int64_t worker_time(const struct worker *worker);

/* Ends it, if need be by force, and gives the status of waitpid. */
int worker_end(struct worker *worker, bool by_force);

#endif
