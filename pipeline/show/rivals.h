/*
 * rivals: what else a quotation could have been, and why it was not, for `winnow explain`.
 *
 * Linking keeps the record that won. The others are found again here, by the
 * measure that linking uses (link/agree.h), among the records of the same report.
 */
#ifndef WINNOW_SHOW_RIVALS_H
#define WINNOW_SHOW_RIVALS_H

#include "pipeline/show/address.h"
#include "pipeline/show/page.h"
#include "pipeline/store/store.h"

/*
 * Adds a section: for each place where the record (of a response: what it answers) is
 * quoted, the records of its type that have the place's label or words like it, with
 * the reason for which they lost. Nothing where there was no choice.
 */
void rivals_show(struct page *page, struct store *store, const struct subject *subject);

#endif
