#include "pipeline/commands/export.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "pipeline/show/datasette.h"
#include "pipeline/show/output.h"
#include "pipeline/show/package.h"
#include "pipeline/show/phrase.h"
#include "pipeline/show/rows.h"
#include "pipeline/show/tables.h"
#include "pipeline/store/store.h"
#include "pipeline/talk.h"

/* The first ending of a format is the one its files get. */
static const struct {
	const char *ending, *name;
	enum rows_format format;
} endings[] = {
	{ ".csv", "csv", ROWS_CSV },
	{ ".ndjson", "ndjson", ROWS_NDJSON },
	{ ".jsonl", "ndjson", ROWS_NDJSON },
	{ ".json", "json", ROWS_JSON },
};

enum { ENDINGS = sizeof endings / sizeof endings[0] };

struct export {
	struct store *store;
	enum rows_format format;
	bool raw;
	int64_t rows;
};

static int ending_of_name(const char *name)
{
	for (int i = 0; i < ENDINGS; i++)
		if (strcmp(endings[i].name, name) == 0)
			return i;
	return -1;
}

static int ending_of_path(struct span path)
{
	for (int i = 0; i < ENDINGS; i++)
		if (span_ends(path, span_str(endings[i].ending)))
			return i;
	return -1;
}

static int export_file(struct export *e, const struct table *table, const char *path)
{
	struct output out;
	int status = output_open(&out, path);

	if (status == 0)
		status = rows_write(&out, e->store, table, e->format, e->raw, &e->rows);
	return output_close(&out, status);
}

static int make_folder(const char *path)
{
	struct stat found;

	if (mkdir(path, 0777) == 0 || (stat(path, &found) == 0 && S_ISDIR(found.st_mode)))
		return 0;
	talk_error("%s: the folder cannot be made: %s; name another, or a file that ends in .csv, .ndjson or .json",
		   path, strerror(errno));
	return EX_CANTCREAT;
}

static int export_folder(struct export *e, const char *folder, const char *ending)
{
	struct span base = span_str(folder);
	struct buffer path;
	int status = make_folder(folder);

	while (base.len > 1 && base.ptr[base.len - 1] == '/')
		base.len--;
	buffer_init(&path, 1 << 16);
	for (size_t i = 0; i < table_count && status == 0; i++) {
		buffer_clear(&path);
		buffer_printf(&path, "%.*s/%s%s", SPAN_ARG(base), tables[i].name, ending);
		status = export_file(e, &tables[i], path.data);
	}
	buffer_release(&path);
	return status;
}

static void say_done(const struct export *e, const char *path, bool folder)
{
	struct buffer rows, files;

	buffer_init(&rows, 64);
	buffer_init(&files, 64);
	phrase_count(&rows, e->rows, "row", "rows");
	if (folder)
		phrase_count(&files, (int64_t)table_count, "file", "files");
	if (strcmp(path, "-") != 0)
		talk_note("%s: %s%s%s", path, rows.data, folder ? " in " : "", files.data);
	buffer_release(&files);
	buffer_release(&rows);
}

/* ---- forms that describe what is there ---- */

static int export_datasette(struct export *e, const char *path)
{
	struct output out;
	int status = output_open(&out, path);

	if (status == 0)
		status = datasette_write(&out, e->store);
	return output_close(&out, status);
}

/* A folder of CSV, and last what describes it: who sees datapackage.json sees all of its files. */
static int export_package(struct export *e, const char *folder)
{
	struct span base = span_str(folder);
	struct buffer path;
	struct output out;
	int status = export_folder(e, folder, ".csv");

	if (status != 0)
		return status;
	while (base.len > 1 && base.ptr[base.len - 1] == '/')
		base.len--;
	buffer_init(&path, 1 << 16);
	buffer_printf(&path, "%.*s/datapackage.json", SPAN_ARG(base));
	status = output_open(&out, path.data);
	if (status == 0)
		status = package_write(&out, e->store, e->raw);
	status = output_close(&out, status);
	buffer_release(&path);
	return status;
}

/* ---- which form ---- */

/* A folder: one that is there, or whatever has none of our endings and is not stdout. */
static bool is_folder(const char *path)
{
	struct stat found;

	if (strcmp(path, "-") == 0)
		return false;
	if (stat(path, &found) == 0)
		return S_ISDIR(found.st_mode);
	return ending_of_path(span_str(path)) < 0;
}

/* The ending that --format or the file's name asks for; -1 when they disagree, and that is said. */
static int choose(const struct options *options, const char *path, bool folder)
{
	int named = folder ? -1 : ending_of_path(span_str(path));
	int wanted = options->format ? ending_of_name(options->format) : named < 0 ? ROWS_CSV : named;

	if (wanted < 0) {
		talk_error("--format: '%s' is none of csv, ndjson, json, datasette, datapackage", options->format);
		return -1;
	}
	if (named >= 0 && endings[named].format != endings[wanted].format) {
		talk_error("%s: the name says %s, --format says %s; make them agree", path, endings[named].name,
			   endings[wanted].name);
		return -1;
	}
	return wanted;
}

