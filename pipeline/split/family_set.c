#include "pipeline/split/family_set.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/buffer.h"
#include "pipeline/base/hash.h"
#include "pipeline/base/memory.h"
#include "pipeline/version.h"

enum {
	FILE_BYTES_MOST = 1024 * 1024,
	RECOGNISE_PASSAGES = 4000, /* a document tells what it is long before that */
	TOP_PASSAGES = 40
};

static const struct {
	const char *name, *text;
} compiled_in[] = {
#include "families.inc"
};

/* One family file, read or compiled in. */
struct file {
	struct span name, text;
};

struct family_set {
	struct arena *arena;
	struct file *files;
	size_t file_count, file_capacity;
	struct family **families; /* sorted by name */
	size_t count;
};

static void add_file(struct family_set *set, struct span name, struct span text)
{
	for (size_t i = 0; i < set->file_count; i++) {
		if (span_equal(set->files[i].name, name)) {
			set->files[i].text = text;
			return;
		}
	}
	set->files = arena_room(set->arena, set->files, set->file_count, &set->file_capacity, sizeof *set->files);
	set->files[set->file_count++] = (struct file){ name, text };
}

static bool read_file(struct family_set *set, const char *path, struct span *text)
{
	FILE *in = fopen(path, "re");
	struct buffer b;
	char *room;
	size_t got = 0;
	bool ok;

	if (!in)
		return false;
	buffer_init(&b, FILE_BYTES_MOST);
	do {
		room = buffer_reserve(&b, 8192);
		got = room ? fread(room, 1, 8192, in) : 0;
		b.len += got;
	} while (got > 0);
	ok = !ferror(in) && !b.overflow;
	fclose(in);
	*text = arena_copy(set->arena, buffer_span(&b));
	buffer_release(&b);
	return ok;
}

static bool read_folder(struct family_set *set, const char *folder, struct family_error *error, char *file,
			size_t file_size)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	bool ok = true;

	snprintf(file, file_size, "%s", folder);
	if (!dir) {
		snprintf(error->message, sizeof error->message, "cannot open the folder: %s", strerror(errno));
		return false;
	}
	while (ok && (entry = readdir(dir))) {
		struct span name = span_str(entry->d_name), text;

		if (!span_ends(name, SPAN(".family")))
			continue;
		snprintf(file, file_size, "%s/%s", folder, entry->d_name);
		ok = read_file(set, file, &text);
		if (!ok)
			snprintf(error->message, sizeof error->message,
				 "cannot read it, or it is larger than %d bytes", FILE_BYTES_MOST);
		else
			add_file(set, arena_copy(set->arena, span_slice(name, 0, name.len - 7)), text);
	}
	closedir(dir);
	return ok;
}

static int by_name(const void *a, const void *b)
{
	return span_compare(((const struct file *)a)->name, ((const struct file *)b)->name);
}

bool family_set_text(void *context, struct span name, struct span *text)
{
	const struct family_set *set = context;

	for (size_t i = 0; i < set->file_count; i++) {
		if (span_equal(set->files[i].name, name)) {
			*text = set->files[i].text;
			return true;
		}
	}
	return false;
}

static bool parse_all(struct family_set *set, struct family_error *error, char *file, size_t file_size)
{
	qsort(set->files, set->file_count, sizeof *set->files, by_name);
	set->families = arena_array(set->arena, set->file_count, sizeof(struct family *));
	for (size_t i = 0; i < set->file_count; i++) {
		struct family *f;

		if (set->files[i].name.ptr[0] == '_')
			continue;
		f = family_parse(set->files[i].name, set->files[i].text, family_set_text, set, error);
		if (!f) {
			snprintf(file, file_size, "%.*s.family", SPAN_ARG(set->files[i].name));
			return false;
		}
		set->families[set->count++] = f;
	}
	return true;
}

struct family_set *family_set_open(const char *folder, struct family_error *error, char *file, size_t file_size)
{
	struct arena *arena = arena_new();
	struct family_set *set = arena_alloc(arena, sizeof *set);

	*error = (struct family_error){ 0 };
	set->arena = arena;
	for (size_t i = 0; i < sizeof compiled_in / sizeof *compiled_in; i++)
		add_file(set, span_str(compiled_in[i].name), span_str(compiled_in[i].text));
	if ((folder && !read_folder(set, folder, error, file, file_size)) ||
	    !parse_all(set, error, file, file_size)) {
		family_set_free(set);
		return NULL;
	}
	return set;
}

void family_set_free(struct family_set *set)
{
	if (!set)
		return;
	for (size_t i = 0; i < set->count; i++)
		family_free(set->families[i]);
	arena_free(set->arena);
}

size_t family_set_count(const struct family_set *set)
{
	return set->count;
}

const struct family *family_set_at(const struct family_set *set, size_t index)
{
	return set->families[index];
}

