/* The filter: lines in, the same lines with marks out; and the reading of a line. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>

#include "pipeline/dedupe/filter.h"
#include "pipeline/dedupe/line.h"

/* ---- lines ---- */

static void objects_are_read(void **state)
{
	struct buffer b;
	struct line l;

	(void)state;
	assert_null(line_read(&l, SPAN(" { \"id\" : 7 , \"text\":\"a\\u00e9\\n\\ud83d\\ude00\\\"\", \"deep\":[{\"text\":1},[[]],{}],\"n\":-1.5e+3 } \r")));
	assert_true(span_equal(l.member[LINE_ID], SPAN("7")));
	assert_int_equal(l.members, 4);
	buffer_init(&b, 1000);
	line_unescape(&b, l.member[LINE_TEXT]);
	assert_string_equal(b.data, "aé\n😀\"");
	buffer_release(&b);
	assert_null(line_read(&l, SPAN("{}")));
	assert_null(line_read(&l, SPAN("\xEF\xBB\xBF{\"text\":\"x\"}")));
	assert_null(line_read(&l, SPAN("{\"a\":true,\"b\":false,\"c\":null,\"d\":0,\"text\":[]}")));
	assert_false(line_is_string(l.member[LINE_TEXT]));
}

static void what_is_no_object_is_refused(void **state)
{
	static const char *const bad[] = {
		"", "[]", "7", "{", "}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\":1}}", "{\"a\":1} x", "{\"a\":01}", "{\"a\":1.}",
		"{\"a\":1e}", "{\"a\":\"x}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}", "{\"a\":\"\t\"}", "{\"a\":[1,]}", "{\"a\":[1}",
		"{\"a\":{\"b\":1]}", "{\"a\":tru}", "{\"a\" 1}", "{'a':1}", "{\"a\":\"\xFF\"}", "{\"a\":[1 2]}", "{\"a\":-}",
	};
	struct line l;
	char *deep;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		if (!line_read(&l, span_str(bad[i])))
			fail_msg("taken: %s", bad[i]);
	deep = malloc(200000);
	memset(deep, '[', 200000);
	memcpy(deep, "{\"a\":", 5);
	assert_non_null(line_read(&l, span_of(deep, 200000)));
	free(deep);
}

/* ---- the filter ---- */

struct told {
	size_t count, line;
};

static void complain(void *state, size_t line, const char *fault)
{
	struct told *told = state;

	assert_non_null(fault);
	told->count++;
	told->line = line;
}

/* What the filter writes for `input`; the caller frees. */
static char *filtered(const char *input, struct filter_report *report, struct told *told)
{
	const struct filter_options options = { .threads = 3, .complain = complain, .state = told };
	FILE *in = tmpfile(), *out;
	char message[256] = "", *result = NULL;
	size_t size = 0;

	fputs(input, in);
	fflush(in);
	rewind(in);
	out = open_memstream(&result, &size);
	assert_int_equal(filter_run(fileno(in), out, &options, report, message), 0);
	assert_string_equal(message, "");
	fclose(out);
	fclose(in);
	return result;
}

static void assert_filtered(const char *input, const char *expected)
{
	struct filter_report report;
	struct told told = { 0, 0 };
	char *result = filtered(input, &report, &told);

	assert_string_equal(result, expected);
	free(result);
}

#define NONE ",\"duplicate_of\":null,\"duplicate_kind\":null,\"similarity\":null}"

static void members_are_added_and_all_else_stays(void **state)
{
	(void)state;
	assert_filtered("{ \"id\": 1.0, \"text\" : \"The tower was pulled down\" ,\"x\":{\"text\":[\"\\u00e9\"]}}\n"
			"{\"id\":2,\"text\":\"The tower was pulled down\"}\n",
			"{ \"id\": 1.0, \"text\" : \"The tower was pulled down\" ,\"x\":{\"text\":[\"\\u00e9\"]}" NONE "\n"
			"{\"id\":2,\"text\":\"The tower was pulled down\",\"duplicate_of\":1.0,\"duplicate_kind\":\"exact\","
			"\"similarity\":1}\n");
}

