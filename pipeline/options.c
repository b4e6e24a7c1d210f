#include "pipeline/options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "pipeline/base/memory.h"
#include "pipeline/base/span.h"
#include "pipeline/selection.h"
#include "pipeline/talk.h"

#define DATABASE_DEFAULT "winnow.db"

enum takes {
	TAKES_TEXT,   /* a const char * of struct options */
	TAKES_NUMBER, /* a long of struct options */
	TAKES_SWITCH, /* a bool of struct options */
	TAKES_LIST,   /* a struct options_list of struct options */
	TAKES_DATE,   /* a const char * of struct options */
	TAKES_SHARD,
	TAKES_LOG_FORMAT,
	TAKES_QUIET,
	TAKES_VERBOSE,
	TAKES_HELP
};

struct row {
	char key;             /* names the row in struct command.options; ' ': every command takes it */
	char letter;          /* '\0': long form only */
	const char *name;
	const char *argument; /* "a|b|c": one of these; NULL: takes none */
	enum takes takes;
	size_t offset;        /* into struct options */
	long least, most;     /* of a number */
	const char *help;
};

#define TEXT(field) TAKES_TEXT, offsetof(struct options, field), 0, 0
#define NUMBER(field, least, most) TAKES_NUMBER, offsetof(struct options, field), least, most
#define LIST(field) TAKES_LIST, offsetof(struct options, field), 0, 0
#define SWITCH(field) TAKES_SWITCH, offsetof(struct options, field), 0, 0

