/*
 * vocabulary: the longer words of some texts, to ask how much of another text
 * speaks of the same things. The words of a report on child protection and of
 * one on an island's airport hardly meet.
 */
#ifndef WINNOW_VOCABULARY_H
#define WINNOW_VOCABULARY_H

#include "pipeline/base/buffer.h"

struct vocabulary;

struct vocabulary *vocabulary_new(void);
void vocabulary_free(struct vocabulary *v); /* NULL is allowed */

/* Adds the words of a text. */
void vocabulary_add(struct vocabulary *v, struct span text);

/* Share (0 to 1) of the distinct longer words of `text` that are in it; 0 for a text without any. */
double vocabulary_share(struct vocabulary *v, struct span text);

#endif
