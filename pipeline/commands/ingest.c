#include "pipeline/commands/ingest.h"

#include <sysexits.h>
#include <unistd.h>

#include "pipeline/intake.h"
#include "pipeline/progress.h"
#include "pipeline/signals.h"
#include "pipeline/store/load.h"
#include "pipeline/store/store.h"
#include "pipeline/talk.h"
#include "pipeline/workers/reading.h"

/* Everything that one run of ingest holds. */
struct run {
	const struct options *options;
	struct files files;
	struct reading *reading;
	struct stage *first; /* what becomes of the documents that were read */
	struct load *load;   /* the last link of it */
	struct intake_tally tally;
	struct progress progress;
};

/* ---- the chain ---- */

/* Says what the workers found wrong. */
static int announce_push(struct stage *stage, struct document *d)
{
	intake_announce(d);
	return stage_pass(stage, d);
}

static const struct stage_type announce_stage = {
	.name = "announce",
	.summary = "says what is wrong with a document",
	.push = announce_push,
};

static const struct stage_type *const chain[] = { &announce_stage, &load_stage };

/* ---- one file ---- */

/* Stores what became of the oldest file that is being read. Failed documents too: the database remembers the reason. */
static int take_file(struct run *run)
{
	struct document *d;
	int64_t bytes = 0;
	bool last = false;
	int status = 0;

	while (!last && status == 0 && (d = reading_next(run->reading, &last))) {
		status = chain_push(run->first, d);
		bytes = d->source.bytes;
		if (last && d->source.sha256.len)
			intake_count(&run->tally, d->source.state == SOURCE_FAILED ? EX_DATAERR : 0);
		document_free(d);
	}
	progress_step(&run->progress, bytes);
	return status;
}

static void touch(struct run *run, const struct file *file)
{
	load_touch(run->load, file->name, file->bytes, file->mtime);
	intake_count(&run->tally, 0);
	progress_step(&run->progress, file->bytes);
}

static int read_file(struct run *run, struct file *file)
{
	struct buffer bytes;
	struct document *d;
	int fault, status = 0;

	buffer_init(&bytes, BUFFER_LIMIT_DEFAULT);
	fault = intake_read(file, &bytes, &d);
	if (fault == 0 && load_is_current(run->load, file->name, d->source.sha256)) {
		touch(run, file);
		document_free(d);
	} else {
		if (fault)
			intake_count(&run->tally, fault);
		reading_submit(run->reading, d, &bytes);
		while (status == 0 && !reading_has_room(run->reading))
			status = take_file(run);
	}
	buffer_release(&bytes);
	return status;
}

static int ingest_file(struct run *run, struct file *file)
{
	if (run->options->checksum || !load_is_unchanged(run->load, file->name, file->bytes, file->mtime))
		return read_file(run, file);
	touch(run, file);
	return 0;
}

/* A signal lets what is being read be finished. */
static int ingest_files(struct run *run)
{
	int64_t bytes = 0;
	int status = 0;

	for (size_t i = 0; i < run->files.count; i++)
		bytes += run->files.items[i].bytes;
	progress_begin(&run->progress, run->files.count, bytes);
	for (size_t i = 0; i < run->files.count && status == 0 && !signals_caught(); i++)
		status = ingest_file(run, &run->files.items[i]);
	while (status == 0 && !reading_is_empty(run->reading))
		status = take_file(run);
	return status;
}

/* ---- what is no longer there ---- */

/*
 * A source is gone when it lies in what was given and nothing is there under its
 * name. A given path that is gone is a mistake in the command, unless sources are
 * known under it: then that it is gone is the news, and no problem.
 */
static bool is_gone(struct span name, void *context)
{
	struct run *run = context;
	struct arena *arena = arena_new();
	bool covered = false;

	if (files_gone(name))
		for (size_t i = 0; i < run->options->path_count && !covered; i++)
			covered = files_covers(files_name(arena, span_str(run->options->paths[i])), name);
	arena_free(arena);
	if (!covered)
		return false;
	for (size_t i = 0; i < run->files.problem_count; i++)
		if (run->files.problems[i].gone && files_covers(run->files.problems[i].name, name))
			run->files.problems[i].status = 0;
	talk_note("%.*s: is gone: what it said no longer counts", SPAN_ARG(name));
	return true;
}

/* ---- the summary ---- */

static long long count_rows(struct store *store, const char *sql)
{
	struct query *q = store_query_once(store, sql);
	long long rows = query_next(q) ? (long long)query_int(q, 0) : 0;

	query_free(q);
	return rows;
}

