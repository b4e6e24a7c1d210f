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

#include "pipeline/dedupe/tokens.h"

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

/* The same where one of the two was read badly: agrees/clisagrees, accepted/rejccted. */
bool words_opposite_damaged(struct span x, struct span y);

/* Is it a number word or a month, read badly: Januory, tliree? */
bool words_number_damaged(struct span word);

/* Is it a negation, read badly: nof, uot? */
bool words_negation_damaged(struct span word);

/* The kind of a folded word by the lists alone. */
enum word_kind words_listed(struct span word);

/* May it stand where a negation stood, or be put there, so that the sense turns: has, fully, always? */
bool words_affirm(struct span word);

/* The digit that a letter is taken for: '0' for 'o'; the byte itself where there is none. */
char words_digit(char c);

/* Is the distance of Levenshtein at most `limit` (3 or less)? Takes O(length). */
bool words_within(struct span x, struct span y, int limit);

#endif
