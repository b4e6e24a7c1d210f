/* export: one file or a folder, three formats, equal content giving equal bytes. */
#include "tests/show_fixture.h"

#include "pipeline/commands/export.h"
#include "pipeline/show/csv.h"

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

static void cell(const char *text, bool raw, const char *expected)
{
	struct buffer out;

	buffer_init(&out, 1 << 16);
	csv_cell(&out, span_str(text), true, raw);
	assert_string_equal(out.data, expected);
	buffer_release(&out);
}

static void test_cells(void **state)
{
	(void)state;
	cell("plain", false, "plain");
	cell("a,b", false, "\"a,b\"");
	cell("he said \"no\"", false, "\"he said \"\"no\"\"\"");
	cell("two\nlines", false, "\"two\nlines\"");
	cell("=1+1", false, "'=1+1");
	cell("=1+1", true, "=1+1");
	cell("＝1+1", false, "'＝1+1");
	cell("＠SUM(1)", false, "'＠SUM(1)");
	cell("+44 20", false, "'+44 20");
	cell("@sum", false, "'@sum");
	cell("-x", false, "'-x");
	cell("\tx", false, "'\tx");
	cell("\rx", false, "\"'\rx\"");
	cell("-12", false, "-12");
	cell("-1.5", false, "-1.5");
	cell("-1-1", false, "'-1-1");
	cell("-", false, "'-");
	cell("", false, "");
}

static char *exported(struct fixture *f, const char *format, const char *name)
{
	char path[160];
	struct outcome o;

	snprintf(path, sizeof path, "%s/%s", f->folder, name);
	o = fixture_run(f, &export_command, format, (const char *[]){ path, NULL });
	assert_status(&o, 0);
	assert_has(o.err, "11 rows");
	outcome_free(&o);
	return slurp(path);
}

static void test_one_file(void **state)
{
	char *csv = exported(*state, "csv", "r.csv"), *json = exported(*state, NULL, "r.json");
	char *lines = exported(*state, "ndjson", "r.ndjson");

	assert_has(csv, "source,document_id,document_kind,");
	assert_has(csv, "paragraphs,line_start,line_end\r\n");
	assert_has(csv, "[{\"\"number\"\":\"\"1.1\"\"");
	assert_true(strncmp(json, "[\n{\"source\":", 12) == 0);
	assert_has(json, "}\n]\n");
	assert_has(lines, "\"paragraphs\":[{\"number\":\"1.1\",\"text\":");
	assert_has(lines, "\"line_start\":4,");
	assert_has(lines, "\"position\":null");
	free(csv);
	free(json);
	free(lines);
}

static void test_stdout(void **state)
{
	struct outcome o = fixture_run(*state, &export_command, NULL, (const char *[]){ "-", NULL });

	assert_status(&o, 0);
	assert_true(strncmp(o.out, "source,", 7) == 0);
	assert_string_equal(o.err, "");
	outcome_free(&o);
}

static void test_folder(void **state)
{
	static const char *const names[] = { "records", "reports", "conclusions", "recommendations", "responses",
					     "response_recommendations", "response_paragraphs", "occurrences",
					     "history", "standing", "unanswered", "documents", "sources", "passages",
					     "diagnostics" };
	struct fixture *f = *state;
	char folder[128], path[224];
	struct outcome o;
	char *text;

	snprintf(folder, sizeof folder, "%s/tables", f->folder);
	o = fixture_run(f, &export_command, "csv", (const char *[]){ folder, NULL });
	assert_status(&o, 0);
	assert_has(o.err, "20 files");
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		snprintf(path, sizeof path, "%s/%s.csv", folder, names[i]);
		assert_int_equal(access(path, R_OK), 0);
	}
	snprintf(path, sizeof path, "%s/history.csv", folder);
	text = slurp(path);
	assert_has(text, ",spring 2019,2019-21,2019-05-31,485\r\n");
	free(text);
	outcome_free(&o);
}

/* The same rows in another order, other runs, another clock: the same bytes. */
static void test_equal_content(void **state)
{
	char *before = exported(*state, "csv", "before.csv"), *after;

	fixture_change(*state,
		       "CREATE TEMP TABLE o AS SELECT * FROM occurrences; DELETE FROM occurrences;"
		       "INSERT INTO occurrences SELECT * FROM o ORDER BY item_id DESC;"
		       "INSERT INTO runs (id, started_at, command, version) VALUES (2, '2030', 'ingest', '9');"
		       "UPDATE sources SET last_run_id = 2");
	after = exported(*state, "csv", "after.csv");
	assert_string_equal(before, after);
	free(before);
	free(after);
}

/* A link stays a link, and its target gets the rows; a failure leaves the old file and nothing beside it. */
static void test_replacing(void **state)
{
	struct fixture *f = *state, none = *f;
	char target[160], link[160], listing[200];
	struct outcome o;
	struct stat st;
	char *text;

	snprintf(target, sizeof target, "%s/target.csv", f->folder);
	snprintf(link, sizeof link, "%s/link.csv", f->folder);
	fixture_write(f, "target.csv", "old");
	assert_int_equal(symlink(target, link), 0);
	snprintf(none.database, sizeof none.database, "%s/none.db", f->folder);
	o = fixture_run(&none, &export_command, NULL, (const char *[]){ link, NULL });
	assert_status(&o, 66);
	outcome_free(&o);
	text = slurp(target);
	assert_string_equal(text, "old");
	free(text);
	o = fixture_run(f, &export_command, NULL, (const char *[]){ link, NULL });
	assert_status(&o, 0);
	outcome_free(&o);
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	text = slurp(target);
	assert_true(strncmp(text, "source,", 7) == 0);
	free(text);
	snprintf(listing, sizeof listing, "ls %s | grep -q 'tmp$'", f->folder);
	assert_int_not_equal(system(listing), 0);
}

static void refused(struct fixture *f, const char *format, const char *path, int status, const char *message)
{
	struct outcome o = fixture_run(f, &export_command, format, (const char *[]){ path, NULL });

	assert_status(&o, status);
	assert_has(o.err, message);
	assert_string_equal(o.out, "");
	outcome_free(&o);
}

static void test_refusals(void **state)
{
	refused(*state, "csv", "x.json", 64, "make them agree");
	refused(*state, "xml", "x", 64, "none of csv, ndjson, json, datasette, datapackage");
	refused(*state, "csv", "/nonexistent/folder/x.csv", 73, "/nonexistent/folder/x.csv");
	refused(*state, "csv", "/nonexistent/folder/x", 73, "the folder cannot be made");
	refused(*state, "csv", "/dev/full", 74, "cannot be written to its end");
}

static void test_no_database(void **state)
{
	struct fixture *f = *state;
	struct fixture none = *f;
	char path[160];

	snprintf(none.database, sizeof none.database, "%s/none.db", f->folder);
	snprintf(path, sizeof path, "%s/untouched.csv", f->folder);
	refused(&none, NULL, path, 66, "none.db");
	assert_int_equal(access(path, F_OK), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_one_file),
		cmocka_unit_test(test_stdout),
		cmocka_unit_test(test_folder),
		cmocka_unit_test(test_replacing),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_no_database),
		cmocka_unit_test(test_equal_content),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