static const struct row rows[] = {
	{ 'd', 'd', "database", "DB", TEXT(database), "the database (" DATABASE_DEFAULT ")" },
	{ 'D', 'd', "database", "DB", TEXT(database), "look at this database too" },
	{ 'f', 'f', "family", "FAMILY", TEXT(family), "read every document with this family: a name or a family file" },
	{ 'F', 0, "format", "csv|ndjson|json", TEXT(format), "what to write" },
	{ 'H', 0, "html", "FILE", TEXT(html), "write all of it as one page for a browser instead" },
	{ 'E', 0, "format", "csv|ndjson|json|datasette|datapackage", TEXT(format), "what to write" },
	{ 'S', 0, "since", "RUN", TEXT(since), "what changed after this run (the newest before the last)" },
	{ 'c', 0, "check", "FILE", TEXT(check), "try a family file: compile it, run its examples" },
	{ 'm', 0, "markdown", NULL, SWITCH(markdown), "mark headings and lists" },
	{ 'b', 0, "batch", NULL, SWITCH(batch), "read lines IN<tab>OUT, write the text of each IN to its OUT" },
	{ 's', 0, "checksum", NULL, SWITCH(checksum), "read every file, also those whose size and time are unchanged" },
	{ 'a', 0, "reread", NULL, SWITCH(reread), "read every file again, also those that are unchanged" },
	{ 'r', 0, "raw", NULL, SWITCH(raw), "leave cells that a spreadsheet would run as formulas as they are" },
	{ 'j', 'j', "jobs", "N", NUMBER(jobs, 1, 64), "work with N threads (one for each processor, 8 at most)" },
	{ 'w', 'j', "jobs", "N", NUMBER(jobs, 0, 64),
	  "read files in N processes (one for each processor); 0: in this one" },
	{ 'w', 0, "sandbox", "auto|require|off", TEXT(sandbox), "confine them (auto), or do not run at all (require)" },
	{ 'w', 0, "time-limit", "SECONDS", NUMBER(time_limit, 1, 86400), "for reading one file (60)" },
	{ 'w', 0, "memory-limit", "MIB", NUMBER(memory_limit, 16, 1 << 20), "for reading one file (2048)" },
	{ 'l', 0, "size-limit", "MIB", NUMBER(bounds.size, 1, BOUNDS_SIZE_MOST), "of one file, or one in an archive (256)" },
	{ 'l', 0, "piece-limit", "N", NUMBER(bounds.pieces, 1, BOUNDS_PIECES_MOST), "lines and tags of one file (4000000)" },
	{ 'l', 0, "depth-limit", "N", NUMBER(bounds.depth, 8, BOUNDS_DEPTH_MOST),
	  "elements of a page that nest (256); of deeper ones the text is kept" },
	{ 'u', 0, "unpack-limit", "MIB", NUMBER(unpack_limit, 1, 1 << 24), "that an archive may unpack to (65536)" },
	{ 'u', 0, "unpack-ratio", "N", NUMBER(unpack_ratio, 1, 100000),
	  "times its size that it may unpack to, and 256 MiB (200)" },
	{ 'u', 0, "unpack-members", "N", NUMBER(unpack_members, 1, 1 << 30), "of an archive that are looked at (1000000)" },
	{ 'x', 0, "fixity", NULL, SWITCH(fixity), "only look whether each file has the SHA-256 that it had" },
	{ 'g', 0, "files-from", "FILE", TEXT(files_from), "read the files that FILE names, one a line; -: standard input" },
	{ 'g', '0', "null", NULL, SWITCH(nul_separated), "the names in it end with NUL, as find -print0 writes them" },
	{ 'g', 0, "include", "GLOB", LIST(include), "read only files of such names; several may be given" },
	{ 'g', 0, "exclude", "GLOB", LIST(exclude), "leave files of such names out; several may be given" },
	{ 'g', 0, "since", "DATE", TAKES_DATE, offsetof(struct options, modified), 0, 0,
	  "read only files modified since, 2026-11-22 or 2026-11-22T03:00, UTC" },
	{ 'n', 0, "shard", "I/N", TAKES_SHARD, 0, 0, 0, "read only the I-th of N shares of the files; see merge" },
	{ 'n', 0, "dry-run", NULL, SWITCH(dry_run), "say which files are new, changed, gone; read and write nothing" },
	{ 'n', 0, "error-limit", "N", NUMBER(error_limit, 0, LONG_MAX), "stop when more than N files have failed" },
	{ 'n', 0, "rejects", "FILE", TEXT(rejects), "list the files that failed, with the reason (NDJSON)" },
	{ 'n', 0, "summary-json", "FILE", TEXT(summary_json), "write what the run did (JSON)" },
	{ 'n', 0, "metrics", "FILE", TEXT(metrics), "the same for Prometheus (its text format)" },
	{ 'W', 0, "wait", "SECONDS", NUMBER(wait, 0, 86400), "for another writer to end (0)" },
	{ ' ', 0, "log-format", "text|logfmt|json", TAKES_LOG_FORMAT, 0, 0, 0, "how what is said on stderr is written" },
	{ ' ', 'q', "quiet", NULL, TAKES_QUIET, 0, 0, 0, "say only what went wrong" },
	{ ' ', 'v', "verbose", NULL, TAKES_VERBOSE, 0, 0, 0, "say more" },
	{ ' ', 'h', "help", NULL, TAKES_HELP, 0, 0, 0, "print this help" },
};

enum { ROWS = sizeof rows / sizeof rows[0], LONG_ONLY = 256 };

static bool taken_by(const struct row *row, const struct command *command)
{
	return row->key == ' ' || strchr(command->options, row->key);
}

static void print_option(const struct row *row)
{
	char form[48];

	snprintf(form, sizeof form, "%c%c%c --%s%s%s", row->letter ? '-' : ' ', row->letter ? row->letter : ' ',
		 row->letter ? ',' : ' ', row->name, row->argument ? " " : "", row->argument ? row->argument : "");
	printf("  %-26s  %s\n", form, row->help);
}

