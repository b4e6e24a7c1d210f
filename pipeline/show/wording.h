/*
 * wording: in which words two texts differ, as a person reads it.
 *
 * Words are what stands between blanks, compared folded (normalizers/fold.h), so
 * that a curly quote here and a straight one there do not hide what matters.
 * Where nothing differs so, they are compared byte by byte, and what is left of
 * case and punctuation is shown. A longest common subsequence of words, after
 * what both begin and end with has been set aside; where the middle parts are too
 * large for the quadratic table (over 4 million cells) they count as different
 * altogether, so that time and memory stay bounded.
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
	struct wording_run *runs; /* in the arena, in the order of the texts */
	size_t count, capacity;
};

void wording_compare(struct wording *w, struct arena *arena, struct span left, struct span right);

/*
 * Appends the differences in the notation of `git diff --word-diff`: [-left-]
 * {+right+}, with at most `context` common words on either side of each.
 */
void wording_write(struct buffer *out, const struct wording *w, size_t context);

#endif
