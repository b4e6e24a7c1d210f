/*
 * charset: bytes of any encoding -> valid UTF-8, with the way back.
 *
 * The encoding is found in the order of the WHATWG Encoding and HTML standards
 * (byte order mark, declaration, evidence), with two departures that real files
 * ask for: a declaration that the bytes contradict is not believed, and text
 * that is UTF-8 but for a few bytes stays UTF-8, those bytes replaced.
 * Libraries see only the result, so none of them guesses a second time.
 *
 * Invariants of a decoded text: valid UTF-8 without byte order mark and NUL; C1
 * controls that windows-1252 defines are what that encoding means by them.
 * Most texts are clean UTF-8 already: then `text` lies in the source itself.
 */
#ifndef WINNOW_CHARSET_H
#define WINNOW_CHARSET_H

#include "pipeline/base/buffer.h"
#include "pipeline/base/document.h"

/* A pair of equal positions; one about every 512 bytes. */
struct charset_anchor {
	size_t decoded;
	size_t source;
};

struct charset_decoder; /* how one encoding is stepped through; charset.c */

struct charset_text {
	struct span source;
	struct span text;       /* borrowed from source or decoded */
	struct span encoding;   /* WHATWG name, static */
	size_t replaced;        /* sequences that became U+FFFD */
	size_t first_replaced;  /* source offset of the first */
	size_t nuls;            /* NUL characters left out */
	struct span disbelieved; /* declared encoding that the bytes contradict; empty */
	/* private */
	struct buffer decoded;
	struct charset_anchor *anchors;
	size_t anchor_count, anchor_capacity;
	struct charset_anchor cursor;
	struct charset_decoder *decoder; /* NULL when text is a part of source */
	size_t line_at;                  /* where the last line was asked for ... */
	long line;                       /* ... and the line ends before it */
};

/*
 * Decodes `bytes`, which must outlive `t`. `markup`: look for <meta charset> and
 * the XML declaration. Never fails; linear time. Free with charset_close.
 */
void charset_open(struct charset_text *t, struct span bytes, bool markup);
/* The same where something outside of the bytes declares their encoding, by its `label`. */
void charset_open_declared(struct charset_text *t, struct span bytes, bool markup, struct span label);
void charset_close(struct charset_text *t);

/* Adds to `d` what was repaired or disbelieved, and sets its source's encoding. */
void charset_report(struct charset_text *t, struct document *d);

/* Offset in the source of the character at this offset of text. Cheap when asked in ascending order. */
size_t charset_source(struct charset_text *t, size_t offset);

/* 1-based line of the source that holds this offset of text. Cheap when asked in ascending order. */
long charset_line(struct charset_text *t, size_t offset);

/* The place of text[from, to): lines and source bytes. */
struct place charset_place(struct charset_text *t, size_t from, size_t to);

#endif
