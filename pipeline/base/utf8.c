#include "pipeline/base/utf8.h"

#include <stdint.h>

/* Length of the sequence that starts with this byte; 0 where none may start. */
static unsigned sequence_length(unsigned char c)
{
	if (c < 0x80)
		return 1;
	if (c >= 0xC2 && c <= 0xDF)
		return 2;
	if (c >= 0xE0 && c <= 0xEF)
		return 3;
	if (c >= 0xF0 && c <= 0xF4)
		return 4;
	return 0;
}

/* Is `c` allowed as second byte after `lead`? Rules out overlong forms, surrogates and values over U+10FFFF. */
static bool second_allowed(unsigned char lead, unsigned char c)
{
	switch (lead) {
	case 0xE0:
		return c >= 0xA0 && c <= 0xBF;
	case 0xED:
		return c >= 0x80 && c <= 0x9F;
	case 0xF0:
		return c >= 0x90 && c <= 0xBF;
	case 0xF4:
		return c >= 0x80 && c <= 0x8F;
	default:
		return c >= 0x80 && c <= 0xBF;
	}
}

/* Decodes at *at; returns false (and moves over the maximal beginning) when invalid. */
static bool decode(struct span s, size_t *at, unsigned *codepoint)
{
	static const unsigned char lead_mask[5] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
	const unsigned char *p = (const unsigned char *)s.ptr + *at;
	unsigned length = sequence_length(p[0]);
	unsigned value = p[0] & lead_mask[length];
	unsigned i;

	for (i = 1; i < length; i++) {
		if (*at + i >= s.len || (p[i] & 0xC0) != 0x80 || (i == 1 && !second_allowed(p[0], p[1])))
			break;
		value = value << 6 | (p[i] & 0x3F);
	}
	*at += i;
	*codepoint = value;
	return length != 0 && i == length;
}

unsigned utf8_next(struct span s, size_t *at)
{
	unsigned codepoint = (unsigned char)s.ptr[*at];

	if (codepoint < 0x80) {
		++*at;
		return codepoint;
	}
	return decode(s, at, &codepoint) ? codepoint : UTF8_REPLACEMENT;
}

size_t utf8_encode(unsigned c, char out[4])
{
	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		c = UTF8_REPLACEMENT;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

size_t utf8_valid_prefix(struct span s)
{
	size_t at = 0;

	while (at < s.len) {
		size_t before = at;
		unsigned codepoint;
		uint64_t eight;

		while (s.len - at >= 8) { /* eight ASCII bytes at a time */
			memcpy(&eight, s.ptr + at, 8);
			if (eight & 0x8080808080808080u)
				break;
			at += 8;
		}
		if (at >= s.len)
			break;
		before = at;
		if (!decode(s, &at, &codepoint))
			return before;
	}
	return s.len;
}
