/*
 * views: records, history, standing, overdue, unanswered, unique_passages, over
 * a small ledger made by hand; and that none of them takes more than its share.
 */
#include "tests/view_ledger.h"

#define HISTORY "SELECT document_date, event, position, status, target_date, slip_days FROM history " \
		"WHERE recommendation_id = 10 ORDER BY document_date, response_id"

static void test_history(void **state)
{
	struct store *s = ledger("history.db");

	(void)state;
	answer(s, 200, "2010-04-01", 10, "agreed", "in_progress", "2011-01-31");
	answer(s, 300, "2011-02-01", 10, "unknown", "in_progress", "2011-07-31");
	answer(s, 400, "2011-08-01", 10, "unknown", "unknown", "");
	answer(s, 500, "2011-09-01", 10, "unknown", "in_progress", "2011-06-30");
	answer(s, 600, "2011-12-01", 10, "unknown", "implemented", "");
	expect(s, HISTORY, "2010-01-10|stated||||\n"
			   "2010-04-01|answered|agreed|in_progress|2011-01|\n"
			   "2011-02-01|answered|unknown|in_progress|2011-07|181\n"
			   "2011-08-01|answered|unknown|unknown||\n"
			   "2011-09-01|answered|unknown|in_progress|2011-06|-31\n"
			   "2011-12-01|answered|unknown|implemented||\n");
	expect(s, "SELECT count(*), min(source), min(document_kind) FROM history WHERE recommendation_id = 11",
	       "1|heap/1|committee_report\n");
	store_close(s);
}

static void test_history_of_copies(void **state)
{
	struct store *s = ledger("copies.db");

	(void)state;
	answer(s, 200, "2010-04-01", 10, "agreed", "in_progress", "2011-01-31");
	answer(s, 300, "2010-04-01", 10, "agreed", "in_progress", "2011-01-31"); /* scraped twice */
	answer(s, 400, "2011-02-01", 10, "unknown", "in_progress", "2011-07-31");
	answer(s, 500, "2011-02-01", 10, "unknown", "in_progress", "2011-07-31");
	sample_exec(s, "UPDATE documents SET date = '2010-01-10', kind = 'committee_report' WHERE id = 600;"
		       "INSERT INTO occurrences(record_type, record_id, document_id, item_id, label, text, how) "
		       "VALUES ('recommendation', 10, 600, 601, '1', 'Paint.', 'stated')");
	expect(s, HISTORY, "2010-01-10|stated||||\n"
			   "2010-04-01|answered|agreed|in_progress|2011-01|\n"
			   "2011-02-01|answered|unknown|in_progress|2011-07|181\n");
	store_close(s);
}

/* A letter that quotes and answers is one event; one that only quotes is an event without a position. */
static void test_history_of_quotations(void **state)
{
	struct store *s = ledger("quoted.db");

	(void)state;
	answer(s, 200, "2010-04-01", 10, "agreed", "unknown", "");
	sample_exec(s, "UPDATE documents SET date = '2010-05-05', kind = 'letter' WHERE id = 300;"
		       "INSERT INTO occurrences(record_type, record_id, document_id, item_id, label, text, how) "
		       "VALUES ('recommendation', 10, 200, 202, 'a', 'Paint.', 'quoted'),"
		       "       ('recommendation', 10, 300, 301, '', 'Paint.', 'quoted'),"
		       "       ('recommendation', 10, 400, 401, '', 'paints', 'mentioned')");
	expect(s, HISTORY, "2010-01-10|stated||||\n"
			   "2010-04-01|answered|agreed|unknown||\n"
			   "2010-05-05|quoted||||\n");
	store_close(s);
}

/* What has no date has no place in the row: it moves no target. Nor do other governments' targets. */
static void test_history_slips_compare_like_with_like(void **state)
{
	struct store *s = ledger("slips.db");

	(void)state;
	answer(s, 200, "", 10, "agreed", "in_progress", "2019-01-31");
	answer(s, 300, "2010-04-01", 10, "agreed", "in_progress", "2011-01-31");
	answer(s, 400, "2010-05-01", 10, "agreed", "in_progress", "2015-01-31");
	sample_exec(s, "UPDATE responses SET who = 'Scottish Government' WHERE document_id = 400");
	answer(s, 500, "2011-05-01", 10, "agreed", "in_progress", "2015-02-01");
	sample_exec(s, "UPDATE responses SET who = 'Scottish Government' WHERE document_id = 500");
	expect(s, "SELECT target_end, slip_days FROM history WHERE recommendation_id = 10 AND target_end IS NOT NULL "
		  "ORDER BY target_end", "2011-01-31|\n2015-01-31|\n2015-02-01|1\n2019-01-31|\n");
	store_close(s);
}

