#include "pipeline/split/passage_grams.h"

#include "pipeline/split/subject.h"

enum { PASSAGES_KEPT = 4096 };

static void make(const struct passage_grams *g, struct grams *grams, size_t at)
{
	grams_make(grams, subject_of(g->d->arena, &g->d->passages[at]));
}

void passage_grams_make(struct passage_grams *g, struct document *d)
{
	g->d = d;
	g->count = d->passage_count < PASSAGES_KEPT ? d->passage_count : PASSAGES_KEPT;
	g->list = arena_array(d->arena, g->count, sizeof *g->list);
	for (size_t i = 0; i < g->count; i++)
		make(g, &g->list[i], i);
}

const struct grams *passage_grams_at(struct passage_grams *g, size_t at)
{
	if (at < g->count)
		return &g->list[at];
	make(g, &g->other, at);
	return &g->other;
}
