/*
 * html_filter: what of a page the parser needs to see to tell which tag closes
 * which, and the texts and attributes beside it.
 *
 * The outline is made of bare tags, with one character in the place of each
 * text. Comments, declarations, scripts, styles, svg and the like are cut, texts
 * and the attributes that matter are kept as spans of the page:
 *
 *     <div class="x" data-y="z"><!-- c --><p>One &amp; two<script>..</script></div>
 *     <div><p>!</div>
 *
 * libxml2 spends some sixty instructions on each byte of text, quadratic time on
 * the attributes of one tag and a malloc on each value, and for none of these it
 * decides anything. White space is in the outline only where it can part two
 * words. Tags that would only cost time are left out as well: end tags that close
 * nothing, and start tags deeper than any real page has them. Text is never cut,
 * but for control characters.
 */
#ifndef WINNOW_HTML_FILTER_H
#define WINNOW_HTML_FILTER_H

#include <stdint.h>

#include "extractors/html_attribute.h"
#include "extractors/html_tag.h"
#include "pipeline/base/buffer.h"

/* The parser counts bytes in an int. */
#define HTML_FILTER_LIMIT ((size_t)0x7FFFFF00)

/* A text, or a piece of one: pieces that nothing but what was cut stands between share their place. */
struct html_run {
	uint32_t at;       /* offset in the outline of the character that stands for it */
	uint32_t from, to; /* of the page; character references not decoded */
};

/* A start tag of the outline. */
struct html_start {
	uint32_t at;     /* offset of its ">" in the outline */
	uint32_t values; /* index of its first value; the next start's first ends them */
	enum html_tag tag;
};

struct html_filter {
	struct span page;      /* valid UTF-8 */
	struct buffer outline; /* overflow: the page is too large */
	struct html_run *runs;
	size_t run_count, run_capacity;
	struct html_start *starts;
	size_t start_count, start_capacity;
	struct html_values values;
	struct span *json;     /* contents of JSON-LD scripts */
	size_t json_count, json_capacity;
	size_t flattened;      /* start tags left out because of their depth */
};

/* Filters the page, which must outlive `f`. Linear time. Free with html_filter_close. */
void html_filter_open(struct html_filter *f, struct span page);
void html_filter_close(struct html_filter *f);

#endif
