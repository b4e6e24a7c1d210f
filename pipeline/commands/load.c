#include "pipeline/commands/load.h"

#include <stdio.h>
#include <sysexits.h>

#include "pipeline/files.h"
#include "pipeline/opening.h"
#include "pipeline/ndjson.h"
#include "pipeline/store/load.h"
#include "pipeline/talk.h"

static void say_counts(const char *database, const struct load_counts *n)
{
	if (n->documents == 0 && n->changed == 0 && n->failed == 0)
		talk_note("%s: nothing new: %lld sources are as they were", database, (long long)n->unchanged);
	else
		talk_note("%s: %lld sources: %lld new, %lld changed, %lld unchanged, %lld failed; "
			  "added %lld documents, %lld passages, %lld records",
			  database, (long long)n->seen, (long long)n->fresh, (long long)n->changed,
			  (long long)n->unchanged, (long long)n->failed, (long long)n->documents,
			  (long long)n->passages, (long long)n->items);
}

/* Reads, and ends the run even when reading broke off: what has come is whole. */
static int load_all(struct stage *first, const char *database)
{
	const struct load *load = load_of_chain(first);
	size_t documents = 0, skipped = 0;
	int status = ndjson_read(stdin, first, &documents, &skipped);
	int flushed;

	load_set_exit(load_of_chain(first), status ? status : skipped ? 1 : 0);
	flushed = chain_flush(first);
	if (status == 0)
		status = flushed;
	if (status != 0)
		return status;
	if (documents == 0) {
		talk_error("standard input: no documents: make them with "
			   "'winnow extract FILE | winnow normalize | winnow split'");
		return EX_DATAERR;
	}
	say_counts(database, load_counts(load));
	return skipped || load_counts(load)->failed ? 1 : 0;
}

static int load_main(const struct options *options)
{
	static const struct stage_type *const stages[] = { &ndjson_passages_only, &load_stage };
	const char *fault = opening_stdin_fault();
	struct stage *first;
	int status;

	if (fault) {
		talk_error("%s", fault);
		return EX_USAGE;
	}
	first = chain_open(stages, sizeof stages / sizeof *stages, options, &status);
	if (!first)
		return status;
	status = load_all(first, options->database);
	chain_close(first);
	return status;
}

const struct command load_command = {
	.name = "load",
	.arguments = "[-d DB] [--wait SECONDS]",
	.summary = "Stores documents from stdin in the database.",
	.details = "Reads the NDJSON that split or dedupe writes and stores documents, passages and records in DB,\n"
		   "which is made when it is not there. A source that is stored already, with the same hash, changes\n"
		   "nothing; another version of a file takes the place of the one before, which is kept as history.\n"
		   "At the end duplicates are marked, records linked and the full text brought up to date.\n"
		   "\n"
		   "  winnow extract a.html | winnow normalize | winnow split | winnow load -d heap.db",
	.options = "dW",
	.run = load_main,
};
