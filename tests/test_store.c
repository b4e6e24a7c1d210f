/* store: opening what is there and what is not, locks, sticky failures, statements, transactions. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>

#include "pipeline/store/schema.h"
#include "pipeline/store/store.h"

enum { NOBODY = 65534 };

static char folder[] = "/tmp/winnow-test-store-XXXXXX";

/* A path in the test's folder; good until the next but seven calls. */
static const char *in_folder(const char *name)
{
	static char paths[8][128];
	static unsigned turn;
	char *path = paths[turn++ % 8];

	snprintf(path, sizeof paths[0], "%s/%s", folder, name);
	return path;
}

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void make_database(const char *path)
{
	struct store *s = store_open(path, STORE_WRITE);

	assert_int_equal(store_status(s), 0);
	store_exec(s, "INSERT INTO meta VALUES ('k', 'v')");
	assert_int_equal(store_close(s), 0);
}

static void assert_refused(const char *path, enum store_mode mode, int status, const char *word)
{
	struct store *s = store_open(path, mode);

	if (!strstr(store_message(s), word) || !strstr(store_message(s), path))
		fail_msg("\"%s\" does not say \"%s\"", store_message(s), word);
	assert_int_equal(store_status(s), status);
	assert_int_equal(store_close(s), status);
}

static int64_t count(struct store *s, const char *sql)
{
	struct query *q = store_query_once(s, sql);
	int64_t value = query_next(q) ? query_int(q, 0) : -1;

	query_free(q);
	return value;
}

static void exec_raw(const char *path, const char *sql)
{
	struct store *s = store_open(path, STORE_WRITE);

	assert_true(store_exec(s, sql));
	store_close(s);
}

/* ---- opening ---- */

static void test_new_database(void **state)
{
	const char *path = in_folder("new.db");
	struct store *s = store_open(path, STORE_WRITE);
	struct stat st;

	(void)state;
	assert_int_equal(store_status(s), 0);
	assert_string_equal(store_message(s), "");
	assert_int_equal(stat(in_folder("new.db.lock"), &st), 0);
	assert_int_equal(count(s, "PRAGMA foreign_keys"), 1);
	assert_int_equal(store_close(s), 0);
	assert_int_not_equal(stat(in_folder("new.db.lock"), &st), 0);
	assert_int_not_equal(stat(in_folder("new.db-wal"), &st), 0);

	s = store_open(path, STORE_READ);
	assert_int_equal(store_status(s), 0);
	assert_int_equal(count(s, "PRAGMA user_version"), SCHEMA_VERSION);
	assert_int_equal(count(s, "SELECT count(*) FROM sources"), 0);
	assert_int_equal(count(s, "SELECT journal_mode = 'delete' FROM pragma_journal_mode"), 1);
	store_close(s);
}

static void test_what_is_no_database(void **state)
{
	(void)state;
	write_file(in_folder("text"), "This is a letter about the weather, long enough to hold a header of a "
				      "database, and then some more words so that it is longer than that.\n");
	write_file(in_folder("empty"), "");
	mkfifo(in_folder("fifo"), 0600);
	assert_refused(in_folder("text"), STORE_READ, EX_NOINPUT, "not a database");
	assert_refused(in_folder("text"), STORE_WRITE, EX_NOINPUT, "not a database");
	assert_refused(in_folder("empty"), STORE_READ, EX_NOINPUT, "empty");
	assert_refused(in_folder("nothing.db"), STORE_READ, EX_NOINPUT, "no such database");
	assert_refused(folder, STORE_READ, EX_NOINPUT, "folder");
	assert_refused(folder, STORE_WRITE, EX_NOINPUT, "folder");
	assert_refused(in_folder("fifo"), STORE_WRITE, EX_NOINPUT, "not a regular file");
	assert_refused(in_folder("no/such/folder.db"), STORE_WRITE, EX_CANTCREAT, "folder");
	assert_refused("", STORE_WRITE, EX_NOINPUT, "");
}

static void test_empty_file_is_filled(void **state)
{
	const char *path = in_folder("touched.db");

	(void)state;
	write_file(path, "");
	make_database(path);
}

