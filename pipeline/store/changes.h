/*
 * changes: what each run changed, in the table of that name.
 *
 * The ledger is computed anew from the content and so forgets what it said
 * before. While it is settled, what it says before is set aside; the difference is
 * written down under the run, in the same transaction: a run that is killed leaves
 * it to the one that settles, and one that changes nothing writes nothing.
 */
#ifndef WINNOW_CHANGES_H
#define WINNOW_CHANGES_H

#include "pipeline/base/span.h"
#include "pipeline/store/store.h"

/* A source that a run reads for the first time, reads in another state, or finds gone. */
void changes_source(struct store *store, int64_t run, int64_t source, struct span path, struct span change,
		    struct span state);

/* Sets aside what the ledger says, for changes_end in the same transaction. */
void changes_begin(struct store *store);

/*
 * Between link and the full text, whose record_texts still hold what was:
 * writes the difference under the latest run.
 */
void changes_end(struct store *store);

#endif
