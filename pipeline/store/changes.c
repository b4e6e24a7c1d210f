#include "pipeline/store/changes.h"

void changes_source(struct store *store, int64_t run, int64_t source, struct span path, struct span change,
		    struct span state)
{
	struct query *q = store_query(store,
		"INSERT INTO changes(run_id, subject, subject_id, change, label, after) "
		"VALUES (?1, 'source', ?2, ?3, ?4, ?5)");

	query_bind_int(q, 1, run);
	query_bind_int(q, 2, source);
	query_bind_text(q, 3, change);
	query_bind_text(q, 4, path);
	query_bind_text(q, 5, state);
	query_run(q);
}

/* All that has an id of its own in the ledger, with its text or, where it stays where it is, NULL. */
#define RECORDS(text) \
	"SELECT 'report' AS subject, id AS subject_id, id AS report_id, title AS label, title AS text FROM reports " \
	"UNION ALL SELECT 'conclusion', id, report_id, number, " text " FROM conclusions " \
	"UNION ALL SELECT 'recommendation', id, report_id, label, " text " FROM recommendations " \
	"UNION ALL SELECT 'response', id, report_id, label, " text " FROM responses "

void changes_begin(struct store *store)
{
	store_exec(store,
		"CREATE TEMP TABLE was AS " RECORDS("NULL") ";"
		"CREATE INDEX temp.was_id ON was(subject, subject_id);"
		"CREATE TEMP TABLE stood AS "
		"SELECT recommendation_id, position, status, target_date, target_end FROM standing;"
		"CREATE INDEX temp.stood_id ON stood(recommendation_id)");
}

/* Before the full text follows, record_texts has what the records said. */
#define TEXT_OF \
	"(SELECT t.text FROM record_texts t WHERE t.record_type = w.subject AND t.record_id = w.subject_id)"

/*
 * What is new by its id, and what is gone. Texts are only wanted to pair both, so a
 * first run, which has nothing to lose, copies none.
 */
static void find_moves(struct store *store)
{
	store_exec(store,
		"CREATE TEMP TABLE is_now AS " RECORDS("NULL") ";"
		"CREATE INDEX temp.is_now_id ON is_now(subject, subject_id);"
		"CREATE TEMP TABLE lost AS SELECT w.*, coalesce(w.text, " TEXT_OF ") AS words FROM was w WHERE NOT EXISTS "
		"(SELECT 1 FROM is_now n WHERE n.subject = w.subject AND n.subject_id = w.subject_id);"
		"CREATE INDEX temp.lost_words ON lost(subject, words);"
		"CREATE TEMP TABLE found AS "
		"SELECT n.subject, n.subject_id, n.report_id, n.label, iif(EXISTS (SELECT 1 FROM lost), n.text, NULL) "
		"AS words FROM (" RECORDS("text") ") n WHERE NOT EXISTS "
		"(SELECT 1 FROM was w WHERE w.subject = n.subject AND w.subject_id = n.subject_id);"
		"CREATE INDEX temp.found_words ON found(subject, words)");
}

#define INTO_CHANGES \
	"INSERT INTO changes(run_id, subject, subject_id, change, report_id, label, before, after, days) " \
	"SELECT (SELECT max(id) FROM runs), "

/* A second copy of a document brings no new response: an equal one was there, or comes with it. */
#define IS_COPY \
	"EXISTS (SELECT 1 FROM responses r JOIN responses o ON o.report_id IS r.report_id AND o.label = r.label " \
	"AND o.id <> r.id AND o.text = r.text WHERE r.id = f.subject_id AND f.subject = 'response' " \
	"AND (o.id < r.id OR EXISTS (SELECT 1 FROM was w WHERE w.subject = 'response' AND w.subject_id = o.id)))"

static void write_moves(struct store *store)
{
	store_exec(store,
		INTO_CHANGES "f.subject, f.subject_id, 'new', f.report_id, f.label, NULL, NULL, NULL FROM found f "
		"WHERE NOT EXISTS (SELECT 1 FROM lost l WHERE l.subject = f.subject AND l.words = f.words) "
		"AND NOT (" IS_COPY ") ORDER BY f.subject, f.report_id, f.label, f.subject_id;"
		INTO_CHANGES "l.subject, l.subject_id, 'gone', l.report_id, l.label, l.words, NULL, NULL FROM lost l "
		"WHERE NOT EXISTS (SELECT 1 FROM found f WHERE f.subject = l.subject AND f.words = l.words) "
		"ORDER BY l.subject, l.report_id, l.label, l.subject_id");
}

static void write_texts(struct store *store)
{
	store_exec(store,
		INTO_CHANGES "n.subject, n.subject_id, 'text', n.report_id, n.label, t.text, n.text, NULL "
		"FROM record_texts t JOIN (" RECORDS("text") ") n ON n.subject = t.record_type "
		"AND n.subject_id = t.record_id AND n.text <> t.text "
		"ORDER BY n.subject, n.report_id, n.label, n.subject_id");
}

/* `change` where the column `tells` is another; `column` says what it was and is. */
#define STANDING_CHANGED(change, column, tells, days) \
	INTO_CHANGES "'recommendation', n.recommendation_id, '" change "', n.report_id, n.label, w." column ", n." column \
	", " days " FROM standing n JOIN stood w ON w.recommendation_id = n.recommendation_id " \
	"WHERE w." tells " IS NOT n." tells " ORDER BY n.report_id, n.label, n.recommendation_id;"

static void write_standings(struct store *store)
{
	store_exec(store,
		STANDING_CHANGED("position", "position", "position", "NULL")
		STANDING_CHANGED("status", "status", "status", "NULL")
		/* "early 2018" that becomes "March 2018" has not moved. */
		STANDING_CHANGED("target", "target_date", "target_end",
				 "CAST(julianday(n.target_end) - julianday(w.target_end) AS INTEGER)"));
}

void changes_end(struct store *store)
{
	find_moves(store);
	write_moves(store);
	write_texts(store);
	write_standings(store);
	store_exec(store, "DROP TABLE was; DROP TABLE stood; DROP TABLE is_now; DROP TABLE lost; DROP TABLE found");
}
