#include "pipeline/dedupe/compare.h"

#include "pipeline/dedupe/facts.h"
#include "pipeline/dedupe/match.h"
#include "pipeline/dedupe/words.h"

enum {
	BAG_WORDS = 12,      /* a shorter text in another order is another text */
	BAG_LENGTHS = 3,     /* a table that repeats its headings in each row is up to three times as long */
	BAG_COVERAGE = 10    /* at most a tenth of the words is left over */
};

static bool same_folded(const struct tokens *a, const struct tokens *b)
{
	return a->folded_len == b->folded_len && memcmp(a->folded, b->folded, a->folded_len) == 0;
}

/* A total order that does not see which text came first: the pattern that is looked for is the shorter text. */
static bool goes_first(const struct tokens *a, const struct tokens *b)
{
	if (a->count != b->count)
		return a->count < b->count;
	if (a->folded_len != b->folded_len)
		return a->folded_len < b->folded_len;
	return memcmp(a->folded, b->folded, a->folded_len) <= 0;
}

static struct comparison swapped(struct comparison c)
{
	struct comparison s = c;

	s.a_in_b = c.b_in_a;
	s.b_in_a = c.a_in_b;
	s.a_words = c.b_words;
	s.b_words = c.a_words;
	s.a_before = c.b_before;
	s.a_after = c.b_after;
	s.b_before = c.a_before;
	s.b_after = c.a_after;
	return s;
}

static double share(size_t part, size_t whole)
{
	return whole ? (double)part / (double)whole : 0;
}

/* ---- the same words in another order: a table read by columns instead of rows ---- */

/* Chains the words of a text by hash in the matcher's work space; returns the mask. */
static uint32_t chain_words(struct matcher *m, const struct tokens *t)
{
	size_t size = 64, i;

	while (size < t->count * 2)
		size *= 2;
	m->heads = matcher_room(m->heads, size, &m->head_capacity, sizeof *m->heads);
	m->next = matcher_room(m->next, t->count, &m->next_capacity, sizeof *m->next);
	memset(m->heads, 0xFF, size * sizeof *m->heads);
	for (i = t->count; i-- > 0;) {
		uint32_t slot = (uint32_t)(t->items[i].hash & (size - 1));

		m->next[i] = m->heads[slot];
		m->heads[slot] = (uint32_t)i;
	}
	return (uint32_t)(size - 1);
}

/* Finds a word that equals `word` in the chains; with `take` it is taken out. */
static bool find_word(struct matcher *m, const struct tokens *t, uint32_t mask, uint64_t word, bool take)
{
	uint32_t *link = &m->heads[word & mask];

	while (*link != UINT32_MAX && t->items[*link].hash != word)
		link = &m->next[*link];
	if (*link == UINT32_MAX)
		return false;
	if (take)
		*link = m->next[*link];
	return true;
}

/* Words that are not found, and how many of them are facts. */
struct leftover {
	size_t words, facts;
};

/* The words of one text that another has not, counted until they are too many; `once`: each word of it counts once. */
static struct leftover words_missing(struct matcher *m, const struct tokens *in, const struct tokens *of, bool once)
{
	uint32_t mask = chain_words(m, of);
	bool capitals = words_capitals_tell(in);
	struct leftover left = { 0, 0 };
	size_t i;

	for (i = 0; i < in->count && left.words * BAG_COVERAGE <= in->count; i++)
		if (!find_word(m, of, mask, in->items[i].hash, once)) {
			left.words++;
			left.facts += words_kind(in, i, capitals) >= WORD_NUMBER;
		}
	return left;
}

/* Words in common whatever their order: all of a in b, each once, and nothing in b but what a has. */
static void compare_bags(struct matcher *m, struct comparison *c)
{
	size_t a_count = m->a->count, b_count = m->b->count;
	struct leftover a, b;

	if (a_count < BAG_WORDS || b_count > a_count * BAG_LENGTHS)
		return;
	a = words_missing(m, m->a, m->b, true);
	if (a.words * BAG_COVERAGE > a_count)
		return;
	b = words_missing(m, m->b, m->a, false);
	if (b.words * BAG_COVERAGE > b_count)
		return;
	c->a_in_b = share(a_count - a.words, a_count);
	c->b_in_a = share(b_count - b.words, b_count);
	c->a_before = c->a_after = c->b_before = c->b_after = 0;
	c->fact_differences = a.facts < b.facts ? a.facts : b.facts;
	c->other_differences = (a.words > b.words ? a.words : b.words) - c->fact_differences;
}

