/*
 * overview: the sections of `winnow report`, each a question that people ask.
 *
 * Every section reads the database and adds itself to the page; one that has
 * nothing to say adds nothing. Long lists are cut and say by how many.
 */
#ifndef WINNOW_OVERVIEW_H
#define WINNOW_OVERVIEW_H

#include "pipeline/show/page.h"
#include "pipeline/store/store.h"

/* What does it hold: documents, records, passages, the last run. */
void overview_holdings(struct page *page, struct store *store);
/* Which reports, with how many records each. */
void overview_reports(struct page *page, struct store *store);
/* What was answered, and how far is it. */
void overview_standing(struct page *page, struct store *store);
/* What was agreed and is late. */
void overview_overdue(struct page *page, struct store *store);
/* What was accepted and what is done, by department. */
void overview_rates(struct page *page, struct store *store);
/* How much is late, by department. */
void overview_overdue_departments(struct page *page, struct store *store);
/* How long reports waited for their response. */
void overview_response_times(struct page *page, struct store *store);
/* What a later report recommends again. */
void overview_repeated(struct page *page, struct store *store);
/* What has no response. */
void overview_unanswered(struct page *page, struct store *store);
/* What was folded. */
void overview_duplicates(struct page *page, struct store *store);
/* What could not be read, what is missing, what was odd. */
void overview_attention(struct page *page, struct store *store);
/* What to type next. */
void overview_next(struct page *page, struct store *store);

/* The first column of the first row; 0 when there is none. `sql` must be a literal. */
int64_t overview_number(struct store *store, const char *sql);

#endif
