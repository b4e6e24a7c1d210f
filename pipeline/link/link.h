/*
 * link: from what each document says to one ledger.
 *
 * Which reports the documents speak of, which conclusions and recommendations
 * are the same thing met in several documents, and which response answers what.
 * In order of trust: what identifies a report (body, session and number; paper
 * number; title), the report's paragraph number, the text, the label. A wrong
 * link is worse than none: what does not agree stays apart, and is a diagnostic.
 *
 *     content   reads documents and references
 *     cluster   references -> reports, with evidence.c where no identity is given
 *     kept      which reports are as they were at the last settle, and stay as they are
 *     records   the items of one report -> conclusions and recommendations
 *     responses what they answer
 *     repetitions  which recommendations are made again in another report
 *     ledger    writes what differs from the tables
 */
#ifndef WINNOW_LINK_H
#define WINNOW_LINK_H

#include "pipeline/store/store.h"

/*
 * Makes reports, conclusions, recommendations, responses,
 * response_recommendations, response_paragraphs, occurrences, repetitions and the
 * diagnostics whose code begins with "link-" follow from the current content:
 * the same content gives the same rows and ids, whatever was there before. Rows
 * that are right already are not touched, and reports that no document of tonight
 * speaks of are not gone through (kept.h). In one transaction (a savepoint where
 * one is open). Time is about linear in the items, memory in the references and
 * in the items of the largest report. Returns store_status().
 */
int link_settle(struct store *store);

#endif
