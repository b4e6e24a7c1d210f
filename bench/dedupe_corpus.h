/*
 * dedupe_corpus: passages with planted duplicates and hard negatives, any number, seeded.
 *
 * Text is made up: a grammar of sentences over a made-up vocabulary with the word
 * frequencies of English (Zipf), names, numbers, dates, amounts, quotes, dashes. For every original that is
 * damaged the damage is known, so recall, precision and whether the fuller text was kept can be counted.
 */
#ifndef WINNOW_BENCH_DEDUPE_CORPUS_H
#define WINNOW_BENCH_DEDUPE_CORPUS_H

#include <stdint.h>

#include "pipeline/base/buffer.h"

enum plant {
	PLANT_BASE,     /* nothing like it */
	PLANT_EXACT,
	PLANT_FORMAT,   /* wrapped, hyphenated at line ends, straight quotes, other dashes */
	PLANT_EDIT_5,   /* 5 % of the words dropped, replaced, added */
	PLANT_EDIT_10,
	PLANT_CUT,      /* beginning or end */
	PLANT_EMBED,    /* the original stands in a longer text, which is kept */
	PLANT_SPLICE,   /* end of one, beginning of another */
	PLANT_INJECT,   /* a running header in the middle */
	PLANT_OCR_1,    /* machine reading: 1 % of the characters */
	PLANT_OCR_3,
	PLANT_REORDER,  /* sentences in another order */
	PLANT_HYPHENS,  /* hyphens and dashes lost */
	PLANT_MOJIBAKE, /* UTF-8 read as windows-1252 */
	PLANT_ASCII,    /* what is not ASCII lost */
	PLANT_TABLE,    /* a table flattened otherwise: other separators, by columns, headings repeated */
	PLANT_DUPLICATES, /* from here on: never duplicates */
	PLANT_SHORT_TEMPLATE = PLANT_DUPLICATES,
	PLANT_TEMPLATE, /* a paragraph with other dates, amounts, names */
	PLANT_NUMBER,   /* one number changed */
	PLANT_NEGATED,  /* "not" put in */
	PLANT_PREFIX,   /* the first 12 words of another */
	PLANT_QUOTE,    /* quotes 20 words of another */
	PLANT_COUNT
};

struct planted {
	uint64_t offset;   /* of its text in corpus.text */
	uint32_t len;
	uint8_t plant;
	uint32_t source;   /* what it was made of; itself: nothing */
	uint32_t source_2; /* the other part of a splice */
};

struct corpus {
	struct buffer text;
	struct planted *items;
	size_t count, capacity;
};

const char *plant_name(enum plant plant);

/* Makes about `bytes` of text. `dense`: a third of it planted; else one passage in twenty, as in real heaps. */
void corpus_make(struct corpus *c, size_t bytes, uint64_t seed, bool dense);
void corpus_release(struct corpus *c);

static inline struct span corpus_text(const struct corpus *c, size_t i)
{
	return span_of(c->text.data + c->items[i].offset, c->items[i].len);
}

#endif
