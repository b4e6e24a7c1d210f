/*
 * html_kind: what kind of page it is, where that changes what counts as main text.
 */
#ifndef WINNOW_HTML_KIND_H
#define WINNOW_HTML_KIND_H

#include "extractors/html_page.h"

/* A page of a forum or of questions and answers: what readers wrote is its text. */
bool html_kind_forum(const struct html_page *page);

/* A news article or the like, which says so: its title is told beside its text, and counted to the metadata alone. */
bool html_kind_article(const struct html_page *page);

/*
 * A page of the old web, written before pages described themselves to telephones
 * and social networks. What readers wrote under its text is part of what it was
 * made for: in the sample, people who marked the main text of such pages kept it.
 */
bool html_kind_plain(const struct html_page *page);

#endif
