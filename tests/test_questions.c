/* questions: the views that answer what researchers ask, over a small ledger made by hand. */
#include "tests/view_ledger.h"

/* A second report, of another department, body and session, with recommendations 20 ("1") and 21 ("2"). */
static struct store *two_reports(const char *name)
{
	struct store *s = ledger(name);

	sample_exec(s,
		"UPDATE reports SET body = 'Bridge Committee', date = '2010-01-10' WHERE id = 1;"
		"INSERT INTO reports(id, attributed, title, department, body, session, number, date) "
		"VALUES (2, 1, 'Tunnels', 'Office', 'Tunnel Committee', '2010-12', 1, '2011');"
		"INSERT INTO recommendations(id, report_id, label, text) VALUES (20, 2, '1', 'Dig.'), (21, 2, '2', 'Fill.')");
	return s;
}

#define ACCEPTANCE "SELECT grouped_by, name, recommendations, answered, unanswered, agreed, partially_agreed, disagreed, " \
		   "noted, unknown, round(acceptance_rate, 3) FROM acceptance_rates "

static void test_acceptance_rates(void **state)
{
	struct store *s = two_reports("acceptance.db");

	(void)state;
	answer(s, 200, "2010-04-01", 10, "agreed", "in_progress", "");
	answer(s, 200, "2010-04-01", 11, "partially_agreed", "unknown", "");
	answer(s, 200, "2010-04-01", 12, "disagreed", "unknown", "");
	answer(s, 300, "2011-04-01", 20, "noted", "unknown", "");
	expect(s, ACCEPTANCE "ORDER BY grouped_by, name",
	       "body|Bridge Committee|3|3|0|1|1|1|0|0|0.667\n"
	       "body|Tunnel Committee|2|1|1|0|0|0|1|0|\n"
	       "department|Ministry|3|3|0|1|1|1|0|0|0.667\n"
	       "department|Office|2|1|1|0|0|0|1|0|\n"
	       "session|2009-10|3|3|0|1|1|1|0|0|0.667\n"
	       "session|2010-12|2|1|1|0|0|0|1|0|\n");
	answer(s, 400, "2011-05-01", 21, "unknown", "unknown", "");
	expect(s, ACCEPTANCE "WHERE name = 'Office'", "department|Office|2|2|0|0|0|0|1|1|\n");
	store_close(s);
}

/* A later word on the position counts; copies of an answer count once. */
static void test_rates_count_recommendations(void **state)
{
	struct store *s = two_reports("later.db");

	(void)state;
	answer(s, 200, "2010-04-01", 10, "disagreed", "unknown", "");
	answer(s, 300, "2010-04-01", 10, "disagreed", "unknown", "");
	answer(s, 400, "2011-04-01", 10, "agreed", "implemented", "");
	expect(s, ACCEPTANCE "WHERE name = 'Ministry'", "department|Ministry|3|1|2|1|0|0|0|0|1.0\n");
	expect(s, "SELECT answered, implemented, unknown, implementation_rate FROM implementation_rates "
		  "WHERE name = 'Ministry'", "1|1|0|1.0\n");
	store_close(s);
}

static void test_implementation_rates(void **state)
{
	struct store *s = two_reports("implementation.db");

	(void)state;
	answer(s, 200, "2010-04-01", 10, "agreed", "implemented", "");
	answer(s, 200, "2010-04-01", 11, "agreed", "withdrawn", "");
	answer(s, 200, "2010-04-01", 12, "disagreed", "unknown", "");
	answer(s, 300, "2011-04-01", 20, "agreed", "in_progress", "2012-01-31");
	answer(s, 300, "2011-04-01", 21, "unknown", "not_implemented", "");
	expect(s, "SELECT grouped_by, name, answered, implemented, in_progress, not_implemented, withdrawn, unknown, "
		  "implementation_rate FROM implementation_rates WHERE grouped_by <> 'session' ORDER BY grouped_by, name",
	       "body|Bridge Committee|3|1|0|0|1|1|1.0\n"
	       "body|Tunnel Committee|2|0|1|1|0|0|0.0\n"
	       "department|Ministry|3|1|0|0|1|1|1.0\n"
	       "department|Office|2|0|1|1|0|0|0.0\n");
	expect(s, "SELECT count(*) FROM outcomes", "5\n");
	store_close(s);
}

