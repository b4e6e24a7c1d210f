/*
 * subject: what of a document patterns are matched against.
 */
#ifndef WINNOW_SUBJECT_H
#define WINNOW_SUBJECT_H

#include "pipeline/base/document.h"

/* Is the passage part of the text that items are made of? */
bool subject_is_text(const struct passage *p);

/* Does its marker hold a number or a letter, not just a bullet? */
bool subject_is_numbered(const struct passage *p);

/* What patterns are matched against: the text, behind its number where a browser would show one. */
struct span subject_of(struct arena *arena, const struct passage *p);

#endif
