#include "pipeline/store/merge.h"

#include "pipeline/store/settle.h"

/*
 * Runs of the shard under numbers of their own here; one that was merged before
 * keeps the number that it got then.
 */
static const char map_runs[] =
	"CREATE TEMP TABLE merged_runs AS "
	"SELECT s.id AS theirs, coalesce(o.id, (SELECT coalesce(max(id), 0) FROM runs) + s.id) AS ours, o.id IS NULL AS fresh "
	"FROM shard.runs s LEFT JOIN runs o ON o.started_at = s.started_at AND o.finished_at IS s.finished_at "
	"AND o.command = s.command AND o.files_seen = s.files_seen AND o.files_new = s.files_new "
	"GROUP BY s.id;"
	"INSERT INTO runs SELECT m.ours, s.started_at, s.finished_at, s.command, s.version, s.files_seen, s.files_new, "
	"s.files_changed, s.files_unchanged, s.files_failed, s.exit_status, s.reading, s.readers_lost "
	"FROM shard.runs s JOIN merged_runs m ON m.theirs = s.id WHERE m.fresh;";

/* Which versions come new. Two paths under one id cannot both be had: the constraint says so, and ends the merge. */
static const char find_sources[] =
	"CREATE TEMP TABLE merged_sources(id INTEGER PRIMARY KEY, same INTEGER NOT NULL CHECK (same));"
	"INSERT INTO merged_sources SELECT s.id, o.id IS NULL OR (o.path = s.path AND o.sha256 IS s.sha256) "
	"FROM shard.sources s LEFT JOIN sources o ON o.id = s.id;"
	"DELETE FROM merged_sources WHERE id IN (SELECT id FROM main.sources);";

/* Of each path the version that counts: here or there, as its database saw it last. */
static const char choose_versions[] =
	"CREATE TEMP TABLE merged_states AS SELECT path, id, state, run, seen, mtime FROM ("
	"SELECT *, row_number() OVER (PARTITION BY path ORDER BY seen DESC, mtime DESC, sha256 DESC, state) AS place FROM ("
	"SELECT s.path, s.id, s.state, s.last_run_id AS run, r.started_at AS seen, s.mtime, s.sha256 FROM main.sources s "
	"JOIN main.runs r ON r.id = s.last_run_id WHERE s.state <> 'superseded' "
	"AND s.path IN (SELECT path FROM shard.sources) "
	"UNION ALL SELECT s.path, s.id, s.state, m.ours, r.started_at, s.mtime, s.sha256 FROM shard.sources s "
	"JOIN shard.runs r ON r.id = s.last_run_id JOIN merged_runs m ON m.theirs = r.id WHERE s.state <> 'superseded')) "
	"WHERE place = 1;";

static const char copy_sources[] =
	"INSERT INTO sources SELECT s.id, s.path, s.sha256, s.bytes, s.mtime, s.media_type, s.encoding, 'superseded', "
	"f.ours, l.ours, s.reader, s.url, s.captured, s.charset, s.pages FROM shard.sources s JOIN merged_runs f ON f.theirs = s.first_run_id "
	"JOIN merged_runs l ON l.theirs = s.last_run_id WHERE s.id IN (SELECT id FROM merged_sources);"
	"UPDATE sources SET state = 'superseded' WHERE path IN (SELECT path FROM merged_states) AND state <> 'superseded';"
	"UPDATE sources SET state = w.state, last_run_id = w.run, mtime = w.mtime FROM merged_states w WHERE sources.id = w.id;";

#define NEW_DOCUMENTS "(SELECT id FROM shard.documents WHERE source_id IN (SELECT id FROM merged_sources))"
#define OF_NEW " WHERE document_id IN " NEW_DOCUMENTS ";"
#define OF_NEW_ITEMS " WHERE item_id IN (SELECT id FROM shard.items WHERE document_id IN " NEW_DOCUMENTS ");"

/* Rows of these tables follow from what was read, ids included; each of the documents is new here. */
static const char copy_content[] =
	"INSERT INTO documents SELECT * FROM shard.documents WHERE source_id IN (SELECT id FROM merged_sources);"
	"INSERT INTO passages SELECT * FROM shard.passages" OF_NEW
	"INSERT INTO report_references SELECT * FROM shard.report_references" OF_NEW
	"INSERT INTO items SELECT * FROM shard.items" OF_NEW
	"INSERT INTO item_passages SELECT * FROM shard.item_passages" OF_NEW_ITEMS
	"INSERT INTO item_paragraphs SELECT * FROM shard.item_paragraphs" OF_NEW_ITEMS
	"INSERT INTO stated_counts SELECT * FROM shard.stated_counts" OF_NEW
	"INSERT INTO diagnostics(run_id, source_id, line, severity, code, message) "
	"SELECT m.ours, d.source_id, d.line, d.severity, d.code, d.message FROM shard.diagnostics d "
	"JOIN merged_runs m ON m.theirs = d.run_id WHERE d.source_id IN (SELECT id FROM merged_sources) ORDER BY d.id;"
	"INSERT INTO unindexed SELECT id FROM shard.documents WHERE source_id IN (SELECT id FROM merged_sources);";

/* As sources_record() tells it of files that are read. */
static const char note_sources[] =
	"INSERT INTO changes(run_id, subject, subject_id, change, label, after) "
	"SELECT ?1, 'source', s.id, CASE WHEN EXISTS (SELECT 1 FROM main.sources o WHERE o.path = s.path AND o.id <> s.id) "
	"THEN 'changed' ELSE 'new' END, s.path, s.state FROM main.sources s "
	"WHERE s.id IN (SELECT id FROM merged_sources) AND s.state <> 'superseded' ORDER BY s.path";

static const char drop[] = "DROP TABLE IF EXISTS temp.merged_runs; DROP TABLE IF EXISTS temp.merged_sources; "
			   "DROP TABLE IF EXISTS temp.merged_states";

static int64_t count_new(struct store *store)
{
	struct query *q = store_query(store, "SELECT count(*) FROM merged_sources");
	int64_t count = query_next(q) ? query_int(q, 0) : 0;

	query_reset(q);
	return count;
}

static void merge_attached(struct store *store, struct load *load, int64_t *sources)
{
	struct query *q;

	store_exec(store, map_runs);
	store_exec(store, find_sources);
	store_exec(store, choose_versions);
	store_exec(store, copy_sources);
	store_exec(store, copy_content);
	q = store_query(store, note_sources);
	query_bind_int(q, 1, load_run(load));
	query_run(q);
	*sources = count_new(store);
	store_exec(store, drop);
	settle_later(store);
}

/* Says what is wrong with a database before anything is taken from it. */
static bool is_fit(struct store *store, const char *path)
{
	struct store *shard = store_open(path, STORE_READ);

	if (store_status(shard) != 0)
		store_refuse(store, store_status(shard), store_message(shard));
	store_close(shard);
	return store_status(store) == 0;
}

int merge_add(struct store *store, struct load *load, const char *path, int64_t *sources)
{
	struct query *q;

	*sources = 0;
	if (!is_fit(store, path))
		return store_status(store);
	q = store_query_once(store, "ATTACH ?1 AS shard");
	query_bind_text(q, 1, span_str(path));
	query_run(q);
	query_free(q);
	if (store_begin(store)) {
		merge_attached(store, load, sources);
		if (store_status(store) == 0)
			store_commit(store);
		else
			store_rollback(store);
	}
	store_exec(store, "DETACH shard");
	return store_status(store);
}
