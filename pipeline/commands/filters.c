#include "pipeline/commands/filters.h"

#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "pipeline/intake.h"
#include "pipeline/opening.h"
#include "pipeline/ndjson.h"
#include "pipeline/normalize.h"
#include "pipeline/selection.h"
#include "pipeline/split/split.h"
#include "pipeline/talk.h"
#include "pipeline/workers/unpacking.h"

/* ---- NDJSON in, one stage, NDJSON out ---- */

static int check_stdin(void)
{
	const char *fault = opening_stdin_fault();

	if (fault)
		talk_error("%s", fault);
	return fault ? EX_USAGE : 0;
}

static int read_all(struct stage *first)
{
	size_t documents, skipped;
	int status = ndjson_read(stdin, first, &documents, &skipped);
	int flushed = chain_flush(first);

	if (status != 0 || flushed != 0)
		return status ? status : flushed;
	if (documents == 0) {
		talk_error("standard input: no documents: 'winnow extract FILE' makes them");
		return EX_DATAERR;
	}
	return skipped ? 1 : 0;
}

static int run_filter(const struct options *options, const struct stage_type *const *chain, size_t stages)
{
	int status = check_stdin();
	struct stage *first;

	if (status != 0)
		return status;
	first = chain_open(chain, stages, options, &status);
	if (!first)
		return status;
	status = read_all(first);
	chain_close(first);
	return status;
}

static int run_normalize(const struct options *options)
{
	static const struct stage_type *const chain[] = { &normalize_stage, &ndjson_sink };

	return run_filter(options, chain, sizeof chain / sizeof *chain);
}

static int run_split(const struct options *options)
{
	static const struct stage_type *const chain[] = { &ndjson_passages_only, &split_stage, &ndjson_sink };

	return run_filter(options, chain, sizeof chain / sizeof *chain);
}

const struct command normalize_command = {
	.name = "normalize",
	.arguments = "",
	.summary = "Cleans blocks and joins them to passages.",
	.details = "Reads the NDJSON of extract on stdin and writes passages: characters repaired,\n"
		   "lines joined to paragraphs, page furniture and footnotes told from the text. The\n"
		   "place of each in its source stays.\n"
		   "\n"
		   "  winnow extract report.html | winnow normalize",
	.options = "",
	.run = run_normalize,
};

const struct command split_command = {
	.name = "split",
	.arguments = "[-f FAMILY]",
	.summary = "Finds conclusions, recommendations and responses in passages.",
	.details = "Reads the NDJSON of normalize on stdin and writes it with what was found: which\n"
		   "reports each document is or speaks of, its records, and the counts it states.\n"
		   "\n"
		   "  winnow extract report.html | winnow normalize | winnow split | grep '\"winnow\":\"item\"'",
	.options = "f",
	.run = run_split,
};

/* ---- extract: files in, NDJSON out ---- */

static int pass_document(const struct options *options, struct document *d, struct buffer *bytes, int status, struct stage *first,
			 struct intake_tally *tally)
{
	d->bounds = &options->bounds;
	if (status == 0)
		intake_convert(options, d, bytes);
	if (d->source.state == SOURCE_FAILED)
		status = status ? status : EX_DATAERR;
	else if (!d->source.archive)
		status = intake_extract(d, buffer_span(bytes));
	intake_announce(d);
	intake_count(tally, status == 0 && intake_is_bad(d) ? EX_DATAERR : status);
	status = chain_push(first, d);
	document_free(d);
	return status;
}

/* The archive comes behind its members, as in ingest. */
static int extract_archive(const struct options *options, struct document *archive, int fd, struct stage *first,
			   struct intake_tally *tally, struct buffer *bytes)
{
	struct unpacking *u = unpacking_open(options, fd, archive);
	struct document *d;
	int status = 0;

	while (status == 0 && unpacking_next(u, &d, bytes))
		status = pass_document(options, d, bytes, 0, first, tally);
	unpacking_close(u);
	close(fd);
	if (status == 0)
		return pass_document(options, archive, bytes, 0, first, tally);
	document_free(archive);
	return status;
}

static int extract_file(const struct options *options, struct file *file, struct stage *first, struct intake_tally *tally,
			struct buffer *bytes)
{
	struct document *d;
	int archive, status = intake_read(file, bytes, &d, &archive);

	if (archive >= 0)
		return extract_archive(options, d, archive, first, tally, bytes);
	return pass_document(options, d, bytes, status, first, tally);
}

static int extract_files(const struct options *options, struct files *files, struct stage *first)
{
	struct intake_tally tally = { 0 };
	struct buffer bytes;
	int status = 0;

	intake_problems(&tally, files);
	if (files->count + files->problem_count == 0)
		talk_error("no files there: give a file, or a folder that holds some");
	buffer_init(&bytes, BUFFER_LIMIT_DEFAULT);
	for (size_t i = 0; i < files->count && status == 0; i++)
		status = extract_file(options, &files->items[i], first, &tally, &bytes);
	buffer_release(&bytes);
	return status ? status : intake_status(&tally);
}

static int extract_selected(const struct options *options, const struct selection *given)
{
	static const struct stage_type *const chain[] = { &ndjson_sink };
	struct files files;
	int status = 0;
	struct stage *first = chain_open(chain, 1, options, &status);

	if (!first)
		return status;
	selection_find(given, &files, options, NULL);
	files_bound(&files, bounds_bytes(&options->bounds));
	status = extract_files(options, &files, first);
	files_release(&files);
	chain_close(first);
	return status;
}

static int run_extract(const struct options *options)
{
	static char standard_input[] = "-";
	char *alone[] = { standard_input };
	struct options all = *options;
	struct selection given;
	int status = 0;

	if (all.path_count == 0 && !all.files_from) {
		all.paths = alone;
		all.path_count = 1;
		status = check_stdin();
	}
	if (status != 0)
		return status;
	status = selection_open(&given, &all);
	if (status == 0)
		status = extract_selected(options, &given);
	selection_release(&given);
	return status;
}

const struct command extract_command = {
	.name = "extract",
	.arguments = "[PATH...]",
	.summary = "Reads files and writes their blocks of text.",
	.details = "Reads files, folders or, without any, stdin, in any format and encoding it\n"
		   "knows, told by the content and not by the name. Writes NDJSON: a line for each\n"
		   "document, then one for each of its blocks.\n"
		   "\n"
		   "  winnow extract report.html | winnow normalize",
	.options = "lug",
	.most = PATHS_ANY,
	.run = run_extract,
};
