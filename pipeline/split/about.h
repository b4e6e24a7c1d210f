/*
 * about: does a sentence speak of what a text asks for?
 *
 * "We agree that openness is good" agrees to nothing that anybody recommended;
 * "We agree that the register should be public" does, where the recommendation
 * speaks of a register. A sentence is about a text when the two share a word that
 * is none of those that every report and every answer has.
 */
#ifndef WINNOW_ABOUT_H
#define WINNOW_ABOUT_H

#include "pipeline/base/span.h"

/* Linear in the texts: of both only the beginning, some thousand bytes, is looked at. */
bool about_same(struct span sentence, struct span text);

#endif