static void without_ids_lines_are_numbered(void **state)
{
	(void)state;
	assert_filtered("\n{\"text\":\"The tower was pulled down\"}\n{\"text\":\"THE TOWER was pulled down!\"}",
			"\n{\"text\":\"The tower was pulled down\"" NONE "\n"
			"{\"text\":\"THE TOWER was pulled down!\",\"duplicate_of\":2,\"duplicate_kind\":\"folded\",\"similarity\":1}\n");
}

static void ids_decide_between_equal_texts(void **state)
{
	(void)state;
	assert_filtered("{\"id\":\"p10\",\"text\":\"The tower was pulled down\"}\n{\"id\":\"p9\",\"text\":\"The tower was pulled down\"}\n",
			"{\"id\":\"p10\",\"text\":\"The tower was pulled down\",\"duplicate_of\":\"p9\",\"duplicate_kind\":\"exact\","
			"\"similarity\":1}\n{\"id\":\"p9\",\"text\":\"The tower was pulled down\"" NONE "\n");
}

static void a_second_run_replaces_the_first(void **state)
{
	static const char input[] = "{\"duplicate_of\":4,\"id\":1,\"text\":\"The tower was pulled down\",\"similarity\":1 ,\"duplicate_kind\":null}\n"
				    "{\"duplicate_kind\":\"near\",\"text\":\"\"}\n{\"text\":\"a\" ,\"duplicate_kind\" : \"near\"}\n";
	struct filter_report report;
	struct told told = { 0, 0 };
	char *once = filtered(input, &report, &told), *twice = filtered(once, &report, &told);

	(void)state;
	assert_string_equal(once, twice);
	assert_string_equal(once, "{\"id\":1,\"text\":\"The tower was pulled down\" " NONE "\n{\"text\":\"\"" NONE
			    "\n{\"text\":\"a\" " NONE "\n");
	free(twice);
	free(once);
}

static void bad_lines_pass_and_are_named(void **state)
{
	struct filter_report report;
	struct told told = { 0, 0 };
	char *result = filtered("{\"text\":\"a\"}\nnot json\n{\"id\":3}\n[1]\n", &report, &told);

	(void)state;
	assert_string_equal(result, "{\"text\":\"a\"" NONE "\nnot json\n{\"id\":3}\n[1]\n");
	assert_int_equal(told.count, 2);
	assert_int_equal(told.line, 4);
	assert_int_equal(report.bad, 2);
	assert_int_equal(report.textless, 1);
	assert_int_equal(report.passages, 1);
	free(result);
}

static void contexts_are_honoured(void **state)
{
	(void)state;
	assert_filtered("{\"id\":1,\"text\":\"The Board agreed.\",\"context\":\"a\"}\n{\"id\":2,\"text\":\"The Board agreed.\",\"context\":\"b\"}\n"
			"{\"id\":3,\"text\":\"The Board agreed.\",\"context\":\"b\"}\n{\"id\":4,\"text\":\"The Board agreed.\",\"context\":\"\"}\n",
			"{\"id\":1,\"text\":\"The Board agreed.\",\"context\":\"a\"" NONE "\n{\"id\":2,\"text\":\"The Board agreed.\",\"context\":\"b\"" NONE "\n"
			"{\"id\":3,\"text\":\"The Board agreed.\",\"context\":\"b\",\"duplicate_of\":2,\"duplicate_kind\":\"exact\",\"similarity\":1}\n"
			"{\"id\":4,\"text\":\"The Board agreed.\",\"context\":\"\"" NONE "\n");
}

