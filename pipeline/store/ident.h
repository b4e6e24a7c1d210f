/*
 * ident: ids that follow from what a thing is.
 *
 * The first 53 bits of XXH3-64 over the parts of its name: exact as a double, so
 * every tool that reads the database can hold it. 40,000 documents collide with a
 * chance of about 1 in 10 million; 10 million rows with about 1 in 200.
 */
#ifndef WINNOW_IDENT_H
#define WINNOW_IDENT_H

#include <stdint.h>

#include "pipeline/base/span.h"

/* Parts are kept apart: ("ab", "c") and ("a", "bc") differ. Never 0. */
int64_t ident_of(const struct span *parts, size_t count);

/* ident_of over the arguments: IDENT(SPAN("source"), path, sha256). */
#define IDENT(...) \
	ident_of((struct span[]){ __VA_ARGS__ }, sizeof((struct span[]){ __VA_ARGS__ }) / sizeof(struct span))

#endif
