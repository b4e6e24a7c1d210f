/*
 * dedupe_corpus: passages with planted duplicates and hard negatives, any number, seeded.
 *
 * The text is made up: sentences over a made-up vocabulary with the word frequencies of English (Zipf), with names,
 * numbers, dates, amounts, quotes, dashes; also in the letters of French, German, Welsh, Chinese and Arabic. Or it is
 * taken from lines that the caller has. For each original that is damaged the damage is known, so recall, precision,
 * and whether the fuller text was kept can be counted (dedupe_score.h).
 *
 * What can be planted is a table of rows in dedupe_corpus.c: what the passage is made of, the damage that it gets, in
 * order, and what an engine should say of it.
 */
#ifndef WINNOW_BENCH_DEDUPE_CORPUS_H
#define WINNOW_BENCH_DEDUPE_CORPUS_H

#include <stdint.h>

#include "pipeline/base/buffer.h"

/* Which of the two should stay. */
enum plant_keeps {
	KEEPS_EITHER,
	KEEPS_SOURCE, /* the copy is a part of it */
	KEEPS_COPY    /* it is a part of the copy */
};

struct plant {
	const char *name;
	bool duplicate;      /* else it must never be marked, nor its source because of it */
	unsigned named;      /* set of 1 << enum dedupe_kind; 0: any name will do */
	enum plant_keeps keeps;
};

/* Row 0 is "base": a passage that nothing is made of, or that others are made of. */
size_t plant_count(void);
const struct plant *plant_row(size_t plant);

struct planted {
	uint64_t offset;   /* of its text in corpus.text */
	uint32_t len;
	uint16_t plant;
	uint32_t source;   /* what it was made of; itself: nothing */
	uint32_t source_2; /* the other part of a splice */
};

struct corpus {
	struct buffer text;
	struct planted *items;
	size_t count, capacity;
};

/* Makes about `bytes` of text. `dense`: one passage in four is planted; else one in forty, as in real heaps. */
void corpus_make(struct corpus *c, size_t bytes, uint64_t seed, bool dense);
/* The same, dense, of texts that the caller has, one a line; each is used once, then made-up ones. Borrows `lines`. */
void corpus_make_of(struct corpus *c, size_t bytes, uint64_t seed, struct span lines);
void corpus_release(struct corpus *c);

static inline struct span corpus_text(const struct corpus *c, size_t i)
{
	return span_of(c->text.data + c->items[i].offset, c->items[i].len);
}

#endif
