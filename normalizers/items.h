/*
 * items: list items that a page shows by their looks alone, where its markup has
 * no list: typed numbers and bullets, and runs of short lines.
 */
#ifndef WINNOW_ITEMS_H
#define WINNOW_ITEMS_H

#include "pipeline/base/document.h"

/*
 * Makes ROLE_LIST_ITEM of paragraphs of a marked-up document. A typed bullet
 * becomes the marker; a typed number stays in the text, as it does in plain text.
 * Linear.
 */
void items_mark(struct document *d);

#endif