static void of_our_own_stream_only_passages_are_marked(void **state)
{
	static const char input[] =
		"{\"winnow\":\"document\",\"source\":\"a.txt\",\"document\":1,\"text\":\"x\"}\n"
		"{\"winnow\":\"passage\",\"source\":\"a.txt\",\"document\":1,\"id\":\"a.txt#1.1\",\"role\":\"heading\",\"text\":\"Summary\"}\n"
		"{\"winnow\":\"passage\",\"source\":\"a.txt\",\"document\":1,\"id\":\"a.txt#1.2\",\"role\":\"furniture\",\"text\":\"Page of the Board\"}\n"
		"{\"winnow\":\"passage\",\"source\":\"a.txt\",\"document\":1,\"id\":\"a.txt#1.3\",\"role\":\"furniture\",\"text\":\"Page of the Board\"}\n"
		"{\"winnow\":\"passage\",\"source\":\"b.txt\",\"document\":1,\"id\":\"b.txt#1.1\",\"role\":\"heading\",\"text\":\"Summary\"}\n"
		"{\"winnow\":\"passage\",\"source\":\"b.txt\",\"document\":1,\"id\":\"b.txt#1.2\",\"role\":\"heading\",\"text\":\"Summary\"}\n";
	struct filter_report report;
	struct told told = { 0, 0 };
	char *result = filtered(input, &report, &told), *last = strstr(result, "b.txt#1.2");

	(void)state;
	assert_non_null(strstr(last, "\"duplicate_of\":\"b.txt#1.1\""));
	assert_int_equal(report.marked[DEDUPE_EXACT], 1);
	assert_int_equal(report.marked[DEDUPE_ORIGINAL], 4);
	assert_true(strncmp(result, "{\"winnow\":\"document\",\"source\":\"a.txt\",\"document\":1,\"text\":\"x\"}\n", 62) == 0);
	free(result);
}

/* Lines longer than the pieces the input is read in, and lines that end on their borders. */
static void lines_may_be_of_any_length(void **state)
{
	struct filter_report report;
	struct told told = { 0, 0 };
	size_t len = 0, i, n = 0;
	char *input = malloc(4000000), *result, *line;

	(void)state;
	for (i = 0; len < 3000000; i++) {
		len += (size_t)sprintf(input + len, "{\"id\":%zu,\"text\":\"", i);
		memset(input + len, i % 2 ? 'x' : 'y', i * 977 % 400000);
		len += i * 977 % 400000;
		len += (size_t)sprintf(input + len, " %zu\"}\n", i);
	}
	result = filtered(input, &report, &told);
	assert_int_equal(report.lines, i);
	assert_int_equal(report.passages, i);
	for (line = result; *line; line = strchr(line, '\n') + 1, n++)
		assert_int_equal(strtoul(line + 6, NULL, 10), n);
	assert_int_equal(n, i);
	free(result);
	free(input);
}

static void an_empty_input_gives_nothing(void **state)
{
	(void)state;
	assert_filtered("", "");
}

/* ---- the temporary file ---- */

/* Names in a folder that the filter may have left, counted while it runs: at a line that is no JSON. */
struct look {
	const char *folder;
	size_t names, looked;
};

static void count_names(void *state, size_t line, const char *fault)
{
	struct look *look = state;
	DIR *folder = opendir(look->folder);
	const struct dirent *entry;

	(void)line;
	(void)fault;
	assert_non_null(folder);
	while ((entry = readdir(folder)))
		look->names += entry->d_name[0] != '.';
	closedir(folder);
	look->looked++;
}

/* Runs the filter over `input` with TMPDIR set; its status. */
static int status_with_folder(const char *folder, FILE *in, struct look *look, char *message)
{
	const struct filter_options options = { .threads = 1, .complain = count_names, .state = look };
	struct filter_report report;
	FILE *out = fopen("/dev/null", "w");
	int status;

	rewind(in);
	setenv("TMPDIR", folder, 1);
	status = filter_run(fileno(in), out, &options, &report, message);
	unsetenv("TMPDIR");
	fclose(out);
	return status;
}

