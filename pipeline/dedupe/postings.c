#include "pipeline/dedupe/postings.h"

#include <stdlib.h>
#include <string.h>

#include "pipeline/base/memory.h"

static void make_table(struct postings *p, size_t places)
{
	p->table = memory_resize(NULL, places, sizeof *p->table);
	memset(p->table, 0xFF, places * sizeof *p->table);
	p->places = places;
}

void postings_init(struct postings *p, size_t expected)
{
	p->count = 0;
	make_table(p, 1024 + expected + expected / 4);
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

void postings_add(struct postings *p, uint32_t print, uint32_t unit)
{
	size_t at = postings_place(p, print);
	int same = 0;

	while (p->table[at].unit != POSTINGS_NONE) {
		if (p->table[at].print == print && (p->table[at].unit == unit || ++same == POSTINGS_LIMIT))
			return;
		at = next_place(p, at);
	}
	p->table[at] = (struct posting){ print, unit };
	if (++p->count * 5 > p->places * 4)
		grow(p);
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

/* ---- repeats ---- */

void repeats_init(struct repeats *r, size_t prints, uint32_t salt)
{
	r->bits = 65536 + (uint64_t)prints * 4;
	r->salt = salt;
	r->once = memory_new(r->bits / 64 + 1, sizeof *r->once);
	r->twice = memory_new(r->bits / 64 + 1, sizeof *r->twice);
}

void repeats_release(struct repeats *r)
{
	free(r->once);
	free(r->twice);
	r->once = r->twice = NULL;
}

static size_t bit_of(const struct repeats *r, uint32_t print)
{
	uint64_t hash = (uint64_t)(print ^ r->salt) * 0xD6E8FEB86659FD93u;

	return (size_t)(((hash >> 32) * r->bits) >> 32);
}

void repeats_note(struct repeats *r, uint32_t print)
{
	size_t bit = bit_of(r, print);
	uint64_t one = (uint64_t)1 << (bit & 63);

	if (r->once[bit >> 6] & one)
		r->twice[bit >> 6] |= one;
	else
		r->once[bit >> 6] |= one;
}

bool repeats_has(const struct repeats *r, uint32_t print)
{
	size_t bit = bit_of(r, print);

	return r->twice[bit >> 6] >> (bit & 63) & 1;
}

size_t repeats_bytes(const struct repeats *r)
{
	return r->once ? (size_t)r->bits / 4 : 0;
}
