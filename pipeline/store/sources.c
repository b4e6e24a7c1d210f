#include "pipeline/store/sources.h"

#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/store/changes.h"
#include "pipeline/store/ident.h"

/* Is what has read source `s` as good as this reader? See sources_is_stale. */
#define READ_BY(reader) "(s.reader IS NULL OR " reader " IS NULL OR s.reader = " reader \
			" OR (s.reader GLOB '-f *' AND " reader " NOT GLOB '-f *'))"

/* The id of this version, and whether it has a row: an id that another version has is passed over. */
static int64_t find_version(struct store *store, const struct source *source, bool *exists)
{
	for (int attempt = 0;; attempt++) {
		struct query *q = store_query(store, "SELECT path, sha256 FROM sources WHERE id = ?1");
		char digits[12];
		int64_t id = IDENT(SPAN("source"), source->path, source->sha256);
		bool ours;

		if (attempt) {
			snprintf(digits, sizeof digits, "%d", attempt);
			id = IDENT(SPAN("source"), source->path, source->sha256, span_str(digits));
		}
		query_bind_int(q, 1, id);
		*exists = query_next(q);
		if (!*exists)
			return id;
		ours = span_equal(query_text(q, 0), source->path) && span_equal(query_text(q, 1), source->sha256);
		query_reset(q);
		if (ours)
			return id;
	}
}

/* Touches the version when it counts already, in this state; false when it does not. */
static bool still_counts(struct store *store, int64_t id, const struct source *source, struct span state, int64_t run,
			 bool *seen)
{
	struct query *q = store_query(store, "SELECT last_run_id FROM sources WHERE id = ?1 AND state = ?2");

	query_bind_int(q, 1, id);
	query_bind_text(q, 2, state);
	if (!query_next(q))
		return false;
	*seen = query_int(q, 0) == run;
	query_reset(q);
	sources_touch(store, source->path, source->bytes, source->mtime, run);
	return true;
}

/* All versions but this one are history; false when there is none. */
static bool supersede_others(struct store *store, struct span path, int64_t id)
{
	struct query *q = store_query(store, "UPDATE sources SET state = 'superseded' "
					     "WHERE path = ?1 AND id <> ?2 AND state <> 'superseded'");
	bool known;

	query_bind_text(q, 1, path);
	query_bind_int(q, 2, id);
	query_run(q);
	q = store_query(store, "SELECT 1 FROM sources WHERE path = ?1 LIMIT 1");
	query_bind_text(q, 1, path);
	known = query_next(q);
	query_reset(q);
	return known;
}

static void write_version(struct store *store, int64_t id, const struct source *source, struct span state, int64_t run)
{
	struct query *q = store_query(store,
		"INSERT INTO sources(id, path, sha256, bytes, mtime, media_type, encoding, state, first_run_id, "
		"                    last_run_id, url, captured, charset, pages) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11, ?12, ?13) "
		"ON CONFLICT(id) DO UPDATE SET bytes = ?4, mtime = ?5, media_type = ?6, encoding = ?7, state = ?8, "
		"                              last_run_id = ?9, url = ?10, captured = ?11, charset = ?12, "
		"                              pages = ?13");

	query_bind_int(q, 1, id);
	query_bind_text(q, 2, source->path);
	query_bind_optional(q, 3, source->sha256);
	query_bind_int(q, 4, source->bytes);
	query_bind_int(q, 5, source->mtime);
	query_bind_optional(q, 6, source->media_type);
	query_bind_optional(q, 7, source->encoding);
	query_bind_text(q, 8, state);
	query_bind_int(q, 9, run);
	query_bind_optional(q, 10, source->url);
	query_bind_optional(q, 11, source->captured);
	query_bind_optional(q, 12, source->charset);
	query_bind_optional(q, 13, source->pages);
	query_run(q);
}

struct sources_row sources_record(struct store *store, const struct source *source, int64_t run)
{
	struct span state = source->state == SOURCE_FAILED ? SPAN("failed") : SPAN("current");
	struct sources_row row = { .change = SOURCES_SAME };
	bool exists;

	row.id = find_version(store, source, &exists);
	if (exists && still_counts(store, row.id, source, state, run, &row.seen))
		return row;
	row.change = supersede_others(store, source->path, row.id) ? SOURCES_CHANGED : SOURCES_NEW;
	write_version(store, row.id, source, state, run);
	changes_source(store, run, row.id, source->path, row.change == SOURCES_NEW ? SPAN("new") : SPAN("changed"),
		       state);
	return row;
}

