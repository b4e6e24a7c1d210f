/*
 * html_key: short names as two numbers, so that a sorted table of them is
 * searched without comparing byte by byte.
 */
#ifndef WINNOW_HTML_KEY_H
#define WINNOW_HTML_KEY_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { HTML_KEY_BYTES = 16 }; /* names are shorter, and padded with zeros */

struct html_key {
	uint64_t first, second;
};

/* Keys are in the order of their names' bytes. */
static inline struct html_key html_key_of(const char name[HTML_KEY_BYTES])
{
	struct html_key key;

	memcpy(&key, name, sizeof key);
	return (struct html_key){ be64toh(key.first), be64toh(key.second) };
}

static inline bool html_key_equal(struct html_key a, struct html_key b)
{
	return a.first == b.first && a.second == b.second;
}

static inline bool html_key_less(struct html_key a, struct html_key b)
{
	return a.first < b.first || (a.first == b.first && a.second < b.second);
}

#endif
