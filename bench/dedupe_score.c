#include "bench/dedupe_score.h"

#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/memory.h"

struct score {
	size_t planted, found, kept, named, wrong;
};

struct scoring {
	const struct corpus *corpus;
	const struct dedupe_mark *marks;
	uint32_t *root; /* of the group a passage belongs to: links that lead to one member */
	struct score *scores;
	size_t marked, wrong;
	bool failures;
};

static uint32_t group_of(const struct scoring *s, size_t i)
{
	while (s->root[i] != i)
		i = s->root[i];
	return (uint32_t)i;
}

static const struct plant *plant_of(const struct scoring *s, size_t i)
{
	return plant_row(s->corpus->items[i].plant);
}

static void make_groups(struct scoring *s)
{
	const struct planted *items = s->corpus->items;
	size_t i;

	s->root = memory_new(s->corpus->count, sizeof *s->root);
	for (i = 0; i < s->corpus->count; i++)
		s->root[i] = (uint32_t)i;
	for (i = 0; i < s->corpus->count; i++) {
		if (!plant_of(s, i)->duplicate)
			continue;
		s->root[group_of(s, i)] = group_of(s, items[i].source);
		if (items[i].source_2 != i)
			s->root[group_of(s, items[i].source_2)] = group_of(s, items[i].source);
	}
}

static bool marked(const struct scoring *s, size_t i)
{
	return s->marks[i].kind != DEDUPE_ORIGINAL;
}

static bool is_kept_right(const struct scoring *s, size_t i)
{
	const struct planted *p = &s->corpus->items[i];

	switch (plant_of(s, i)->keeps) {
	case KEEPS_SOURCE:
		return marked(s, i) && !marked(s, p->source) && (p->source_2 == i || !marked(s, p->source_2));
	case KEEPS_COPY:
		return marked(s, p->source) && !marked(s, i);
	default:
		return marked(s, i) || marked(s, p->source);
	}
}

static bool is_named(const struct scoring *s, size_t i)
{
	const struct plant *p = plant_of(s, i);
	size_t source = s->corpus->items[i].source;
	size_t who = p->keeps == KEEPS_COPY || !marked(s, i) ? source : i;

	return p->named == 0 || p->named >> s->marks[who].kind & 1;
}

/* A mark to another group: of a negative, of its source, or of any passage. */
static bool is_wrong(const struct scoring *s, size_t i)
{
	return marked(s, i) && group_of(s, s->marks[i].original) != group_of(s, i);
}

static const char *kind_of(const struct scoring *s, size_t i)
{
	return marked(s, i) ? dedupe_kind_name(s->marks[i].kind) : "original";
}

static void print_pair(const struct scoring *s, const char *what, size_t i, size_t j)
{
	struct span x = corpus_text(s->corpus, i), y = corpus_text(s->corpus, j);

	printf("-- %s: %s: %s %.4f of %s %.4f\n%.*s\n-- and\n%.*s\n", what, plant_of(s, i)->name, kind_of(s, i), s->marks[i].similarity,
	       kind_of(s, j), s->marks[j].similarity, SPAN_ARG(x), SPAN_ARG(y));
}

static void count_one(struct scoring *s, size_t i)
{
	struct score *score = &s->scores[s->corpus->items[i].plant];
	size_t source = s->corpus->items[i].source;
	bool wrong = is_wrong(s, i), found = (marked(s, i) && !wrong) || (marked(s, source) && !is_wrong(s, source));

	score->planted++;
	score->wrong += wrong || (!plant_of(s, i)->duplicate && source != i && is_wrong(s, source) && s->marks[source].original == i);
	s->marked += marked(s, i);
	s->wrong += wrong;
	if (s->failures && wrong)
		print_pair(s, "wrong", i, s->marks[i].original);
	if (!plant_of(s, i)->duplicate)
		return;
	score->found += found;
	score->kept += found && is_kept_right(s, i);
	score->named += found && is_named(s, i);
	if (s->failures && !(found && is_kept_right(s, i) && is_named(s, i)))
		print_pair(s, !found ? "missed" : !is_kept_right(s, i) ? "kept" : "named", i, source);
}

/* Groups of which nothing stays. */
static size_t count_lost(const struct scoring *s)
{
	unsigned char *kept = memory_new(s->corpus->count, 1);
	size_t i, lost = 0;

	for (i = 0; i < s->corpus->count; i++)
		kept[group_of(s, i)] |= !marked(s, i);
	for (i = 0; i < s->corpus->count; i++)
		lost += group_of(s, i) == i && !kept[i];
	free(kept);
	return lost;
}

static double share(size_t part, size_t whole)
{
	return whole ? (double)part / (double)whole : 1;
}

static void print_table(const struct scoring *s)
{
	size_t i, all_false = 0, all_never = 0;
	double worst = 1;

	printf("%-24s %8s %8s %11s %11s\n", "planted", "number", "found", "kept right", "kind named");
	for (i = 1; i < plant_count(); i++) {
		const struct score *p = &s->scores[i];

		if (!plant_row(i)->duplicate || !p->planted)
			continue;
		worst = share(p->found, p->planted) < worst ? share(p->found, p->planted) : worst;
		printf("%-24s %8zu %8.4f %11.4f", plant_row(i)->name, p->planted, share(p->found, p->planted),
		       share(p->kept, p->found));
		if (plant_row(i)->named)
			printf(" %11.4f", share(p->named, p->found));
		putchar('\n');
	}
	printf("%-24s %8s %8s\n", "never", "number", "false");
	for (i = 0; i < plant_count(); i++) {
		const struct score *p = &s->scores[i];

		if (plant_row(i)->duplicate || !p->planted)
			continue;
		all_false += i ? p->wrong : 0;
		all_never += i ? p->planted : 0;
		printf("%-24s %8zu %8.4f\n", plant_row(i)->name, p->planted, share(p->wrong, p->planted));
	}
	printf("precision %.4f of %zu marks, worst recall %.4f, false marks of what must stay apart %.4f, groups lost %zu\n",
	       1 - (s->marked ? share(s->wrong, s->marked) : 0), s->marked, worst, share(all_false, all_never), count_lost(s));
}

void score_print(const struct corpus *c, const struct dedupe_mark *marks, bool failures)
{
	struct scoring s = { .corpus = c, .marks = marks, .failures = failures };
	size_t i;

	s.scores = memory_new(plant_count(), sizeof *s.scores);
	make_groups(&s);
	for (i = 0; i < c->count; i++)
		count_one(&s, i);
	print_table(&s);
	free(s.root);
	free(s.scores);
}
