/*
 * recurrence: which lines of a document come again, and whether what stands around
 * them comes again too.
 *
 * Two lines are alike when their letters are, whatever the case, and any numbers
 * in them count as one. Of an address, and of a line that begins with a page
 * number, the beginning counts.
 */
#ifndef WINNOW_RECURRENCE_H
#define WINNOW_RECURRENCE_H

#include <stdint.h>

#include "normalizers/lines.h"
#include "normalizers/page_numbers.h"

#define RECURRENCE_HEADER 3 /* lines of one running header */

/* All lines that are alike. The fields from `evidence` on are furniture.c's. */
struct recurrence_key {
	uint64_t hash;
	size_t count;
	size_t first;	     /* index of the first line */
	bool before_differs; /* another one of them had another line before it */
	bool behind_differs; /* ... or behind it, as far as a header may reach */
	size_t evidence;     /* those that stand where furniture stands */
	size_t beside;	     /* those next to furniture */
	bool inside;	     /* one surely stands in the middle of a sentence */
	bool above, below;   /* one has furniture above it alone, one below it alone */
	bool apart;	     /* beside furniture, they have different text on their other side */
	bool numbered;	     /* they hold a number */
	bool furniture;	     /* a page number of a form of its own */
};

struct recurrence {
	const struct lines *lines;
	struct recurrence_key *keys;
	size_t key_count, key_capacity;
	uint32_t *slots; /* a hash table of indices of keys + 1 */
	size_t mask;
	uint32_t *key_of; /* for each line the index of its key + 1; 0: too long, or no words */
};

/* Finds the keys; `form` has the page_form of each line. Memory comes from the arena. Linear. */
void recurrence_find(struct recurrence *r, const struct lines *lines, const unsigned char *form, struct arena *arena);

/* NULL for a line without one. */
static inline struct recurrence_key *recurrence_key(const struct recurrence *r, size_t i)
{
	return i < r->lines->count && r->key_of[i] ? &r->keys[r->key_of[i] - 1] : NULL;
}

/* Does what follows line `a` differ from what follows line `b`, as far as a header may reach? */
bool recurrence_differs_behind(const struct recurrence *r, size_t a, size_t b);

/* ... and what stands before them? */
bool recurrence_differs_before(const struct recurrence *r, size_t a, size_t b);

/* Is the line a note that is only an address, "73https://www..."? Such lines have no key. */
bool recurrence_is_address_note(struct span text);

#endif