bool sources_is_stale(struct store *store, int64_t id, struct span reader)
{
	struct query *q = store_query(store, "SELECT 1 FROM sources s WHERE s.id = ?1 AND NOT " READ_BY("?2"));
	bool stale;

	query_bind_int(q, 1, id);
	query_bind_optional(q, 2, reader);
	stale = query_next(q);
	query_reset(q);
	return stale;
}

void sources_set_reader(struct store *store, int64_t id, struct span reader)
{
	struct query *q = store_query(store, "UPDATE sources SET reader = ?2 WHERE id = ?1");

	query_bind_int(q, 1, id);
	query_bind_optional(q, 2, reader);
	query_run(q);
}

bool sources_same_stat(struct store *store, struct span path, int64_t bytes, int64_t mtime, struct span reader)
{
	struct query *q = store_query(store,
		"SELECT 1 FROM sources s JOIN runs r ON r.id = s.last_run_id "
		"WHERE s.path = ?1 AND s.state = 'current' AND s.bytes = ?2 AND s.mtime = ?3 "
		"AND s.mtime / 1000000000 < unixepoch(r.started_at) - 2 AND " READ_BY("?4"));
	bool same;

	query_bind_text(q, 1, path);
	query_bind_int(q, 2, bytes);
	query_bind_int(q, 3, mtime);
	query_bind_optional(q, 4, reader);
	same = query_next(q);
	query_reset(q);
	return same;
}

bool sources_same_content(struct store *store, struct span path, struct span sha256, struct span reader)
{
	struct query *q = store_query(store, "SELECT 1 FROM sources s WHERE s.path = ?1 AND s.state = 'current' "
					     "AND s.sha256 = ?2 AND " READ_BY("?3"));
	bool same;

	query_bind_text(q, 1, path);
	query_bind_text(q, 2, sha256);
	query_bind_optional(q, 3, reader);
	same = query_next(q);
	query_reset(q);
	return same;
}

bool sources_touch(struct store *store, struct span path, int64_t bytes, int64_t mtime, int64_t run)
{
	struct query *q = store_query(store, "UPDATE sources SET bytes = ?2, mtime = ?3, last_run_id = ?4 "
					     "WHERE path = ?1 AND state IN ('current','failed') AND last_run_id <> ?4");

	query_bind_text(q, 1, path);
	query_bind_int(q, 2, bytes);
	query_bind_int(q, 3, mtime);
	query_bind_int(q, 4, run);
	return query_run(q) && store_changes(store) > 0;
}

int64_t sources_touch_members(struct store *store, struct span archive, int64_t run)
{
	/* What lies behind "!/" is less than "!0". */
	struct query *q = store_query(store, "UPDATE sources SET last_run_id = ?2 WHERE path > ?1 || '!/' AND path < ?1 || '!0' "
					     "AND state IN ('current','failed') AND last_run_id <> ?2");

	query_bind_text(q, 1, archive);
	query_bind_int(q, 2, run);
	return query_run(q) ? store_changes(store) : 0;
}

bool sources_was_read(struct store *store, struct span path, int64_t run)
{
	struct query *q = store_query(store, "SELECT 1 FROM sources WHERE path = ?1 AND state = 'current' AND last_run_id = ?2");
	bool was_read;

	query_bind_text(q, 1, path);
	query_bind_int(q, 2, run);
	was_read = query_next(q);
	query_reset(q);
	return was_read;
}

static void mark_missing(struct store *store, int64_t id, int64_t run)
{
	struct query *q = store_query(store, "UPDATE sources SET state = 'missing' WHERE id = ?1 RETURNING path");

	query_bind_int(q, 1, id);
	if (query_next(q))
		changes_source(store, run, id, query_text(q, 0), SPAN("gone"), SPAN("missing"));
	query_reset(q);
}

int64_t sources_mark_missing(struct store *store, int64_t run, sources_gone *gone, void *context)
{
	struct query *q = store_query(store, "SELECT id, path FROM sources "
					     "WHERE state IN ('current','failed') AND last_run_id <> ?1");
	int64_t *ids = NULL;
	size_t count = 0, capacity = 0;

	query_bind_int(q, 1, run);
	while (query_next(q)) {
		if (!gone(query_text(q, 1), context))
			continue;
		ids = memory_room(ids, count, &capacity, sizeof *ids);
		ids[count++] = query_int(q, 0);
	}
	for (size_t i = 0; i < count; i++)
		mark_missing(store, ids[i], run);
	free(ids);
	return (int64_t)count;
}
