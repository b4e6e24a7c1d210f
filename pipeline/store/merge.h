/*
 * merge: what other databases hold -> this one, equal to one made of all files at once.
 *
 * Content rows have the same ids wherever they were made (see ident.h), so they
 * are copied as they are; the ledger is computed from them afterwards, by the
 * end of the run (load_finish). Where two databases know versions of one file,
 * the one that was seen last counts, then the one with the later time, then the
 * greater checksum: so the order in which databases are merged makes no difference.
 */
#ifndef WINNOW_MERGE_H
#define WINNOW_MERGE_H

#include "pipeline/store/load.h"

/*
 * Copies what the database at `path` holds into `store`, in the run of `load`,
 * in one transaction. It must be of this winnow's schema and is not changed.
 * Returns store_status(); *sources is how many versions of files were new here.
 */
int merge_add(struct store *store, struct load *load, const char *path, int64_t *sources);

#endif
