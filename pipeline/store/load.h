/*
 * load: documents -> the database. The last stage of every chain that keeps
 * what it found, and the run behind it for who walks the files.
 *
 *     winnow extract a.html | winnow normalize | winnow split | winnow load -d a.db
 *
 * A run, as `ingest` makes it (`load` leaves out what asks for files):
 *
 *     first = chain_open(..., &load_stage)      a row in runs
 *     load = load_of_chain(first)
 *     for each file
 *         load_is_unchanged(size, time)         then load_touch and the next one
 *         load_is_current(hash)                 likewise
 *         chain_push(first, document)           new, changed or failed
 *     load_mark_missing(gone)
 *     chain_flush(first)                        settled, counted, committed
 *     chain_close(first)
 *
 * What is committed is committed by whole sources, in large batches. A run may
 * be killed anywhere: the next one over the same files leaves the same content.
 */
#ifndef WINNOW_LOAD_H
#define WINNOW_LOAD_H

#include "pipeline/stage.h"
#include "pipeline/store/sources.h"
#include "pipeline/store/store.h"

extern const struct stage_type load_stage;

/* Sources of this run; each is seen once and is one of the four others. */
struct load_counts {
	int64_t seen;
	int64_t fresh;     /* runs.files_new */
	int64_t changed;   /* another version than before counts now, or one is back, or it was read again */
	int64_t reread;    /* of these: the same bytes, read by other families or another winnow than before */
	int64_t unchanged;
	int64_t failed;
	int64_t missing;   /* not seen, and marked so */
	int64_t documents; /* added, with their rows */
	int64_t passages;
	int64_t items;
};

struct load;

/* Begins a run over a store that is open for writing; `command` goes into runs. Never NULL. */
struct load *load_begin(struct store *store, const char *command);
/* Frees it; what was not finished is left to the next run. NULL is allowed. */
void load_free(struct load *load);

/* The run of the load_stage at the end of a chain. Borrowed: goes with chain_close. */
struct load *load_of_chain(struct stage *first);

/*
 * Who reads: the winnow and its families in a word. What another reader has read
 * is read again; with `all`, everything is. Copied. Without a call nothing is.
 */
void load_set_reader(struct load *load, struct span reader, bool all);

/* Does the version that counts have this size and time, and this reader? Then the file need not be read. */
bool load_is_unchanged(struct load *load, struct span path, int64_t bytes, int64_t mtime);
/* Does it have this hash, and this reader? Then the file need not be extracted. */
bool load_is_current(struct load *load, struct span path, struct span sha256);
/* Counts the source as seen and unchanged. */
void load_touch(struct load *load, struct span path, int64_t bytes, int64_t mtime);

/* The same for the members of an archive that is unchanged. */
void load_touch_members(struct load *load, struct span archive);
/* Was this archive read in this run to its end, or touched? */
bool load_was_read(struct load *load, struct span path);

/* Stores one document. Documents of one source follow each other; an archive comes behind its members. */
void load_document(struct load *load, const struct document *d);

/*
 * Marks as missing what counted, was not seen in this run, and of which `gone`
 * says that it is not there any more: names_covers() one of the paths that were
 * given, and files_gone().
 */
void load_mark_missing(struct load *load, sources_gone *gone, void *context);

/* Commits, settles, ends the run with this exit status (0 becomes 1 when a source failed). Returns store_status(). */
int load_finish(struct load *load, int exit_status);
/* The exit status for the flush of load_stage, where something outside of it went wrong (files skipped, 1). */
void load_set_exit(struct load *load, int exit_status);

/* How files were read, and how many readers were lost, for the run's row. `reading` is borrowed until load_finish. */
void load_set_reading(struct load *load, struct span reading, size_t lost);

/* Borrowed. */
const struct load_counts *load_counts(const struct load *load);
int64_t load_run(const struct load *load);

#endif
