#include "pipeline/commands/ingest.h"

#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "pipeline/intake.h"
#include "pipeline/commands/dry_run.h"
#include "pipeline/progress.h"
#include "pipeline/rejects.h"
#include "pipeline/selection.h"
#include "pipeline/show/output.h"
#include "pipeline/show/summary.h"
#include "pipeline/signals.h"
#include "pipeline/split/family_set.h"
#include "pipeline/store/load.h"
#include "pipeline/store/store.h"
#include "pipeline/talk.h"
#include "pipeline/workers/reading.h"
#include "pipeline/workers/unpacking.h"

/* Everything that one run of ingest holds. */
struct run {
	const struct options *options;
	struct selection given;
	struct files files;
	struct reading *reading;
	struct stage *first; /* what becomes of the documents that were read */
	struct load *load;   /* the last link of it */
	struct intake_tally tally;
	struct progress progress;
	struct buffer rejects;   /* lines for --rejects */
	struct buffer described; /* how files are read */
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

static bool too_many_failed(const struct run *run)
{
	return run->options->error_limit >= 0 && run->tally.bad > (size_t)run->options->error_limit;
}

/* A signal, or failures, end the run between two files, or two members of an archive. */
static bool stops(const struct run *run)
{
	return signals_caught() || too_many_failed(run);
}


/* Stores what became of the oldest file that is being read. Failed documents too: the database remembers the reason. */
static int take_file(struct run *run)
{
	struct document *d;
	int64_t bytes = 0;
	bool last = false, file = true;
	int status = 0;

	while (!last && status == 0 && (d = reading_next(run->reading, &last))) {
		status = chain_push(run->first, d);
		bytes = d->source.bytes;
		if (d->source.state == SOURCE_FAILED)
			rejects_add(&run->rejects, d);
		if (last && d->source.sha256.len)
			intake_count(&run->tally, intake_is_bad(d) ? EX_DATAERR : 0);
		file = !names_archive(d->source.path).ptr;
		document_free(d);
	}
	if (file)
		progress_step(&run->progress, bytes);
	return status;
}

static void touch(struct run *run, const struct file *file)
{
	load_touch(run->load, file->name, file->bytes, file->mtime);
	intake_count(&run->tally, 0);
	progress_step(&run->progress, file->bytes);
}

/* Hands a document with its bytes to the readers, and takes what they are through with. */
static int submit(struct run *run, struct document *d, struct buffer *bytes)
{
	int status = 0;

	intake_convert(run->options, d, bytes);
	reading_submit(run->reading, d, bytes);
	while (status == 0 && !reading_has_room(run->reading))
		status = take_file(run);
	return status;
}

static int take_member(struct run *run, struct document *d, struct buffer *bytes)
{
	int status;

	if (!load_is_current(run->load, d->source.path, d->source.sha256))
		return submit(run, d, bytes);
	load_touch(run->load, d->source.path, d->source.bytes, d->source.mtime);
	intake_count(&run->tally, 0);
	status = 0;
	document_free(d);
	return status;
}

/* The archive itself comes last: it counts as read when all in it has been. */
static int read_archive(struct run *run, struct document *archive, int fd)
{
	struct unpacking *u = unpacking_open(run->options, fd, archive);
	struct document *d;
	struct buffer bytes;
	int status = 0;

	buffer_init(&bytes, BUFFER_LIMIT_DEFAULT);
	while (status == 0 && !stops(run) && unpacking_next(u, &d, &bytes))
		status = take_member(run, d, &bytes);
	unpacking_close(u);
	if (status == 0 && !stops(run))
		status = submit(run, archive, &bytes);
	else
		document_free(archive);
	buffer_release(&bytes);
	return status;
}

static void touch_archive(struct run *run, const struct file *file)
{
	touch(run, file);
	load_touch_members(run->load, file->name);
}

static int read_file(struct run *run, struct file *file)
{
	struct buffer bytes;
	struct document *d;
	int archive, fault, status = 0;

	buffer_init(&bytes, BUFFER_LIMIT_DEFAULT);
	fault = intake_read(file, &bytes, &d, &archive);
	if (fault)
		intake_count(&run->tally, fault);
	if (fault == 0 && load_is_current(run->load, file->name, d->source.sha256)) {
		touch_archive(run, file);
		document_free(d);
	} else if (archive >= 0) {
		status = read_archive(run, d, archive);
	} else {
		status = submit(run, d, &bytes);
	}
	if (archive >= 0)
		close(archive);
	buffer_release(&bytes);
	return status;
}

static int ingest_file(struct run *run, struct file *file)
{
	if (run->options->checksum || !load_is_unchanged(run->load, file->name, file->bytes, file->mtime))
		return read_file(run, file);
	touch_archive(run, file);
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
	for (size_t i = 0; i < run->files.count && status == 0 && !stops(run); i++)
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
	struct span archive = names_archive(name);

	if (archive.ptr && load_was_read(run->load, archive)) {
		talk_note("%.*s: is no longer in its archive: what it said no longer counts", SPAN_ARG(name));
		return true;
	}
	if (!files_gone_from(run->given.paths, run->given.count, name))
		return false;
	for (size_t i = 0; i < run->files.problem_count; i++)
		if (run->files.problems[i].gone && names_covers(run->files.problems[i].name, name))
			run->files.problems[i].status = 0;
	talk_note("%.*s: is gone: what it said no longer counts", SPAN_ARG(name));
	return true;
}

/* ---- the run ---- */

static void say_problems(struct run *run)
{
	intake_problems(&run->tally, &run->files);
	if (run->files.left_out && run->files.count == 0)
		talk_note("all %zu files that are there are left out by --include, --exclude or --since", run->files.left_out);
	else if (run->files.count + run->files.problem_count == 0 && !run->options->shards)
		talk_error("no files there: give files, or folders that hold some");
}

/* What the run is remembered with, and exits with unless a signal ends it. */
static int own_status(const struct run *run)
{
	enum { OF_SIGNAL = 128 }; /* as shells say it */

	if (signals_caught())
		return OF_SIGNAL + signals_caught();
	if ((run->options->shards || run->files.left_out) && run->tally.good + run->tally.bad == 0)
		return 0; /* a share may be empty, and nothing new since yesterday */
	return too_many_failed(run) ? EX_DATAERR : intake_status(&run->tally);
}

/* Ends the run in the database, fills the summary. */
static int finish(struct run *run, int status, struct summary *s)
{
	say_problems(run);
	progress_phase("marking duplicates, linking records ...");
	load_set_exit(run->load, status ? status : own_status(run));
	load_set_reading(run->load, s->reading, s->lost);
	if (status == 0)
		status = chain_flush(run->first);
	s->run = load_run(run->load);
	s->counts = *load_counts(run->load);
	s->seconds = progress_end(&run->progress);
	s->exit_status = status ? status : own_status(run);
	return status;
}

/* The files that were asked for beside the database; the first that cannot be written is the status. */
static int write_files(const struct run *run, const struct summary *s)
{
	const struct options *o = run->options;
	struct output rejects;
	int status = 0, failed;

	if (o->rejects) {
		if (output_open(&rejects, o->rejects) == 0)
			output_write(&rejects, buffer_span(&run->rejects));
		status = output_close(&rejects, 0);
	}
	failed = o->summary_json ? summary_write_json(s, o->summary_json) : 0;
	status = status ? status : failed;
	failed = o->metrics ? summary_write_metrics(s, o->metrics) : 0;
	return status ? status : failed;
}

static int ingest_all(struct run *run, struct summary *s)
{
	int status = ingest_files(run);

	if (status == 0 && too_many_failed(run))
		talk_error("%zu files failed, more than --error-limit %ld: the rest is not read; what was read is kept",
			   run->tally.bad, run->options->error_limit);
	else if (status == 0 && !signals_caught())
		load_mark_missing(run->load, is_gone, run);
	rejects_add_problems(&run->rejects, &run->files);
	reading_describe(run->reading, &run->described);
	s->reading = buffer_span(&run->described);
	s->lost = reading_lost(run->reading);
	return finish(run, status, s);
}

/* A slip in the command must not leave an empty database behind. */
static bool is_pointless(const struct run *run)
{
	return run->files.count == 0 && !run->options->shards && access(run->options->database, F_OK) != 0;
}

/* Workers are forked first, while this process is small. */
static int open_run(struct run *run)
{
	char reader[FAMILY_MARK_SIZE];
	int status;

	run->reading = reading_open(run->options, &status);
	if (run->reading)
		run->first = chain_open(chain, sizeof chain / sizeof *chain, run->options, &status);
	if (!run->first)
		return status;
	run->load = load_of_chain(run->first);
	family_set_mark(getenv("WINNOW_FAMILIES"), run->options->family, reader, sizeof reader);
	load_set_reader(run->load, span_str(reader), run->options->reread);
	return status;
}

static int ingest_into(struct run *run)
{
	struct summary s = { .command = run->options->command, .database = run->options->database };
	int status;

	if (is_pointless(run)) {
		say_problems(run);
		return own_status(run);
	}
	status = s.exit_status = open_run(run);
	if (status == 0) {
		signals_catch();
		status = ingest_all(run, &s);
		chain_close(run->first);
	}
	if (status == 0)
		summary_say(&s);
	s.exit_status = write_files(run, &s) && s.exit_status < EX_USAGE ? EX_CANTCREAT : s.exit_status;
	return status ? status : s.exit_status;
}

static int ingest_selected(struct run *run)
{
	const struct options *o = run->options;
	int status;

	progress_phase("looking for files ...");
	selection_find(&run->given, &run->files, o, o->database);
	files_bound(&run->files, bounds_bytes(&o->bounds));
	if (o->shards)
		files_keep_share(&run->files, o->shard, o->shards);
	status = o->dry_run ? dry_run(o, &run->given, &run->files) : ingest_into(run);
	progress_phase("");
	files_release(&run->files);
	return status;
}

static int run_ingest(const struct options *options)
{
	struct run run = { .options = options };
	int status;

	buffer_init(&run.rejects, BUFFER_LIMIT_DEFAULT);
	buffer_init(&run.described, BUFFER_LIMIT_DEFAULT);
	status = selection_open(&run.given, options);
	if (status == 0)
		status = ingest_selected(&run);
	reading_close(run.reading);
	selection_release(&run.given);
	buffer_release(&run.rejects);
	buffer_release(&run.described);
	signals_end();
	return status;
}

const struct command ingest_command = {
	.name = "ingest",
	.arguments = "[-d DB] [-j N] [-f FAMILY] [--checksum] [--reread] PATH...",
	.summary = "Reads files and folders into the database.",
	.details = "Reads every file in PATH (files, folders, - for stdin), finds the records in\n"
		   "it and stores all in DB, which is made when it is not there. Run it again at any\n"
		   "time: what is unchanged is skipped, a changed file takes the place of its old\n"
		   "version, one that is gone no longer counts. Names that begin with a dot are left\n"
		   "out of folders. A file that cannot be read is named, and the others go on.\n"
		   "\n"
		   "A file is also read again, and what it said replaced, when the families have\n"
		   "changed with which it was read, or winnow has. What was read with -f FAMILY stays\n"
		   "so until another -f is given.\n"
		   "\n"
		   "Files are read in processes of their own that can open nothing, connect nowhere\n"
		   "and start nothing (Landlock, seccomp): a file that crashes its reader, or takes\n"
		   "more time or memory than it may, costs that file only. -v says what is in force.\n"
		   "\n"
		   "Archives are unpacked, confined as well, and each page in them is a source of its\n"
		   "own: WARC, WACZ, zip, tar, gzip, zstd, xz, bzip2 (docs/archives.md).\n"
		   "\n"
		   "--files-from names files in a file, --include and --exclude take globs on names,\n"
		   "where * matches / too ('*.html', 'drafts/*'). What they leave out stays as it was.\n"
		   "\n"
		   "With --shard 1/4, 2/4, ... four runs, each with a database of its own, share the\n"
		   "files; 'winnow merge' makes one of the four.\n"
		   "\n"
		   "Status: 0 all well; 1 done, and some files could not be read; 65 no usable input,\n"
		   "or more failures than --error-limit; 66 a path or the database cannot be opened;\n"
		   "69 --sandbox=require and it cannot be; 73, 74 cannot write; 75 the database is in\n"
		   "use, try again, or --wait.\n"
		   "\n"
		   "  winnow ingest -d heap.db papers/ && winnow report -d heap.db",
	.options = "dfsawlugnW",
	.least = 1,
	.most = PATHS_ANY,
	.run = run_ingest,
};