static void test_odd_names(void **state)
{
	static const char *const names[] = { ":memory:", "file:x.db?mode=memory", "a%41 b#c?d.db", "new\nline.db" };
	char *before = getcwd(NULL, 0);

	(void)state;
	assert_int_equal(chdir(folder), 0);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct store *s;

		make_database(names[i]);
		assert_int_equal(access(names[i], F_OK), 0);
		s = store_open(names[i], STORE_READ);
		assert_int_equal(count(s, "SELECT count(*) FROM meta"), 1);
		store_close(s);
	}
	assert_int_equal(chdir(before), 0);
	free(before);
}

static void test_versions(void **state)
{
	(void)state;
	make_database(in_folder("newer.db"));
	exec_raw(in_folder("newer.db"), "PRAGMA user_version=99");
	assert_refused(in_folder("newer.db"), STORE_READ, EX_NOINPUT, "newer winnow");
	assert_refused(in_folder("newer.db"), STORE_WRITE, EX_NOINPUT, "newer winnow");
	make_database(in_folder("older.db"));
	exec_raw(in_folder("older.db"), "PRAGMA user_version=0");
	assert_refused(in_folder("older.db"), STORE_WRITE, EX_NOINPUT, "no winnow made");
	make_database(in_folder("other.db"));
	exec_raw(in_folder("other.db"), "PRAGMA application_id=7");
	assert_refused(in_folder("other.db"), STORE_READ, EX_NOINPUT, "another program");
	assert_refused(in_folder("other.db"), STORE_WRITE, EX_NOINPUT, "another program");
}

static void test_damaged(void **state)
{
	const char *path = in_folder("damaged.db");
	struct stat st;
	int fd;

	(void)state;
	make_database(path);
	stat(path, &st);
	fd = open(path, O_WRONLY);
	for (off_t at = 4096; at < st.st_size; at += 4096)
		assert_int_equal(pwrite(fd, "\377\377\377\377\377\377\377\377\377\377\377\377", 12, at), 12);
	close(fd);
	/* The schema is read at open, so damage there shows at once. */
	assert_refused(path, STORE_READ, EX_NOINPUT, "damaged");
}

/* Runs `work` as a user without rights; false where we are not root and cannot become another. */
static bool as_nobody(void (*work)(void))
{
	if (geteuid() == 0)
		assert_int_equal(seteuid(NOBODY), 0);
	work();
	if (getuid() == 0)
		assert_int_equal(seteuid(0), 0);
	return true;
}

static void refused_without_rights(void)
{
	assert_refused(in_folder("sealed.db"), STORE_WRITE, EX_CANTCREAT, "read-only");
	assert_refused(in_folder("locked-up/inner.db"), STORE_WRITE, EX_CANTCREAT, "lock file");
	assert_refused(in_folder("closed/inner.db"), STORE_READ, EX_NOINPUT, "permissions");
}

static void reads_without_rights(void)
{
	struct store *s = store_open(in_folder("locked-up/inner.db"), STORE_READ);

	assert_string_equal(store_message(s), "");
	assert_int_equal(count(s, "SELECT count(*) FROM meta"), 1);
	assert_int_equal(store_close(s), 0);
}

static void test_permissions(void **state)
{
	(void)state;
	make_database(in_folder("sealed.db"));
	chmod(in_folder("sealed.db"), 0444);
	mkdir(in_folder("locked-up"), 0755);
	make_database(in_folder("locked-up/inner.db"));
	chmod(in_folder("locked-up"), 0555);
	mkdir(in_folder("closed"), 0755);
	make_database(in_folder("closed/inner.db"));
	chmod(in_folder("closed"), 0);
	chmod(folder, 0777);
	as_nobody(refused_without_rights);
	as_nobody(reads_without_rights);
	chmod(in_folder("closed"), 0755);
	chmod(in_folder("locked-up"), 0755);
}

/* ---- locks ---- */

