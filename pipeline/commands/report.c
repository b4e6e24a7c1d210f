#include "pipeline/commands/report.h"

#include <string.h>

#include "pipeline/show/html.h"
#include "pipeline/show/news.h"
#include "pipeline/show/overview.h"
#include "pipeline/talk.h"

static void (*const sections[])(struct page *page, struct store *store) = {
	overview_holdings,   news_brief,
	overview_reports,    overview_standing,
	overview_rates,      overview_response_times,
	overview_overdue,    overview_overdue_departments,
	overview_unanswered, overview_repeated,
	overview_duplicates, overview_attention,
	overview_next,
};

static int print(struct store *store)
{
	struct page page;
	int status;

	page_init(&page, stdout);
	for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
		if (store_status(store) == 0)
			sections[i](&page, store);
	status = store_status(store);
	if (status == 0)
		status = page_print(&page, stdout);
	page_release(&page);
	return status;
}

static int write_page(struct store *store, const char *path)
{
	struct output out;
	int status = output_open(&out, path);

	if (status == 0)
		status = html_write(&out, store);
	return output_close(&out, status);
}

static int report_run(const struct options *options)
{
	struct store *store = store_open(options->database, STORE_READ);
	int status;

	/* One view of the database for all sections, also while another process adds to it. */
	store_exec(store, "BEGIN");
	status = store_status(store);
	if (status == 0)
		status = options->html ? write_page(store, options->html) : print(store);
	if (store_status(store))
		talk_error("%s", store_message(store));
	else if (status == 0 && options->html && strcmp(options->html, "-") != 0)
		talk_note("%s: written; open it in a browser", options->html);
	store_close(store);
	return status;
}

const struct command report_command = {
	.name = "report",
	.arguments = "[-d DB] [--html FILE]",
	.summary = "Shows what the database holds, what is overdue, what went wrong.",
	.details =
		"Reads DB and prints, in 80 columns: the documents, reports and records; what the\n"
		"last run brought; how far the recommendations are, and the rates by department;\n"
		"how long reports waited for their response; what was agreed and is late, with\n"
		"the days; what has no response; what a later report recommends again; how many\n"
		"passages repeat others; which files could not be read or are missing; and what\n"
		"to type next. Bold only on a terminal, and never when NO_COLOR is set.\n"
		"\n"
		"accepted: of the recommendations that were accepted, in full or in part, or\n"
		"rejected, the share accepted; noted and unknown ones are counted beside it.\n"
		"implem.: of those whose status is known and that were not withdrawn, the share\n"
		"implemented. The views acceptance_rates and implementation_rates have the same\n"
		"by body and by session.\n"
		"\n"
		"A recommendation is overdue when the newest position known is agreed or partly\n"
		"agreed, the newest status is not implemented or withdrawn, and the last day that\n"
		"its target date can mean is past: 'spring 2019' is late from 1 June 2019 on.\n"
		"\n"
		"--html writes FILE instead: one page with all of this as charts and lists, each\n"
		"record with its timeline, its answers, its source lines and what repeats it,\n"
		"search and filters. It opens from disk in any browser and loads nothing. Give\n"
		"'-' for stdout. The file takes its place once all of it is written.\n"
		"\n"
		"  winnow report -d heap.db | less\n"
		"  winnow report -d heap.db --html heap.html",
	.options = "dH",
	.run = report_run,
};
