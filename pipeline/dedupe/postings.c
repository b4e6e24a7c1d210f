#include "pipeline/dedupe/postings.h"

#include <stdlib.h>
#include <string.h>

#include "pipeline/base/memory.h"

static void make_table(struct postings *p, size_t places)
{
	p->table = memory_table(places, sizeof *p->table);
	memset(p->table, 0xFF, places * sizeof *p->table);
	p->places = places;
}

void postings_init(struct postings *p, size_t places)
{
	p->count = 0;
	make_table(p, 1024 + places);
}

void postings_release(struct postings *p)
{
	free(p->table);
	p->table = NULL;
	p->count = 0;
	p->places = 0;
}

static size_t next_place(const struct postings *p, size_t at)
{
	return at + 1 < p->places ? at + 1 : 0;
}

static void grow(struct postings *p)
{
	struct posting *old = p->table;
	size_t places = p->places, first = 0, i;

	make_table(p, places + places / 2);
	/* From a free place on, so that the units of one print keep their order. */
	while (old[first].unit != POSTINGS_NONE)
		first++;
	for (i = 0; i < places; i++) {
		struct posting *e = &old[first + i < places ? first + i : first + i - places];
		size_t at;

		if (e->unit == POSTINGS_NONE)
			continue;
		at = postings_place(p, e->print);
		while (p->table[at].unit != POSTINGS_NONE)
			at = next_place(p, at);
		p->table[at] = *e;
	}
	free(old);
}

bool postings_add(struct postings *p, uint32_t print, uint32_t unit)
{
	size_t at = postings_place(p, print);
	int same = 0;

	while (p->table[at].unit != POSTINGS_NONE) {
		if (p->table[at].print == print && (p->table[at].unit == unit || ++same == POSTINGS_LIMIT))
			return false;
		at = next_place(p, at);
	}
	p->table[at] = (struct posting){ print, unit };
	if (++p->count * 10 > p->places * 9)
		grow(p);
	return true;
}

size_t postings_find(const struct postings *p, uint32_t print, uint32_t *units)
{
	size_t at = postings_place(p, print), found = 0;

	for (; p->table[at].unit != POSTINGS_NONE; at = next_place(p, at))
		if (p->table[at].print == print) {
			units[found++] = p->table[at].unit;
			if (found == POSTINGS_LIMIT)
				break;
		}
	return found;
}

size_t postings_bytes(const struct postings *p)
{
	return p->table ? p->places * sizeof *p->table : 0;
}
