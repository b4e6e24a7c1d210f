/*
 * postings: which units hold a print. An open-addressed table of 8-byte entries;
 * of each print at most POSTINGS_LIMIT units are kept, the first that came.
 */
#ifndef WINNOW_POSTINGS_H
#define WINNOW_POSTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { POSTINGS_LIMIT = 16 };

struct posting {
	uint32_t print;
	uint32_t unit; /* POSTINGS_NONE: the place is free */
};

#define POSTINGS_NONE UINT32_MAX

struct postings {
	struct posting *table;
	size_t places;
	size_t count;
};

/* Room for nine tenths of `places` postings; it grows when there are more. */
void postings_init(struct postings *p, size_t places);
void postings_release(struct postings *p);
/* False when the unit is there already, or when so many are that it is left out. */
bool postings_add(struct postings *p, uint32_t print, uint32_t unit);
/* Writes the units of a print, at most POSTINGS_LIMIT; returns how many. */
size_t postings_find(const struct postings *p, uint32_t print, uint32_t *units);
size_t postings_bytes(const struct postings *p);

/* Has the processor fetch the place of a print. */
static inline void postings_expect(const struct postings *p, uint32_t print);

static inline size_t postings_place(const struct postings *p, uint32_t print)
{
	return (size_t)((((print * 0x9E3779B97F4A7C15u) >> 32) * p->places) >> 32);
}

static inline void postings_expect(const struct postings *p, uint32_t print)
{
	__builtin_prefetch(&p->table[postings_place(p, print)]);
}

#endif
