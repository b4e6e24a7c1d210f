/*
 * answers: what a response says: position, status, target date. From explicit
 * words only, which are kept; where no such word stands, unknown.
 */
#ifndef WINNOW_ANSWERS_H
#define WINNOW_ANSWERS_H

#include "pipeline/split/draft.h"

/* Fills position, status and target of every response among the drafts. */
void answers_read(struct document *d, const struct family *f, struct drafts *drafts);

#endif
