/*
 * lock: one writer at a time, by a lock file beside the database.
 *
 * The file holds the writer's process id for whoever finds the lock taken. The
 * lock itself is flock(2): it goes when the process goes, however it ends, so a
 * file left behind by a killed run locks nothing.
 */
#ifndef WINNOW_LOCK_H
#define WINNOW_LOCK_H

#include <sys/types.h>

struct lock {
	int fd;     /* -1: not held */
	char *path; /* owned */
};

enum lock_result {
	LOCK_HELD,   /* it is ours */
	LOCK_TAKEN,  /* another process has it: *holder, 0 where its id could not be read */
	LOCK_FAILED  /* the file could not be made: errno */
};

/*
 * Takes the lock; tries again for `seconds` while another process has it. A
 * signal that is caught ends the wait: it is asked for, and the lock is not had.
 */
enum lock_result lock_take(struct lock *lock, const char *path, long seconds, pid_t *holder);

/* Removes the file and lets go; a lock that is not held is left alone. */
void lock_release(struct lock *lock);

#endif
