/*
 * html_meta: what a page says about itself, in its head and in its markup.
 */
#ifndef WINNOW_HTML_META_H
#define WINNOW_HTML_META_H

#include "extractors/html_page.h"

/*
 * Fills title, author, date (ISO 8601), publisher, language and url of the
 * document from <meta>, Open Graph, Dublin Core, JSON-LD, <link>, <time>, <h1>
 * and <title>; of several sources the most deliberate one wins, see html_meta.c.
 * Unknown stays empty.
 */
void html_meta(const struct html_page *page);

#endif
