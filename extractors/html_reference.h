/*
 * html_reference: character references, "&amp;", "&#8217;", "&#x2019;".
 *
 * Names are those of HTML 4, from libxml2's table, and need their semicolon;
 * numbers do not. https://html.spec.whatwg.org/#character-reference-state
 */
#ifndef WINNOW_HTML_REFERENCE_H
#define WINNOW_HTML_REFERENCE_H

#include "pipeline/base/arena.h"
#include "pipeline/base/span.h"

struct html_reference {
	size_t len;         /* bytes it takes; 0: the "&" is just that */
	unsigned codepoint; /* 0: a number that is no character; browsers show nothing or a box for it */
};

/* Reads the reference that `text` begins with; text.ptr[0] is "&". */
struct html_reference html_reference_read(struct span text);

/* A text with its references decoded, in `arena` when there are any. */
struct span html_reference_decode(struct span text, struct arena *arena);

#endif