static void print_help(const struct command *command)
{
	size_t len = strlen(command->details);

	while (len && command->details[len - 1] == '\n')
		len--;
	printf("usage: winnow %s%s%s\n\n%s\n\n", command->name, *command->arguments ? " " : "", command->arguments,
	       command->summary);
	if (len)
		printf("%.*s\n\n", (int)len, command->details);
	printf("options:\n");
	for (int i = 0; i < ROWS; i++)
		if (taken_by(&rows[i], command))
			print_option(&rows[i]);
}

static int refuse(const struct command *command)
{
	talk_error("usage: winnow %s%s%s", command->name, *command->arguments ? " " : "", command->arguments);
	talk_error("'winnow %s --help' says more", command->name);
	return EX_USAGE;
}

/* Is `value` one of the words of "a|b|c"? */
static bool is_choice(const char *choices, const char *value)
{
	size_t len = strlen(value);

	for (const char *word = choices; word; word = strchr(word, '|') ? strchr(word, '|') + 1 : NULL)
		if (strcspn(word, "|") == len && strncmp(word, value, len) == 0)
			return true;
	return false;
}

static int check_text(const struct command *command, const struct row *row, const char *value)
{
	if (*value == '\0') {
		talk_error("--%s: %s is expected, and nothing was given", row->name, row->argument);
		return refuse(command);
	}
	if (strchr(row->argument, '|') && !is_choice(row->argument, value)) {
		talk_error("--%s: '%s' is none of %s", row->name, value, row->argument);
		return refuse(command);
	}
	return 0;
}

/* At once: what is wrong with the options behind it is said in this form already. */
static int set_log_format(const struct command *command, const struct row *row, const char *value)
{
	int status = check_text(command, row, value);

	if (status == 0)
		talk_set_format(*value == 'l' ? TALK_LOGFMT : *value == 'j' ? TALK_JSON : TALK_TEXT);
	return status;
}

static int set_text(struct options *options, const struct command *command, const struct row *row, const char *value)
{
	const char **field = (const char **)((char *)options + row->offset);
	int status = check_text(command, row, value);

	if (status == 0)
		*field = value;
	return status;
}

static int add_to_list(struct options *options, const struct command *command, const struct row *row, const char *value)
{
	struct options_list *list = (struct options_list *)((char *)options + row->offset);
	int status = check_text(command, row, value);

	if (status != 0)
		return status;
	list->items = memory_room(list->items, list->count, &list->capacity, sizeof *list->items);
	list->items[list->count++] = value;
	return 0;
}

static int set_date(struct options *options, const struct command *command, const struct row *row, const char *value)
{
	int64_t time;

	if (selection_date(value, &time))
		return set_text(options, command, row, value);
	talk_error("--%s: '%s' is no date like 2026-11-22 or 2026-11-22T03:00", row->name, value);
	return refuse(command);
}

static int set_number(struct options *options, const struct command *command, const struct row *row, const char *value)
{
	char *end;
	long number;

	errno = 0;
	number = strtol(value, &end, 10);
	if (end == value || *end || errno || number < row->least || number > row->most) {
		talk_error("--%s: '%s' is no number from %ld to %ld", row->name, value, row->least, row->most);
		return refuse(command);
	}
	*(long *)((char *)options + row->offset) = number;
	return 0;
}

static int set_shard(struct options *options, const struct command *command, const char *value)
{
	int used = 0;

	if (sscanf(value, "%5ld/%5ld%n", &options->shard, &options->shards, &used) == 2 && value[used] == '\0' &&
	    options->shard >= 1 && options->shard <= options->shards)
		return 0;
	talk_error("--shard: '%s' is no share like 1/4, the first of four", value);
	return refuse(command);
}

