#include "pipeline/store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/base/memory.h"

static pid_t read_holder(int fd)
{
	char text[24] = "";
	ssize_t got = pread(fd, text, sizeof text - 1, 0);

	return got > 0 ? (pid_t)strtol(text, NULL, 10) : 0;
}

static void write_holder(int fd)
{
	char text[24];
	int len = snprintf(text, sizeof text, "%ld\n", (long)getpid());

	/* Only a courtesy to whoever waits: the lock holds without it, as on a full disk. */
	if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)len, 0) != len)
		return;
}

/* Another process may have removed the file between our open and our lock: then we hold a lock on nothing. */
static bool still_there(int fd, const char *path)
{
	struct stat ours, there;

	return fstat(fd, &ours) == 0 && stat(path, &there) == 0 && ours.st_dev == there.st_dev &&
	       ours.st_ino == there.st_ino;
}

static enum lock_result try_once(struct lock *lock, const char *path, pid_t *holder)
{
	*holder = 0;
	lock->fd = -1;
	lock->path = NULL;
	for (;;) {
		/* NOFOLLOW: nobody can make us write into a file of their choice. */
		int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);

		if (fd < 0)
			return LOCK_FAILED;
		if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
			enum lock_result result = errno == EWOULDBLOCK ? LOCK_TAKEN : LOCK_FAILED;
			int why = errno;

			*holder = read_holder(fd);
			close(fd);
			errno = why;
			return result;
		}
		if (still_there(fd, path)) {
			write_holder(fd);
			lock->fd = fd;
			lock->path = memory_new(strlen(path) + 1, 1);
			strcpy(lock->path, path);
			return LOCK_HELD;
		}
		close(fd);
	}
}

/* By asking again: waiting inside flock could not be bounded without a signal of our own. */
enum lock_result lock_take(struct lock *lock, const char *path, long seconds, pid_t *holder)
{
	enum { PAUSES_A_SECOND = 10 };
	const struct timespec pause = { 0, 1000000000 / PAUSES_A_SECOND };
	enum lock_result result = try_once(lock, path, holder);

	for (long left = seconds * PAUSES_A_SECOND; result == LOCK_TAKEN && left > 0; left--) {
		if (nanosleep(&pause, NULL) != 0)
			break;
		result = try_once(lock, path, holder);
	}
	return result;
}

void lock_release(struct lock *lock)
{
	if (lock->fd < 0)
		return;
	unlink(lock->path); /* before the lock goes: afterwards the file may be another's */
	close(lock->fd);
	free(lock->path);
	lock->fd = -1;
	lock->path = NULL;
}