static void say_holdings(const char *database)
{
	struct store *store = store_open(database, STORE_READ);

	talk_note("%s holds: %lld documents, %lld records in %lld reports, %lld passages, %lld of them duplicates",
		  database,
		  count_rows(store, "SELECT count(*) FROM current_documents"),
		  count_rows(store, "SELECT count(*) FROM records"),
		  count_rows(store, "SELECT count(*) FROM reports"),
		  count_rows(store, "SELECT count(*) FROM passages p JOIN current_documents d ON d.id = p.document_id"),
		  count_rows(store, "SELECT count(*) FROM duplicates"));
	store_close(store);
}

static void say_reading(const struct reading *reading)
{
	struct buffer text;

	buffer_init(&text, BUFFER_LIMIT_DEFAULT);
	reading_describe(reading, &text);
	talk_detail("reading: %.*s", SPAN_ARG(buffer_span(&text)));
	buffer_release(&text);
}

static void say_counts(const struct load_counts *n, double seconds)
{
	talk_note("files:   %lld seen: %lld new, %lld changed, %lld unchanged, %lld failed, %lld missing",
		  (long long)n->seen, (long long)n->fresh, (long long)n->changed, (long long)n->unchanged,
		  (long long)n->failed, (long long)n->missing);
	if (n->fresh + n->changed + n->missing == 0)
		talk_note("nothing changed, in %.1f s", seconds);
	else
		talk_note("added:   %lld documents with %lld passages, in %.1f s", (long long)n->documents,
			  (long long)n->passages, seconds);
}

/* ---- the run ---- */

static void say_problems(struct run *run)
{
	intake_problems(&run->tally, &run->files);
	if (run->files.count + run->files.problem_count == 0)
		talk_error("no files there: give files, or folders that hold some");
}

/* What the run is remembered with, and exits with unless a signal ends it. */
static int own_status(const struct run *run)
{
	enum { OF_SIGNAL = 128 }; /* as shells say it */

	return signals_caught() ? OF_SIGNAL + signals_caught() : intake_status(&run->tally);
}

static int ingest_all(struct run *run)
{
	int status = ingest_files(run);
	struct load_counts counts;
	double seconds;

	if (status == 0 && !signals_caught())
		load_mark_missing(run->load, is_gone, run);
	say_problems(run);
	progress_phase("marking duplicates, linking records ...");
	load_set_exit(run->load, status ? status : own_status(run));
	if (status == 0)
		status = chain_flush(run->first);
	counts = *load_counts(run->load);
	seconds = progress_end(&run->progress);
	chain_close(run->first);
	if (status != 0)
		return status;
	say_reading(run->reading);
	say_counts(&counts, seconds);
	say_holdings(run->options->database);
	return own_status(run);
}

/* A slip in the command must not leave an empty database behind. */
static bool is_pointless(const struct run *run)
{
	return run->files.count == 0 && access(run->options->database, F_OK) != 0;
}

static int ingest_into(struct run *run)
{
	int status;

	if (is_pointless(run)) {
		say_problems(run);
		return own_status(run);
	}
	run->reading = reading_open(run->options, &status); /* first: workers are forked while this process is small */
	if (!run->reading)
		return status;
	run->first = chain_open(chain, sizeof chain / sizeof *chain, run->options, &status);
	if (!run->first)
		return status;
	run->load = load_of_chain(run->first);
	signals_catch();
	return ingest_all(run);
}

static int run_ingest(const struct options *options)
{
	struct run run = { .options = options };
	int status;

	progress_phase("looking for files ...");
	files_find(&run.files, options->paths, options->path_count, options->database);
	status = ingest_into(&run);
	progress_phase("");
	reading_close(run.reading);
	files_release(&run.files);
	signals_end();
	return status;
}

const struct command ingest_command = {
	.name = "ingest",
	.arguments = "[-d DB] [-j N] [-f FAMILY] [--checksum] PATH...",
	.summary = "Reads files and folders into the database.",
	.details = "Reads every file in PATH (files, folders, - for stdin), finds the records in\n"
		   "it and stores all in DB, which is made when it is not there. Run it again at any\n"
		   "time: what is unchanged is skipped, a changed file takes the place of its old\n"
		   "version, one that is gone no longer counts. Names that begin with a dot are left\n"
		   "out of folders. A file that cannot be read is named, and the others go on.\n"
		   "\n"
		   "Files are read in processes of their own that can open nothing, connect nowhere\n"
		   "and start nothing (Landlock, seccomp): a file that crashes its reader, or takes\n"
		   "more time or memory than it may, costs that file only. -v says what is in force.\n"
		   "\n"
		   "Status: 0 all well; 1 done, and some files could not be read; 65 no usable input;\n"
		   "66 a path or the database cannot be opened; 73, 74 cannot write; 75 the database\n"
		   "is in use, try again.\n"
		   "\n"
		   "  winnow ingest -d heap.db papers/ && winnow report -d heap.db",
	.options = "dfsw",
	.least = 1,
	.most = PATHS_ANY,
	.run = run_ingest,
};
