/*
 * html_content: which nodes of a page hold its main text.
 */
#ifndef WINNOW_HTML_CONTENT_H
#define WINNOW_HTML_CONTENT_H

#include "extractors/html_page.h"

/* Sets measures[].mark on every node. Needs html_measure. */
void html_content(struct html_page *page);

#endif
