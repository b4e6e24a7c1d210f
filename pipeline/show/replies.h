/*
 * replies: what was answered to a recommendation, when, and how it went on; for
 * `winnow explain`. Each fact stands beside the words that it was read from.
 */
#ifndef WINNOW_REPLIES_H
#define WINNOW_REPLIES_H

#include "pipeline/show/page.h"
#include "pipeline/store/store.h"

/* What a response says, and which recommendations it answers. */
void replies_of_response(struct page *page, struct store *store, int64_t response);
/* Every response to a recommendation. */
void replies_to_recommendation(struct page *page, struct store *store, int64_t recommendation);
/* A line for each date, with by how many days the target slipped. */
void replies_history(struct page *page, struct store *store, int64_t recommendation);

#endif
