/*
 * html: a page -> blocks with roles, and the page's metadata.
 */
#ifndef WINNOW_HTML_H
#define WINNOW_HTML_H

#include "pipeline/base/document.h"

/* Adds the blocks of an HTML page in any encoding and fills what the page says about itself. Linear time. */
void html_extract(struct document *d, struct span bytes);
/* The same where something outside of the page declares its encoding. */
void html_extract_declared(struct document *d, struct span bytes, struct span charset);

/* The same for a piece of HTML that is UTF-8 already and stands inside of something else: places count from its beginning. */
void html_extract_part(struct document *d, struct span text);

#endif
