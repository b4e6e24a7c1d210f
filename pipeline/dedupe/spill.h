/*
 * spill: bytes that have to wait, in a file without a name.
 *
 * Appended in order, read anywhere. The file lies in $TMPDIR, else in /tmp or /var/tmp, and is gone when the
 * process ends, however it ends.
 */
#ifndef WINNOW_SPILL_H
#define WINNOW_SPILL_H

#include <stdint.h>

#include "pipeline/base/buffer.h"

struct spill {
	int fd;              /* -1: not open */
	uint64_t size;       /* bytes appended */
	struct buffer tail;  /* appended and not yet written */
	int error;           /* errno of the first failure to write; 0: none */
};

/* False when no temporary file can be made; error says why. */
bool spill_open(struct spill *s);
void spill_close(struct spill *s);

void spill_add(struct spill *s, struct span bytes);
/* Writes what is still in memory; to be called before reading. False after any failure. */
bool spill_flush(struct spill *s);
/* Replaces `out` by bytes from .. to; false when they are not there or cannot be read (errno). Several threads may read. */
bool spill_read(const struct spill *s, uint64_t from, uint64_t to, struct buffer *out);

#endif
