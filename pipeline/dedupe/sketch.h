/*
 * sketch: what the engine keeps of a text, some 150 bytes for a paragraph.
 *
 * Two hashes say "the same text" and "the same folded text". The prints say "there
 * may be something in common": hashes of word 3-grams and of sets of words, chosen
 * by rules that look at the words alone, so that the same words give the same prints
 * in any text:
 *
 *   - a 3-gram is taken where the outline of its first word has a hash no smaller than the
 *     others' (an open syncmer: Edgar, PeerJ 2021), and of these every second one by its own hash.
 *     What damages one word costs only the 3-grams that hold it.
 *   - where that takes none in 8 places, the largest of the 8 is taken (winnowing: Schleimer,
 *     Wilkerson, Aiken, SIGMOD 2003). So two texts that share 10 words in a row share a print.
 *   - short texts give all of their 3-grams.
 *   - four prints are made of the least hashes of the words (one-permutation MinHash, four bands of
 *     three bins): they find the same words in another order, such as a table read by columns.
 *
 * Long texts are cut into units of UNIT words that are looked up one by one.
 */
#ifndef WINNOW_SKETCH_H
#define WINNOW_SKETCH_H

#include "pipeline/base/buffer.h"
#include "pipeline/dedupe/tokens.h"

enum {
	SKETCH_SHORT = 24,   /* words: a shorter text gives all its 3-grams */
	SKETCH_MIDDLE = 48,  /* words: a shorter one gives both halves of the chosen */
	SKETCH_UNIT = 512,   /* words of one unit of a long text */
	SKETCH_LONG = 1024   /* words from which a text has units */
};

struct sketch_unit {
	uint32_t byte_start;  /* where its words begin in the text */
	uint32_t print_start; /* index of its first print */
};

struct sketch {
	uint64_t raw;     /* of the text, white space aside. The two top bytes count damage, the next one counts
			     punctuation: of two texts, the one with less of it is better. See order.c */
	uint64_t folded;  /* of the folded words */
	uint32_t words;
	uint32_t marker;  /* of the list number in front; 0: none */
	uint32_t *prints; /* distinct within a unit, ascending */
	size_t print_count, print_capacity;
	struct sketch_unit *units; /* of a long text; none for others */
	size_t unit_count, unit_capacity;
	struct buffer spare; /* work space */
};

void sketch_init(struct sketch *s);
void sketch_release(struct sketch *s);

/* Replaces what was in `s` by the sketch of `text`, whose words are read into `t`. Takes O(text.len). */
void sketch_make(struct sketch *s, struct tokens *t, struct span text);

/* Appends the sketch in a form for storing, the same on every machine. */
void sketch_write(const struct sketch *s, struct buffer *out);
/* Reads what sketch_write wrote; false when it is not that. */
bool sketch_read(struct sketch *s, struct span stored);

#endif
