/*
 * html_trim: looks at the passages of a page in a row, where one alone does not
 * tell what it is: headings by their shape, and boilerplate that stands inside
 * the element that holds the main text.
 */
#ifndef WINNOW_HTML_TRIM_H
#define WINNOW_HTML_TRIM_H

#include "extractors/html_page.h"

/* Changes roles in place. Needs html_blocks. */
void html_trim(struct html_page *page);

#endif
