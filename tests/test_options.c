/* The command line: what is accepted, what is refused, and that --help names what is accepted. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>

#include "pipeline/base/span.h"
#include "pipeline/options.h"

static const struct command heap = { .name = "heap", .arguments = "[-d DB] PATH...", .summary = "sum", .details = "det",
				     .options = "dfsmF", .least = 1, .most = PATHS_ANY };
static const struct command plain = { .name = "plain", .arguments = "", .summary = "s", .details = "", .options = "D" };

static char said[4096]; /* stdout and stderr of the last parse */

/* Parses the words behind the command's name; what is said goes to `said`. */
static int parse(const struct command *command, struct options *options, const char *words)
{
	static char line[256], *argv[12];
	int argc = 1, status;
	int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
	FILE *file = tmpfile();

	snprintf(line, sizeof line, "%s", words);
	argv[0] = (char *)(size_t)command->name;
	for (char *word = strtok(line, " "); word && argc < 11; word = strtok(NULL, " "))
		argv[argc++] = strcmp(word, "''") == 0 ? word + 2 : word;
	argv[argc] = NULL;
	fflush(stdout);
	assert_non_null(file);
	dup2(fileno(file), STDOUT_FILENO);
	dup2(fileno(file), STDERR_FILENO);
	status = options_parse(options, command, argc, argv);
	fflush(stdout);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	close(out);
	close(err);
	rewind(file);
	said[fread(said, 1, sizeof said - 1, file)] = '\0';
	fclose(file);
	return status;
}

static void test_accepted(void **state)
{
	struct options o;

	(void)state;
	assert_int_equal(parse(&heap, &o, "a -d x.db b --checksum -- -q"), 0);
	assert_string_equal(o.command, "heap");
	assert_string_equal(o.database, "x.db");
	assert_true(o.checksum);
	assert_false(o.markdown);
	assert_null(o.family);
	assert_int_equal(o.verbosity, 1);
	assert_int_equal(o.path_count, 3);
	assert_string_equal(o.paths[2], "-q");
	assert_int_equal(parse(&heap, &o, "--family=news --format json -q -"), 0);
	assert_string_equal(o.database, "winnow.db");
	assert_string_equal(o.family, "news");
	assert_string_equal(o.format, "json");
	assert_int_equal(o.verbosity, 0);
	assert_string_equal(o.paths[0], "-");
	assert_int_equal(parse(&heap, &o, "-vdy.db a"), 0);
	assert_string_equal(o.database, "y.db");
	assert_int_equal(o.verbosity, 2);
	assert_string_equal(said, "");
}

static void test_defaults_by_key(void **state)
{
	struct options o;

	(void)state;
	assert_int_equal(parse(&plain, &o, ""), 0);
	assert_null(o.database);
	assert_int_equal(parse(&plain, &o, "-d z.db"), 0);
	assert_string_equal(o.database, "z.db");
}

/* Each is refused with 64, and the message names what is wrong and where to look. */
static void test_refused(void **state)
{
	static const struct {
		const struct command *command;
		const char *words, *message;
	} cases[] = {
		{ &heap, "", "winnow: heap: " },
		{ &heap, "-j 4 a", "winnow: -j: " },
		{ &heap, "-qj a", "winnow: -j: " },
		{ &heap, "--sonnet a", "winnow: --sonnet: " },
		{ &heap, "a -d", "winnow: -d: needs a value" },
		{ &heap, "a --family", "winnow: --family: needs a value" },
		{ &heap, "a -d ''", "winnow: --database: DB is expected" },
		{ &heap, "a --format xml", "winnow: --format: 'xml' is none of csv|ndjson|json" },
		{ &heap, "a --format js", "winnow: --format: 'js' is none of" },
		{ &heap, "a --checksum=9", "winnow: --checksum=9: " },
		{ &plain, "--markdown", "winnow: --markdown: " },
		{ &plain, "stray", "'stray' is one argument too many" },
	};
	struct options o;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(parse(cases[i].command, &o, cases[i].words), EX_USAGE);
		assert_non_null(strstr(said, cases[i].message));
		assert_non_null(strstr(said, "--help' says more"));
	}
}

static void test_help(void **state)
{
	struct options o;

	(void)state;
	assert_int_equal(parse(&heap, &o, "--help"), -1);
	assert_non_null(strstr(said, "usage: winnow heap [-d DB] PATH..."));
	assert_non_null(strstr(said, "-d, --database DB"));
	assert_non_null(strstr(said, "--format csv|ndjson|json"));
	assert_non_null(strstr(said, "-q, --quiet"));
	assert_null(strstr(said, "--batch"));
	assert_int_equal(parse(&plain, &o, "-h"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_accepted),
		cmocka_unit_test(test_defaults_by_key),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
