/*
 * words: what a word says about the difference it makes.
 *
 * Numbers, months, amounts and names are facts: where one stands for another, two
 * texts are two fillings of a template. A negation, or a word and its opposite, turns a
 * text round. Word lists for English, French, German, Spanish, Italian, Welsh,
 * Arabic and Chinese; the digits of all scripts.
 */
#ifndef WINNOW_WORDS_H
#define WINNOW_WORDS_H

#include "pipeline/dedupe/match.h"

enum word_kind {
	WORD_PLAIN,
	WORD_SMALL,    /* joins the parts of a name or a date: of, and, the, per, de, und */
	WORD_NUMBER,   /* digits, "three", "third", "January", "Monday", "spring", a currency */
	WORD_NAME,     /* a capital that no sentence start explains */
	WORD_NEGATION  /* not, no, without, ddim, nicht, ne, لا, 不 */
};

/* The kind of word i; `capitals` false where capitals say nothing (a text all in capitals). */
enum word_kind words_kind(const struct tokens *t, size_t i, bool capitals);

/* Do capitals mark names in this text? Not where most words have one. */
bool words_capitals_tell(const struct tokens *t);

/* Is one word the other as a machine read it wrongly, or misspelt by a letter? Never for two numbers or opposites. */
bool words_damaged(const struct tokens *a, size_t i, const struct tokens *b, size_t j);

/* Is one the opposite of the other: agree/disagree, accept/reject, increase/decrease? */
bool words_opposite(struct span x, struct span y);

/* What a difference is. */
enum slot_kind {
	SLOT_WORDS,     /* other words */
	SLOT_FACT,      /* a fact for a fact of the same kind */
	SLOT_REVERSED,  /* a negation on one side, or a word and its opposite */
	SLOT_INSERTION, /* several words that only one side has: a header, a footnote, a longer text */
	SLOT_NEUTRAL    /* a fact that only one side has, a small word: says nothing */
};

enum slot_kind words_slot_kind(const struct matcher *m, const struct match_slot *slot, bool capitals);

#endif
