/*
 * html_pairs: which passages the page shows side by side.
 *
 * Of the repeats all that are not equal word for word, and the equal ones that a
 * record stands in; of the variants (two fillings of one template, which dedupe
 * compared and kept apart) those that a record stands in.
 */
#ifndef WINNOW_SHOW_HTML_PAIRS_H
#define WINNOW_SHOW_HTML_PAIRS_H

#include "pipeline/store/store.h"

/*
 * Fills the temporary tables page_pairs (passage_id, other_id, kind, similarity), where
 * a kind is one of `duplicates` or 'variant', and page_passages (id, needed): every
 * passage of these pairs, and whether its text must be written out. Failures are the store's.
 */
void html_pairs_gather(struct store *store);

#endif
