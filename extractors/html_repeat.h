/*
 * html_repeat: what a page says more than once and a reader needs once.
 */
#ifndef WINNOW_HTML_REPEAT_H
#define WINNOW_HTML_REPEAT_H

#include "extractors/html_page.h"

/*
 * Drops the second and later of equal blocks: in a forum all of them, which are
 * signatures and quoted posts; elsewhere those that stand right behind the first,
 * which are the same for wide and for narrow screens. A report says its
 * conclusions twice, and may. Linear.
 */
void html_repeat(struct html_page *page);

#endif
