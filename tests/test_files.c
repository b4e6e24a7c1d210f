/* Names that survive, folders that hold anything, files that cannot be read. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>

#include "pipeline/files.h"
#include "pipeline/opening.h"
#include "pipeline/base/utf8.h"
#include "pipeline/fixity.h"

/* Each test runs in an empty folder of its own. */
static int enter_folder(void **state)
{
	char *folder = strdup("/tmp/winnow-files-XXXXXX");

	if (!folder || !mkdtemp(folder) || chdir(folder) != 0)
		return -1;
	*state = folder;
	return 0;
}

static int leave_folder(void **state)
{
	char command[128];

	snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", (char *)*state, (char *)*state);
	free(*state);
	return chdir("/") != 0 || system(command) != 0;
}

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* Finds in up to four paths; "name\n" for each file, then "name: message\n" for each problem. */
static char *found(const char *a, const char *b, const char *c, const char *database)
{
	char *paths[] = { (char *)(size_t)a, (char *)(size_t)b, (char *)(size_t)c };
	struct buffer lines;
	struct files files;

	buffer_init(&lines, BUFFER_LIMIT_DEFAULT);
	files_find(&files, paths, c ? 3 : b ? 2 : 1, database);
	for (size_t i = 0; i < files.count; i++)
		buffer_printf(&lines, "%.*s\n", SPAN_ARG(files.items[i].name));
	for (size_t i = 0; i < files.problem_count; i++)
		buffer_printf(&lines, "%.*s: %.*s\n", SPAN_ARG(files.problems[i].name),
			      SPAN_ARG(files.problems[i].message));
	files_release(&files);
	return lines.data;
}

static void check_found(char *lines, const char *expected)
{
	assert_string_equal(lines, expected);
	if (*lines)
		free(lines);
}

static void check_contains(char *lines, const char *expected)
{
	assert_non_null(strstr(lines, expected));
	free(lines);
}

/* ---- names ---- */

static void check_name(const char *path, const char *name)
{
	struct arena *arena = arena_new();

	assert_string_equal(names_of(arena, span_str(path)).ptr, name);
	arena_free(arena);
}

static void test_names(void **state)
{
	(void)state;
	check_name("a.txt", "a.txt");
	check_name("./a//b/./c/", "a/b/c");
	check_name("../a", "../a");
	check_name("a/../b", "a/../b");
	check_name("/", "/");
	check_name("//x/.", "/x");
	check_name(".", ".");
	check_name("./", ".");
	check_name("-", "./-");
	check_name(".../..x", ".../..x");
	check_name("caf\xc3\xa9", "caf\xc3\xa9");
	check_name("caf\xe9.txt", "caf%E9.txt");
	check_name("x%E9", "x%25E9");
	check_name("x%20y%", "x%20y%");
	check_name("%25", "%2525");
	check_name("%e9", "%e9");
	check_name("%%\xff", "%%%FF");
}

/* Any bytes: the name is valid UTF-8, and gives the bytes back; two paths never share a name. */
static void test_any_name_comes_back(void **state)
{
	static const char bytes[] = "%%%25Ee9Ffa\xe9\xc3\xa9\xff/\n";
	struct arena *arena = arena_new();
	unsigned long long seed = 7;

	(void)state;
	for (int round = 0; round < 50000; round++) {
		char path[12] = "x";
		size_t len = 1;

		for (seed += 0x9E3779B97F4A7C15; len < 2 + (size_t)(round % 10); len++) {
			seed = seed * 6364136223846793005u + 1;
			path[len] = bytes[(seed >> 40) % (sizeof bytes - 1)];
			if (path[len] == '/' && path[len - 1] == '/')
				path[len] = '9';
		}
		if (path[len - 1] == '/')
			path[len - 1] = '9';
		struct span name = names_of(arena, span_of(path, len));

		assert_true(utf8_valid(name));
		assert_true(span_equal(names_raw(arena, name), span_of(path, len)));
		arena_reset(arena);
	}
	arena_free(arena);
}

static void test_covers(void **state)
{
	(void)state;
	assert_true(names_covers(SPAN("a"), SPAN("a")));
	assert_true(names_covers(SPAN("a"), SPAN("a/b/c")));
	assert_false(names_covers(SPAN("a"), SPAN("ab")));
	assert_true(names_covers(SPAN("."), SPAN("ab/c")));
	assert_false(names_covers(SPAN("."), SPAN("/ab")));
	assert_false(names_covers(SPAN("."), SPAN("../ab")));
	assert_false(names_covers(SPAN("."), SPAN("-")));
	assert_true(names_covers(SPAN("/"), SPAN("/ab")));
}

