/*
 * record: the head of an explain page: what a record says, whose it is, what was
 * answered and when. The evidence for it is in provenance.h.
 */
#ifndef WINNOW_RECORD_H
#define WINNOW_RECORD_H

#include "pipeline/show/address.h"
#include "pipeline/show/page.h"
#include "pipeline/store/store.h"

void record_conclusion(struct page *page, struct store *store, const struct subject *subject);
void record_recommendation(struct page *page, struct store *store, const struct subject *subject);
void record_response(struct page *page, struct store *store, const struct subject *subject);
void record_passage(struct page *page, struct store *store, const struct subject *subject);

#endif
