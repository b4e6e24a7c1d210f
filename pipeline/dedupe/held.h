/*
 * held: the lines of a stream, while it is not yet decided what to write about them.
 *
 * All of them wait in one file without a name (spill.h), each behind a head that says where its parts stand; of a
 * passage 16 bytes stay in memory. So the whole input may be larger than memory by far, and is parsed once.
 */
#ifndef WINNOW_HELD_H
#define WINNOW_HELD_H

#include "pipeline/dedupe/pages.h"
#include "pipeline/dedupe/spill.h"

enum held_flag {
	HELD_PASSAGE = 1 << 0,    /* gets a mark */
	HELD_TAKES_PART = 1 << 1, /* the engine decides about it; of others the mark says "original" */
	HELD_OLD_MARK = 1 << 2    /* has members of the names that a mark has: see filter.c */
};

/* A line, and where its parts stand in it: bytes. */
struct held_line {
	uint64_t number;             /* 1-based */
	uint32_t len;
	uint32_t text_at, text_len;  /* what stands between the quotes */
	uint32_t id_at, id_len;      /* as it is written; none: 0, 0 */
	uint32_t close;              /* its closing brace */
	uint32_t flags;              /* enum held_flag */
};

struct held {
	struct spill spill;
	struct pages places;     /* struct held_place, of each passage that takes part; keys are places in here */
	struct buffer chunk;     /* what held_next reads */
	uint64_t from, read;     /* where the chunk begins in the file; bytes of it that were given out */
};

/* False when no temporary file can be made; h->spill.error says why. held_close is to be called in any case. */
bool held_open(struct held *h);
void held_close(struct held *h);

/* Takes a line. One that takes part gets the next key: 0, 1, ... Failures are told by held_flush. */
void held_add(struct held *h, const struct held_line *line, struct span bytes);
/* To be called behind the last line, before anything is read. False after any failure. */
bool held_flush(struct held *h);

/* Replaces `out` by bytes from .. to of a passage's text. May be called by several threads at once. */
bool held_text(const struct held *h, uint64_t key, size_t from, size_t to, struct buffer *out);
/* Replaces `out` by its id as the line wrote it, or by the line's number where it has none. */
bool held_id(const struct held *h, uint64_t key, struct buffer *out);
/* Orders two by their ids, runs of digits as numbers, and else by their places: below 0 when a comes first. */
int held_compare(const struct held *h, uint64_t a, uint64_t b);

/* The next line from the first on; borrowed until the call after. False behind the last, or after a failure (errno). */
bool held_next(struct held *h, struct held_line *line, struct span *bytes);
bool held_at_end(const struct held *h);

#endif