static int apply(struct options *options, const struct command *command, const struct row *row, const char *value)
{
	switch (row->takes) {
	case TAKES_TEXT:
		return set_text(options, command, row, value);
	case TAKES_LIST:
		return add_to_list(options, command, row, value);
	case TAKES_DATE:
		return set_date(options, command, row, value);
	case TAKES_NUMBER:
		return set_number(options, command, row, value);
	case TAKES_SWITCH:
		*(bool *)((char *)options + row->offset) = true;
		return 0;
	case TAKES_SHARD:
		return set_shard(options, command, value);
	case TAKES_LOG_FORMAT:
		return set_log_format(command, row, value);
	case TAKES_QUIET:
		options->verbosity = TALK_QUIET;
		return 0;
	case TAKES_VERBOSE:
		options->verbosity = TALK_VERBOSE;
		return 0;
	case TAKES_HELP:
		print_help(command);
		return -1;
	}
	return EX_SOFTWARE;
}

/* What getopt_long returns for a row. */
static int code_of(int row)
{
	return LONG_ONLY + row;
}

/* The row for what getopt_long returned; NULL where it is an error. */
static const struct row *row_of(int code, const struct command *command)
{
	if (code >= LONG_ONLY)
		return &rows[code - LONG_ONLY];
	for (int i = 0; i < ROWS; i++)
		if (code != '?' && code != ':' && rows[i].letter == code && taken_by(&rows[i], command))
			return &rows[i];
	return NULL;
}

/* Fills what getopt_long wants to know: the rows that this command takes. */
static void getopt_tables(const struct command *command, char *letters, struct option *names)
{
	*letters++ = ':'; /* tells a missing argument from an unknown option */
	for (int i = 0; i < ROWS; i++) {
		if (!taken_by(&rows[i], command))
			continue;
		*names++ = (struct option){ rows[i].name, rows[i].argument ? required_argument : no_argument, NULL,
					    code_of(i) };
		if (rows[i].letter)
			*letters++ = rows[i].letter;
		if (rows[i].letter && rows[i].argument)
			*letters++ = ':';
	}
	*letters = '\0';
	*names = (struct option){ 0 };
}

static int bad_option(const struct command *command, int code, char **argv)
{
	const char *word = argv[optind > 1 ? optind - 1 : 1];
	char letter[3] = { '-', (char)optopt, '\0' };

	/* optopt is a letter only for short options; for long ones the word itself is at fault. */
	if (optopt == 0 || optopt >= LONG_ONLY)
		letter[0] = '\0';
	talk_error("%s: %s", *letter ? letter : word,
		   code == ':' ? "needs a value" : "no such option, or a value too many");
	return refuse(command);
}

static int check_paths(const struct options *options, const struct command *command)
{
	if (options->path_count < command->least && !options->files_from) {
		talk_error("%s: an argument is missing", command->name);
		return refuse(command);
	}
	if (options->path_count > command->most) {
		talk_error("%s: '%s' is one argument too many", command->name, options->paths[command->most]);
		return refuse(command);
	}
	return 0;
}

void options_release(struct options *options)
{
	free(options->include.items);
	free(options->exclude.items);
}

int options_parse(struct options *options, const struct command *command, int argc, char **argv)
{
	char letters[2 * ROWS + 2];
	struct option names[ROWS + 1];
	int code;

	*options = (struct options){ .command = command->name,
				     .verbosity = TALK_NORMAL,
				     .jobs = -1,
				     .sandbox = "auto",
				     .time_limit = 60,
				     .memory_limit = 2048,
				     .unpack_limit = 65536,
				     .unpack_ratio = 200,
				     .unpack_members = 1000000,
				     .bounds = BOUNDS_DEFAULT,
				     .error_limit = -1 };
	if (strchr(command->options, 'd'))
		options->database = DATABASE_DEFAULT;
	getopt_tables(command, letters, names);
	opterr = 0;
	optind = 0; /* glibc: start anew */
	while ((code = getopt_long(argc, argv, letters, names, NULL)) != -1) {
		const struct row *row = row_of(code, command);
		int status = row ? apply(options, command, row, optarg) : bad_option(command, code, argv);

		if (status != 0)
			return status;
	}
	options->paths = argv + optind;
	options->path_count = (size_t)(argc - optind);
	return check_paths(options, command);
}
