#include "pipeline/show/html_pairs.h"

#include "pipeline/show/provenance.h"

static const char repeats_sql[] =
	"CREATE TEMP TABLE page_pairs (passage_id INTEGER, other_id INTEGER, kind TEXT, similarity REAL);"
	"INSERT INTO page_pairs SELECT x.passage_id, x.original_id, x.kind, x.similarity FROM duplicates x "
	"JOIN passages p ON p.id = x.passage_id JOIN current_documents d ON d.id = p.document_id "
	"JOIN passages q ON q.id = x.original_id JOIN current_documents e ON e.id = q.document_id "
	"WHERE x.kind <> 'exact' OR EXISTS (SELECT 1 FROM item_passages y WHERE y.passage_id = x.passage_id) "
	"OR EXISTS (SELECT 1 FROM item_passages y WHERE y.passage_id = x.original_id)";

/* What repeats another word for word is shown by the other's text. */
static const char passages_sql[] =
	"CREATE TEMP TABLE page_passages (id INTEGER PRIMARY KEY, needed INTEGER);"
	"INSERT INTO page_passages SELECT id, max(needed) FROM "
	"(SELECT passage_id AS id, kind <> 'exact' AS needed FROM page_pairs UNION ALL SELECT other_id, 1 FROM page_pairs) "
	"GROUP BY id";

/* Compared, none a repeat of the other, and a record stands in one of them. */
static const char verdicts_sql[] =
	"SELECT v.shorter_id, v.longer_id, v.verdict FROM dedupe_verdicts v "
	"JOIN passages p ON p.id = v.shorter_id JOIN current_documents d ON d.id = p.document_id "
	"JOIN passages q ON q.id = v.longer_id JOIN current_documents e ON e.id = q.document_id "
	"WHERE EXISTS (SELECT 1 FROM item_passages y WHERE y.passage_id IN (v.shorter_id, v.longer_id)) "
	"ORDER BY v.shorter_id, v.longer_id";

static void gather_variants(struct store *store)
{
	struct query *q = store_query(store, verdicts_sql);
	struct query *add = store_query(store, "INSERT INTO page_pairs VALUES (?1, ?2, 'variant', ?3)");
	double similarity;

	while (query_next(q)) {
		if (!provenance_is_variant(query_text(q, 2), &similarity))
			continue;
		query_bind_int(add, 1, query_int(q, 0));
		query_bind_int(add, 2, query_int(q, 1));
		query_bind_double(add, 3, similarity);
		query_run(add);
	}
}

void html_pairs_gather(struct store *store)
{
	store_exec(store, repeats_sql);
	gather_variants(store);
	store_exec(store, passages_sql);
}