static void test_superseded_does_not_count(void **state)
{
	struct store *s = ledger("superseded.db");

	(void)state;
	answer(s, 900, "2012-01-01", 10, "disagreed", "withdrawn", "");
	answer(s, 200, "2010-04-01", 10, "agreed", "in_progress", "2011-01-31");
	expect(s, HISTORY, "2010-01-10|stated||||\n2010-04-01|answered|agreed|in_progress|2011-01|\n");
	expect(s, "SELECT count(*) FROM records WHERE source = 'heap/9'", "0\n");
	expect(s, "SELECT count(*) FROM unique_passages", "8\n");
	store_close(s);
}

static void test_standing_is_the_newest_word(void **state)
{
	struct store *s = ledger("standing.db");

	(void)state;
	answer(s, 400, "2012-01-01", 10, "unknown", "in_progress", "2012-12-31");
	answer(s, 200, "2010-04-01", 10, "agreed", "implemented", "2011-01-31");
	answer(s, 500, "2013-01-01", 10, "unknown", "unknown", "");
	answer(s, 600, "", 10, "disagreed", "withdrawn", "2030-01-31"); /* nobody knows when */
	expect(s, "SELECT recommendation_id, position, status, target_date, target_end FROM standing ORDER BY 1",
	       "10|agreed|in_progress|2012-12|2012-12-31\n11||||\n12||||\n");
	store_close(s);
}

