/*
 * members: what unpack and its readers of formats share: names, limits, notes.
 */
#ifndef WINNOW_MEMBERS_H
#define WINNOW_MEMBERS_H

#include "pipeline/base/buffer.h"
#include "pipeline/unpack/unpack.h"

struct members {
	const struct unpack_sink *sink;
	struct limits left;   /* goes down */
	size_t member;        /* bytes that one may have */
	struct buffer prefix; /* of names: "data.warc.gz!/" in a nested archive */
	struct buffer name;   /* the last one that was made */
	size_t notes;
	uint64_t *seen;       /* names of entries, as hashes, with how often: open addressing */
	uint32_t *times;
	size_t seen_count, seen_capacity;
};

void members_init(struct members *m, const struct unpack_sink *sink, struct limits limits);
void members_release(struct members *m);

/* One more is looked at; false, with a note, when that is one too many. */
bool members_count(struct members *m);

/* Makes m->name of an entry's name, told from others of the same name by "!2", "!3". */
void members_name(struct members *m, struct span entry);

/* Adds a diagnostic; after some hundred of them only counts. */
void members_note(struct members *m, enum severity severity, enum unpack_code code, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Hands all of a stream on as the member m->name. */
void members_stream(struct members *m, const struct unpack_member *about, struct stream *bytes);
/* Hands bytes on. */
void members_bytes(struct members *m, const struct unpack_member *about, struct span bytes);

/* A member, or with an empty name the archive itself, came to an end before its time: says so. */
void members_fault(struct members *m, struct span what, const char *fault);

#endif
