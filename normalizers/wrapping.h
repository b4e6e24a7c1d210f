/*
 * wrapping: where a text is hard-wrapped, and how wide its lines may be.
 *
 * In wrapped prose most lines begin in the middle of a sentence, so with a small
 * letter. A line followed by such a line was certainly full; their widths tell
 * how wide a full line is: as printed in a proportional font, which PDFs hold, or
 * counted in characters, whichever makes them more alike.
 */
#ifndef WINNOW_WRAPPING_H
#define WINNOW_WRAPPING_H

#include "normalizers/lines.h"

struct wrapping {
	struct lines *lines;
	size_t *width;	   /* for each line: of a full line there; 0 where lines are not wrapped */
	unsigned tight;	   /* percent of a full line that nearly all full lines reach with the next word */
	unsigned tight_capital; /* ... and where a capital in the middle of a sentence may begin the next line */
	bool exact;	   /* lines were broken at a number of characters: 100 percent is exactly full */
	size_t lead_width; /* of a full line that begins an item or a label, which some layouts make narrower; 0: like others */
};

/*
 * Measures. The table lives in the arena; the widths of the lines become counts
 * where counts fit better. Linear.
 */
void wrapping_measure(struct wrapping *w, struct lines *lines, struct arena *arena);

/*
 * Is line `i` so full that the first word of line `next` did not fit? The line's
 * width with that word is compared with `percent` of a full line: `known` where
 * the paragraph itself has shown how wide it is, else 0.
 */
bool wrapping_full(const struct wrapping *w, size_t i, size_t next, size_t known, unsigned percent);

#endif