static void test_overdue(void **state)
{
	static const struct {
		const char *position, *status, *end;
		bool overdue;
	} cases[] = {
		{ "agreed", "in_progress", "2011-01-31", true },
		{ "agreed", "unknown", "2011-01-31", true },
		{ "agreed", "not_implemented", "2011-01-31", true },
		{ "partially_agreed", "in_progress", "2011-01-31", true },
		{ "agreed", "implemented", "2011-01-31", false },
		{ "agreed", "withdrawn", "2011-01-31", false },
		{ "disagreed", "unknown", "2011-01-31", false },
		{ "noted", "in_progress", "2011-01-31", false },
		{ "unknown", "in_progress", "2011-01-31", false },
		{ "agreed", "in_progress", "", false },
		{ "agreed", "in_progress", "9999-12-31", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct store *s = ledger("overdue.db");

		answer(s, 200, "2010-04-01", 10, cases[i].position, cases[i].status, cases[i].end);
		assert_int_equal(sample_int(s, "SELECT count(*) FROM overdue"), cases[i].overdue);
		store_close(s);
	}
}

static void test_overdue_days(void **state)
{
	struct store *s = ledger("days.db");

	(void)state;
	answer(s, 200, "2010-04-01", 10, "agreed", "in_progress", "2011-01-31");
	answer(s, 300, "2011-04-01", 10, "unknown", "unknown", "2011-06-30");
	answer(s, 200, "2010-04-01", 11, "agreed", "in_progress", "2011-01-31");
	sample_exec(s, "UPDATE responses SET target_end = date('now', '-3 days') WHERE target_end = '2011-06-30';"
		       "UPDATE responses SET target_end = date('now') WHERE id = 2011");
	expect(s, "SELECT recommendation_id, report_title, department, label, text, position, status, days_overdue "
		  "FROM overdue",
	       "10|Bridges|Ministry|1|Paint.|agreed|in_progress|3\n");
	store_close(s);
}

static void test_unanswered(void **state)
{
	struct store *s = ledger("unanswered.db");

	(void)state;
	answer(s, 200, "2010-04-01", 11, "unknown", "unknown", "");
	expect(s, "SELECT recommendation_id, report_title, label, text FROM unanswered ORDER BY 1",
	       "10|Bridges|1|Paint.\n12|Bridges|3|Close.\n");
	store_close(s);
}

static void test_records(void **state)
{
	struct store *s = ledger("records.db");

	(void)state;
	answer(s, 200, "2010-04-01", 10, "agreed", "in_progress", "2011-01-31");
	sample_exec(s, "INSERT INTO response_paragraphs VALUES (2010, 2, '1.2', 'Second.', NULL), (2010, 1, '1.1', "
		       "'A \"b\".', NULL);"
		       "INSERT INTO conclusions VALUES (50, 1, '1', 'Rust.');"
		       "INSERT INTO occurrences(record_type, record_id, document_id, item_id, report_id, label, "
		       "text, how) "
		       "VALUES ('conclusion', 50, 300, 301, NULL, 'i', 'Rust!', 'quoted'),"
		       "       ('conclusion', 50, 400, 401, NULL, '', 'rusty', 'mentioned')");
	expect(s, "SELECT source, document_id, document_kind, document_date, report_id, session, report_number, "
		  "report_title, "
		  "record_type, record_id, label, text, position, status, target_date, paragraphs, line_start, "
		  "line_end "
		  "FROM records WHERE record_type <> 'recommendation' ORDER BY source",
	       "heap/2|200|government_response|2010-04-01|1|2009-10|5|Bridges|response|2010|1|We "
	       "do.|agreed|in_progress|2011-01|"
	       "[{\"number\":\"1.1\",\"text\":\"A \\\"b\\\".\"},{\"number\":\"1.2\",\"text\":\"Second.\"}]|11|13\n"
	       "heap/3|300|government_response||||||conclusion|50|i|Rust!|||||11|13\n");
	expect(s, "SELECT count(*), count(paragraphs), count(position) FROM records WHERE record_type = "
		  "'recommendation'",
	       "3|0|0\n");
	store_close(s);
}

static void test_unique_passages(void **state)
{
	struct store *s = ledger("unique.db");

	(void)state;
	sample_exec(s, "INSERT INTO duplicates VALUES (201, 301, 'exact', 1), (401, 301, 'near', 0.9)");
	expect(s, "SELECT id FROM unique_passages ORDER BY id", "101\n301\n501\n601\n701\n801\n");
	store_close(s);
}

/* Datasette finds the index of a table by this exact form of its definition. */
static void test_full_text_is_found_by_other_tools(void **state)
{
	struct store *s = ledger("datasette.db");

	(void)state;
	expect(s, "SELECT name FROM sqlite_schema WHERE sql LIKE '%VIRTUAL TABLE%USING FTS%content=\"passages\"%'",
	       "passages_fts\n");
	expect(s, "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict "
		  "AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '*_fts*'", "0\n");
	store_close(s);
}

/* Nothing that a person waits for may go through one table for every row of another. */
static void test_plans(void **state)
{
	static const char *const queries[] = {
		"SELECT * FROM records WHERE source = ?1",
		"SELECT * FROM records WHERE report_id = ?1",
		"SELECT * FROM history WHERE recommendation_id = ?1",
		"SELECT * FROM standing WHERE recommendation_id = ?1",
		"SELECT * FROM outcomes WHERE recommendation_id = ?1",
	};
	struct store *s = ledger("plans.db");

	(void)state;
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		char sql[160];
		char *plan;

		snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", queries[i]);
		plan = table(s, sql);
		for (char *line = strtok(plan, "\n"); line; line = strtok(NULL, "\n"))
			if (strstr(line, "SCAN") && !strstr(line, "subquery") && !strstr(line, "SCAN history"))
				fail_msg("%s: %s", queries[i], line);
		free(plan);
	}
	store_close(s);
}

/* Many copies of one document cost as many look-ups, not their square. */
static void test_history_is_linear_in_copies(void **state)
{
	struct store *s = ledger("linear.db");
	char *plan = table(s, "EXPLAIN QUERY PLAN SELECT * FROM history");

	(void)state;
	assert_non_null(strstr(plan, "response_recommendations_recommendation (recommendation_id=? AND document_id=?)"));
	free(plan);
	store_close(s);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_history),
		cmocka_unit_test(test_history_of_copies),
		cmocka_unit_test(test_history_of_quotations),
		cmocka_unit_test(test_history_slips_compare_like_with_like),
		cmocka_unit_test(test_superseded_does_not_count),
		cmocka_unit_test(test_standing_is_the_newest_word),
		cmocka_unit_test(test_overdue),
		cmocka_unit_test(test_overdue_days),
		cmocka_unit_test(test_unanswered),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_unique_passages),
		cmocka_unit_test(test_full_text_is_found_by_other_tools),
		cmocka_unit_test(test_plans),
		cmocka_unit_test(test_history_is_linear_in_copies),
	};

	return cmocka_run_group_tests(tests, sample_setup, sample_teardown);
}
