/*
 * compare: how much of one text stands in another, word by word and exactly.
 *
 *     struct comparison c = compare_texts(quote, recommendation);
 *     c.a_in_b > 0.9           // the quote is a cut version of the recommendation
 *     c.variant                // the same sentence about another year: not the same thing
 *
 * Words are compared folded (tokens.h). A word counts as found where it stands in
 * a run of three or more words that both texts share, wherever the runs stand (so
 * sentences may have changed places), or between two such runs where the words can be
 * aligned one by one. There a word that machine reading, a lost hyphen or a cut
 * has damaged counts as the same. What is left over are the differences; they decide
 * whether the texts are copies or two fillings of one template.
 *
 * The relation is symmetric: compare_texts(b, a) gives the same with the sides
 * exchanged. Cost: O(words) with a small constant, for any input.
 */
#ifndef WINNOW_COMPARE_H
#define WINNOW_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "pipeline/base/span.h"

struct comparison {
	double a_in_b;      /* share of a's words that stand in b, 0 to 1 */
	double b_in_a;
	double similarity;  /* 2 * words in common / words of both: 1 for copies, small where one is far longer */
	size_t a_words, b_words;
	bool same_folded;   /* the same letters and digits in the same order; only case, punctuation, spaces differ */
	bool variant;       /* what differs are facts (see below): two fillings of one template, never duplicates */
	size_t fact_differences;  /* places where one fact stands for another: number, date, amount, name; a negation
				     on one side, or a word and its opposite, count twice */
	size_t other_differences; /* places where other words differ */
	/* Where a's first and last shared word stand in b, in words; how many words of b outside that. */
	size_t b_before, b_after;
	size_t a_before, a_after;
};

/* Two empty texts are the same; an empty one and another have nothing in common. */
struct comparison compare_texts(struct span a, struct span b);

struct matcher;
struct tokens;

/*
 * The same for texts that are read already, with the caller's matcher (match.h), so that many pairs
 * cost no allocation. The matcher keeps what was matched: m->runs, m->slots, in the order of m->a, which
 * is `b` where b is the shorter one.
 */
struct comparison compare_tokens(struct matcher *m, const struct tokens *a, const struct tokens *b);

/* ---- for explain: where they agree and what differs ---- */

enum difference_kind {
	DIFFERENCE_SAME,
	DIFFERENCE_DAMAGED, /* the same words, one of them read badly, misspelt or spelt apart */
	DIFFERENCE_FACT,  /* one fact for another */
	DIFFERENCE_WORDS, /* other words */
	DIFFERENCE_ONLY_A,
	DIFFERENCE_ONLY_B
};

struct difference {
	enum difference_kind kind;
	size_t a_start, a_end; /* bytes of text a; equal where a has nothing */
	size_t b_start, b_end;
};

/*
 * The pieces of both texts in the order of a (pieces that only b has come behind
 * the piece of a they follow). Returns how many there are and writes at most
 * `limit` of them.
 */
size_t compare_differences(struct span a, struct span b, struct difference *out, size_t limit);

#endif
