/*
 * classes: words of which one for another is a fact, though none of them is a number or a name.
 *
 * "within 30 days" and "within 30 weeks", "must" and "may", "the tenant" and "the landlord" are other things, as two dates
 * are. The classes are closed: who edits a text for style does not replace a word by another of its class.
 */
#ifndef WINNOW_CLASSES_H
#define WINNOW_CLASSES_H

#include <stdbool.h>

#include "pipeline/base/span.h"

/* Are they two different words of one class? Folded as tokens.h folds. */
bool classes_differ(struct span x, struct span y);

#endif
