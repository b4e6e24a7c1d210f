/*
 * characters: the repairs that look at characters only, in their order.
 *
 * font -> encoding -> controls -> ligatures -> spaces -> NFC -> quotes
 *
 * Most text needs none of them: one scan finds out which may apply, and clean
 * text is handed back as it is.
 */
#ifndef WINNOW_CHARACTERS_H
#define WINNOW_CHARACTERS_H

#include "normalizers/repairs.h"
#include "pipeline/base/buffer.h"

/* Buffers to work in, kept from one call to the next. */
struct characters {
	struct buffer front, back;
};

void characters_init(struct characters *c);
void characters_release(struct characters *c);

/*
 * The repaired text: `text` itself where nothing had to be done, or a copy in the
 * arena. What was done is counted in *repairs, at `line`.
 */
struct span characters_clean(struct characters *c, struct arena *arena, struct span text, long line,
			     struct repairs *repairs);

#endif
