/*
 * passage_grams: the trigrams of a document's passages, made once for all who ask
 * patterns about them: who reads the document, what it speaks of, where its items
 * stand. See needles.h for what they are good for.
 */
#ifndef WINNOW_PASSAGE_GRAMS_H
#define WINNOW_PASSAGE_GRAMS_H

#include "pipeline/base/document.h"
#include "pipeline/split/needles.h"

/* Lives in the document's arena, and no longer than its passages stay as they are. */
struct passage_grams {
	struct document *d;
	struct grams *list; /* of the first `count` passages */
	size_t count;
	struct grams other; /* of the one behind those that was asked for last */
};

/* About 2 MB are kept at most: of a document with more passages those behind are made anew each time. */
void passage_grams_make(struct passage_grams *g, struct document *d);

/* Of passage `at`, its marker and its text (subject_of). Good until the next call. */
const struct grams *passage_grams_at(struct passage_grams *g, size_t at);

#endif
