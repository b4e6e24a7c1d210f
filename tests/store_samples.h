/* What the tests of the store share: a folder, documents made by formula, dumps to compare. */
#ifndef WINNOW_TEST_STORE_SAMPLES_H
#define WINNOW_TEST_STORE_SAMPLES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "pipeline/store/dump.h"
#include "pipeline/store/load.h"

static char sample_folder[] = "/tmp/winnow-test-XXXXXX";

static inline int sample_setup(void **state)
{
	(void)state;
	return mkdtemp(sample_folder) ? 0 : -1;
}

static inline int sample_teardown(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof command, "rm -rf '%s'", sample_folder);
	return system(command);
}

/* A path in the folder; good until the next but seven calls. */
static inline const char *sample_path(const char *name)
{
	static char paths[8][128];
	static unsigned turn;
	char *path = paths[turn++ % 8];

	snprintf(path, sizeof paths[0], "%s/%s", sample_folder, name);
	return path;
}

/* A new database; what had the name before is removed. */
static inline struct store *sample_store(const char *name)
{
	struct store *store;

	unlink(sample_path(name));
	store = store_open(sample_path(name), STORE_WRITE);
	assert_string_equal(store_message(store), "");
	return store;
}

static inline struct span sample_text(struct document *d, const char *format, int number)
{
	return arena_printf(d->arena, "%s %d", format, number);
}

/* Document `number` as it reads in `version`: passages, a report, three items, all of its own. */
static inline struct document *sample_document(int number, int version)
{
	struct document *d = document_new();
	int passages = 3 + number * 7 % 11;
	struct item *item;

	d->source.path = arena_printf(d->arena, "heap/%03d.txt", number);
	d->source.sha256 = arena_printf(d->arena, "%08x%056d", (unsigned)number, version);
	d->source.bytes = 1000 + version;
	d->source.mtime = INT64_C(1500000000000000000) + version;
	d->source.media_type = SPAN("text/plain");
	d->kind = KIND_COMMITTEE_REPORT;
	d->title = sample_text(d, "Roads and bridges", number);
	for (int i = 0; i < passages; i++) {
		struct passage *p = document_add_passage(d);

		p->role = i ? ROLE_PARAGRAPH : ROLE_HEADING;
		p->level = i ? 0 : 1;
		p->text = arena_printf(d->arena, "Bridge %d of county %d was inspected in round "
						 "%d.", i, number, version);
		p->place = (struct place){ i + 1, i + 1, i * 50, i * 50 + 49 };
	}
	*document_add_reference(d) = (struct reference){ .role = REFERENCE_OWN, .attributed = true,
		.body = SPAN("Committee on Bridges"), .session = SPAN("2001-02"), .number = number + 1 };
	for (int i = 0; i < 3; i++) {
		item = document_add_item(d);
		item->type = (enum item_type)i;
		item->reference = 0;
		item->label = sample_text(d, "", number);
		item->text = arena_printf(d->arena, "County %d should paint bridge %d, says version "
						    "%d.", number, i, version);
		item->rule = SPAN("test:1");
		document_item_passage(d, item, i);
	}
	document_note(d, SEVERITY_NOTE, "sample", 1, "version %d", version);
	return d;
}

static inline void sample_load(struct load *load, int number, int version)
{
	struct document *d = sample_document(number, version);

	load_document(load, d);
	document_free(d);
}

/* Ends a run that must have gone well. */
static inline void sample_finish(struct load *load, struct store *store)
{
	if (load_finish(load, 0) != 0)
		fail_msg("%s", store_message(store));
	load_free(load);
}

/* The dump as a string that the caller frees. */
static inline char *sample_dump(struct store *store, int (*dump)(struct store *, FILE *))
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (dump(store, out) != 0)
		fail_msg("%s", store_message(store));
	fclose(out);
	return text;
}

/* Both hold the same; on a difference the first line that differs is shown. */
static inline void sample_same(char *expected, char *found)
{
	size_t line = 0, i = 0;

	while (expected[i] && expected[i] == found[i]) {
		if (expected[i] == '\n')
			line = i + 1;
		i++;
	}
	if (expected[i] != found[i])
		fail_msg("expected: %.*s\n   found: %.*s", (int)strcspn(expected + line, "\n"), expected + line,
			 (int)strcspn(found + line, "\n"), found + line);
	free(expected);
	free(found);
}

static inline int64_t sample_int(struct store *store, const char *sql)
{
	struct query *q = store_query_once(store, sql);
	int64_t value = query_next(q) ? query_int(q, 0) : -1;

	query_free(q);
	if (store_status(store) != 0)
		fail_msg("%s", store_message(store));
	return value;
}

static inline void sample_exec(struct store *store, const char *sql)
{
	if (!store_exec(store, sql))
		fail_msg("%s", store_message(store));
}

#endif
