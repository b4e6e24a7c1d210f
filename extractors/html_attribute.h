/*
 * html_attribute: the attributes of one tag, read from the page's bytes.
 */
#ifndef WINNOW_HTML_ATTRIBUTE_H
#define WINNOW_HTML_ATTRIBUTE_H

#include <stddef.h>

#include "pipeline/base/span.h"

/* The attributes that are kept, in ASCII order. */
#define HTML_ATTRIBUTES(X)                                                                                     \
	X(align) X(aria_hidden) X(charset) X(class) X(color) X(colspan) X(content) X(datetime) X(face) X(hidden) \
	X(href) X(id) X(itemprop) X(itemtype) X(lang) X(name) X(property) X(rel) X(reversed) X(role)             \
	X(rowspan) X(size) X(src) X(start) X(style) X(title) X(type) X(value)

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

/* The values of a page's tags, one after another. */
struct html_values {
	struct html_value *list;
	size_t count, capacity;
};

/*
 * What is known of a page's quotes: none of " or ' from these offsets on. A
 * quote that was searched for to the end of the page in vain is not searched for
 * again, so that time stays linear. Begins as the page's length.
 */
struct html_quotes {
	size_t none[2];
};

/*
 * Reads the attributes from `at` on and adds those that are kept; returns the
 * offset of the tag's ">", or the page's length where the page ends in the tag.
 * After an unclosed quote the tag ends at the first ">", as if the quote were
 * not there.
 */
size_t html_attribute_read(struct html_values *values, struct html_quotes *quotes, struct span page, size_t at);

#endif
