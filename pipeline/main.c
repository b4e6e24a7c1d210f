/*
 * winnow: reads heaps of messy reports and leaves a database of their records.
 *
 *     bytes -> extract -> normalize -> split -> load -> dedupe and link -> SQLite
 *
 * This table is the program: one row a command, each described beside its code
 * in commands/. `ingest` runs the whole chain in one process; extract, normalize,
 * split, dedupe and load are its links as filters; the others read the result.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "pipeline/commands/changes.h"
#include "pipeline/commands/dedupe.h"
#include "pipeline/commands/explain.h"
#include "pipeline/commands/export.h"
#include "pipeline/commands/families.h"
#include "pipeline/commands/filters.h"
#include "pipeline/commands/ingest.h"
#include "pipeline/commands/load.h"
#include "pipeline/commands/merge.h"
#include "pipeline/commands/report.h"
#include "pipeline/commands/text.h"
#include "pipeline/commands/verify.h"
#include "pipeline/options.h"
#include "pipeline/talk.h"
#include "pipeline/version.h"

static const struct command *const commands[] = {
	&ingest_command,    /* bytes -> extract, normalize, split, load -> database */
	&extract_command,   /* bytes -> blocks */
	&normalize_command, /* blocks -> passages */
	&split_command,     /* passages -> passages and records */
	&dedupe_command,    /* passages -> passages, repeats marked */
	&load_command,      /* documents -> database; then settle: duplicates, links, full text */
	&merge_command,     /* databases -> one */
	&text_command,      /* bytes -> the clean main text alone */
	&report_command,    /* database -> people */
	&changes_command,   /* what the last runs changed -> people */
	&explain_command,   /* one record -> its reasons */
	&verify_command,    /* database against its sources and itself */
	&export_command,    /* database -> other tools */
	&families_command,  /* family files -> people */
	NULL,
};

static const struct command *command_find(const char *name)
{
	for (const struct command *const *c = commands; *c; c++)
		if (strcmp((*c)->name, name) == 0)
			return *c;
	return NULL;
}

static void print_usage(FILE *to)
{
	fputs("usage: winnow COMMAND [OPTION]... [ARGUMENT]...\n"
	      "Finds conclusions, recommendations and responses in heaps of reports.\n\n", to);
	for (const struct command *const *c = commands; *c; c++)
		fprintf(to, "  %-10s %s\n", (*c)->name, (*c)->summary);
	fputs("\n'winnow COMMAND --help' tells what a command reads, writes and takes.\n", to);
}

/* Without a command: --help, --version, or wrong usage. */
static int run_bare(const char *word)
{
	if (!word || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0) {
		print_usage(stdout);
		return 0;
	}
	if (strcmp(word, "--version") == 0) {
		puts("winnow " WINNOW_VERSION);
		return 0;
	}
	talk_error("%s: no such %s", word, *word == '-' ? "option" : "command");
	talk_error("'winnow --help' lists the commands");
	return EX_USAGE;
}

static int run_command(const struct command *command, int argc, char **argv)
{
	struct options options;
	int status;

	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--version") == 0)
			return run_bare(argv[i]);
	status = options_parse(&options, command, argc, argv);
	if (status == 0) {
		talk_set_level((enum talk_level)options.verbosity);
		status = command->run(&options);
	}
	options_release(&options);
	return status < 0 ? 0 : status;
}

/* What did not reach stdout is a failure, whoever wrote it; who gives 74 for it has said why. */
static int finish(int status)
{
	if (status == EX_IOERR && ferror(stdout))
		return status;
	if (fflush(stdout) != 0)
		return talk_stdout_failed();
	if (!ferror(stdout))
		return status;
	talk_error("standard output: not all of it could be written: make room where it goes, and run it again");
	return EX_IOERR;
}

int main(int argc, char **argv)
{
	const struct command *command = argc > 1 ? command_find(argv[1]) : NULL;

	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a failed write, with its message */
	return finish(command ? run_command(command, argc - 1, argv + 1) : run_bare(argv[1]));
}
