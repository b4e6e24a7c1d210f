/*
 * prose: counts by which prose is told from lists, charts and program text.
 */
#ifndef WINNOW_PROSE_H
#define WINNOW_PROSE_H

#include "pipeline/base/span.h"

struct prose {
	size_t words;
	size_t small;	   /* the small words that English is made of: "the", "of"; 30 to 45 percent of prose */
	size_t capital;	   /* with a capital first; 5 to 15 percent */
	size_t punctuated; /* ending with a comma or stop */
	size_t ended;	   /* ending with a full stop, question or exclamation mark */
};

/* Adds the words of a text to the counts. Linear. */
void prose_count(struct prose *prose, struct span text);

#endif
