#include "pipeline/files.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "pipeline/base/hash.h"
#include "pipeline/opening.h"

/* ---- problems ---- */

static void add_problem(struct files *f, struct span name, int status, struct span message)
{
	f->problems = arena_room(f->arena, f->problems, f->problem_count, &f->problem_capacity, sizeof *f->problems);
	f->problems[f->problem_count++] = (struct file_problem){ .name = name, .status = status, .message = message };
}

/* ---- finding ---- */

static int64_t nanoseconds(struct timespec t)
{
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void add_file(struct files *f, struct span name, const struct stat *s, struct span folder)
{
	f->items = arena_room(f->arena, f->items, f->count, &f->capacity, sizeof *f->items);
	f->items[f->count++] = (struct file){ .name = name,
					      .bytes = s ? (int64_t)s->st_size : 0,
					      .mtime = s ? nanoseconds(s->st_mtim) : 0,
					      .folder = folder };
}

/* The database and what lies beside it, known by device and inode. */
struct own {
	dev_t device[5];
	ino_t inode[5];
	int count;
};

static void own_find(struct own *own, const char *database)
{
	static const char *const suffixes[] = { "", "-journal", "-wal", "-shm", ".lock" };
	char path[4096];
	struct stat s;

	own->count = 0;
	for (size_t i = 0; database && i < sizeof suffixes / sizeof *suffixes; i++) {
		int len = snprintf(path, sizeof path, "%s%s", database, suffixes[i]);

		if (len < 0 || (size_t)len >= sizeof path || stat(path, &s) != 0)
			continue;
		own->device[own->count] = s.st_dev;
		own->inode[own->count++] = s.st_ino;
	}
}

static bool own_has(const struct own *own, const struct stat *s)
{
	for (int i = 0; i < own->count; i++)
		if (own->device[i] == s->st_dev && own->inode[i] == s->st_ino)
			return true;
	return false;
}

/* Does the link lead to something in the folder that is being walked? */
static bool leads_inside(const char *link, const char *root)
{
	char *target = realpath(link, NULL), *folder = realpath(root, NULL);
	bool inside = target && folder && names_covers(span_str(folder), span_str(target));

	free(target);
	free(folder);
	return inside;
}

/* A folder that was given, and its name. */
struct root {
	char *path;
	struct span name;
};

static void take_link(struct files *f, const FTSENT *e, struct span name, const char *root)
{
	if (access(e->fts_accpath, F_OK) != 0)
		add_problem(f, name, EX_NOINPUT, SPAN("a symbolic link to nothing: skipped"));
	else if (!leads_inside(e->fts_accpath, root))
		add_problem(f, name, EX_NOINPUT,
			    SPAN("a symbolic link that leads out of the folder: not followed; give what it points to "
				 "as a path of its own"));
}

static void take_entry(struct files *f, const FTSENT *e, const struct root *root, const struct own *own)
{
	struct span name = names_of(f->arena, span_of(e->fts_path, e->fts_pathlen));
	bool given = e->fts_level == FTS_ROOTLEVEL;

	switch (e->fts_info) {
	case FTS_F:
		if (!own_has(own, e->fts_statp))
			add_file(f, name, e->fts_statp, given ? SPAN("") : root->name);
		else if (given)
			add_problem(f, name, EX_DATAERR, SPAN("the database itself: give the files that go into it"));
		break;
	case FTS_SL:
		take_link(f, e, name, root->path);
		break;
	case FTS_DEFAULT:
		add_problem(f, name, EX_DATAERR, span_str(opening_sort(e->fts_statp->st_mode)));
		break;
	case FTS_SLNONE:
		add_problem(f, name, EX_NOINPUT, SPAN("a symbolic link to nothing"));
		break;
	case FTS_DNR:
	case FTS_NS:
	case FTS_ERR:
		add_problem(f, name, EX_NOINPUT, opening_describe(f->arena, "cannot open", e->fts_errno));
		f->problems[f->problem_count - 1].gone =
			given && (e->fts_errno == ENOENT || e->fts_errno == ENOTDIR);
		break;
	default: /* FTS_D and FTS_DP: a folder, before and after what is in it */
		break;
	}
}

static bool is_hidden(const FTSENT *e)
{
	return e->fts_level > FTS_ROOTLEVEL && e->fts_name[0] == '.';
}

/* fts keeps its place in lists of its own: no recursion, however deep the folders go. */
static void walk(struct files *f, char *path, const struct own *own)
{
	const struct root root = { path, names_of(f->arena, span_str(path)) };
	char *const roots[] = { path, NULL };
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL);
	FTSENT *e;

	errno = tree ? 0 : errno;
	while (tree && (e = fts_read(tree))) {
		if (!is_hidden(e))
			take_entry(f, e, &root, own);
		else if (e->fts_info == FTS_D)
			fts_set(tree, e, FTS_SKIP);
		errno = 0;
	}
	if (errno != 0)
		add_problem(f, root.name, EX_NOINPUT,
			    opening_describe(f->arena, "cannot be read to its end", errno));
	if (tree)
		fts_close(tree);
}