/* ---- finding ---- */

static void test_order_and_folding(void **state)
{
	(void)state;
	mkdir("d", 0777);
	mkdir("d/sub", 0777);
	mkdir("d/.git", 0777);
	write_file("d/b", "");
	write_file("d/a\nz", "");
	write_file("d/sub/x", "");
	write_file("d/sub.txt", "");
	write_file("d/.hidden", "");
	write_file("d/.git/config", "");
	write_file("d/-", "");
	check_found(found("d", NULL, NULL, NULL), "d/-\nd/a\nz\nd/b\nd/sub.txt\nd/sub/x\n");
	check_found(found("d/sub/x", "./d//sub", "d/b", NULL), "d/b\nd/sub/x\n");
	check_found(found("-", "-", NULL, NULL), "-\n");
	check_found(found("d/.hidden", NULL, NULL, NULL), "d/.hidden\n");
}

static void test_what_is_no_file(void **state)
{
	(void)state;
	mkdir("d", 0777);
	mkfifo("d/fifo", 0666);
	write_file("d/a", "");
	write_file("outside", "");
	assert_int_equal(symlink("../outside", "d/out"), 0);
	assert_int_equal(symlink("a", "d/in"), 0);
	assert_int_equal(symlink(".", "d/loop"), 0);
	assert_int_equal(symlink("nowhere", "d/dangling"), 0);
	check_found(found("d", NULL, NULL, NULL),
		    "d/a\n"
		    "d/dangling: a symbolic link to nothing: skipped\n"
		    "d/fifo: a FIFO, not a file: skipped; to read from it, pipe it into 'winnow extract -'\n"
		    "d/out: a symbolic link that leads out of the folder: not followed; give what it points to "
		    "as a path of its own\n");
	check_found(found("d/out", NULL, NULL, NULL), "d/out\n");
	check_found(found("/dev/zero", NULL, NULL, NULL), "/dev/zero: a device, not a file: skipped\n");
	check_contains(found("d", "gone", NULL, NULL),
		       "gone: cannot open: No such file or directory: check how it is spelled\n");
	check_found(found("", NULL, NULL, NULL), "'': an empty path names no file\n");
}

static void test_the_database_is_no_input(void **state)
{
	(void)state;
	mkdir("d", 0777);
	write_file("d/w.db", "");
	write_file("d/w.db-journal", "");
	write_file("d/w.db.lock", "");
	write_file("d/w.dbx", "");
	check_found(found("d", NULL, NULL, "./d/w.db"), "d/w.dbx\n");
	check_found(found("d/w.db", NULL, NULL, "d/w.db"),
		    "d/w.db: the database itself: give the files that go into it\n");
}

/* Root may read everything, so a child without rights looks. */
static void test_unreadable_folder(void **state)
{
	(void)state;
	mkdir("d", 0777);
	mkdir("d/closed", 0000);
	write_file("d/a", "");
	if (geteuid() == 0) {
		assert_int_equal(chmod(".", 0755), 0);
		assert_int_equal(seteuid(65534), 0);
	}
	char *lines = found("d", NULL, NULL, NULL);

	if (getuid() == 0)
		assert_int_equal(seteuid(0), 0);
	check_found(lines, "d/a\n"
			   "d/closed: cannot open: Permission denied: make it readable (chmod), or leave it out\n");
}

/* ---- reading ---- */

static int read_file(const char *path, struct buffer *bytes, char message[256])
{
	struct arena *arena = arena_new();
	struct file file = files_given(arena, path);
	struct span why = SPAN("");
	int status = opening_whole(&file, bytes, arena, &why);

	snprintf(message, 256, "%.*s", SPAN_ARG(why));
	assert_int_equal(file.bytes, bytes->len);
	arena_free(arena);
	return status;
}

static void test_reading(void **state)
{
	struct buffer bytes;
	char message[256];

	(void)state;
	buffer_init(&bytes, BUFFER_LIMIT_DEFAULT);
	write_file("caf\xe9", "some bytes");
	assert_int_equal(read_file("caf\xe9", &bytes, message), 0);
	assert_string_equal(bytes.data, "some bytes");
	write_file("empty", "");
	assert_int_equal(read_file("empty", &bytes, message), 0);
	assert_int_equal(bytes.len, 0);
	assert_int_equal(read_file("/proc/self/status", &bytes, message), 0);
	assert_true(bytes.len > 100);
	mkfifo("fifo", 0666);
	assert_int_equal(read_file("fifo", &bytes, message), EX_DATAERR);
	assert_non_null(strstr(message, "a FIFO"));
	assert_int_equal(read_file(".", &bytes, message), EX_DATAERR);
	assert_int_equal(read_file("gone", &bytes, message), EX_NOINPUT);
	assert_non_null(strstr(message, "No such file"));
	buffer_release(&bytes);
}

