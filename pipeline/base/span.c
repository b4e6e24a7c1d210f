#include "pipeline/base/span.h"

#include <strings.h>

int span_compare(struct span a, struct span b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int order = shorter ? memcmp(a.ptr, b.ptr, shorter) : 0;

	if (order != 0)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

bool span_equal_nocase(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || strncasecmp(a.ptr, b.ptr, a.len) == 0);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct span span_trim(struct span s)
{
	while (s.len > 0 && is_space(s.ptr[0]))
		s = span_from(s, 1);
	while (s.len > 0 && is_space(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

long span_find(struct span s, struct span needle, size_t from)
{
	const char *hit;

	if (s.len == 0 || from > s.len || needle.len == 0) /* memmem takes no NULL */
		return -1;
	hit = memmem(s.ptr + from, s.len - from, needle.ptr, needle.len);
	return hit ? hit - s.ptr : -1;
}

bool span_next_line(struct span *rest, struct span *line)
{
	const char *end;

	if (rest->len == 0)
		return false;
	end = memchr(rest->ptr, '\n', rest->len);
	*line = end ? span_slice(*rest, 0, (size_t)(end - rest->ptr)) : *rest;
	*rest = span_from(*rest, line->len + (end ? 1 : 0));
	return true;
}
