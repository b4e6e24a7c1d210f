/*
 * ident: ids that follow from what a thing is.
 *
 * The first 53 bits of XXH3-64 over the parts of its name: exact as a double, so
 * every tool that reads the database can hold it. 40,000 documents collide with a
 * chance of about 1 in 10 million; 10 million rows with about 1 in 200.
 *
 *     source             "source", path, sha256 (empty when it could not be read)
 *     document           "document", path, sha256, seq
 *     passage, reference, item   the id of their document + their seq
 *     record_texts row   record_type, record_id
 *
 * Numbers stand in decimal. Where another row has the id already, the newcomer
 * adds a last part "1", "2", ... until one is free; for a document a diagnostic
 * "id-taken" says so. What belongs to a document stands together in its table,
 * which makes it quick to write and to read. Ledger rows: see link.
 */
#ifndef WINNOW_IDENT_H
#define WINNOW_IDENT_H

#include <stddef.h>
#include <stdint.h>

#include "pipeline/base/span.h"

/*
 * The bytes that are hashed: of each part its length, eight bytes, lowest first,
 * and the part. So ("ab", "c") and ("a", "bc") differ. From 1 to 2^53 - 1.
 */
int64_t ident_of(const struct span *parts, size_t count);

enum { IDENT_BITS = 53 };

/* ident_of over the arguments: IDENT(SPAN("source"), path, sha256). */
#define IDENT(...) \
	ident_of((struct span[]){ __VA_ARGS__ }, sizeof((struct span[]){ __VA_ARGS__ }) / sizeof(struct span))

#endif
