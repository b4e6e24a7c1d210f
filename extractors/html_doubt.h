/*
 * html_doubt: pages that are not what was wanted, told from what they say.
 */
#ifndef WINNOW_HTML_DOUBT_H
#define WINNOW_HTML_DOUBT_H

#include "extractors/html_page.h"

/*
 * Adds a warning where the page says that there is no such page, or has no main
 * text. The passages stay as they are. To be called last.
 */
void html_doubt(const struct html_page *page);

#endif
