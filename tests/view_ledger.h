/* What the tests of the views share: a small ledger made by hand, and queries as text. */
#ifndef WINNOW_TEST_VIEW_LEDGER_H
#define WINNOW_TEST_VIEW_LEDGER_H

#include "tests/store_samples.h"

/*
 * Report 1 with recommendations 10 ("1"), 11 ("2") and 12 ("3"), stated in
 * document 100 of 2010-01-10. Each test adds answers. The sources 1 to 9 are
 * current and hold document 100 times their id; 9 is superseded.
 */
static inline struct store *ledger(const char *name)
{
	struct store *s = sample_store(name);

	sample_exec(s,
		"INSERT INTO runs(id, started_at, command, version) VALUES (1, '2020-01-01T00:00:00Z', 'ingest', '1');"
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) "
		"INSERT INTO sources(id, path, sha256, bytes, mtime, media_type, encoding, state, first_run_id, "
		"                    last_run_id) SELECT i, 'heap/' || i, i, 1, 1, NULL, NULL, iif(i = 9, 'superseded', "
		"'current'), 1, 1 FROM n;"
		"INSERT INTO documents(id, source_id, seq, kind) SELECT id * 100, id, 1, 'government_response' FROM "
		"sources;"
		"INSERT INTO passages(id, document_id, seq, role, text) SELECT id + 1, id, 1, 'paragraph', 'p' FROM "
		"documents;"
		"INSERT INTO items(id, document_id, seq, item_type, how, label, text, rule, line_start, line_end) "
		"SELECT d.id + k.k, d.id, k.k, 'recommendation', 'stated', k.k, 'r', 'f:1', 10 + k.k, 12 + k.k "
		"FROM documents d, (SELECT 1 AS k UNION SELECT 2 UNION SELECT 3) k;"
		"UPDATE documents SET date = '2010-01-10', kind = 'committee_report' WHERE id = 100;"
		"INSERT INTO reports(id, attributed, title, department, session, number) "
		"VALUES (1, 1, 'Bridges', 'Ministry', '2009-10', 5);"
		"INSERT INTO recommendations(id, report_id, label, text) "
		"VALUES (10, 1, '1', 'Paint.'), (11, 1, '2', 'Light.'), (12, 1, '3', 'Close.');"
		"INSERT INTO occurrences(record_type, record_id, document_id, item_id, report_id, label, text, how) "
		"SELECT 'recommendation', id, 100, 100 + label, 1, label, text, 'stated' FROM recommendations");
	return s;
}

/* Document `document` of this date answers a recommendation; "" is NULL, `end` the last day meant. */
static inline void answer(struct store *s, int document, const char *date, int recommendation, const char *position,
		   const char *status, const char *end)
{
	char sql[1024];
	int id = document * 10 + recommendation;

	snprintf(sql, sizeof sql,
		 "UPDATE documents SET date = nullif('%s', '') WHERE id = %d;"
		 "INSERT INTO responses(id, report_id, document_id, label, position, status, target_date, "
		 "target_end, text) "
		 "VALUES (%d, 1, %d, '1', '%s', '%s', substr(nullif('%s', ''), 1, 7), nullif('%s', ''), 'We do.');"
		 "INSERT INTO response_recommendations VALUES (%d, %d, 'label', NULL, %d);"
		 "INSERT INTO occurrences(record_type, record_id, document_id, item_id, report_id, label, text, how) "
		 "VALUES ('response', %d, %d, %d, 1, '1', 'We do.', 'stated')",
		 date, document, id, document, position, status, end, end, id, recommendation, document, id, document,
		 document + recommendation % 10 + 1);
	sample_exec(s, sql);
}

/* All rows of a query, columns apart by '|', rows by '\n', as a string that the caller frees. */
static inline char *table(struct store *s, const char *sql)
{
	struct query *q = store_query_once(s, sql);
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	while (query_next(q)) {
		for (int i = 0; i < query_columns(q); i++)
			fprintf(out, "%s%.*s", i ? "|" : "", SPAN_ARG(query_text(q, i)));
		fputc('\n', out);
	}
	fclose(out);
	query_free(q);
	assert_string_equal(store_message(s), "");
	return text;
}

static inline void expect(struct store *s, const char *sql, const char *rows)
{
	char *found = table(s, sql);

	assert_string_equal(found, rows);
	free(found);
}

#endif
