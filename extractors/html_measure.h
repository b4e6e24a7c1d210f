/*
 * html_measure: counts words in every node of a page, in three passes over the tree.
 */
#ifndef WINNOW_HTML_MEASURE_H
#define WINNOW_HTML_MEASURE_H

#include "extractors/html_page.h"

/* Fills page->measures, which the caller frees. */
void html_measure(struct html_page *page);

#endif
