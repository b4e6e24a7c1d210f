/* schema: a database of an older schema becomes, in one step or not at all, what a new one is. */
#include <sysexits.h>

#include <sqlite3.h>

#include "pipeline/base/buffer.h"
#include "pipeline/store/settle.h"
#include "tests/store_samples.h"

static void run_raw(sqlite3 *db, const char *sql)
{
	char *fault = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &fault) != SQLITE_OK)
		fail_msg("%s, in \"%.200s\"", fault, sql);
}

static char *read_text(const char *path)
{
	char *text = calloc(1, 1 << 16);
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	assert_true(fread(text, 1, (1 << 16) - 1, f) > 0);
	fclose(f);
	return text;
}

/* A database as version 1 left it, without rows; the caller closes it. */
static sqlite3 *make_old(const char *path)
{
	char *sql = read_text("tests/schema_1.sql");
	sqlite3 *db;

	unlink(path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	run_raw(db, sql);
	free(sql);
	return db;
}

#define OLD_TABLES "SELECT t.name, (SELECT group_concat('\"' || name || '\"') FROM pragma_table_info(t.name)) " \
		   "FROM pragma_table_list t WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' " \
		   "AND name <> 'dedupe_sketches'"

/* Gives the old tables their columns of the new ones' rows, and fills the full-text indexes as version 1 did. */
static void fill_from(sqlite3 *db, const char *path)
{
	sqlite3_stmt *names;
	char sql[2048];

	assert_int_equal(sqlite3_prepare_v2(db, OLD_TABLES, -1, &names, NULL), SQLITE_OK);
	snprintf(sql, sizeof sql, "ATTACH '%s' AS new", path);
	run_raw(db, sql);
	while (sqlite3_step(names) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(names, 0);
		const char *columns = (const char *)sqlite3_column_text(names, 1);

		snprintf(sql, sizeof sql, "INSERT INTO main.%s(%s) SELECT %s FROM new.%s", name, columns, columns, name);
		run_raw(db, sql);
	}
	sqlite3_finalize(names);
	run_raw(db, "INSERT INTO passages_fts(passages_fts) VALUES ('rebuild');"
		    "INSERT INTO records_fts(records_fts) VALUES ('rebuild'); DETACH new");
}

/* All that tools can see of a schema: a comment may be older. */
static const char SHAPE[] =
	"SELECT m.type, m.name, c.cid, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk FROM sqlite_schema m "
	"LEFT JOIN pragma_table_xinfo(m.name) c WHERE m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid";
static const char REFERENCES[] =
	"SELECT m.name, f.\"from\", f.\"table\", f.\"to\" FROM sqlite_schema m "
	"JOIN pragma_foreign_key_list(m.name) f ORDER BY m.name, f.\"from\"";
static const char VIEWS[] = "SELECT name, sql FROM sqlite_schema WHERE type = 'view' ORDER BY name";

static void add_rows(struct buffer *out, struct store *s, const char *sql)
{
	struct query *q = store_query_once(s, sql);

	while (query_next(q)) {
		for (int i = 0; i < query_columns(q); i++)
			buffer_printf(out, "%.*s|", SPAN_ARG(query_text(q, i)));
		buffer_add_char(out, '\n');
	}
	query_free(q);
}

static void assert_same_schema(struct store *a, struct store *b)
{
	static const char *const all[] = { SHAPE, REFERENCES, VIEWS };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct buffer x, y;

		buffer_init(&x, BUFFER_LIMIT_DEFAULT);
		buffer_init(&y, BUFFER_LIMIT_DEFAULT);
		add_rows(&x, a, all[i]);
		add_rows(&y, b, all[i]);
		assert_true(x.len > 0);
		assert_string_equal(x.data, y.data);
		buffer_release(&x);
		buffer_release(&y);
	}
}

static void assert_rows(struct store *s, const char *sql, const char *expected)
{
	struct buffer found;

	buffer_init(&found, BUFFER_LIMIT_DEFAULT);
	add_rows(&found, s, sql);
	assert_string_equal(found.data, expected);
	buffer_release(&found);
}

