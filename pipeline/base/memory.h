/*
 * memory: allocation that does not fail quietly.
 *
 * Every function returns usable memory or does not return: when the system has
 * none left, one line goes to stderr and the process ends with status 71
 * (EX_OSERR). This is the one place below the program that prints and exits, on
 * purpose: the database is transactional, so the next run completes what this
 * one left, and no caller needs an untested path for it (git's xmalloc does the
 * same). Sizes are checked for overflow here and nowhere else.
 */
#ifndef WINNOW_MEMORY_H
#define WINNOW_MEMORY_H

#include <stddef.h>

/* `count` elements of `size` bytes, zeroed. The caller frees with free(). */
void *memory_new(size_t count, size_t size);

/* Grows or shrinks what memory_new or memory_resize gave; new bytes are not zeroed. */
void *memory_resize(void *old, size_t count, size_t size);

/*
 * As memory_new, for a large table that is read here and there: where the system can, in pages of 2 MiB, so that
 * the processor finds its places without walking page tables. Bytes are not zeroed. The caller frees with free().
 */
void *memory_table(size_t count, size_t size);

/* Gives back to the system what was freed: after much of it, before much else is taken. */
void memory_trim(void);

/*
 * Makes room for one more element in an array that grows by doubling:
 *     items = memory_room(items, count, &capacity, sizeof *items);
 * Takes amortized constant time.
 */
void *memory_room(void *array, size_t count, size_t *capacity, size_t size);

#endif
