/*
 * feed: RSS 2.0, RSS 1.0 (RDF) and Atom -> each entry's title, date, address and
 * content, in the order of the file.
 *
 * A title is a heading of level 2, a date a paragraph, an address boilerplate; the
 * content is read as the HTML that it is, or the summary where there is none.
 * https://www.rssboard.org/rss-specification, RFC 4287
 */
#ifndef WINNOW_FEED_H
#define WINNOW_FEED_H

#include "pipeline/base/document.h"

/* Adds the blocks of a feed in any encoding. Linear time; what is damaged is passed over. */
void feed_extract(struct document *d, struct span bytes);

#endif
