/*
 * files: finding files in the paths that were given. What they are called stands in names.h.
 *
 * What counts. Regular files, in byte order of their names, each once. A
 * symbolic link is followed when it was given itself; inside a folder it is
 * not (what it points to inside the folder is found under its own name).
 * Names that begin with a dot are left out of folders. FIFOs, sockets and
 * devices are never opened for reading: they are problems, with the remedy.
 */
#ifndef WINNOW_FILES_H
#define WINNOW_FILES_H

#include <stdint.h>

#include "pipeline/base/arena.h"
#include "pipeline/names.h"

struct file {
	struct span name;  /* "-" is standard input */
	int64_t bytes;     /* as found, then as read */
	int64_t mtime;     /* nanoseconds since 1970; 0 for standard input */
	struct span folder; /* what was given and it was found in, as a name; empty where it was given itself */
	size_t most;        /* bytes that may be read of it; 0: the default of bounds.h */
};

/* Why something that was given or found is not read. */
struct file_problem {
	struct span name;
	int status;          /* 65 no file to read, 66 cannot open, 74 cannot read; 0: explained otherwise */
	bool gone;           /* given, and not there */
	struct span message; /* what is wrong and what to do, without the name */
};

struct files {
	struct arena *arena; /* holds everything below */
	struct file *items;
	size_t count, capacity;
	struct file_problem *problems;
	size_t problem_count, problem_capacity;
	size_t left_out; /* of what was found, by --include, --exclude and --since (selection.h) */
};

/*
 * Finds the files in `paths`, each a file, a folder or "-". `database`, with the
 * files that SQLite and its lock keep beside it, is no input; it may be NULL.
 * Takes time and memory linear in what is there. Free with files_release.
 */
void files_find(struct files *files, char *const *paths, size_t count, const char *database);
/*
 * Leaves the `shard`-th, from 1, of `shards` shares of the files: which share a
 * file is in follows from its name alone. Problems stay with the first.
 */
void files_keep_share(struct files *files, long shard, long shards);
/* Sets how many bytes may be read of each. */
void files_bound(struct files *files, size_t most);

void files_release(struct files *files);

/* One file that is taken as given, without looking; "-" is standard input. */
struct file files_given(struct arena *arena, const char *path);

/* Is there certainly nothing under this name any more? False when it cannot be told. Of a member: is its archive gone? */
bool files_gone(struct span name);

/* Is there certainly nothing any more under this name, which lies in one of these paths as they were given? */
bool files_gone_from(char *const *paths, size_t count, struct span name);

#endif
