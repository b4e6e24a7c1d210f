#include "pipeline/commands/changes.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "pipeline/show/news.h"
#include "pipeline/show/overview.h"
#include "pipeline/show/rows.h"
#include "pipeline/talk.h"

/* The run that --since names; false when it is none, and that is said. */
static bool read_since(const struct options *options, struct store *store, int64_t *since)
{
	int64_t last = overview_number(store, "SELECT coalesce(max(id), 0) FROM runs");
	char *end;

	if (!options->since) {
		*since = news_since(store);
		return true;
	}
	errno = 0;
	*since = strtoll(options->since, &end, 10);
	if (errno == 0 && *end == '\0' && *since >= 0 && *since <= last)
		return true;
	talk_error("--since: '%s' is no run of %s: its runs are 1 to %" PRId64 ", 0 is before the first",
		   options->since, store_path(store), last);
	return false;
}

static int print_page(struct store *store, int64_t since)
{
	struct page page;
	int status;

	page_init(&page, stdout);
	news_full(&page, store, since);
	status = store_status(store);
	if (status == 0)
		status = page_print(&page, stdout);
	page_release(&page);
	return status;
}

static int print_rows(struct store *store, const char *format, bool raw)
{
	enum rows_format wanted = strcmp(format, "csv") == 0 ? ROWS_CSV
				  : strcmp(format, "json") == 0 ? ROWS_JSON : ROWS_NDJSON;
	struct output out;
	int64_t rows = 0;
	int status = output_open(&out, "-");

	if (status == 0)
		status = rows_write(&out, store, &news_table, wanted, raw, &rows);
	return output_close(&out, status);
}

static int changes_run(const struct options *options)
{
	struct store *store = store_open(options->database, STORE_READ);
	int64_t since;
	int status;

	store_exec(store, "BEGIN"); /* one view of the database, also while another process adds to it */
	status = store_status(store);
	if (status == 0 && !read_since(options, store, &since))
		status = EX_USAGE;
	if (status == 0) {
		news_gather(store, since);
		status = options->format ? print_rows(store, options->format, options->raw) : print_page(store, since);
	}
	if (store_status(store)) {
		talk_error("%s", store_message(store));
		status = store_status(store);
	}
	store_close(store);
	return status;
}

const struct command changes_command = {
	.name = "changes",
	.arguments = "[-d DB] [--since RUN] [--format csv|ndjson|json] [--raw]",
	.summary = "Shows what the last run brought: what is new, moved, overdue.",
	.details =
		"Compares what DB holds with what it held when run RUN had ended: files that are\n"
		"new, changed or gone; new records; target dates that moved, by how many days;\n"
		"positions and statuses that changed; texts that were put otherwise; and what\n"
		"became overdue in the meantime. Several runs are taken together: a date that\n"
		"moved twice moved once, what came and went again is left out. The table runs\n"
		"numbers the runs; 0 is before the first. Without --since it is the newest run\n"
		"before the last that was finished.\n"
		"\n"
		"Text for people, or with --format all of it as rows: run_id, subject,\n"
		"subject_id, change, report_id, report_title, department, label, before, after,\n"
		"days, text. csv is safe to open in a spreadsheet; --raw leaves cells as they are.\n"
		"\n"
		"  winnow ingest -q -d heap.db papers/ && winnow changes -d heap.db\n"
		"  winnow changes -d heap.db --since 12 --format csv >week.csv",
	.options = "dSFr",
	.run = changes_run,
};
