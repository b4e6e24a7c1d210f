/*
 * html_label: what stands alone in a cell of a layout table and belongs to the next cell.
 */
#ifndef WINNOW_HTML_LABEL_H
#define WINNOW_HTML_LABEL_H

#include "extractors/html_page.h"

/* "1.", "(a)", "Q.", a bullet, or a few words before a colon. `words` are those of the text. */
bool html_label(struct span text, uint32_t words);

#endif
