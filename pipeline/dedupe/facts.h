/*
 * facts: which differences between two texts are facts.
 *
 * Two fillings of one template agree in nearly all words, and a copy that a machine read badly in fewer; what tells
 * them apart is what stands in the places that differ. Each such place (a slot of match.h) is judged for itself:
 *
 *   January 2018 / July 2018          a fact: a number, date, amount or name for another one
 *   must / may, days / weeks          a fact: one word of a class for another of the same class (classes.h)
 *   has / has not, accepts / rejects  a fact, and one that turns the sense round
 *   2O18 / 2018, Jnauary / January    damage: what a machine took for the other
 *   plan / scheme                     other words: somebody edited the text
 *
 * A digit for another digit is a fact in the most damaged text. A digit lost (130 for 1930) is damage where the text
 * shows damage elsewhere, and a fact where it does not.
 */
#ifndef WINNOW_FACTS_H
#define WINNOW_FACTS_H

#include "pipeline/dedupe/match.h"

enum slot_kind {
	SLOT_WORDS,     /* other words */
	SLOT_FACT,      /* a fact for a fact of the same kind */
	SLOT_REVERSED,  /* a negation on one side, or a word and its opposite */
	SLOT_INSERTION, /* several words that only one side has: a header, a footnote, a longer text */
	SLOT_DAMAGED,   /* the same words, too damaged to be matched one by one */
	SLOT_NEUTRAL    /* a fact that only one side has, a small word: says nothing */
};

/* What a slot of the texts that were matched says; `capitals` false where capitals say nothing (words.h). */
enum slot_kind facts_slot_kind(const struct matcher *m, const struct match_slot *slot, bool capitals);

#endif