static void test_too_large(void **state)
{
	struct buffer bytes;
	char message[256];

	(void)state;
	buffer_init(&bytes, BUFFER_LIMIT_DEFAULT);
	write_file("giant", "");
	assert_int_equal(truncate("giant", ((off_t)256 << 20) + 1), 0);
	assert_int_equal(read_file("giant", &bytes, message), EX_DATAERR);
	assert_non_null(strstr(message, "larger than 256 MiB"));
	buffer_release(&bytes);
}

static void test_gone(void **state)
{
	(void)state;
	write_file("a%E9", "");
	assert_true(files_gone(SPAN("a%E9")));
	assert_false(files_gone(SPAN("a%25E9")));
	assert_true(files_gone(SPAN("no/such/folder")));
}

/* ---- fixity ---- */

static void test_sha256(void **state)
{
	char hex[FIXITY_HEX + 1];

	(void)state;
	assert_true(fixity_sha256(SPAN("abc"), hex)); /* FIPS 180-4, the example of one block */
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_true(fixity_sha256(SPAN(""), hex));
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* "!/" is the mark of an archive, and nothing else. */
static void test_archive_names(void **state)
{
	struct arena *arena = arena_new();
	struct buffer member;

	(void)state;
	check_name("a!/b", "a%21/b");
	check_name("a!b", "a!b");
	check_name("a%21/b", "a%2521/b");
	assert_string_equal(names_raw(arena, SPAN("a%21/b")).ptr, "a!/b");
	assert_true(span_equal(names_archive(SPAN("x.zip!/y.zip!/z")), SPAN("x.zip")));
	assert_null(names_archive(SPAN("a%21/b")).ptr);
	assert_true(names_covers(SPAN("x.zip"), SPAN("x.zip!/y")));
	assert_true(names_covers(SPAN("a!"), SPAN("a%21/b")));
	buffer_init(&member, BUFFER_LIMIT_DEFAULT);
	names_add_member(&member, SPAN("../x!/y\xE9"));
	assert_string_equal(member.data, "../x%21/y%E9");
	buffer_release(&member);
	arena_free(arena);
}

/* What becomes a link, or lies behind one, between finding and opening is not followed. */
static void test_changed_meanwhile(void **state)
{
	struct arena *arena = arena_new();
	struct buffer bytes;
	struct span why;
	struct files files;
	char *paths[] = { (char[]){ "in" } };

	(void)state;
	buffer_init(&bytes, BUFFER_LIMIT_DEFAULT);
	assert_int_equal(mkdir("in", 0755) | mkdir("in/deep", 0755) | mkdir("out", 0755), 0);
	write_file("in/a", "a");
	write_file("in/deep/b", "b");
	write_file("out/b", "secret");
	files_find(&files, paths, 1, NULL);
	assert_int_equal(files.count, 2);
	assert_int_equal(unlink("in/a") | symlink("../out/b", "in/a"), 0);
	assert_int_equal(unlink("in/deep/b") | rmdir("in/deep") | symlink("../out", "in/deep"), 0);
	for (size_t i = 0; i < files.count; i++) {
		assert_int_equal(opening_whole(&files.items[i], &bytes, arena, &why), EX_NOINPUT);
		assert_int_equal(bytes.len, 0);
	}
	files_release(&files);
	buffer_release(&bytes);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_any_name_comes_back),
		cmocka_unit_test(test_covers),
		cmocka_unit_test_setup_teardown(test_order_and_folding, enter_folder, leave_folder),
		cmocka_unit_test_setup_teardown(test_what_is_no_file, enter_folder, leave_folder),
		cmocka_unit_test_setup_teardown(test_the_database_is_no_input, enter_folder, leave_folder),
		cmocka_unit_test_setup_teardown(test_unreadable_folder, enter_folder, leave_folder),
		cmocka_unit_test_setup_teardown(test_reading, enter_folder, leave_folder),
		cmocka_unit_test_setup_teardown(test_too_large, enter_folder, leave_folder),
		cmocka_unit_test_setup_teardown(test_gone, enter_folder, leave_folder),
		cmocka_unit_test(test_sha256),
		cmocka_unit_test(test_archive_names),
		cmocka_unit_test_setup_teardown(test_changed_meanwhile, enter_folder, leave_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
