/*
 * normalize: blocks -> passages. The stage, and the function behind it.
 */
#ifndef WINNOW_NORMALIZE_H
#define WINNOW_NORMALIZE_H

#include "pipeline/stage.h"

extern const struct stage_type normalize_stage;

/* Rewrites the passages of `d` in place: see normalizers/ for each step and normalize.c for their order. */
void normalize_document(struct document *d);

#endif