static void test_old_becomes_new(void **state)
{
	struct store *fresh = sample_store("fresh.db"), *old;
	struct load *load = load_begin(fresh, "test");
	sqlite3 *db;

	(void)state;
	for (int i = 0; i < 12; i++)
		sample_load(load, i, 1);
	sample_finish(load, fresh);
	store_close(fresh);
	db = make_old(sample_path("old.db"));
	fill_from(db, sample_path("fresh.db"));
	sqlite3_close(db);

	old = store_open(sample_path("old.db"), STORE_READ);
	assert_int_equal(store_status(old), EX_NOINPUT);
	assert_non_null(strstr(store_message(old), "older winnow"));
	store_close(old);

	old = store_open(sample_path("old.db"), STORE_WRITE);
	assert_string_equal(store_message(old), "");
	fresh = store_open(sample_path("fresh.db"), STORE_READ);
	assert_same_schema(old, fresh);
	assert_rows(old, "SELECT value FROM meta WHERE key = 'settled'", "|\n");
	assert_rows(old, "SELECT count(*) FROM dedupe_index", "0|\n");
	assert_int_equal(settle(old), 0);
	sample_same(sample_dump(fresh, store_dump), sample_dump(old, store_dump));
	assert_rows(old, "SELECT count(*) FROM pragma_foreign_key_check", "0|\n");
	assert_rows(old, "SELECT count(*) > 9 FROM passages_fts WHERE passages_fts MATCH 'bridge'", "1|\n");
	assert_rows(old, "SELECT * FROM pragma_integrity_check", "ok|\n");
	store_close(old);
	store_close(fresh);
}

/* A table that is defined otherwise keeps its rows, its references and those to it. */
static void test_changed_tables(void **state)
{
	sqlite3 *db = make_old(sample_path("other.db"));
	struct store *fresh = sample_store("fresh.db"), *s;

	(void)state;
	run_raw(db, "DROP VIEW history; CREATE VIEW history AS SELECT 1 AS once;"
		    "DROP INDEX documents_date; CREATE INDEX documents_date ON documents(language);"
		    "DROP TABLE records_fts; CREATE VIRTUAL TABLE records_fts USING fts5(text);"
		    "ALTER TABLE documents DROP COLUMN publisher; ALTER TABLE documents ADD COLUMN leftover TEXT;"
		    "CREATE TABLE mine (id INTEGER); CREATE VIEW my_view AS SELECT title FROM documents;"
		    "INSERT INTO runs(id, started_at, command, version) VALUES (1, '2020', 'ingest', '0');"
		    "INSERT INTO sources(id, path, sha256, bytes, mtime, media_type, encoding, state, first_run_id, last_run_id) "
		     "VALUES (5, 'a', NULL, 1, 1, NULL, NULL, 'current', 1, 1);"
		    "INSERT INTO documents(id, source_id, seq, kind, title, leftover) VALUES (7, 5, 1, 'news', 'Bridges', 'x');");
	sqlite3_close(db);

	s = store_open(sample_path("other.db"), STORE_WRITE);
	assert_string_equal(store_message(s), "");
	assert_rows(s, "SELECT id, source_id, kind, title, publisher FROM documents", "7|5|news|Bridges||\n");
	assert_rows(s, "SELECT title FROM my_view", "Bridges|\n");
	assert_rows(s, "SELECT count(*) FROM mine", "0|\n");
	assert_rows(s, "SELECT count(*) FROM pragma_foreign_key_list('passages') WHERE \"table\" = 'documents'", "1|\n");
	store_exec(s, "DROP TABLE mine; DROP VIEW my_view");
	assert_same_schema(s, fresh);
	store_close(s);
	store_close(fresh);
}

/* What cannot be brought over stops it, and the database is what it was. */
static void test_all_or_nothing(void **state)
{
	sqlite3 *db = make_old(sample_path("stuck.db"));
	struct store *s;

	(void)state;
	run_raw(db, "DROP TABLE stated_counts; CREATE TABLE stated_counts (document_id INTEGER, seq INTEGER);"
		    "INSERT INTO stated_counts VALUES (1, 1)");
	sqlite3_close(db);
	s = store_open(sample_path("stuck.db"), STORE_WRITE);
	assert_int_not_equal(store_status(s), 0);
	assert_non_null(strstr(store_message(s), "stated_counts"));
	store_close(s);

	assert_int_equal(sqlite3_open(sample_path("stuck.db"), &db), SQLITE_OK);
	run_raw(db, "SELECT CASE WHEN user_version <> 1 THEN abs(-9223372036854775808) END FROM pragma_user_version;"
		    "SELECT document_id FROM stated_counts; SELECT * FROM history; SELECT * FROM record_list");
	sqlite3_close(db);
}

/* Opening once more changes nothing. */
static void test_once(void **state)
{
	struct store *s;

	(void)state;
	sqlite3_close(make_old(sample_path("twice.db")));
	store_close(store_open(sample_path("twice.db"), STORE_WRITE));
	s = store_open(sample_path("twice.db"), STORE_WRITE);
	assert_rows(s, "SELECT count(*) FROM sqlite_schema WHERE name LIKE '%migration%'", "0|\n");
	assert_string_equal(store_message(s), "");
	store_close(s);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_old_becomes_new),
		cmocka_unit_test(test_changed_tables),
		cmocka_unit_test(test_all_or_nothing),
		cmocka_unit_test(test_once),
	};

	return cmocka_run_group_tests(tests, sample_setup, sample_teardown);
}
