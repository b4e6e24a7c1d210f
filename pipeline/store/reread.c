#include "pipeline/store/reread.h"

/* Passages that were removed in this transaction: ranges of ids, each of one document. */
#define FORGOTTEN "temp.forgotten_passages"

void reread_begin(struct store *store)
{
	store_exec(store, "PRAGMA foreign_keys=OFF;"
			  "CREATE TEMP TABLE IF NOT EXISTS forgotten_passages (first INTEGER PRIMARY KEY, last INTEGER)");
}

static void run_on(struct store *store, const char *sql, int64_t id)
{
	struct query *q = store_query(store, sql);

	query_bind_int(q, 1, id);
	query_run(q);
}

/* Each removes rows of document ?1; what points to others before the others. */
#define PASSAGES "(SELECT id FROM passages WHERE document_id = ?1)"
#define ITEMS "(SELECT id FROM items WHERE document_id = ?1)"
#define RESPONSES "(SELECT id FROM responses WHERE document_id = ?1)"

static void forget_ledger(struct store *store, int64_t document)
{
	run_on(store, "DELETE FROM response_recommendations WHERE response_id IN " RESPONSES, document);
	run_on(store, "DELETE FROM response_paragraphs WHERE response_id IN " RESPONSES, document);
	run_on(store, "DELETE FROM responses WHERE document_id = ?1", document);
	run_on(store, "DELETE FROM occurrences WHERE document_id = ?1", document);
	run_on(store, "DELETE FROM duplicates WHERE passage_id IN " PASSAGES, document);
	run_on(store, "DELETE FROM duplicates WHERE original_id IN " PASSAGES, document);
	/* Dedupe has to know what is gone: until it has seen to it, that has the document's id below 0. */
	run_on(store, "UPDATE OR IGNORE dedupe_index SET document_id = -document_id WHERE document_id = ?1", document);
	run_on(store, "DELETE FROM dedupe_index WHERE document_id = ?1", document);
	run_on(store, "INSERT INTO relink(document_id) VALUES (?1) ON CONFLICT DO NOTHING", document);
	run_on(store, "INSERT INTO " FORGOTTEN " SELECT min(id), max(id) FROM passages WHERE document_id = ?1 "
		      "HAVING count(*) > 0 ON CONFLICT DO UPDATE SET last = max(last, excluded.last)", document);
}

static void forget_content(struct store *store, int64_t document)
{
	run_on(store, "INSERT INTO passages_fts(passages_fts, rowid, text) SELECT 'delete', id, text FROM passages "
		      "WHERE document_id = ?1 AND NOT EXISTS (SELECT 1 FROM unindexed u WHERE u.document_id = ?1) "
		      "ORDER BY id", document);
	run_on(store, "DELETE FROM unindexed WHERE document_id = ?1", document);
	run_on(store, "DELETE FROM stated_counts WHERE document_id = ?1", document);
	run_on(store, "DELETE FROM item_paragraphs WHERE item_id IN " ITEMS, document);
	run_on(store, "DELETE FROM item_passages WHERE item_id IN " ITEMS, document);
	run_on(store, "DELETE FROM items WHERE document_id = ?1", document);
	run_on(store, "DELETE FROM report_references WHERE document_id = ?1", document);
	run_on(store, "DELETE FROM passages WHERE document_id = ?1", document);
	run_on(store, "DELETE FROM documents WHERE id = ?1", document);
}

/* A document of the source; 0 when none is left. */
static int64_t next_document(struct store *store, int64_t source)
{
	struct query *q = store_query(store, "SELECT id FROM documents WHERE source_id = ?1 ORDER BY seq LIMIT 1");
	int64_t id;

	query_bind_int(q, 1, source);
	id = query_next(q) ? query_int(q, 0) : 0;
	query_reset(q);
	return id;
}

void reread_forget(struct store *store, int64_t source)
{
	int64_t document;

	while ((document = next_document(store, source)) != 0) {
		forget_ledger(store, document);
		forget_content(store, document);
	}
}

void reread_settle(struct store *store)
{
	store_exec(store,
		"DELETE FROM dedupe_verdicts WHERE "
		"shorter_id <= (SELECT last FROM " FORGOTTEN " WHERE first <= shorter_id ORDER BY first DESC LIMIT 1) OR "
		"longer_id <= (SELECT last FROM " FORGOTTEN " WHERE first <= longer_id ORDER BY first DESC LIMIT 1);"
		"DELETE FROM " FORGOTTEN);
}

void reread_end(struct store *store)
{
	store_exec(store, "DROP TABLE " FORGOTTEN);
	store_check_keys(store);
	store_exec(store, "PRAGMA foreign_keys=ON");
}
