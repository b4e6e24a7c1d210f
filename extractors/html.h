/*
 * html: a page -> blocks with roles, and the page's metadata.
 */
#ifndef WINNOW_HTML_H
#define WINNOW_HTML_H

#include "pipeline/base/document.h"

/* Adds the blocks of an HTML page in any encoding and fills what the page says about itself. Linear time. */
void html_extract(struct document *d, struct span bytes);

#endif
