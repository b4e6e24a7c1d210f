/*
 * arena: the memory of one document, freed in one call.
 *
 * What an arena gives is zeroed, aligned for any type, and lives until
 * arena_reset or arena_free. There is no way to free one piece. Running out of
 * memory ends the process (see memory.h), so nothing here returns NULL.
 */
#ifndef WINNOW_ARENA_H
#define WINNOW_ARENA_H

#include "pipeline/base/span.h"

struct arena;

struct arena *arena_new(void);
/* Frees everything; NULL is allowed. */
void arena_free(struct arena *arena);
/* Forgets everything it gave, keeps one block for the next document. */
void arena_reset(struct arena *arena);

/* `size` zeroed bytes. */
void *arena_alloc(struct arena *arena, size_t size);

/* `count` zeroed elements of `size` bytes; overflow ends the process. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* A copy of the bytes, NUL-terminated behind the span for the libraries that need it. */
struct span arena_copy(struct arena *arena, struct span bytes);

/* As printf; the result is NUL-terminated behind the span. */
struct span arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Makes room for one more element, zeroed, in an array held by the arena. It doubles; old
 * copies of small arrays stay behind, a large one grows where it is. What pointed into it is void.
 *     d->items = arena_room(arena, d->items, d->count, &d->capacity, sizeof *d->items);
 */
void *arena_room(struct arena *arena, void *array, size_t count, size_t *capacity, size_t size);

/* Bytes taken from the system, for limits and statistics. */
size_t arena_bytes(const struct arena *arena);

#endif
