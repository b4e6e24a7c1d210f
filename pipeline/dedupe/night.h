/*
 * night: the state of a night (nights.c) and its two indexes (night_index.c), which alone use this.
 */
#ifndef WINNOW_NIGHT_H
#define WINNOW_NIGHT_H

#include "pipeline/dedupe/engine.h"

enum { NIGHT_FULL = 1 << 15 }; /* places of night.full */

struct night_list {
	uint32_t *items;
	size_t count, capacity;
};

struct night {
	/* One bit a print, some prints share one: is it in the two indexes; has a unit come, has one gone. */
	uint64_t *wanted, *grown, *shrunk;
	unsigned shift;
	uint64_t *touched;      /* one bit a record: it has a wanted print and may be in an index */
	struct night_list order;   /* those, in the canonical order */
	struct night_list gone;    /* passages that were in the index of the last time, in that order */
	struct night_list pending; /* records whose prints are still to be wanted */
	/* The index of the last time where it differs from that of now, which is dedupe.postings; for which prints. */
	struct postings before, differing;
	uint32_t *full;         /* some of the prints that have all the units there is room for, the same in both */
	size_t todo;
};

static inline void night_push(struct night_list *list, uint32_t record)
{
	list->items = memory_room(list->items, list->count, &list->capacity, sizeof *list->items);
	list->items[list->count++] = record;
}

static inline size_t night_bit_bytes(const struct night *n)
{
	return (size_t)1 << (32 - n->shift - 3);
}

static inline enum dedupe_state night_past(const struct dedupe *d, uint32_t record)
{
	return (enum dedupe_state)(d->past[record] & DEDUPE_STATE);
}

static inline bool night_gone(const struct dedupe *d, uint32_t record)
{
	return d->past[record] & DEDUPE_GONE;
}

/* The prints of a record are to be in the two indexes; those of n->pending, too, whose records are ready then. */
void night_want(struct dedupe *d, uint32_t record);
void night_want_pending(struct dedupe *d);
/* Makes n->order of the records that have a wanted print. */
void night_list(struct dedupe *d);
/* Adds what is wanted of a record to the index of now and to that of the last time. */
void night_index(struct dedupe *d, uint32_t record, bool now, bool before);
/* Is a print of the record changed? And does it make a difference to what it is compared with? */
bool night_changed(const struct dedupe *d, uint32_t record);
bool night_matters(const struct dedupe *d, uint32_t record);

#endif
