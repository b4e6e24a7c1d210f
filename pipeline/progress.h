/*
 * progress: how far a run is, how fast, and how long it will take. One line on
 * the terminal, at most ten times a second; nothing where stderr is no terminal.
 */
#ifndef WINNOW_PROGRESS_H
#define WINNOW_PROGRESS_H

#include <stddef.h>
#include <stdint.h>

struct progress {
	size_t files, files_done;
	int64_t bytes, bytes_done;
	int64_t started, shown; /* nanoseconds of the monotonic clock */
};

void progress_begin(struct progress *p, size_t files, int64_t bytes);
/* One more file, of so many bytes, is done. */
void progress_step(struct progress *p, int64_t bytes);
/* Says what is going on instead, when files are through. */
void progress_phase(const char *what);
/* Takes the line away. Returns the seconds since progress_begin. */
double progress_end(const struct progress *p);

#endif
