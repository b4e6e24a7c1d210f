/*
 * html_table: tables of data told from tables that lay out a page.
 */
#ifndef WINNOW_HTML_TABLE_H
#define WINNOW_HTML_TABLE_H

#include "extractors/html_page.h"

/* Sets MEASURE_DATA_TABLE on the tables that hold data. Linear time. */
void html_table_classify(struct html_page *page);

#endif
