/*
 * site_signs: what web sites say around their articles, in words.
 */
#ifndef WINNOW_SITE_SIGNS_H
#define WINNOW_SITE_SIGNS_H

#include "pipeline/base/span.h"

enum site_sign {
	SITE_NONE,
	SITE_PHRASE, /* holds what a site says: "Privacy policy | Terms of use" */
	SITE_END,    /* what stands behind it is no longer the article: "Related stories", "12 comments" */
	SITE_ALONE   /* never part of a text, wherever it stands: "Skip to main content", "Tweet" */
};

/* Where in the tables each first letter begins. */
struct site_index {
	unsigned short phrase[27], end[27];
};

void site_signs_index(struct site_index *index);

/* The sign that a passage of so many words is. Time follows its length, which is small: longer ones are none. */
enum site_sign site_signs_read(const struct site_index *index, struct span text, size_t words);

/* Is it a line that leads from page to page, "previous page contents next page"? */
bool site_signs_is_navigation(struct span text);

#endif
