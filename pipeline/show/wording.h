/*
 * wording: in which words two texts differ, as a person reads it.
 *
 * The differences are those of the deduplication engine itself (dedupe/compare.h), so what is shown is what was decided
 * by: words are compared folded, sentences may have changed places, a word that was read badly shows as a difference.
 * Where nothing differs so, the texts are compared blank by blank, byte by byte, and what is left of case and
 * punctuation is shown. Takes O(bytes).
 */
#ifndef WINNOW_WORDING_H
#define WINNOW_WORDING_H

#include "pipeline/base/arena.h"
#include "pipeline/base/buffer.h"

enum wording_kind { WORDING_BOTH, WORDING_LEFT, WORDING_RIGHT };

/* Neighbouring words of one kind; `text` is a part of the left text, of the right one for WORDING_RIGHT. */
struct wording_run {
	enum wording_kind kind;
	struct span text;
	size_t words;
};

struct wording {
	struct wording_run *runs; /* in the arena, in the order of the left text */
	size_t count, capacity;
};

void wording_compare(struct wording *w, struct arena *arena, struct span left, struct span right);

/*
 * Appends the differences in the notation of `git diff --word-diff`: [-left-]
 * {+right+}, with at most `context` common words on either side of each.
 */
void wording_write(struct buffer *out, const struct wording *w, size_t context);

#endif