static void test_two_writers(void **state)
{
	const char *path = in_folder("two.db");
	struct store *first = store_open(path, STORE_WRITE);
	char pid[32];

	(void)state;
	snprintf(pid, sizeof pid, "process %ld", (long)getpid());
	assert_refused(path, STORE_WRITE, EX_TEMPFAIL, pid);
	store_close(first);
	make_database(path);
}

static void test_reader_beside_writer(void **state)
{
	const char *path = in_folder("beside.db");
	struct store *writer, *reader;

	(void)state;
	make_database(path);
	writer = store_open(path, STORE_WRITE);
	store_begin(writer);
	store_exec(writer, "INSERT INTO meta VALUES ('second', '')");
	reader = store_open(path, STORE_READ);
	assert_int_equal(count(reader, "SELECT count(*) FROM meta"), 1);
	store_commit(writer);
	assert_int_equal(count(reader, "SELECT count(*) FROM meta"), 2);
	assert_false(store_exec(reader, "DELETE FROM meta"));
	assert_int_equal(store_status(reader), EX_CANTCREAT);
	store_close(reader);
	assert_int_equal(store_close(writer), 0);
}

/* Under another name the database has another lock file: then SQLite's own lock keeps the second writer out. */
static void test_two_names(void **state)
{
	struct store *first, *second;

	(void)state;
	make_database(in_folder("named.db"));
	assert_int_equal(symlink("named.db", in_folder("alias.db")), 0);
	first = store_open(in_folder("named.db"), STORE_WRITE);
	second = store_open(in_folder("alias.db"), STORE_WRITE);
	assert_true(store_begin(first));
	assert_int_equal(store_status(second), 0);
	assert_false(store_begin(second));
	assert_int_equal(store_close(second), EX_TEMPFAIL);
	assert_true(store_commit(first));
	assert_int_equal(store_close(first), 0);
}

static void test_stale_lock_file(void **state)
{
	(void)state;
	write_file(in_folder("stale.db.lock"), "1\n");
	make_database(in_folder("stale.db"));
}

static void test_lock_is_no_symlink(void **state)
{
	const char *target = in_folder("precious");
	struct stat st;

	(void)state;
	write_file(target, "do not touch");
	assert_int_equal(symlink(target, in_folder("link.db.lock")), 0);
	assert_refused(in_folder("link.db"), STORE_WRITE, EX_CANTCREAT, "lock file");
	stat(target, &st);
	assert_int_equal(st.st_size, 12);
}

/* ---- killed runs ---- */

static void run_and_die(const char *path)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		struct store *s = store_open(path, STORE_WRITE);

		store_exec(s, "INSERT INTO meta VALUES ('committed', '')");
		store_begin(s);
		store_exec(s, "INSERT INTO meta VALUES ('lost', '')");
		kill(getpid(), SIGKILL);
	}
	waitpid(child, &status, 0);
	assert_true(WIFSIGNALED(status));
}

static void refuses_half_a_database(void)
{
	assert_refused(in_folder("killed/inner.db"), STORE_READ, EX_NOINPUT, "interrupted");
}

static void test_killed_run(void **state)
{
	const char *path = in_folder("killed/inner.db");
	struct stat st;
	struct store *s;

	(void)state;
	mkdir(in_folder("killed"), 0755);
	run_and_die(path);
	assert_int_equal(stat(in_folder("killed/inner.db-wal"), &st), 0);
	/* A reader that may write the folder sees what was committed; one that may not is told what to do. */
	s = store_open(path, STORE_READ);
	assert_int_equal(count(s, "SELECT count(*) FROM meta"), 1);
	store_close(s);
	unlink(in_folder("killed/inner.db-shm"));
	as_nobody(refuses_half_a_database);

	s = store_open(path, STORE_WRITE);
	assert_int_equal(count(s, "SELECT count(*) FROM meta WHERE key = 'committed'"), 1);
	assert_int_equal(count(s, "SELECT count(*) FROM meta"), 1);
	assert_int_equal(store_close(s), 0);
	assert_int_not_equal(stat(in_folder("killed/inner.db-wal"), &st), 0);
}

/* ---- failures stay ---- */

