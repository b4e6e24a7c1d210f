#include "pipeline/dedupe/blanks.h"
#include "pipeline/dedupe/engine.h"

enum {
	SOLID_RUN = 5,     /* words of a run that can be part of a stretch */
	STRETCH_MAX = 65535,
	FEW_WORDS = 12,    /* see dedupe.h: near */
	SOME_WORDS = 24,
	MANY_WORDS = 48,
	TINY_WORDS = 6,    /* a shorter text is a duplicate of an equal one only */
	OWN_WORDS = 16     /* so many words of its own at one end ... */
};

#define OWN_SHARE 0.15f  /* ... and so much of it: p is no duplicate */
#define ALL_SHARED 0.95f /* so much of what both share in one stretch: it lies together */

void verifier_init(struct verifier *v)
{
	tokens_init(&v->p);
	tokens_init(&v->q);
	matcher_init(&v->matcher);
	buffer_init(&v->p_text, TOKENS_TEXT_MAX);
	buffer_init(&v->q_text, TOKENS_TEXT_MAX);
	v->p_unit = POSTINGS_NONE;
	v->failed = false;
}

void verifier_release(struct verifier *v)
{
	tokens_release(&v->p);
	tokens_release(&v->q);
	matcher_release(&v->matcher);
	buffer_release(&v->p_text);
	buffer_release(&v->q_text);
}

static bool fetch(const struct dedupe *d, struct verifier *v, uint32_t record, size_t from, size_t to, struct buffer *out)
{
	if (d->source.fetch(d->source.state, record_at(d, record)->key, from, to, out))
		return true;
	v->failed = true;
	return false;
}

/* ---- equal texts ---- */

/* Reads record `record` whole into the p side, unless it is there. */
static bool load_whole(const struct dedupe *d, struct verifier *v, uint32_t record, struct tokens *t, struct buffer *text)
{
	if (!fetch(d, v, record, 0, SIZE_MAX, text))
		return false;
	tokens_read(t, buffer_span(text));
	return true;
}

enum dedupe_kind verify_equal(struct dedupe *d, uint32_t p, uint32_t q)
{
	struct verifier *v = &d->verifier;

	/* Many copies of one text follow each other: the original's side is kept. */
	if (v->p_unit != q) {
		v->p_unit = POSTINGS_NONE;
		if (!load_whole(d, v, q, &v->p, &v->p_text))
			return DEDUPE_ORIGINAL;
		v->p_unit = q;
	}
	if (!fetch(d, v, p, 0, SIZE_MAX, &v->q_text))
		return DEDUPE_ORIGINAL;
	if (blanks_equal(buffer_span(&v->p_text), buffer_span(&v->q_text)))
		return DEDUPE_EXACT;
	tokens_read(&v->q, buffer_span(&v->q_text));
	return v->p.folded_len == v->q.folded_len && memcmp(v->p.folded, v->q.folded, v->p.folded_len) == 0
		       ? DEDUPE_FOLDED : DEDUPE_ORIGINAL;
}

/* ---- units ---- */

/* Where a unit's text lies in its passage, and how many words come before it. */
struct extent {
	size_t from, to;
	size_t words_before;
};

static struct extent extent_of(const struct dedupe *d, uint32_t unit)
{
	struct extent e = { 0, SIZE_MAX, 0 };
	uint32_t i, record, first;

	if (!(unit & UNIT_LONG))
		return e;
	i = unit & ~UNIT_LONG;
	record = unit_at(d, i)->record;
	first = record_at(d, record)->marker;
	e.words_before = (size_t)(i - first) * SKETCH_UNIT;
	e.from = unit_at(d, i)->byte_start;
	if (i + 1 < first + engine_unit_count(d, record))
		e.to = unit_at(d, i + 1)->byte_start;
	return e;
}

static bool load_p(const struct dedupe *d, struct verifier *v, uint32_t unit)
{
	struct extent e = extent_of(d, unit);

	if (v->p_unit == unit)
		return true;
	v->p_unit = POSTINGS_NONE;
	if (!fetch(d, v, engine_record_of(d, unit), e.from, e.to, &v->p_text))
		return false;
	if (unit & UNIT_LONG)
		tokens_read_piece(&v->p, buffer_span(&v->p_text));
	else
		tokens_read(&v->p, buffer_span(&v->p_text));
	v->p_unit = unit;
	return true;
}

/* What was read of q: a whole passage, or the unit and as much around it as p may reach. */
struct region {
	bool from_start, to_end;
	long words_before; /* words of the passage in front of the region */
};

static bool load_q(const struct dedupe *d, struct verifier *v, uint32_t unit, struct region *r)
{
	struct extent e = extent_of(d, unit);
	size_t margin = v->p_text.len + v->p_text.len / 4 + TOKEN_MAX;
	size_t from = e.from > margin ? e.from - margin : 0, i = 0;
	size_t to = e.to < SIZE_MAX - margin ? e.to + margin : SIZE_MAX;

	*r = (struct region){ true, true, 0 };
	if (!(unit & UNIT_LONG))
		return load_whole(d, v, unit, &v->q, &v->q_text);
	if (!fetch(d, v, engine_record_of(d, unit), from, to, &v->q_text))
		return false;
	tokens_read_piece(&v->q, buffer_span(&v->q_text));
	while (i < v->q.count && v->q.items[i].start + from < e.from)
		i++;
	r->words_before = (long)e.words_before - (long)i;
	r->from_start = from == 0;
	r->to_end = v->q_text.len < to - from;
	return true;
}

