#include "pipeline/store/load.h"

#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/options.h"
#include "pipeline/store/ident.h"
#include "pipeline/store/reread.h"
#include "pipeline/store/rows.h"
#include "pipeline/store/settle.h"
#include "pipeline/store/sources.h"
#include "pipeline/talk.h"
#include "pipeline/version.h"

/*
 * Rows that wait for one commit. Ids are hashes, so each commit writes pages all
 * over the tables: large batches write each page once. 20,000 rows are about
 * 10 MB and a second's work.
 */
enum { BATCH_ROWS = 20000 };

struct load {
	struct store *store;
	int64_t run;
	int exit_status;
	struct span reading;    /* how files were read; empty for `load` */
	size_t readers_lost;
	struct load_counts counts;
	int64_t source_name;    /* hash of path and sha256 of the document before; 0: none yet */
	struct sources_row source;
	char reader[160];       /* empty: not known */
	bool read_all;          /* again */
	bool rereading;         /* a source was read again in this run */
	bool in_batch;
	bool content_changed;   /* in this batch */
	size_t rows;            /* in this batch */
};

/* ---- batches ---- */

static void open_batch(struct load *load)
{
	if (!load->in_batch)
		load->in_batch = store_begin(load->store);
}

static void close_batch(struct load *load)
{
	if (!load->in_batch)
		return;
	if (load->rereading)
		reread_settle(load->store);
	if (load->content_changed)
		settle_later(load->store);
	store_commit(load->store);
	load->in_batch = false;
	load->content_changed = false;
	load->rows = 0;
}

/* Between two sources: a batch ends with a whole one, so that no run finds half of one and takes it for all. */
static void between_sources(struct load *load)
{
	if (load->rows >= BATCH_ROWS)
		close_batch(load);
	open_batch(load);
	load->rows++;
}

/* ---- a run ---- */

struct load *load_begin(struct store *store, const char *command)
{
	struct load *load = memory_new(1, sizeof *load);
	struct query *q = store_query(store, "INSERT INTO runs(id, started_at, command, version) "
					     "VALUES ((SELECT coalesce(max(id), 0) + 1 FROM runs), "
					     "        strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?1, ?2) RETURNING id");

	load->store = store;
	query_bind_text(q, 1, span_str(command));
	query_bind_text(q, 2, SPAN(WINNOW_VERSION));
	if (query_next(q))
		load->run = query_int(q, 0);
	query_run(q);
	return load;
}

void load_free(struct load *load)
{
	free(load);
}

const struct load_counts *load_counts(const struct load *load)
{
	return &load->counts;
}

int64_t load_run(const struct load *load)
{
	return load->run;
}

void load_set_exit(struct load *load, int exit_status)
{
	load->exit_status = exit_status;
}

void load_set_reading(struct load *load, struct span reading, size_t lost)
{
	load->reading = reading;
	load->readers_lost = lost;
}

static void end_run(struct load *load, int exit_status)
{
	struct query *q = store_query(load->store,
		"UPDATE runs SET finished_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), files_seen = ?2, files_new = ?3, "
		"files_changed = ?4, files_unchanged = ?5, files_failed = ?6, exit_status = ?7, reading = ?8, "
		"readers_lost = ?9 WHERE id = ?1");

	query_bind_int(q, 1, load->run);
	query_bind_int(q, 2, load->counts.seen);
	query_bind_int(q, 3, load->counts.fresh);
	query_bind_int(q, 4, load->counts.changed);
	query_bind_int(q, 5, load->counts.unchanged);
	query_bind_int(q, 6, load->counts.failed);
	query_bind_int(q, 7, exit_status);
	query_bind_optional(q, 8, load->reading);
	query_bind_int(q, 9, (int64_t)load->readers_lost);
	query_run(q);
}

int load_finish(struct load *load, int exit_status)
{
	close_batch(load);
	settle(load->store);
	if (load->rereading)
		reread_end(load->store);
	end_run(load, exit_status == 0 && load->counts.failed > 0 ? 1 : exit_status);
	return store_status(load->store);
}

/* ---- sources ---- */

void load_set_reader(struct load *load, struct span reader, bool all)
{
	snprintf(load->reader, sizeof load->reader, "%.*s", SPAN_ARG(reader));
	load->read_all = all;
}

bool load_is_unchanged(struct load *load, struct span path, int64_t bytes, int64_t mtime)
{
	return !load->read_all && sources_same_stat(load->store, path, bytes, mtime, span_str(load->reader));
}

bool load_is_current(struct load *load, struct span path, struct span sha256)
{
	return !load->read_all && sources_same_content(load->store, path, sha256, span_str(load->reader));
}

void load_touch(struct load *load, struct span path, int64_t bytes, int64_t mtime)
{
	between_sources(load);
	if (!sources_touch(load->store, path, bytes, mtime, load->run))
		return;
	load->counts.seen++;
	load->counts.unchanged++;
}

