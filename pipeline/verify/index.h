/* index: are the marks those that the texts give? The index of dedupe is made anew and compared. */
#ifndef WINNOW_VERIFY_INDEX_H
#define WINNOW_VERIFY_INDEX_H

#include "pipeline/verify/check.h"

/* Adds the check; takes as long as the deduplication of a new database of that size. */
void index_check(struct checks *checks);

#endif
