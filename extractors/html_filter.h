/*
 * html_filter: cuts out of a page's bytes what can never be text, before the
 * parser sees them, and keeps the way back.
 *
 * Cut are comments, declarations, scripts, styles, svg and the like, and all
 * attributes: libxml2 takes quadratic time for the attributes of one tag, and a
 * malloc for each value. The few attributes that matter are kept beside the
 * bytes, as spans of the page. What is left is text and bare tags:
 *
 *     <div class="x" data-y="z"><!-- c --><p>one<script>..</script></div>
 *     <div><p>one</div>
 *
 * White space at the beginning of a text is cut to one character, but not in
 * <pre>. Tags that would only cost the parser time are left out as well: end
 * tags that close nothing, and start tags deeper than any real page has them.
 * Text is never cut. Invariant: the result is valid UTF-8 without control
 * characters other than white space.
 */
#ifndef WINNOW_HTML_FILTER_H
#define WINNOW_HTML_FILTER_H

#include <stdint.h>

#include "extractors/html_tag.h"
#include "pipeline/base/buffer.h"

/* The parser counts bytes in an int. */
#define HTML_FILTER_LIMIT ((size_t)0x7FFFFF00)

/* The attributes that are kept, in ASCII order. */
#define HTML_ATTRIBUTES(X)                                                                                     \
	X(align) X(aria_hidden) X(charset) X(class) X(color) X(colspan) X(content) X(datetime) X(face) X(hidden) \
	X(href) X(id) X(itemprop) X(itemtype) X(lang) X(name) X(property) X(rel) X(reversed) X(role)             \
	X(rowspan) X(size) X(start) X(style) X(title) X(type) X(value)

enum html_attribute {
#define X(name) ATTRIBUTE_##name,
	HTML_ATTRIBUTES(X)
#undef X
	HTML_ATTRIBUTE_COUNT
};

struct html_value {
	enum html_attribute attribute;
	struct span value; /* of the page, character references not decoded */
};

/* A tag that has attributes worth keeping. */
struct html_start {
	uint32_t at;     /* offset of its ">" in bytes */
	uint32_t values; /* index of its first value; the next start's first ends them */
	enum html_tag tag;
};

struct html_cut {
	uint32_t filtered; /* from here on ... */
	uint32_t page;     /* ... the bytes are those from here on */
};

struct html_filter {
	struct span page;      /* valid UTF-8; under 2 GiB */
	struct buffer bytes;   /* what the parser is given; overflow: the page is too large */
	struct html_cut *cuts;
	size_t cut_count, cut_capacity;
	struct html_start *starts;
	size_t start_count, start_capacity;
	struct html_value *values;
	size_t value_count, value_capacity;
	struct span *json;     /* contents of JSON-LD scripts */
	size_t json_count, json_capacity;
	size_t flattened;      /* start tags left out because of their depth */
};

/* Filters the page, which must outlive `f`. Linear time. Free with html_filter_close. */
void html_filter_open(struct html_filter *f, struct span page);
void html_filter_close(struct html_filter *f);

/* Offset in the page of an offset in the filtered bytes. */
size_t html_filter_page(const struct html_filter *f, size_t filtered);

#endif