static void the_temporary_file_has_no_name(void **state)
{
	char folder[] = "/tmp/winnow-test-XXXXXX", message[256] = "";
	struct look look = { folder, 0, 0 };
	FILE *in = tmpfile();

	(void)state;
	assert_non_null(mkdtemp(folder));
	fputs("{\"text\":\"one\"}\nthis is no object\n", in);
	fflush(in);
	assert_int_equal(status_with_folder(folder, in, &look, message), 0);
	assert_int_equal(look.looked, 1);
	assert_int_equal(look.names, 0);
	assert_int_equal(rmdir(folder), 0);
	fclose(in);
}

static void no_room_is_told_with_the_remedy(void **state)
{
	struct rlimit before, small = { 1 << 20, 1 << 20 };
	struct look look = { "/tmp", 0, 0 };
	char message[256] = "";
	FILE *in = tmpfile();
	int i;

	(void)state;
	for (i = 0; i < 100000; i++)
		fprintf(in, "{\"id\":%d,\"text\":\"what does not go into a megabyte\"}\n", i);
	fflush(in);
	signal(SIGXFSZ, SIG_IGN); /* a write beyond the limit fails, as one on a full disk does */
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small.rlim_max = before.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	i = status_with_folder("/tmp", in, &look, message);
	setrlimit(RLIMIT_FSIZE, &before);
	assert_int_equal(i, EX_IOERR);
	assert_non_null(strstr(message, "set TMPDIR to a folder with more room"));
	assert_int_equal(status_with_folder("/tmp/there is no such folder", in, &look, message), EX_CANTCREAT);
	assert_non_null(strstr(message, "set TMPDIR"));
	fclose(in);
}

/* Escapes, lines over several reads, and passages of which a piece is fetched: with any number of threads the same. */
static void threads_write_the_same(void **state)
{
	char *one = NULL, *many = NULL;
	int threads;

	(void)state;
	for (threads = 1; threads <= 4; threads++) {
		const struct filter_options options = { .threads = threads };
		struct filter_report report;
		char message[256] = "", **result = threads == 1 ? &one : &many;
		FILE *in = tmpfile(), *out;
		size_t size, i, k;

		for (i = 0; i < 3000; i++) {
			fprintf(in, "{\"id\":\"n%zu\",\"text\":\"", i);
			for (k = 0; k < 10 + i % 700 * (i % 9 == 0 ? 4 : 0); k++)
				fprintf(in, "%s%zu\\u00e9a%zu ", k % 7 ? "word" : "Name", i / 2 * 31 + k, k * k % 97);
			fputs("\"}\n", in);
		}
		fflush(in);
		rewind(in);
		out = open_memstream(result, &size);
		assert_int_equal(filter_run(fileno(in), out, &options, &report, message), 0);
		fclose(out);
		fclose(in);
		assert_int_equal(report.marked[DEDUPE_ORIGINAL] + report.marked[DEDUPE_EXACT] +
				 report.marked[DEDUPE_TRUNCATED] + report.marked[DEDUPE_NEAR] +
				 report.marked[DEDUPE_CONTAINED] + report.marked[DEDUPE_FOLDED] +
				 report.marked[DEDUPE_SPLICED], 3000);
		assert_true(report.marked[DEDUPE_ORIGINAL] < 2000);
		if (many)
			assert_string_equal(one, many);
		free(many);
		many = NULL;
	}
	free(one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects_are_read),
		cmocka_unit_test(what_is_no_object_is_refused),
		cmocka_unit_test(members_are_added_and_all_else_stays),
		cmocka_unit_test(without_ids_lines_are_numbered),
		cmocka_unit_test(ids_decide_between_equal_texts),
		cmocka_unit_test(a_second_run_replaces_the_first),
		cmocka_unit_test(bad_lines_pass_and_are_named),
		cmocka_unit_test(contexts_are_honoured),
		cmocka_unit_test(of_our_own_stream_only_passages_are_marked),
		cmocka_unit_test(lines_may_be_of_any_length),
		cmocka_unit_test(an_empty_input_gives_nothing),
		cmocka_unit_test(the_temporary_file_has_no_name),
		cmocka_unit_test(no_room_is_told_with_the_remedy),
		cmocka_unit_test(threads_write_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