enum form { FORM_FILE, FORM_FOLDER, FORM_DATASETTE, FORM_PACKAGE, FORM_NONE };

/* What to make of path; FORM_NONE when --format and the name do not go together, and that is said. */
static enum form choose_form(const struct options *options, const char *path)
{
	bool package = options->format && strcmp(options->format, "datapackage") == 0;
	struct stat found;

	if (options->format && strcmp(options->format, "datasette") == 0) {
		if (stat(path, &found) != 0 || !S_ISDIR(found.st_mode))
			return FORM_DATASETTE;
		talk_error("%s: --format datasette is one file: name it metadata.json, say", path);
		return FORM_NONE;
	}
	if (package && !is_folder(path)) {
		talk_error("%s: --format datapackage is a folder of files: name one", path);
		return FORM_NONE;
	}
	return package ? FORM_PACKAGE : is_folder(path) ? FORM_FOLDER : FORM_FILE;
}

static int export_form(struct export *e, enum form form, const char *path, int ending)
{
	switch (form) {
	case FORM_DATASETTE:
		return export_datasette(e, path);
	case FORM_PACKAGE:
		return export_package(e, path);
	case FORM_FOLDER:
		return export_folder(e, path, endings[ending].ending);
	default:
		return export_file(e, &tables[0], path);
	}
}

static int export_run(const struct options *options)
{
	const char *path = options->paths[0];
	enum form form = choose_form(options, path);
	bool rows = form == FORM_FILE || form == FORM_FOLDER;
	int wanted = rows ? choose(options, path, form == FORM_FOLDER) : 0, status;
	struct export e = { .raw = options->raw };

	if (form == FORM_NONE || wanted < 0)
		return EX_USAGE;
	e.format = endings[wanted].format;
	e.store = store_open(options->database, STORE_READ);
	/* One view of the database for all files, also while another process adds to it. */
	store_exec(e.store, "BEGIN");
	status = store_status(e.store);
	if (status == 0)
		status = export_form(&e, form, path, wanted);
	if (store_status(e.store))
		talk_error("%s", store_message(e.store));
	else if (status == 0 && form != FORM_DATASETTE)
		say_done(&e, path, form != FORM_FILE);
	store_close(e.store);
	return status;
}

const struct command export_command = {
	.name = "export",
	.arguments = "[-d DB] [--format FORMAT] [--raw] OUT",
	.summary = "Writes what the database holds for other tools.",
	.details =
		"OUT is a folder, a file, or '-' for stdout:\n"
		"  a name that ends in .csv, .ndjson, .jsonl or .json is one file with the\n"
		"  records, one row for each conclusion, recommendation and response as it\n"
		"  stands in one document; '-' is the same on stdout;\n"
		"  any other name, and a folder that is there, is a folder that gets one file\n"
		"  for each table: records, reports, conclusions, recommendations, responses,\n"
		"  response_recommendations, response_paragraphs, occurrences, history,\n"
		"  standing, unanswered, outcomes, acceptance_rates, implementation_rates,\n"
		"  response_times, repeated, documents, sources, passages, diagnostics.\n"
		"Without --format the file's ending decides; a folder and '-' get csv.\n"
		"\n"
		"Rows are in the order of their names and places, so that equal content gives\n"
		"equal files. A file takes its place once all of it is written. What is overdue\n"
		"changes with the day and is not exported: standing.target_end tells it.\n"
		"\n"
		"csv is RFC 4180 in UTF-8. A cell that a spreadsheet could run as a formula (it\n"
		"begins with = + - @, a tab or a line end, and is no plain number) gets an\n"
		"apostrophe in front; --raw leaves cells as they are. ndjson is one object a\n"
		"line, json one array; paragraphs are nested there, and JSON text in csv.\n"
		"\n"
		"Two formats say what the rows mean. datapackage is a folder of csv files with\n"
		"a datapackage.json (Frictionless) that names the type and meaning of every\n"
		"column and the keys; name the licence in it before you pass it on. datasette is\n"
		"one file, metadata for Datasette: words on every table and column, what to\n"
		"filter by, and queries for what people ask.\n"
		"\n"
		"  winnow export -d heap.db --format csv tables\n"
		"  winnow export -d heap.db --format ndjson - | jq -r .text\n"
		"  winnow export -d heap.db --format datasette heap.json\n"
		"  datasette heap.db --metadata heap.json",
	.options = "dEr",
	.least = 1,
	.most = 1,
	.run = export_run,
};
