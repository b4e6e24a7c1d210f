/*
 * files: finding files in the paths that were given, and reading them.
 *
 * Names. A source is named by its path as it was given, cleaned of "./" and
 * doubled slashes only, and always valid UTF-8: in a name that is not, each byte
 * that is no part of a valid sequence is written %XX (upper-case hex, 80 to FF).
 * A "%" that could be mistaken for such an escape (one of %80 to %FF, or of %25)
 * is itself written %25; every other "%" stays. files_raw undoes it exactly.
 *
 * "-" alone is standard input; a file of that name is called "./-".
 *
 *     caf\xE9.txt -> caf%E9.txt      a%20b.html -> a%20b.html      x%E9 -> x%25E9
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
#include "pipeline/base/buffer.h"

/* Larger files are refused: extractors may hold several times as much in memory. */
#define FILES_LIMIT ((size_t)256 << 20)

struct file {
	struct span name;  /* "-" is standard input */
	int64_t bytes;     /* as found, then as read */
	int64_t mtime;     /* nanoseconds since 1970; 0 for standard input */
	bool in_folder;    /* found, not given */
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
void files_release(struct files *files);

/* One file that is taken as given, without looking; "-" is standard input. */
struct file files_given(struct arena *arena, const char *path);

/*
 * Reads a file whole into `bytes` and updates its size and time. 0, or the
 * status with *message set, in `arena`. Never blocks on a FIFO.
 */
int files_read(struct file *file, struct buffer *bytes, struct arena *arena, struct span *message);

/* The name for a path, and the path for a name (NUL-terminated behind the span). */
struct span files_name(struct arena *arena, struct span path);
struct span files_raw(struct arena *arena, struct span name);

/* Is there certainly nothing under this name any more? False when it cannot be told. */
bool files_gone(struct span name);

/* Is there certainly nothing any more under this name, which lies in one of these paths as they were given? */
bool files_gone_from(char *const *paths, size_t count, struct span name);

/* Does `name` lie in the folder or is it the file that `path`, as given, names? */
bool files_covers(struct span path, struct span name);

/* Why nothing can be read from standard input, or NULL: a terminal has nothing to say. */
const char *files_stdin_fault(void);

#endif