static void test_sticky(void **state)
{
	struct store *s = store_open(in_folder("sticky.db"), STORE_WRITE);
	struct query *q;
	char first[512];

	(void)state;
	assert_true(store_begin(s));
	assert_false(store_exec(s, "INSERT INTO nowhere VALUES (1)"));
	assert_int_equal(store_status(s), EX_SOFTWARE);
	assert_non_null(strstr(store_message(s), "nowhere"));
	snprintf(first, sizeof first, "%s", store_message(s));

	q = store_query(s, "SELECT 1");
	query_bind_int(q, 1, 1);
	query_bind_text(q, 1, SPAN("x"));
	assert_false(query_next(q));
	assert_int_equal(query_columns(q), 0);
	assert_string_equal(query_column_name(q, 0), "");
	assert_true(query_is_null(q, 0));
	assert_int_equal(query_int(q, 0), 0);
	assert_int_equal(query_text(q, 0).len, 0);
	assert_false(query_run(store_query(s, "SELECT 1")));
	assert_false(store_exec(s, "SELECT nothing"));
	assert_false(store_commit(s));
	assert_false(store_rollback(s));
	assert_string_equal(store_message(s), first);
	assert_int_equal(store_close(s), EX_SOFTWARE);
	assert_int_equal(store_close(NULL), 0);
}

static void test_constraint_names_statement(void **state)
{
	struct store *s = store_open(in_folder("constraint.db"), STORE_WRITE);
	struct query *q = store_query(s, "INSERT INTO documents(id, source_id, seq, kind) VALUES (1, 99, 1, 'other')");

	(void)state;
	assert_false(query_run(q));
	assert_non_null(strstr(store_message(s), "FOREIGN KEY"));
	assert_non_null(strstr(store_message(s), "INSERT INTO documents"));
	assert_int_equal(store_close(s), EX_SOFTWARE);
}

/* ---- statements ---- */

static void test_values(void **state)
{
	struct store *s = store_open(in_folder("values.db"), STORE_WRITE);
	struct query *q = store_query(s, "SELECT ?1, ?2, ?3, ?4, ?5, ?6 AS named");

	(void)state;
	query_bind_int(q, 1, INT64_C(9007199254740991));
	query_bind_double(q, 2, 0.25);
	query_bind_text(q, 3, SPAN("né"));
	query_bind_text(q, 4, span_of(NULL, 0));
	query_bind_optional(q, 5, span_of(NULL, 0));
	query_bind_blob(q, 6, span_of("\0\377", 2));
	assert_true(query_next(q));
	assert_int_equal(query_columns(q), 6);
	assert_string_equal(query_column_name(q, 5), "named");
	assert_true(query_int(q, 0) == INT64_C(9007199254740991));
	assert_true(query_double(q, 1) == 0.25);
	assert_true(span_equal(query_text(q, 2), SPAN("né")));
	assert_false(query_is_null(q, 3));
	assert_int_equal(query_text(q, 3).len, 0);
	assert_true(query_is_null(q, 4));
	assert_int_equal(query_text(q, 5).len, 2);
	assert_false(query_next(q));
	assert_ptr_equal(q, store_query(s, "SELECT ?1, ?2, ?3, ?4, ?5, ?6 AS named"));
	assert_true(query_next(q));
	assert_true(query_is_null(q, 0));
	query_reset(q);
	assert_int_equal(store_close(s), 0);
}

static void test_text_is_always_clean(void **state)
{
	static const struct {
		struct span given, stored;
	} cases[] = {
		{ SPAN("plain"), SPAN("plain") },
		{ SPAN("a\0b"), SPAN("a\xEF\xBF\xBD"
				     "b") },
		{ SPAN("caf\xE9"), SPAN("caf\xEF\xBF\xBD") },
		{ SPAN("\xED\xA0\x80"), SPAN("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD") },
	};
	struct store *s = store_open(in_folder("clean.db"), STORE_WRITE);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct query *q = store_query(s, "SELECT ?1, ?2, length(?1)");

		query_bind_text(q, 1, cases[i].given);
		query_bind_text(q, 2, cases[i].given);
		assert_true(query_next(q));
		assert_true(span_equal(query_text(q, 0), cases[i].stored));
		assert_true(span_equal(query_text(q, 1), cases[i].stored));
		query_reset(q);
	}
	assert_int_equal(store_close(s), 0);
}

