/*
 * pages: a long array in pages of 64 KiB. It grows without copying what is there and
 * without twice the memory, and gives pages back when it is cut.
 */
#ifndef WINNOW_PAGES_H
#define WINNOW_PAGES_H

#include <stdint.h>
#include <stdlib.h>

#include "pipeline/base/memory.h"

struct pages {
	char **page;
	size_t page_count, page_capacity;
	size_t count;        /* elements */
	unsigned shift;      /* elements of a page: 1 << shift */
	size_t size;         /* bytes of an element */
};

/* `shift` fits the size: elements of `size` bytes, about 64 KiB a page. */
static inline void pages_init(struct pages *p, size_t size)
{
	*p = (struct pages){ .size = size, .shift = 6 };
	while ((size << p->shift) < (size_t)1 << 16)
		p->shift++;
}

static inline void *pages_at(const struct pages *p, size_t i)
{
	return p->page[i >> p->shift] + (i & (((size_t)1 << p->shift) - 1)) * p->size;
}

/* Room for one more element at the end, not zeroed. */
static inline void *pages_add(struct pages *p)
{
	if (p->count >> p->shift == p->page_count) {
		p->page = (char **)memory_room(p->page, p->page_count, &p->page_capacity, sizeof *p->page);
		p->page[p->page_count++] = (char *)memory_resize(NULL, (size_t)1 << p->shift, p->size);
	}
	return pages_at(p, p->count++);
}

/* Cuts it back to `count` elements. */
static inline void pages_cut(struct pages *p, size_t count)
{
	size_t needed = (count + ((size_t)1 << p->shift) - 1) >> p->shift;

	while (p->page_count > needed)
		free(p->page[--p->page_count]);
	p->count = count;
}

static inline void pages_release(struct pages *p)
{
	pages_cut(p, 0);
	free(p->page);
	p->page = NULL;
	p->page_capacity = 0;
}

static inline size_t pages_bytes(const struct pages *p)
{
	return p->page_count * (p->size << p->shift) + p->page_capacity * sizeof *p->page;
}

#endif
