/*
 * output: a file that is there whole or not at all.
 *
 * What is written goes to a new file beside the target, which takes the target's
 * place once all of it is on the disk: a reader never sees half of it, and a
 * failure leaves the old file. "-" is stdout; a target that is there and no
 * regular file (a pipe, /dev/stdout) is written straight away. The first failure
 * is said, once, and kept: later calls do nothing and return it.
 */
#ifndef WINNOW_OUTPUT_H
#define WINNOW_OUTPUT_H

#include <stdio.h>

#include "pipeline/base/span.h"

struct output {
	FILE *file;
	char *path;      /* the target as it was given; owned */
	char *target;    /* with symbolic links followed; owned, NULL when written straight away */
	char *temporary; /* owned, NULL when written straight away */
	int status;      /* 0, 73 cannot create, 74 cannot write */
};

/* 0, or 73 after having said why. In each case output_close must follow. */
int output_open(struct output *o, const char *path);
int output_write(struct output *o, struct span bytes);
/*
 * Publishes what was written, or removes it when `status` or an earlier failure is
 * not 0. Frees; returns the first failure.
 */
int output_close(struct output *o, int status);

#endif
