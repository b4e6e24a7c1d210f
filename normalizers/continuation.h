/*
 * continuation: does a line go on with the paragraph before it?
 */
#ifndef WINNOW_CONTINUATION_H
#define WINNOW_CONTINUATION_H

#include "normalizers/wrapping.h"

/* What is known of the paragraph so far. */
struct continuation {
	size_t count;	  /* lines; 0: there is no paragraph */
	size_t first;	  /* index of its first line */
	size_t last;	  /* ... and of its last one */
	size_t widest;	  /* width of its widest line before the last one, the first aside where it has a lead */
	size_t last_width;
	int open_brackets; /* opened and not closed */
	size_t since_open; /* lines since the first of them was opened */
	size_t item;	  /* the last line that began a paragraph with a number, + 1; 0 none yet. Kept from one to the next */
	bool interrupted; /* furniture or footnotes stood behind the last line */
};

void continuation_begin(struct continuation *state, const struct line *line, size_t i);
/* `full_width` is that of a full line there, 0 where lines are not wrapped. */
void continuation_add(struct continuation *state, const struct line *line, size_t i, size_t full_width);

/* Does line `i`, which is text, belong to the paragraph of *state (count > 0)? */
bool continuation_holds(const struct continuation *state, const struct lines *lines, const struct wrapping *wrapping,
			size_t i);

#endif
