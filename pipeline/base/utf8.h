/*
 * utf8: reading and writing UTF-8, one code point at a time (RFC 3629).
 */
#ifndef WINNOW_UTF8_H
#define WINNOW_UTF8_H

#include <stdbool.h>

#include "pipeline/base/span.h"

#define UTF8_REPLACEMENT 0xFFFDu

/*
 * The code point at offset *at, which is moved behind it. An invalid sequence
 * gives U+FFFD and moves by its maximal valid beginning, at least one byte (the
 * practice of Unicode 15, section 3.9). *at must be below s.len.
 */
unsigned utf8_next(struct span s, size_t *at);

/* Writes 1 to 4 bytes and returns how many; surrogates and values over U+10FFFF become U+FFFD. */
size_t utf8_encode(unsigned codepoint, char out[4]);

/* Number of bytes before the first invalid sequence; s.len when all is valid. */
size_t utf8_valid_prefix(struct span s);

static inline bool utf8_valid(struct span s)
{
	return utf8_valid_prefix(s) == s.len;
}

#endif