static int by_name(const void *a, const void *b)
{
	return span_compare(((const struct file *)a)->name, ((const struct file *)b)->name);
}

static int problem_by_name(const void *a, const void *b)
{
	return span_compare(((const struct file_problem *)a)->name, ((const struct file_problem *)b)->name);
}

/* Drops what was found twice: a file that was given, and its folder too. */
static void fold(struct files *f)
{
	size_t kept = 0;

	if (f->count)
		qsort(f->items, f->count, sizeof *f->items, by_name);
	for (size_t i = 0; i < f->count; i++)
		if (kept == 0 || !span_equal(f->items[kept - 1].name, f->items[i].name))
			f->items[kept++] = f->items[i];
	f->count = kept;
	if (f->problem_count)
		qsort(f->problems, f->problem_count, sizeof *f->problems, problem_by_name);
}

void files_find(struct files *files, char *const *paths, size_t count, const char *database)
{
	struct own own;

	*files = (struct files){ .arena = arena_new() };
	own_find(&own, database);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(paths[i], "-") == 0)
			add_file(files, SPAN("-"), NULL, SPAN(""));
		else if (*paths[i] == '\0')
			add_problem(files, SPAN("''"), EX_NOINPUT, SPAN("an empty path names no file"));
		else
			walk(files, paths[i], &own);
	}
	fold(files);
}

void files_bound(struct files *files, size_t most)
{
	for (size_t i = 0; i < files->count; i++)
		files->items[i].most = most;
}

void files_release(struct files *files)
{
	arena_free(files->arena);
	*files = (struct files){ 0 };
}

struct file files_given(struct arena *arena, const char *path)
{
	if (strcmp(path, "-") == 0)
		return (struct file){ .name = SPAN("-") };
	return (struct file){ .name = names_of(arena, span_str(path)) };
}

bool files_gone(struct span name)
{
	struct arena *arena = arena_new();
	struct stat s;
	struct span archive = names_archive(name);
	const char *path = names_raw(arena, archive.ptr ? archive : name).ptr;
	bool gone = lstat(path, &s) != 0 && (errno == ENOENT || errno == ENOTDIR);

	arena_free(arena);
	return gone;
}

void files_keep_share(struct files *files, long shard, long shards)
{
	size_t kept = 0;

	for (size_t i = 0; i < files->count; i++)
		if (hash_64(files->items[i].name) % (uint64_t)shards == (uint64_t)shard - 1)
			files->items[kept++] = files->items[i];
	files->count = kept;
	if (shard > 1)
		files->problem_count = 0;
}

bool files_gone_from(char *const *paths, size_t count, struct span name)
{
	struct arena *arena = arena_new();
	bool covered = false;

	if (files_gone(name))
		for (size_t i = 0; i < count && !covered; i++)
			covered = names_covers(names_of(arena, span_str(paths[i])), name);
	arena_free(arena);
	return covered;
}