static void test_reports_that_name_no_department(void **state)
{
	struct store *s = two_reports("nameless.db");

	(void)state;
	sample_exec(s, "UPDATE reports SET department = NULL");
	expect(s, ACCEPTANCE "WHERE grouped_by = 'department'", "department||5|0|5|0|0|0|0|0|\n");
	store_close(s);
}

static void test_response_times(void **state)
{
	struct store *s = two_reports("times.db");

	(void)state;
	answer(s, 300, "2010-07-01", 10, "agreed", "unknown", "");
	answer(s, 200, "2010-03-11", 10, "agreed", "unknown", "");
	answer(s, 200, "2010-03-11", 11, "agreed", "unknown", "");
	answer(s, 400, "", 10, "agreed", "unknown", "");
	answer(s, 500, "2010-02-01", 11, "agreed", "unknown", "");
	sample_exec(s, "UPDATE documents SET kind = 'letter' WHERE id = 500");
	answer(s, 600, "2011-05-01", 20, "agreed", "unknown", "");
	expect(s, "SELECT report_id, source, response_date, days, recommendations, answered FROM response_times "
		  "ORDER BY report_id",
	       "1|heap/2|2010-03-11|60|3|2\n"
	       "2|heap/6|2011-05-01||2|1\n"); /* that report gives its year only */
	store_close(s);
}

static void test_waiting(void **state)
{
	struct store *s = two_reports("waiting.db");

	(void)state;
	sample_exec(s, "UPDATE reports SET date = date('now', '-40 days') WHERE id = 1");
	answer(s, 200, "2010-04-01", 10, "agreed", "unknown", "");
	expect(s, "SELECT recommendation_id, body, days_waiting FROM unanswered ORDER BY recommendation_id",
	       "11|Bridge Committee|40\n12|Bridge Committee|40\n20|Tunnel Committee|\n21|Tunnel Committee|\n");
	store_close(s);
}

static void test_overdue_by_department(void **state)
{
	struct store *s = two_reports("overdue.db");

	(void)state;
	answer(s, 200, "2010-04-01", 10, "agreed", "in_progress", "2011-01-31");
	answer(s, 200, "2010-04-01", 11, "agreed", "in_progress", "2011-02-10");
	answer(s, 200, "2010-04-01", 12, "agreed", "implemented", "2011-02-10");
	answer(s, 300, "2011-04-01", 20, "agreed", "in_progress", "2999-01-31");
	expect(s, "SELECT department, overdue, reports, most_days - mean_days FROM overdue_by_department",
	       "Ministry|2|1|5\n");
	store_close(s);
}

static void test_repeated(void **state)
{
	struct store *s = two_reports("repeated.db");

	(void)state;
	sample_exec(s, "INSERT INTO repetitions VALUES (20, 10, 'text', 0.9)");
	expect(s, "SELECT recommendation_id, report_title, label, earlier_id, earlier_report_title, earlier_label, "
		  "earlier_text, days_between, similarity FROM repeated",
	       "20|Tunnels|1|10|Bridges|1|Paint.||0.9\n");
	sample_exec(s, "UPDATE reports SET date = '2010-01-20' WHERE id = 2");
	expect(s, "SELECT days_between FROM repeated", "10\n");
	store_close(s);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_acceptance_rates),
		cmocka_unit_test(test_rates_count_recommendations),
		cmocka_unit_test(test_implementation_rates),
		cmocka_unit_test(test_reports_that_name_no_department),
		cmocka_unit_test(test_response_times),
		cmocka_unit_test(test_waiting),
		cmocka_unit_test(test_overdue_by_department),
		cmocka_unit_test(test_repeated),
	};

	return cmocka_run_group_tests(tests, sample_setup, sample_teardown);
}
