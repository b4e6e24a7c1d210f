/*
 * sources: the versions of every file, and which of them counts.
 *
 * A version is a path with a hash. Of one path at most one version is current
 * or failed; a version that was replaced is superseded, and counts again when
 * the file comes back to it; the last version of a file that is gone is missing.
 * Failures are in store_status().
 */
#ifndef WINNOW_SOURCES_H
#define WINNOW_SOURCES_H

#include "pipeline/base/document.h"
#include "pipeline/store/store.h"

enum sources_change {
	SOURCES_SAME,    /* it counted before, in the same state */
	SOURCES_NEW,     /* the first version of this path */
	SOURCES_CHANGED  /* another version, or the same in another state, counted before */
};

struct sources_row {
	int64_t id;
	enum sources_change change;
	bool seen; /* in this run already */
};

/*
 * Records that `source` was read in this run, as the version that counts: its
 * state is SOURCE_FAILED or, for anything else, current.
 */
struct sources_row sources_record(struct store *store, const struct source *source, int64_t run);

/*
 * Was this version read by other families, or another winnow, than `reader`
 * names? What was read with one family (-f, its reader begins so) stays so until
 * another is named. Not so where either is not known.
 */
bool sources_is_stale(struct store *store, int64_t id, struct span reader);
/* Remembers who has read it. */
void sources_set_reader(struct store *store, int64_t id, struct span reader);

/*
 * Is the version that counts current, of this size and time, and not stale? Only where the file
 * was left alone for two seconds before it was last read: within the grain of a
 * file system's clock a second change would not show.
 */
bool sources_same_stat(struct store *store, struct span path, int64_t bytes, int64_t mtime, struct span reader);

/* Is the version that counts current, with this hash, and not stale? */
bool sources_same_content(struct store *store, struct span path, struct span sha256, struct span reader);

/* The version that counts was seen in this run; false when it was seen in it before. */
bool sources_touch(struct store *store, struct span path, int64_t bytes, int64_t mtime, int64_t run);

/* The same for all members of an archive that is unchanged; returns how many. */
int64_t sources_touch_members(struct store *store, struct span archive, int64_t run);

/* Was this path read, or touched, in this run, and is it well? Then a member of it that was not seen is not there. */
bool sources_was_read(struct store *store, struct span path, int64_t run);

/* Is the file of this path gone? */
typedef bool sources_gone(struct span path, void *context);

/* What counts, was not seen in this run and is gone, is missing; returns how many. */
int64_t sources_mark_missing(struct store *store, int64_t run, sources_gone *gone, void *context);

#endif
