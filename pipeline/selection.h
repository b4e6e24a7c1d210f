/*
 * selection: which files a command reads: the paths on its line, those of --files-from,
 * less what --include, --exclude and --since leave out.
 */
#ifndef WINNOW_SELECTION_H
#define WINNOW_SELECTION_H

#include "pipeline/base/buffer.h"
#include "pipeline/files.h"

struct options;

struct selection {
	char **paths;       /* all that was given */
	size_t count, capacity;
	struct buffer list; /* what --files-from holds: paths point into it */
};

/* Reads the list. 0, or the status after having said why. Free with selection_release in each case. */
int selection_open(struct selection *s, const struct options *options);
void selection_release(struct selection *s);

/* files_find, less what is left out; that is no problem, and not gone. */
void selection_find(const struct selection *s, struct files *files, const struct options *options, const char *database);

/* Does the glob (fnmatch(3), where * also matches /) match a name, or what stands behind one of its slashes? */
bool selection_matches(const char *glob, struct span name);

/* "2026-11-22", UTC, or with a time, "2026-11-22T03:00": nanoseconds since 1970. False where it is none. */
bool selection_date(const char *text, int64_t *time);

#endif
