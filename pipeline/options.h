/*
 * options: one table from which the command line is parsed and --help is printed.
 */
#ifndef WINNOW_OPTIONS_H
#define WINNOW_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* What was asked for; what was not given has its default. Borrowed from argv. */
struct options {
	const char *database;   /* -d */
	const char *family;     /* -f: name of a family, or a family file */
	const char *format;     /* --format */
	const char *check;      /* --check */
	int jobs;               /* -j */
	bool markdown, batch, checksum;
	bool raw;               /* --raw: export cells as they are, formulas included */
	int verbosity;          /* -q: 0, default 1, -v: 2 */
	char **paths;           /* what is no option */
	size_t path_count;
};

/* A command of the program: its words, its options, what it does. */
struct command {
	const char *name;
	const char *arguments;  /* "[-d DB] PATH..." for the usage line */
	const char *summary;    /* one line */
	const char *details;    /* paragraphs for --help: what it reads and writes, an example */
	const char *options;    /* letters of the option table that it takes; see options.c */
	int (*run)(const struct options *options); /* exit status */
};

/*
 * Parses argv behind the command's name. 0: run it; -1: help was printed, exit 0;
 * 64: wrong usage, already said on stderr.
 */
int options_parse(struct options *options, const struct command *command, int argc, char **argv);

#endif