static void test_many_statements(void **state)
{
	static char sql[300][24];
	struct store *s = store_open(in_folder("many.db"), STORE_WRITE);

	(void)state;
	for (int i = 0; i < 300; i++)
		snprintf(sql[i], sizeof sql[i], "SELECT %d", i);
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 300; i++) {
			struct query *q = store_query(s, sql[i]);

			assert_true(query_next(q));
			assert_int_equal(query_int(q, 0), i);
			query_reset(q);
		}
	assert_int_equal(store_close(s), 0);
}

/* ---- transactions ---- */

static void put(struct store *s, const char *key)
{
	struct query *q = store_query(s, "INSERT INTO meta VALUES (?1, '')");

	query_bind_text(q, 1, span_str(key));
	assert_true(query_run(q));
}

static void test_nested_transactions(void **state)
{
	struct store *s = store_open(in_folder("nested.db"), STORE_WRITE);

	(void)state;
	assert_true(store_begin(s));
	put(s, "a");
	assert_true(store_begin(s));
	put(s, "b");
	assert_true(store_begin(s));
	put(s, "c");
	assert_true(store_rollback(s));
	assert_true(store_commit(s));
	assert_true(store_begin(s));
	put(s, "d");
	assert_true(store_rollback(s));
	assert_true(store_commit(s));
	assert_false(store_commit(s));
	assert_int_equal(count(s, "SELECT group_concat(key, '') = 'ab' FROM (SELECT key FROM meta ORDER BY key)"), 1);
	store_begin(s);
	put(s, "e");
	store_begin(s);
	put(s, "f");
	store_close(s); /* not committed: gone */
	s = store_open(in_folder("nested.db"), STORE_READ);
	assert_int_equal(count(s, "SELECT count(*) FROM meta"), 2);
	store_close(s);
}

/* A full disk, as far as the program can tell: its files may not grow any more. */
static void fill_until_it_fails(const char *path)
{
	static char text[8192];
	struct rlimit limit = { 400 * 1024, 400 * 1024 };
	struct store *s = store_open(path, STORE_WRITE);
	struct query *q;
	int status;

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	memset(text, 'x', sizeof text);
	for (int i = 0; i < 1000 && store_status(s) == 0; i++) {
		q = store_query(s, "INSERT INTO meta VALUES (?1, ?2)");
		query_bind_int(q, 1, i);
		query_bind_text(q, 2, span_of(text, sizeof text));
		query_run(q);
	}
	status = store_status(s);
	_exit(store_close(s) == status ? status : 99);
}

static void test_full_disk(void **state)
{
	const char *path = in_folder("full.db");
	struct store *s;
	pid_t child;
	int status;

	(void)state;
	make_database(path);
	child = fork();
	if (child == 0)
		fill_until_it_fails(path);
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), EX_IOERR);
	s = store_open(path, STORE_WRITE);
	assert_true(count(s, "SELECT count(*) FROM meta") > 1);
	assert_int_equal(count(s, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
	assert_int_equal(store_close(s), 0);
}

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_new_database),
		cmocka_unit_test(test_what_is_no_database),
		cmocka_unit_test(test_empty_file_is_filled),
		cmocka_unit_test(test_odd_names),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_permissions),
		cmocka_unit_test(test_two_writers),
		cmocka_unit_test(test_reader_beside_writer),
		cmocka_unit_test(test_two_names),
		cmocka_unit_test(test_stale_lock_file),
		cmocka_unit_test(test_lock_is_no_symlink),
		cmocka_unit_test(test_killed_run),
		cmocka_unit_test(test_sticky),
		cmocka_unit_test(test_constraint_names_statement),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_text_is_always_clean),
		cmocka_unit_test(test_many_statements),
		cmocka_unit_test(test_nested_transactions),
		cmocka_unit_test(test_full_disk),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