void load_touch_members(struct load *load, struct span archive)
{
	int64_t members;

	between_sources(load);
	members = sources_touch_members(load->store, archive, load->run);
	load->counts.seen += members;
	load->counts.unchanged += members;
	load->rows += (size_t)members;
}

bool load_was_read(struct load *load, struct span path)
{
	return sources_was_read(load->store, path, load->run);
}

void load_mark_missing(struct load *load, sources_gone *gone, void *context)
{
	int64_t missing;

	open_batch(load);
	missing = sources_mark_missing(load->store, load->run, gone, context);
	load->counts.missing += missing;
	load->content_changed |= missing > 0;
}

/* ---- documents ---- */

static void count_source(struct load *load, const struct source *source)
{
	if (load->source.change == SOURCES_SAME && load->source.seen)
		return; /* given twice in one run */
	load->counts.seen++;
	if (source->state == SOURCE_FAILED)
		load->counts.failed++;
	else if (load->source.change == SOURCES_SAME)
		load->counts.unchanged++;
	else if (load->source.change == SOURCES_NEW)
		load->counts.fresh++;
	else
		load->counts.changed++;
}

/* A file that cannot be read has no hash to tell whether it fails as it did before: its word of today counts. */
static bool fails_anew(const struct load *load, const struct source *source)
{
	return source->state == SOURCE_FAILED && span_empty(source->sha256) && !load->source.seen;
}

/* The same version, and what was read from it is no longer what would be read: it gives way. */
static void read_again(struct load *load)
{
	if (load->source.seen || !(load->read_all || sources_is_stale(load->store, load->source.id, span_str(load->reader))))
		return;
	if (!load->rereading) {
		close_batch(load);
		reread_begin(load->store);
		open_batch(load);
		load->rereading = true;
	}
	reread_forget(load->store, load->source.id);
	load->counts.reread += load->source.change == SOURCES_SAME;
	load->source.change = SOURCES_CHANGED;
}

static void begin_source(struct load *load, const struct source *source)
{
	int64_t name = IDENT(source->path, source->sha256);

	if (name == load->source_name)
		return;
	between_sources(load);
	load->source_name = name;
	load->source = sources_record(load->store, source, load->run);
	if (load->source.change != SOURCES_NEW && source->state != SOURCE_FAILED)
		read_again(load);
	if (rows_find_document(load->store, load->source.id, 1) == 0)
		sources_set_reader(load->store, load->source.id, span_str(load->reader));
	count_source(load, source);
	if (load->source.change == SOURCES_CHANGED || fails_anew(load, source))
		rows_forget_diagnostics(load->store, load->source.id);
	load->content_changed |= load->source.change != SOURCES_SAME;
}

static bool add_document(struct load *load, const struct document *d)
{
	if (d->source.state == SOURCE_FAILED || d->source.archive || rows_find_document(load->store, load->source.id, d->seq) != 0)
		return false;
	load->rows += rows_write_document(load->store, d, load->source.id, load->run);
	load->counts.documents++;
	load->counts.passages += (int64_t)d->passage_count;
	load->counts.items += (int64_t)d->item_count;
	load->content_changed = true;
	return true;
}

void load_document(struct load *load, const struct document *d)
{
	bool added;

	begin_source(load, &d->source);
	added = add_document(load, d);
	if (added || load->source.change != SOURCES_SAME || fails_anew(load, &d->source))
		load->rows += rows_write_diagnostics(load->store, d, load->source.id, load->run);
}

/* ---- the stage ---- */

struct load_state {
	struct store *store;
	struct load *load;
};

static int told(const struct store *store)
{
	if (store_status(store) != 0)
		talk_error("%s", store_message(store));
	return store_status(store);
}

static int load_stage_open(struct stage *stage, const struct options *options)
{
	struct load_state *state = stage->state;

	state->store = store_open_waiting(options->database, options->wait);
	state->load = load_begin(state->store, options->command);
	return told(state->store);
}

static int load_stage_push(struct stage *stage, struct document *d)
{
	struct load_state *state = stage->state;

	load_document(state->load, d);
	return told(state->store);
}

static int load_stage_flush(struct stage *stage)
{
	struct load_state *state = stage->state;

	if (store_status(state->store) != 0)
		return store_status(state->store); /* it has been said */
	load_finish(state->load, state->load->exit_status);
	return told(state->store);
}

static void load_stage_close(struct stage *stage)
{
	struct load_state *state = stage->state;

	load_free(state->load);
	store_close(state->store);
}

const struct stage_type load_stage = {
	.name = "load",
	.summary = "store documents and their records in the database",
	.state_size = sizeof(struct load_state),
	.open = load_stage_open,
	.push = load_stage_push,
	.flush = load_stage_flush,
	.close = load_stage_close,
};

struct load *load_of_chain(struct stage *first)
{
	while (first && first->type != &load_stage)
		first = first->next;
	return first ? ((struct load_state *)first->state)->load : NULL;
}
