/*
 * line: one line of NDJSON, looked at without building a tree.
 *
 * The whole line is checked (RFC 8259, UTF-8), the few members that dedupe needs are
 * found, nothing is copied: everything else goes out again byte for byte.
 */
#ifndef WINNOW_LINE_H
#define WINNOW_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/buffer.h"

/* The members of the outer object; values as they are written. Empty: there is none. */
enum line_member {
	LINE_TEXT,
	LINE_ID,
	LINE_CONTEXT,
	LINE_WINNOW,   /* of winnow's own stream: what the line is */
	LINE_ROLE,
	LINE_SOURCE,
	LINE_DOCUMENT,
	LINE_OF,       /* duplicate_of, duplicate_kind, similarity: what dedupe adds */
	LINE_KIND,
	LINE_SIMILARITY,
	LINE_MEMBER_COUNT
};

struct line {
	struct span member[LINE_MEMBER_COUNT];
	/* The whole member, key and colon included, to be left out when it is written anew. */
	struct span whole[LINE_MEMBER_COUNT];
	size_t members; /* of the outer object */
	size_t close;   /* offset of its closing brace */
};

/* NULL when the line is one JSON object; else what is wrong, in words. Takes O(line.len), no recursion. */
const char *line_read(struct line *out, struct span line);

/* What stands between the quotes of a value that is a string, as it is written; empty for others. */
static inline struct span line_string(struct span value)
{
	return value.len >= 2 && value.ptr[0] == '"' ? span_slice(value, 1, value.len - 1) : span_of(NULL, 0);
}

/* Is the value a string? */
static inline bool line_is_string(struct span value)
{
	return value.len >= 2 && value.ptr[0] == '"';
}

/* Appends the characters that a JSON string, quotes included, means; it was checked by line_read. */
void line_unescape(struct buffer *out, struct span string);

#endif
