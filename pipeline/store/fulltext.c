#include "pipeline/store/fulltext.h"

#include <stdio.h>

#include "pipeline/store/ident.h"

/*
 * Everything goes in in the order of its id: FTS5 writes out what it has
 * gathered whenever a rowid is not above the one before, which is eight times as slow.
 */

static void index_new_passages(struct store *store)
{
	store_exec(store,
		"INSERT INTO passages_fts(rowid, text) "
		"SELECT id, text FROM passages WHERE document_id IN (SELECT document_id FROM unindexed) ORDER BY id;"
		"DELETE FROM unindexed");
}

/* An index with external content must be told the text it is to forget. */
#define STALE "NOT EXISTS (SELECT 1 FROM record_list r WHERE r.record_id = t.record_id " \
	      "AND r.record_type = t.record_type AND r.label = t.label AND r.text = t.text)"

static void forget_stale_records(struct store *store)
{
	store_exec(store,
		"INSERT INTO records_fts(records_fts, rowid, text) "
		"SELECT 'delete', t.id, t.text FROM record_texts t WHERE " STALE " ORDER BY t.id;"
		"DELETE FROM record_texts AS t WHERE " STALE);
}

/* Adds the row under the first free id of its name. */
static void add_record(struct store *store, struct span type, int64_t record, struct span label, struct span text)
{
	char digits[24], nth[12];
	struct span name = span_of(digits, (size_t)snprintf(digits, sizeof digits, "%lld", (long long)record));
	int64_t id = IDENT(type, name);

	for (int attempt = 1; store_status(store) == 0; attempt++) {
		struct query *q = store_query(store,
			"INSERT INTO record_texts(id, record_type, record_id, label, text) "
			"VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT(id) DO NOTHING");

		query_bind_int(q, 1, id);
		query_bind_text(q, 2, type);
		query_bind_int(q, 3, record);
		query_bind_text(q, 4, label);
		query_bind_text(q, 5, text);
		if (query_run(q) && store_changes(store) > 0)
			return;
		snprintf(nth, sizeof nth, "%d", attempt);
		id = IDENT(type, name, span_str(nth));
	}
}

static void index_new_records(struct store *store)
{
	struct query *fresh = store_query(store,
		"SELECT record_type, record_id, label, text FROM record_list r "
		"WHERE NOT EXISTS (SELECT 1 FROM record_texts t WHERE t.record_type = r.record_type "
		"                  AND t.record_id = r.record_id)");

	while (query_next(fresh))
		add_record(store, query_text(fresh, 0), query_int(fresh, 1), query_text(fresh, 2), query_text(fresh, 3));
	/* FTS5 keeps one row of this shadow table for each text it has. */
	store_exec(store,
		"INSERT INTO records_fts(rowid, text) SELECT id, text FROM record_texts "
		"WHERE id NOT IN (SELECT id FROM records_fts_docsize) ORDER BY id");
}

void fulltext_update(struct store *store)
{
	index_new_passages(store);
	forget_stale_records(store);
	index_new_records(store);
}