/* ---- verdicts ---- */

struct stretch {
	size_t from, to; /* words */
};

/* The words of one side that one stretch of the other covers: all long runs where they lie densely, else the longest. */
static struct stretch find_stretch(const struct matcher *m, bool of_a)
{
	struct stretch all = { SIZE_MAX, 0 }, longest = { 0, 0 };
	size_t found = 0, i;

	for (i = 0; i < m->run_count; i++) {
		const struct match_run *r = &m->runs[i];
		size_t from = of_a ? r->a : r->b, count = of_a ? r->a_count : r->b_count;

		if (count < SOLID_RUN)
			continue;
		found += count;
		all.from = from < all.from ? from : all.from;
		all.to = from + count > all.to ? from + count : all.to;
		if (count > longest.to - longest.from)
			longest = (struct stretch){ from, from + count };
	}
	return found && found * 5 >= (all.to - all.from) * 4 ? all : longest;
}

static uint16_t scaled(long word, uint32_t words)
{
	if (word <= 0 || words == 0)
		return 0;
	if ((uint64_t)word >= words)
		return STRETCH_MAX;
	return (uint16_t)((uint64_t)word * STRETCH_MAX / words);
}

static size_t excess(size_t x, size_t y)
{
	return x > y ? x - y : 0;
}

/* What p is in q: words of q that lie outside of the shared ones mean a cut, differences in between mean an edit. */
static enum dedupe_kind kind_of(const struct comparison *c, const struct region *r)
{
	size_t head = excess(c->b_before, c->a_before) + (r->from_start ? 0 : SKETCH_UNIT);
	size_t tail = excess(c->b_after, c->a_after) + (r->to_end ? 0 : SKETCH_UNIT);
	size_t cut = head + tail, least = head < tail ? head : tail;
	size_t found = (size_t)(c->b_in_a * (double)c->b_words + 0.5);
	size_t inside = excess(c->b_words, c->b_before + c->b_after + found);
	size_t foreign = c->a_words - (size_t)(c->a_in_b * (double)c->a_words + 0.5);

	if (c->same_folded && r->from_start && r->to_end)
		return DEDUPE_FOLDED;
	if (cut <= inside + foreign)
		return DEDUPE_NEAR;
	return least * 10 <= cut || least <= 1 ? DEDUPE_TRUNCATED : DEDUPE_CONTAINED;
}

struct finding verify_units(const struct dedupe *d, struct verifier *v, uint32_t p_unit, uint32_t q_unit)
{
	const struct record *p = record_at(d, engine_record_of(d, p_unit));
	const struct record *q = record_at(d, engine_record_of(d, q_unit));
	struct finding finding = { 0 };
	struct verdict *verdict = &finding.verdict;
	struct comparison c;
	struct stretch s;
	struct region r;
	long before;

	if (!load_p(d, v, p_unit) || !load_q(d, v, q_unit, &r))
		return finding;
	c = compare_tokens(&v->matcher, &v->p, &v->q);
	finding.facts = (uint32_t)c.fact_differences;
	finding.others = (uint32_t)c.other_differences;
	finding.damaged = (uint32_t)v->matcher.damaged;
	verdict->p_in_q = (float)c.a_in_b;
	verdict->q_in_p = (float)(c.b_in_a * (double)c.b_words / (double)(q->words ? q->words : 1));
	verdict->variant = c.variant;
	verdict->kind = (uint8_t)kind_of(&c, &r);
	before = (long)extent_of(d, p_unit).words_before;
	s = find_stretch(&v->matcher, v->matcher.a == &v->p);
	verdict->p_from = scaled(before + (long)s.from, p->words);
	verdict->p_to = scaled(before + (long)s.to, p->words);
	s = find_stretch(&v->matcher, v->matcher.a == &v->q);
	verdict->q_from = scaled(r.words_before + (long)s.from, q->words);
	verdict->q_to = scaled(r.words_before + (long)s.to, q->words);
	return finding;
}

/*
 * Do the words that q lacks stand together at the beginning or the end of p, many of them? Then p says something of its
 * own there; of an edited copy, or one read badly, the words that are missing stand here and there.
 */
static bool has_own_end(uint32_t words, const struct verdict *v)
{
	float own = 1 - v->p_in_q, stretch = (float)(v->p_to - v->p_from) / STRETCH_MAX;

	return own > OWN_SHARE && own * (float)words >= OWN_WORDS && stretch >= v->p_in_q * ALL_SHARED;
}

bool verify_accepts(const struct dedupe *d, uint32_t p, const struct verdict *verdict)
{
	uint32_t words = record_at(d, p)->words;
	float needed = words < FEW_WORDS ? 0.999f : words < SOME_WORDS ? 0.85f : words < MANY_WORDS ? 0.77f : 0.7f;

	return words >= TINY_WORDS && !verdict->variant && verdict->p_in_q >= needed && !has_own_end(words, verdict);
}
