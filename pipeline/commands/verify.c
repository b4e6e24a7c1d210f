#include "pipeline/commands/verify.h"

#include "pipeline/show/page.h"
#include "pipeline/talk.h"
#include "pipeline/verify/check.h"
#include "pipeline/verify/counts.h"
#include "pipeline/verify/files.h"
#include "pipeline/verify/index.h"
#include "pipeline/verify/places.h"
#include "pipeline/verify/rules.h"

/* In the order of the page: what all else rests on comes first. */
static void (*const steps[])(struct checks *checks) = {
	rules_check_structure, places_check, rules_check_tables, index_check, counts_check,
	rules_check_full_text,
};

static void run_steps(struct checks *checks, bool fixity)
{
	if (fixity) {
		files_check(checks);
		return;
	}
	for (size_t i = 0; i < sizeof steps / sizeof steps[0] && store_status(checks->store) == 0; i++)
		steps[i](checks);
}

/* 0 all well, 1 something failed or could not be checked; a warning is explained and well. */
static int status_of(enum verdict worst)
{
	return worst >= VERDICT_SKIPPED ? 1 : 0;
}

static int verify_run(const struct options *options)
{
	struct store *store = store_open(options->database, STORE_READ);
	struct checks checks;
	struct page page;
	int status;

	check_init(&checks, store, options);
	page_init(&page, stdout);
	/* One view of the database for all checks, also while another process adds to it. */
	store_exec(store, "BEGIN");
	run_steps(&checks, options->fixity);
	status = store_status(store);
	if (status) {
		talk_error("%s", store_message(store));
	} else {
		check_show(&checks, &page);
		status = page_print(&page, stdout);
		if (status == 0)
			status = status_of(check_worst(&checks));
	}
	page_release(&page);
	check_release(&checks);
	store_close(store);
	return status;
}

const struct command verify_command = {
	.name = "verify",
	.arguments = "[-d DB] [--fixity]",
	.summary = "Checks the database against its files and against itself.",
	.details =
		"Prints a line for each check, then what is wrong, with file and line:\n"
		"  structure      SQLite's integrity and foreign keys\n"
		"  sources        every file is there and has the SHA-256 it had when it was read\n"
		"  passages       the words of every passage stand in their order in its bytes of\n"
		"                 the file; read again for this, with no code of the extractors\n"
		"                 but the decoding of characters\n"
		"  lines          line numbers and byte ranges are the same places\n"
		"  records        the same for every conclusion, recommendation and response\n"
		"  evidence       every record has the passages it is made of\n"
		"  ledger         everything found is in the ledger, and nothing else\n"
		"  duplicates     every passage marked as a repeat has an original that is kept\n"
		"  index          duplicates found anew from the texts alone are those marked, and\n"
		"                 the index kept for the next run is that of the texts\n"
		"  stated counts  'There were 9 recommendations' agrees with what was found; a\n"
		"                 difference is a warning\n"
		"  full text      both indexes hold what the tables hold\n"
		"Archives are unpacked again for this, their members compared with what is known.\n"
		"With --fixity only the files are looked at: what is changed or gone has failed.\n"
		"Run it in the folder that ingest was run in: paths are kept as they were given.\n"
		"A changed or vanished file cannot be checked and is named; ingest reads it anew.\n"
		"\n"
		"Status: 0 all well, warnings included; 1 something failed or was not checked.\n"
		"\n"
		"  winnow verify -d heap.db",
	.options = "dux",
	.run = verify_run,
};
