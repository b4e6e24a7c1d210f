/*
 * counts: do the documents' own counts agree with what was found?
 *
 * "There were 9 recommendations in this report", "3 had been implemented": stated
 * for a report (families/, rule `count`), compared with the ledger. A difference
 * is a warning with its explanation, not a failure: documents err too, and often
 * speak of others that are not here.
 */
#ifndef WINNOW_COUNTS_H
#define WINNOW_COUNTS_H

#include "pipeline/verify/check.h"

void counts_check(struct checks *checks);

#endif