/* ---- the comparison ---- */

/* Is this a place where only one side has words, before or behind all that both share: a cut? */
static bool is_end(const struct matcher *m, const struct match_slot *s)
{
	return (s->a_from == 0 && s->a_to == 0) || (s->a_from == m->a->count && s->b_to == m->b->count);
}

/* Judges the places that differ. Words that are only damaged are found: `a_found` and `b_found` grow by them. */
static void judge_slots(const struct matcher *m, struct comparison *c, size_t *a_found, size_t *b_found)
{
	bool capitals = words_capitals_tell(m->a) && words_capitals_tell(m->b);
	size_t i;

	for (i = 0; i < m->slot_count; i++) {
		const struct match_slot *s = &m->slots[i];
		enum slot_kind kind;

		if (is_end(m, s))
			continue;
		kind = facts_slot_kind(m, s, capitals);
		/* A sense turned round weighs twice: few words do it. */
		c->fact_differences += kind == SLOT_FACT ? 1 : kind == SLOT_REVERSED ? 2 : 0;
		c->other_differences += kind == SLOT_WORDS;
		*a_found += kind == SLOT_DAMAGED ? s->a_to - s->a_from : 0;
		*b_found += kind == SLOT_DAMAGED ? s->b_to - s->b_from : 0;
	}
}

static void find_ends(const struct matcher *m, struct comparison *c)
{
	size_t a_first = m->a->count, a_last = 0, b_first = m->b->count, b_last = 0;
	size_t i;

	for (i = 0; i < m->run_count; i++) {
		const struct match_run *r = &m->runs[i];

		a_first = r->a < a_first ? r->a : a_first;
		b_first = r->b < b_first ? r->b : b_first;
		a_last = r->a + r->a_count > a_last ? r->a + r->a_count : a_last;
		b_last = r->b + r->b_count > b_last ? r->b + r->b_count : b_last;
	}
	c->a_before = a_first;
	c->b_before = b_first;
	c->a_after = m->a->count - a_last;
	c->b_after = m->b->count - b_last;
}

static struct comparison compare_ordered(struct matcher *m, const struct tokens *a, const struct tokens *b)
{
	struct comparison c = { .a_words = a->count, .b_words = b->count };
	size_t a_found, b_found;

	matcher_run(m, a, b);
	c.same_folded = same_folded(a, b);
	if (c.same_folded) {
		c.a_in_b = c.b_in_a = c.similarity = 1;
		return c;
	}
	a_found = m->a_found;
	b_found = m->b_found;
	find_ends(m, &c);
	if (a_found * 2 >= a->count) /* else they are not two forms of one text */
		judge_slots(m, &c, &a_found, &b_found);
	c.a_in_b = share(a_found, a->count);
	c.b_in_a = share(b_found, b->count);
	if (c.a_in_b < 0.7)
		compare_bags(m, &c);
	c.similarity = (c.a_in_b * (double)a->count + c.b_in_a * (double)b->count) / (double)(a->count + b->count);
	/* Where much else was edited, a fact may have been, too. */
	c.variant = c.fact_differences > 0 && c.fact_differences >= c.other_differences;
	return c;
}

struct comparison compare_tokens(struct matcher *m, const struct tokens *a, const struct tokens *b)
{
	if (goes_first(a, b))
		return compare_ordered(m, a, b);
	return swapped(compare_ordered(m, b, a));
}

struct comparison compare_texts(struct span a, struct span b)
{
	struct comparison c;
	struct tokens x, y;
	struct matcher m;

	tokens_init(&x);
	tokens_init(&y);
	matcher_init(&m);
	tokens_read(&x, a);
	tokens_read(&y, b);
	c = compare_tokens(&m, &x, &y);
	matcher_release(&m);
	tokens_release(&y);
	tokens_release(&x);
	return c;
}
