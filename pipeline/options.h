/*
 * options: one table from which the command line is parsed and --help is printed.
 *
 * Every command takes --help, -q and -v; what else it takes is named by keys of
 * the table in options.c, in the string `options` of its descriptor:
 *
 *     d  -d, --database DB   with "winnow.db" when not given
 *     D  -d, --database DB   NULL when not given
 *     f  -f, --family NAME   a family, or a family file
 *     F  --format NAME       csv, ndjson or json
 *     H  --html FILE         (options.html)
 *     E  --format NAME       these, datasette or datapackage
 *     S  --since RUN         (options.since)
 *     c  --check FILE        (options.check)
 *     m  --markdown          (options.markdown)
 *     b  --batch             (options.batch)
 *     s  --checksum          (options.checksum)
 *     a  --reread            (options.reread)
 *     r  --raw               (options.raw)
 *     w  how files are read: -j, --sandbox, --time-limit, --memory-limit
 *     l  what one file may be: --size-limit, --piece-limit, --depth-limit
 *     u  what archives may unpack to: --unpack-limit, --unpack-ratio, --unpack-members
 *     g  which files: --files-from, -0, --include, --exclude, --since DATE (options.modified)
 *     x  --fixity            (options.fixity)
 *     W  --wait SECONDS      (options.wait)
 *     n  for the night job: --wait, --error-limit, --rejects, --summary-json, --metrics, --dry-run
 */
#ifndef WINNOW_OPTIONS_H
#define WINNOW_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "pipeline/base/bounds.h"

/* The values of an option that may be given several times, in their order. */
struct options_list {
	const char **items;
	size_t count, capacity;
};

/* What was asked for; what was not given is NULL or false. Borrowed from argv. Free with options_release. */
struct options {
	const char *command;    /* the command's name */
	const char *database;   /* -d */
	const char *family;     /* -f: name of a family, or a family file */
	const char *format;     /* --format */
	const char *html;       /* --html: the page to write */
	const char *check;      /* --check */
	const char *since;      /* --since: number of a run */
	bool markdown, batch, checksum, reread;
	bool raw;               /* --raw: export cells as they are, formulas included */
	long jobs;              /* -j: processes that read files (0: none), or threads; -1: one for each processor */
	const char *sandbox;    /* --sandbox: auto, require or off */
	long time_limit;        /* --time-limit: seconds for one file */
	long memory_limit;      /* --memory-limit: MiB for one of these processes */
	struct bounds bounds;   /* --size-limit, --piece-limit, --depth-limit */
	long unpack_limit;      /* --unpack-limit: MiB that an archive may unpack to, ... */
	long unpack_ratio;      /* --unpack-ratio: ... in times of its size, ... */
	long unpack_members;    /* --unpack-members: ... and so many members */
	long shard, shards;     /* --shard: the shard-th, from 1, of so many; 0: all files */
	long wait;              /* --wait: seconds for another writer to end */
	long error_limit;       /* --error-limit: failures that end a run; -1: none do */
	const char *rejects, *summary_json, *metrics; /* files to write at the end of a run */
	bool fixity;            /* --fixity: only the checksums of the files */
	bool dry_run;           /* --dry-run */
	const char *files_from; /* --files-from: a file of names of files, or "-" */
	bool nul_separated;     /* -0: the names in it end with NUL, not with a line */
	struct options_list include, exclude; /* globs on the names of files */
	const char *modified;   /* --since of files: a date that selection_date reads */
	int verbosity;          /* -q: 0, default 1, -v: 2 */
	char **paths;           /* what is no option */
	size_t path_count;
};

/* For struct command.most: any number of paths. */
#define PATHS_ANY ((size_t)-1)

/* A command of the program: its words, its options, what it does. */
struct command {
	const char *name;
	const char *arguments;  /* "[-d DB] PATH..." for the usage line */
	const char *summary;    /* one line */
	const char *details;    /* paragraphs for --help: what it reads and writes, an example */
	const char *options;    /* keys of the option table that it takes, see above */
	size_t least, most;     /* how many arguments that are no option; most 0: none */
	int (*run)(const struct options *options); /* exit status */
};

/*
 * Parses argv, where argv[0] is the command's name. 0: run it; -1: help was
 * printed, exit 0; 64: wrong usage, already said on stderr. Not reentrant, as
 * getopt is not.
 */
int options_parse(struct options *options, const struct command *command, int argc, char **argv);
void options_release(struct options *options);

#endif
