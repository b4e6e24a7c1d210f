#include "pipeline/selection.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <time.h>

#include "pipeline/base/memory.h"
#include "pipeline/options.h"
#include "pipeline/talk.h"

/* ---- what is given ---- */

static void add_path(struct selection *s, char *path)
{
	s->paths = memory_room(s->paths, s->count, &s->capacity, sizeof *s->paths);
	s->paths[s->count++] = path;
}

/* The list may come from a pipe: it is the user's own, as the files in it are not. */
static int read_list(struct selection *s, const char *path)
{
	bool standard_input = strcmp(path, "-") == 0;
	FILE *file = standard_input ? stdin : fopen(path, "re");
	char chunk[16 * 1024];
	size_t got;
	int status = 0;

	if (!file) {
		talk_error("--files-from: %s: cannot open: %s", path, strerror(errno));
		return EX_NOINPUT;
	}
	while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
		buffer_add(&s->list, span_of(chunk, got));
	if (ferror(file) || s->list.overflow) {
		talk_error("--files-from: %s: %s", path, s->list.overflow ? "too long" : "cannot be read to its end");
		status = EX_IOERR;
	}
	if (!standard_input)
		fclose(file);
	return status;
}

/* An empty line is no name; of lines that a Windows editor ended, the \r is none of it. */
static void add_listed(struct selection *s, bool nul)
{
	char *at = s->list.data, *end = at + s->list.len;

	while (at < end) {
		char *stop = memchr(at, nul ? '\0' : '\n', (size_t)(end - at));

		stop = stop ? stop : end;
		*stop = '\0';
		if (!nul && stop > at && stop[-1] == '\r')
			stop[-1] = '\0';
		if (*at)
			add_path(s, at);
		at = stop + 1;
	}
}

int selection_open(struct selection *s, const struct options *options)
{
	int status = 0;

	*s = (struct selection){ .count = 0 };
	buffer_init(&s->list, BUFFER_LIMIT_DEFAULT);
	for (size_t i = 0; i < options->path_count; i++)
		add_path(s, options->paths[i]);
	if (options->files_from)
		status = read_list(s, options->files_from);
	if (status == 0)
		add_listed(s, options->nul_separated);
	return status;
}

void selection_release(struct selection *s)
{
	free(s->paths);
	buffer_release(&s->list);
}

/* ---- what is left out ---- */

bool selection_matches(const char *glob, struct span name)
{
	struct arena *arena = arena_new();
	const char *text = arena_copy(arena, name).ptr;
	bool matches = fnmatch(glob, text, 0) == 0;

	for (const char *slash = strchr(text, '/'); slash && !matches; slash = strchr(slash + 1, '/'))
		matches = fnmatch(glob, slash + 1, 0) == 0;
	arena_free(arena);
	return matches;
}

static bool any_matches(const struct options_list *globs, struct span name)
{
	for (size_t i = 0; i < globs->count; i++)
		if (selection_matches(globs->items[i], name))
			return true;
	return false;
}

bool selection_date(const char *text, int64_t *time)
{
	const int64_t most = INT64_MAX / 1000000000; /* year 2262 */
	struct tm t = { .tm_mday = 0 };
	int64_t seconds;
	const char *rest = strptime(text, "%Y-%m-%d", &t);

	if (rest && *rest)
		rest = strptime(rest, *rest == ' ' ? " %H:%M" : "T%H:%M", &t);
	if (!rest || *rest)
		return false;
	seconds = (int64_t)timegm(&t);
	*time = seconds > most ? INT64_MAX : seconds < -most ? INT64_MIN : seconds * 1000000000;
	return true;
}

static bool is_wanted(const struct options *o, const struct file *file, int64_t since)
{
	if (span_equal(file->name, SPAN("-")))
		return true;
	if (o->include.count && !any_matches(&o->include, file->name))
		return false;
	return !any_matches(&o->exclude, file->name) && file->mtime >= since;
}

void selection_find(const struct selection *s, struct files *files, const struct options *options, const char *database)
{
	int64_t since = 0;
	size_t kept = 0;

	files_find(files, s->paths, s->count, database);
	if (options->modified)
		selection_date(options->modified, &since);
	for (size_t i = 0; i < files->count; i++)
		if (is_wanted(options, &files->items[i], since))
			files->items[kept++] = files->items[i];
	files->left_out = files->count - kept;
	files->count = kept;
	if (files->left_out)
		talk_detail("%zu files are left out by --include, --exclude or --since", files->left_out);
}
