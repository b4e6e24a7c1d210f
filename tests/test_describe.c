/* What describes the data: words for every column, Datasette's metadata, the description of a data package. */
#include "tests/show_fixture.h"

#include "pipeline/commands/export.h"
#include "pipeline/show/describe.h"
#include "pipeline/store/query.h"

static int set_up(void **state)
{
	static struct fixture f;

	fixture_make(&f);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	fixture_remove(*state);
	return 0;
}

/* Exports to a name in the fixture's folder and returns the text of `file` there. */
static char *exported(struct fixture *f, const char *format, const char *name, const char *file)
{
	char to[128], path[224];
	struct outcome o;

	snprintf(to, sizeof to, "%s/%s", f->folder, name);
	snprintf(path, sizeof path, "%s/%s", f->folder, file);
	o = fixture_run(f, &export_command, format, (const char *[]){ to, NULL });
	assert_status(&o, 0);
	outcome_free(&o);
	return slurp(path);
}

/* The first column of the first row; "" for none. Owned by the caller. */
static char *answer(struct store *store, const char *sql, const char *json)
{
	struct query *q = store_query_once(store, sql);
	struct span found = SPAN("");
	char *text;

	query_bind_text(q, 1, span_str(json));
	if (query_next(q) && query_text(q, 0).len)
		found = query_text(q, 0);
	text = strndup(found.ptr, found.len);
	query_free(q);
	assert_string_equal(store_message(store), "");
	return text;
}

static void test_every_column_has_words(void **state)
{
	struct fixture *f = *state;
	struct store *store = store_open(f->database, STORE_READ);
	struct query *q = store_query_once(store,
		"SELECT t.name, c.name FROM pragma_table_list t, pragma_table_info(t.name) c WHERE t.schema = 'main' "
		"AND t.type IN ('table','view') AND t.name NOT LIKE 'sqlite_%'");
	int columns = 0;

	while (query_next(q)) {
		if (!describe_table(query_text(q, 0)))
			fail_msg("nothing is said about %.*s", SPAN_ARG(query_text(q, 0)));
		if (!describe_column(query_text(q, 0), query_text(q, 1)))
			fail_msg("nothing is said about %.*s.%.*s: a comment in schema.sql or views.sql is missing",
				 SPAN_ARG(query_text(q, 0)), SPAN_ARG(query_text(q, 1)));
		columns++;
	}
	assert_true(columns > 300);
	query_free(q);
	store_close(store);
	assert_null(describe_table(SPAN("no_such_table")));
	assert_null(describe_column(SPAN("records"), SPAN("no_such_column")));
}

static void test_own_words_come_first(void **state)
{
	(void)state;
	assert_string_equal(describe_column(SPAN("outcomes"), SPAN("answered")), "1 when a response was found");
	assert_string_equal(describe_column(SPAN("acceptance_rates"), SPAN("answered")), "how many have a response");
	assert_string_equal(describe_column(SPAN("sources"), SPAN("path")), "as it was given");
}

static void test_datasette(void **state)
{
	struct fixture *f = *state;
	struct store *store = store_open(f->database, STORE_READ);
	char *json = exported(f, "datasette", "meta", "meta"), *text;
	struct query *q;
	int queries = 0;

	text = answer(store, "SELECT group_concat(key) FROM json_each(?1, '$.databases')", json);
	assert_non_null(strstr(f->database, text));
	free(text);
	/* Facets and labels are columns of their tables. */
	text = answer(store,
		      "SELECT group_concat(t.key || '.' || x.value) FROM json_each(?1, '$.databases') d, "
		      "json_each(d.value, '$.tables') t, json_each(coalesce(t.value->'facets', '[]')) x "
		      "WHERE x.value NOT IN (SELECT name FROM pragma_table_info(t.key))", json);
	assert_string_equal(text, "");
	free(text);
	q = store_query_once(store, "SELECT s.value->>'sql' FROM json_each(?1, '$.databases') d, "
				    "json_each(d.value, '$.queries') s");
	query_bind_text(q, 1, span_str(json));
	for (; query_next(q); queries++) {
		char *sql = strndup(query_text(q, 0).ptr, query_text(q, 0).len);
		struct query *canned = store_query_once(store, sql);

		query_run(canned);
		query_free(canned);
		free(sql);
		assert_string_equal(store_message(store), "");
	}
	assert_int_equal(queries, 6);
	query_free(q);
	store_close(store);
	free(json);
}

/* The description names the columns that the files have, in their order. */
static void test_package(void **state)
{
	struct fixture *f = *state;
	struct store *store = store_open(f->database, STORE_READ);
	char *json = exported(f, "datapackage", "package", "package/datapackage.json"), *csv, *text;

	text = answer(store,
		      "SELECT group_concat(x.value->>'name') FROM json_each(?1, '$.resources') r, "
		      "json_each(r.value, '$.schema.fields') x WHERE r.value->>'name' = 'history'", json);
	csv = exported(f, "datapackage", "package", "package/history.csv");
	assert_memory_equal(csv, text, strlen(text));
	assert_int_equal(csv[strlen(text)], '\r');
	free(text);
	text = answer(store,
		      "SELECT group_concat(x.value->>'name' || ' ' || (x.value->>'type'), ';') FROM json_each(?1, '$.resources') r, "
		      "json_each(r.value, '$.schema.fields') x WHERE r.value->>'name' = 'history' "
		      "AND x.value->>'name' IN ('who','slip_days','target_end','response_id')", json);
	assert_string_equal(text, "response_id integer;who string;target_end date;slip_days integer");
	free(text);
	text = answer(store, "SELECT count(*) FROM json_each(?1, '$.resources') r, json_each(r.value, '$.schema.fields') x "
			     "WHERE x.value->>'description' IS NULL", json);
	assert_string_equal(text, "0");
	free(text);
	free(csv);
	free(json);
	store_close(store);
}

static void refused(struct fixture *f, const char *format, const char *path, int status, const char *said)
{
	struct outcome o = fixture_run(f, &export_command, format, (const char *[]){ path, NULL });

	assert_status(&o, status);
	assert_has(o.err, said);
	outcome_free(&o);
}

static void test_refusals(void **state)
{
	refused(*state, "datasette", "/tmp", 64, "is one file");
	refused(*state, "datapackage", "x.csv", 64, "is a folder of files");
	refused(*state, "datapackage", "-", 64, "is a folder of files");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_column_has_words),
		cmocka_unit_test(test_own_words_come_first),
		cmocka_unit_test(test_datasette),
		cmocka_unit_test(test_package),
		cmocka_unit_test(test_refusals),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
