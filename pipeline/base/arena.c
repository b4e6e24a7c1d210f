#include "pipeline/base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/memory.h"

enum { BLOCK_BYTES = 64 * 1024 };

struct block {
	struct block *next;
	struct block **back; /* what points to it */
	size_t size; /* usable bytes behind the header */
	size_t used;
	alignas(max_align_t) char bytes[];
};

struct arena {
	struct block *newest;
	size_t total;
};

/* `b` has moved, or `back` is where it goes: its neighbours learn of it. */
static void block_link(struct block *b, struct block **back)
{
	b->back = back;
	*back = b;
	if (b->next)
		b->next->back = &b->next;
}

static struct block *block_new(struct arena *arena, size_t size, struct block **back)
{
	struct block *b = memory_new(1, sizeof *b + size);

	b->size = size;
	b->next = *back;
	block_link(b, back);
	arena->total += size;
	return b;
}

struct arena *arena_new(void)
{
	return memory_new(1, sizeof(struct arena));
}

static void free_blocks(struct block *b)
{
	while (b) {
		struct block *next = b->next;

		free(b);
		b = next;
	}
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	free_blocks(arena->newest);
	free(arena);
}

void arena_reset(struct arena *arena)
{
	struct block *keep = arena->newest;

	if (!keep)
		return;
	free_blocks(keep->next);
	keep->next = NULL;
	if (keep->size > BLOCK_BYTES) { /* a giant document must not stay resident */
		free(keep);
		arena->newest = NULL;
		arena->total = 0;
		return;
	}
	memset(keep->bytes, 0, keep->used);
	keep->used = 0;
	arena->total = keep->size;
}

static size_t aligned_size(size_t size)
{
	return (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
}

void *arena_alloc(struct arena *arena, size_t size)
{
	size_t aligned = aligned_size(size);
	struct block *b = arena->newest;
	void *p;

	if (aligned < size)
		aligned = SIZE_MAX / 2; /* memory_new refuses it */
	if (aligned > BLOCK_BYTES) /* a block of its own, behind the one that is being filled */
		b = block_new(arena, aligned, b ? &b->next : &arena->newest);
	else if (!b || b->size - b->used < aligned)
		b = block_new(arena, BLOCK_BYTES, &arena->newest);
	p = b->bytes + b->used;
	b->used += aligned;
	return p;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / 2 / size)
		return arena_alloc(arena, SIZE_MAX / 2);
	return arena_alloc(arena, count * size);
}

struct span arena_copy(struct arena *arena, struct span bytes)
{
	char *p = arena_alloc(arena, bytes.len + 1);

	if (bytes.len)
		memcpy(p, bytes.ptr, bytes.len);
	return span_of(p, bytes.len);
}

struct span arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *p;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		return SPAN("");
	p = arena_alloc(arena, (size_t)len + 1);
	va_start(args, format);
	vsnprintf(p, (size_t)len + 1, format, args);
	va_end(args);
	return span_of(p, (size_t)len);
}

/* What is larger than BLOCK_BYTES begins a block of its own, which can grow in its place. */
static void *grow_own_block(struct arena *arena, void *array, size_t count, size_t size)
{
	struct block *b = (struct block *)((char *)array - offsetof(struct block, bytes));
	size_t before = b->size;

	if (count > SIZE_MAX / 2 / size)
		return arena_alloc(arena, SIZE_MAX / 2);
	b = memory_resize(b, 1, sizeof *b + aligned_size(count * size));
	b->size = b->used = aligned_size(count * size);
	block_link(b, b->back);
	arena->total += b->size - before;
	return b->bytes;
}

static void *grow(struct arena *arena, void *array, size_t count, size_t more, size_t size)
{
	void *bigger;

	if (aligned_size(count * size) > BLOCK_BYTES)
		return grow_own_block(arena, array, more, size);
	bigger = arena_array(arena, more, size);
	if (count)
		memcpy(bigger, array, count * size);
	return bigger;
}

void *arena_room(struct arena *arena, void *array, size_t count, size_t *capacity, size_t size)
{
	if (count == *capacity) {
		*capacity = count ? count * 2 : 8;
		array = grow(arena, array, count, *capacity, size);
	}
	/* One at a time: what an array never comes to hold is never touched. */
	memset((char *)array + count * size, 0, size);
	return array;
}

size_t arena_bytes(const struct arena *arena)
{
	return arena->total;
}