/* "folder/name.family" -> "name" */
static struct span name_of_path(struct span path)
{
	for (size_t i = path.len; i > 0; i--)
		if (path.ptr[i - 1] == '/') {
			path = span_from(path, i);
			break;
		}
	return span_ends(path, SPAN(".family")) ? span_slice(path, 0, path.len - 7) : path;
}

struct family *family_read_file(const char *path, struct family_set *set, struct family_error *error)
{
	struct span text;

	*error = (struct family_error){ 0 };
	if (read_file(set, path, &text))
		return family_parse(name_of_path(span_str(path)), text, family_set_text, set, error);
	snprintf(error->message, sizeof error->message, "cannot read it, or it is larger than %d bytes",
		 FILE_BYTES_MOST);
	return NULL;
}

const struct family *family_set_find(const struct family_set *set, struct span name)
{
	for (size_t i = 0; i < set->count; i++)
		if (span_equal(set->families[i]->name, name))
			return set->families[i];
	return NULL;
}

/* ---- who reads ---- */

static void add_text(struct buffer *all, struct span name, struct span text)
{
	buffer_printf(all, "%zu %zu ", name.len, text.len); /* so that no two sets of files make one text */
	buffer_add(all, name);
	buffer_add(all, text);
}

/* Only read, not compiled: what cannot be read is found out by who opens the set. */
void family_set_mark(const char *folder, const char *forced, char *mark, size_t size)
{
	struct arena *arena = arena_new();
	struct family_set set = { .arena = arena };
	struct family_error error;
	struct span text;
	struct buffer all;
	char file[256];

	for (size_t i = 0; i < sizeof compiled_in / sizeof *compiled_in; i++)
		add_file(&set, span_str(compiled_in[i].name), span_str(compiled_in[i].text));
	if (folder)
		read_folder(&set, folder, &error, file, sizeof file);
	qsort(set.files, set.file_count, sizeof *set.files, by_name);
	buffer_init(&all, BUFFER_LIMIT_DEFAULT);
	for (size_t i = 0; i < set.file_count; i++)
		add_text(&all, set.files[i].name, set.files[i].text);
	if (forced)
		add_text(&all, span_str(forced), read_file(&set, forced, &text) ? text : SPAN(""));
	snprintf(mark, size, "%s%016llx %s", forced ? "-f " : "", (unsigned long long)hash_64(buffer_span(&all)),
		 WINNOW_VERSION);
	buffer_release(&all);
	arena_free(arena);
}

/* ---- recognising ---- */

/* Links and teasers around a text speak of other documents. */
static bool says_what_it_is(const struct passage *p)
{
	return p->role != ROLE_BOILERPLATE && p->role != ROLE_NOISE && p->role != ROLE_FOOTNOTE;
}

/* The points that each rule of a family has given so far. */
struct tally {
	const struct family *family;
	int *points;
};

static void ask_rule(const struct rule *rule, const struct passage *p, const struct grams *g, size_t at, int *points)
{
	size_t most = rule->top ? TOP_PASSAGES : RECOGNISE_PASSAGES;
	int limit = abs(rule->points_most);

	if (at >= most || abs(*points) >= limit || !pattern_may_match(rule->pattern, g) ||
	    !(rule->any_role || says_what_it_is(p)) || !pattern_found(rule->pattern, p->text))
		return;
	*points += rule->points;
	if (abs(*points) > limit)
		*points = *points < 0 ? -limit : limit;
}

static void ask_families(const struct family_set *set, struct passage_grams *grams, struct tally *tallies)
{
	const struct document *d = grams->d;

	for (size_t i = 0; i < d->passage_count && i < RECOGNISE_PASSAGES; i++) {
		const struct grams *g = passage_grams_at(grams, i);

		for (size_t k = 0; k < set->count; k++) {
			const struct rule_list *list = &tallies[k].family->lists[RULE_RECOGNISE];

			for (size_t n = 0; n < list->count; n++)
				ask_rule(&list->rules[n], &d->passages[i], g, i, &tallies[k].points[n]);
		}
	}
}

const struct family *family_set_choose(const struct family_set *set, struct passage_grams *grams, int *points)
{
	struct arena *arena = arena_new();
	struct tally *tallies = arena_array(arena, set->count, sizeof *tallies);
	const struct family *best = NULL;

	for (size_t k = 0; k < set->count; k++) {
		tallies[k].family = set->families[k];
		tallies[k].points = arena_array(arena, set->families[k]->lists[RULE_RECOGNISE].count, sizeof(int));
	}
	ask_families(set, grams, tallies);
	for (size_t k = 0; k < set->count; k++) {
		int sum = 0;

		for (size_t n = 0; n < tallies[k].family->lists[RULE_RECOGNISE].count; n++)
			sum += tallies[k].points[n];
		if (!best || sum > *points) {
			best = tallies[k].family;
			*points = sum;
		}
	}
	arena_free(arena);
	return best;
}
