/*
 * meta: what is known of the database as a whole, a value a key.
 */
#ifndef WINNOW_META_H
#define WINNOW_META_H

#include "pipeline/store/store.h"

/* Does the key have this value? */
bool meta_is(struct store *store, struct span key, struct span value);

/* Gives the key this value; a row that has it already is left alone. */
void meta_set(struct store *store, struct span key, struct span value);

/*
 * What another version of winnow found out is not built upon: where the key has not this version, runs `forget`
 * (statements without parameters) and gives it this version.
 */
void meta_forget_other_versions(struct store *store, struct span key, const char *forget);

#endif
