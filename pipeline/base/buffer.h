/*
 * buffer: growable bytes with a hard limit.
 *
 * Invariants: data is never NULL after buffer_init and is NUL-terminated behind
 * len (the NUL is not counted). Past `limit` bytes nothing is appended and
 * `overflow` is set, once and for all: check it where the buffer is used up,
 * not at every append.
 */
#ifndef WINNOW_BUFFER_H
#define WINNOW_BUFFER_H

#include <stdbool.h>

#include "pipeline/base/span.h"

struct buffer {
	char *data;
	size_t len;
	size_t capacity; /* bytes allocated; 0 while data is the shared empty string */
	size_t limit;
	bool overflow;
};

/* A limit for what has no better one: 1 GiB. */
#define BUFFER_LIMIT_DEFAULT ((size_t)1 << 30)

void buffer_init(struct buffer *b, size_t limit);
/* Frees the bytes and leaves an empty, usable buffer. */
void buffer_release(struct buffer *b);
/* Empties it and keeps the memory. */
void buffer_clear(struct buffer *b);
/* Cuts it back to `len` bytes; a larger `len` changes nothing. */
void buffer_truncate(struct buffer *b, size_t len);

/* Room for `more` bytes behind len, to be filled by the caller, who then adds to len; NULL on overflow. */
char *buffer_reserve(struct buffer *b, size_t more);
void buffer_add(struct buffer *b, struct span bytes);
void buffer_add_str(struct buffer *b, const char *text);
void buffer_add_char(struct buffer *b, char c);
/* The code point as UTF-8; what is no Unicode scalar value becomes U+FFFD. */
void buffer_add_utf8(struct buffer *b, unsigned codepoint);
void buffer_printf(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What it holds; borrowed until the next change. */
static inline struct span buffer_span(const struct buffer *b)
{
	return span_of(b->data, b->len);
}

#endif
