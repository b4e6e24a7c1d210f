#include "pipeline/dedupe/engine.h"

static void make_table(struct memo *m, size_t places)
{
	m->table = memory_new(places, sizeof *m->table);
	m->places = places;
}

void memo_init(struct memo *m)
{
	m->count = 0;
	make_table(m, 256);
}

void memo_release(struct memo *m)
{
	free(m->table);
	*m = (struct memo){ 0 };
}

/* The pair's place, or the free one where it would stand. */
static struct memo_entry *place(const struct memo *m, uint32_t p, uint32_t q)
{
	uint64_t hash = ((uint64_t)p << 32 | q) * 0x9E3779B97F4A7C15u;
	size_t at = (size_t)(((hash >> 32) * m->places) >> 32);

	while (m->table[at].p != m->table[at].q && (m->table[at].p != p || m->table[at].q != q))
		at = at + 1 < m->places ? at + 1 : 0;
	return &m->table[at];
}

struct memo_entry *memo_find(const struct memo *m, uint32_t p, uint32_t q)
{
	struct memo_entry *e = place(m, p, q);

	return e->p == e->q ? NULL : e;
}

static void grow(struct memo *m)
{
	struct memo_entry *old = m->table;
	size_t places = m->places, i;

	make_table(m, places + places / 2);
	for (i = 0; i < places; i++)
		if (old[i].p != old[i].q)
			*place(m, old[i].p, old[i].q) = old[i];
	free(old);
}

struct memo_entry *memo_add(struct memo *m, uint32_t p, uint32_t q, const struct verdict *verdict)
{
	struct memo_entry *e;

	if (++m->count * 5 > m->places * 4)
		grow(m);
	e = place(m, p, q);
	*e = (struct memo_entry){ .p = p, .q = q, .verdict = *verdict };
	return e;
}
