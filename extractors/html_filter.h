/*
 * html_filter: cuts out of a page's bytes what can never be text, before the
 * parser sees them, and keeps the way back.
 *
 * Cut are comments, declarations, scripts, styles, svg and the like, and all
 * attributes: libxml2 takes quadratic time for the attributes of one tag, and a
 * malloc for each value. The few attributes that matter are kept beside the
 * outline, as spans of the page; so are the texts:
 *
 *     <div class="x" data-y="z"><!-- c --><p>One &amp; two<script>..</script></div>
 *     <div><p>!</div>
 *
 * Tags that would only cost time are left out as well: those of pictures and form
 * fields, end tags that close nothing, and start tags deeper than any real page
 * has them. Text is never cut, but for control characters.
 */
#ifndef WINNOW_HTML_FILTER_H
#define WINNOW_HTML_FILTER_H

#include "extractors/html_attribute.h"
#include "extractors/html_outline.h"

/* The parser counts bytes in an int. */
#define HTML_FILTER_LIMIT ((size_t)0x7FFFFF00)

struct html_filter {
	struct span page;  /* valid UTF-8 */
	struct html_outline outline;
	struct html_values values;
	struct span *json; /* contents of JSON-LD scripts */
	size_t json_count, json_capacity;
	size_t scripts;
	size_t flattened;  /* start tags left out because of their depth */
};

/* Filters the page, which must outlive `f`; of start tags, `depth` may nest. Linear time. Free with html_filter_close. */
void html_filter_open(struct html_filter *f, struct span page, size_t depth);
void html_filter_close(struct html_filter *f);

#endif
