/*
 * reading: bytes -> split documents, by confined workers, in the order of the files.
 *
 *     reading_submit(d, bytes)  ──▶ extract, normalize, split in a worker ──▶  reading_next
 *
 * The files are opened and read by the caller, the database is written by the
 * caller: a worker sees bytes and gives a document. What a worker dies of is a
 * document too, failed, with the reason and the remedy as its diagnostic.
 */
#ifndef WINNOW_READING_H
#define WINNOW_READING_H

#include "pipeline/base/buffer.h"
#include "pipeline/base/document.h"

struct options;
struct reading;

/*
 * Compiles the families and starts the workers: do it before anything large is
 * opened. NULL with *status set after having said why.
 */
struct reading *reading_open(const struct options *options, int *status);
/* Ends the workers. NULL is allowed. */
void reading_close(struct reading *reading);

/* May another document be submitted before one is taken? */
bool reading_has_room(const struct reading *reading);

/* Have all documents been taken? */
bool reading_is_empty(const struct reading *reading);

/*
 * Submits the document that intake_read made, with the bytes of its file; takes
 * both (and leaves *bytes empty). One that failed already, or is an archive, only waits its turn.
 */
void reading_submit(struct reading *reading, struct document *d, struct buffer *bytes);

/*
 * The documents of the oldest file, one at each call, in order; the caller frees
 * each. *last: the file has no more. NULL when nothing is submitted.
 */
struct document *reading_next(struct reading *reading, bool *last);

/* How many workers had to be replaced. */
size_t reading_lost(const struct reading *reading);

/* One line on how the workers are confined, and how many were lost; in `out`. */
void reading_describe(const struct reading *reading, struct buffer *out);

#endif
