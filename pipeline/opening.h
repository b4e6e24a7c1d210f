/*
 * opening: files become bytes, and nothing that lies about in a folder can hurt:
 * a FIFO does not block, a device is not read, a link out of the folder that is
 * walked is not followed, and what changes between finding and opening is seen
 * (openat2(2) from the folder, O_NONBLOCK, then fstat).
 */
#ifndef WINNOW_OPENING_H
#define WINNOW_OPENING_H

#include <sys/stat.h>

#include "pipeline/base/bounds.h"
#include "pipeline/files.h"

/*
 * Opens a regular file and updates its size and time. 0 and *fd, which the caller
 * closes; or the status (65 not a file, 66 cannot open) with *message, in the arena.
 */
int opening_open(struct file *file, int *fd, struct arena *arena, struct span *message);

/* Reads what was opened to its end, up to file->most. 0, or 65 too large, 74 cannot read, with *message. */
int opening_read(struct file *file, int fd, struct buffer *bytes, struct arena *arena, struct span *message);

/* Both, and standard input too. */
int opening_whole(struct file *file, struct buffer *bytes, struct arena *arena, struct span *message);

/* Why nothing can be read from standard input, or NULL: a terminal has nothing to say. */
const char *opening_stdin_fault(void);

/* "cannot open: Permission denied: make it readable (chmod), or leave it out" */
struct span opening_describe(struct arena *arena, const char *what, int error);
/* What is no regular file, in words. */
const char *opening_sort(mode_t mode);

#endif
