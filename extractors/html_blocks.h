/*
 * html_blocks: the tree of a page -> passages, in document order, all of its text.
 *
 * Main text gets its role from the markup; what html_content marked becomes
 * ROLE_BOILERPLATE and is kept. White space is collapsed as a browser does it,
 * and kept in preformatted text, which gives one passage a line.
 */
#ifndef WINNOW_HTML_BLOCKS_H
#define WINNOW_HTML_BLOCKS_H

#include "extractors/html_page.h"

/* Adds the passages to page->document and page->blocks beside them, which the caller frees. */
void html_blocks(struct html_page *page);

#endif
