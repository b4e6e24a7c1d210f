/*
 * ascii: character classes that no locale changes. Bytes over 0x7F belong to none of them.
 */
#ifndef WINNOW_ASCII_H
#define WINNOW_ASCII_H

#include <stdbool.h>

static inline bool ascii_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool ascii_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool ascii_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static inline bool ascii_letter(char c)
{
	return ascii_upper(c) || ascii_lower(c);
}

static inline bool ascii_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline char ascii_fold(char c)
{
	return ascii_upper(c) ? (char)(c + ('a' - 'A')) : c;
}

/* The two characters of UTF-8 for U+00A0, which old pages put between the parts of a number or date. */
#define ASCII_NBSP "\xC2\xA0"

#endif
