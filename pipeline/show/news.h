/*
 * news: what changed since a run, all runs after it taken together.
 *
 * What came and went again in between, or is back where it was, is no news; what
 * is new has no changes besides; a date that moved twice moved once, from the first to the last.
 */
#ifndef WINNOW_NEWS_H
#define WINNOW_NEWS_H

#include "pipeline/show/page.h"
#include "pipeline/show/tables.h"
#include "pipeline/store/store.h"

/*
 * The run that the latest one is compared with when nobody says otherwise: the
 * newest before it that was finished, so that what a killed run began counts
 * with the run that completed it. 0: there is none.
 */
int64_t news_since(struct store *store);

/*
 * Collects what changed in the runs after `since` (0: in all) in the temporary
 * table `news`, for the functions below. Adds what became overdue meanwhile.
 */
void news_gather(struct store *store, int64_t since);

/* The collected news as a table to be written; by the order of the runs' things, not of their ids. */
extern const struct table news_table;

/* The section of `winnow report`: how much of what, and the first dates that moved. */
void news_brief(struct page *page, struct store *store);
/* The page of `winnow changes`. */
void news_full(struct page *page, struct store *store, int64_t since);

#endif
