/*
 * span: borrowed bytes. A pointer into somebody else's buffer and a length.
 *
 * Invariants: never NUL-terminated (print with "%.*s" and SPAN_ARG); ptr may be
 * NULL only when len is 0. A span owns nothing and is copied by value; the
 * bytes live as long as the buffer or arena they point into.
 */
#ifndef WINNOW_SPAN_H
#define WINNOW_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
	const char *ptr;
	size_t len;
};

/* Printf arguments for "%.*s". */
#define SPAN_ARG(s) (int)(s).len, (s).ptr ? (s).ptr : ""
/* A span over a string literal. */
#define SPAN(literal) ((struct span){ "" literal, sizeof(literal) - 1 })

static inline struct span span_of(const char *ptr, size_t len)
{
	return (struct span){ ptr, len };
}

/* A span over a NUL-terminated string; NULL gives the empty span. */
static inline struct span span_str(const char *text)
{
	return (struct span){ text, text ? strlen(text) : 0 };
}

static inline bool span_empty(struct span s)
{
	return s.len == 0;
}

static inline bool span_equal(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* The bytes from `from` up to, not including, `to`; both are clamped to the span. */
static inline struct span span_slice(struct span s, size_t from, size_t to)
{
	if (to > s.len)
		to = s.len;
	if (from > to)
		from = to;
	return (struct span){ s.ptr ? s.ptr + from : NULL, to - from };
}

static inline struct span span_from(struct span s, size_t from)
{
	return span_slice(s, from, s.len);
}

static inline bool span_starts(struct span s, struct span prefix)
{
	return s.len >= prefix.len && span_equal(span_slice(s, 0, prefix.len), prefix);
}

static inline bool span_ends(struct span s, struct span suffix)
{
	return s.len >= suffix.len && span_equal(span_from(s, s.len - suffix.len), suffix);
}

/* Orders by bytes, as memcmp does; the shorter of two equal beginnings is first. */
int span_compare(struct span a, struct span b);

/* Equal when ASCII letters are compared without case. */
bool span_equal_nocase(struct span a, struct span b);

/* Without ASCII white space (space, \t, \n, \v, \f, \r) at both ends. */
struct span span_trim(struct span s);

/* Offset of the first occurrence of needle at or after `from`, or -1. */
long span_find(struct span s, struct span needle, size_t from);

/* Cuts the next line, without its "\n", off the front of *rest; false when *rest is used up. */
bool span_next_line(struct span *rest, struct span *line);

#endif
