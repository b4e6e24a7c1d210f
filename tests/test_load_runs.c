/* load over several runs: order, batches, versions that change, vanish and return, failures, kills. */
#include "tests/store_samples.h"

#include <signal.h>
#include <sys/wait.h>

enum { MANY = 40 };

/* A small generator of our own: the same tests everywhere. */
static unsigned roll(unsigned *seed, unsigned sides)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % sides;
}

static void shuffle(int *numbers, int count, unsigned seed)
{
	for (int i = count - 1; i > 0; i--) {
		int j = (int)roll(&seed, (unsigned)i + 1);
		int old = numbers[i];

		numbers[i] = numbers[j];
		numbers[j] = old;
	}
}

static void load_range(struct store *s, const int *numbers, int from, int to)
{
	struct load *load = load_begin(s, "load");

	for (int i = from; i < to; i++)
		sample_load(load, numbers[i], 0);
	sample_finish(load, s);
}

/* Everything at once and in order: what all other ways must come to. A copy for sample_same to free. */
static char *reference_dump(void)
{
	static char *kept;
	struct store *s;
	int numbers[MANY];

	if (kept)
		return strdup(kept);
	s = sample_store("reference.db");
	for (int i = 0; i < MANY; i++)
		numbers[i] = i;
	load_range(s, numbers, 0, MANY);
	kept = sample_dump(s, store_dump);
	store_close(s);
	return strdup(kept);
}

static void test_any_order_any_batches(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 6; seed++) {
		struct store *s = sample_store("shuffled.db");
		int numbers[MANY];
		int at = 0;

		for (int i = 0; i < MANY; i++)
			numbers[i] = i;
		shuffle(numbers, MANY, seed);
		while (at < MANY) {
			unsigned dice = seed * 77u + (unsigned)at;
			int to = at + 1 + (int)roll(&dice, MANY / 2);

			to = to < MANY ? to : MANY;
			load_range(s, numbers, at > 3 ? at - 3 : at, to); /* a few that are there already */
			at = to;
		}
		sample_same(reference_dump(), sample_dump(s, store_dump));
		store_close(s);
	}
}

static void test_again_changes_nothing(void **state)
{
	struct store *s = sample_store("again.db");
	struct load *load = load_begin(s, "load");
	char *before;

	(void)state;
	sample_load(load, 1, 0);
	sample_load(load, 2, 0);
	sample_finish(load, s);
	before = sample_dump(s, store_dump);
	load = load_begin(s, "load");
	sample_load(load, 2, 0);
	sample_load(load, 1, 0);
	sample_load(load, 2, 0); /* given twice: seen once */
	assert_int_equal(load_counts(load)->seen, 2);
	assert_int_equal(load_counts(load)->unchanged, 2);
	assert_int_equal(load_counts(load)->documents, 0);
	sample_finish(load, s);
	sample_same(before, sample_dump(s, store_dump));
	assert_int_equal(sample_int(s, "SELECT count(*) FROM sources WHERE first_run_id = 1 AND last_run_id = 2"), 2);
	store_close(s);
}

/* ---- versions ---- */

static void run_version(struct store *s, int number, int version)
{
	struct load *load = load_begin(s, "load");

	sample_load(load, number, version);
	sample_finish(load, s);
}

static void test_new_version_and_back(void **state)
{
	struct store *s = sample_store("version.db");
	struct store *fresh = sample_store("fresh.db");
	char *first, *second;

	(void)state;
	run_version(s, 1, 0);
	first = sample_dump(s, store_dump_current);
	run_version(s, 1, 1);
	assert_int_equal(sample_int(s, "SELECT files_changed FROM runs WHERE id = 2"), 1);
	assert_int_equal(sample_int(s, "SELECT count(*) FROM current_documents"), 1);
	assert_int_equal(sample_int(s, "SELECT count(*) FROM documents"), 2);
	run_version(fresh, 1, 1);
	sample_same(sample_dump(fresh, store_dump_current), sample_dump(s, store_dump_current));
	second = sample_dump(s, store_dump);
	run_version(s, 1, 0);
	sample_same(first, sample_dump(s, store_dump_current));
	run_version(s, 1, 1);
	sample_same(second, sample_dump(s, store_dump));
	assert_int_equal(sample_int(s, "SELECT count(*) FROM sources"), 2);
	store_close(fresh);
	store_close(s);
}

static bool gone(struct span path, void *context)
{
	return span_equal(path, *(const struct span *)context);
}

static void run_without(struct store *s, struct span path, int missing)
{
	struct load *load = load_begin(s, "ingest");

	sample_load(load, 2, 0);
	load_mark_missing(load, gone, &path);
	assert_int_equal(load_counts(load)->missing, missing);
	sample_finish(load, s);
}

static void test_vanished_and_back(void **state)
{
	struct store *s = sample_store("vanish.db");
	struct store *fresh = sample_store("fresh.db");
	char *both;

	(void)state;
	run_version(s, 1, 0);
	run_version(s, 2, 0);
	both = sample_dump(s, store_dump);
	run_without(s, SPAN("heap/001.txt"), 1);
	assert_int_equal(sample_int(s, "SELECT count(*) FROM sources WHERE state = 'missing'"), 1);
	run_without(s, SPAN("heap/001.txt"), 0);
	run_without(s, SPAN("heap/002.txt"), 0); /* it was seen */
	run_version(fresh, 2, 0);
	sample_same(sample_dump(fresh, store_dump_current), sample_dump(s, store_dump_current));
	run_version(s, 1, 0);
	sample_same(both, sample_dump(s, store_dump));
	run_without(s, SPAN("heap/001.txt"), 1);
	run_version(s, 1, 1); /* another file under its name: the missing version is history */
	assert_int_equal(sample_int(s, "SELECT count(*) FROM sources WHERE state = 'missing'"), 0);
	store_close(fresh);
	store_close(s);
}

/* ---- failures ---- */

static void run_failure(struct store *s, const char *sha256, const char *why)
{
	struct load *load = load_begin(s, "ingest");
	struct document *d = document_new();

	d->source.path = SPAN("heap/001.txt");
	d->source.sha256 = span_str(sha256);
	d->source.state = SOURCE_FAILED;
	document_note(d, SEVERITY_ERROR, "unreadable", 0, "%s", why);
	load_document(load, d);
	document_free(d);
	assert_int_equal(load_counts(load)->failed, 1);
	sample_finish(load, s);
	assert_int_equal(sample_int(s, "SELECT exit_status FROM runs ORDER BY id DESC LIMIT 1"), 1);
}

static void test_failures(void **state)
{
	struct store *s = sample_store("fail.db");
	struct store *fresh = sample_store("fresh.db");
	char *before;

	(void)state;
	run_failure(s, "", "no permission");
	run_failure(s, "", "an error of the disk");
	assert_int_equal(sample_int(s, "SELECT count(*) FROM diagnostics WHERE message = 'an error of the disk' "
				       "AND run_id = 2"), 1);
	assert_int_equal(sample_int(s, "SELECT count(*) FROM diagnostics"), 1);
	assert_int_equal(sample_int(s, "SELECT count(*) FROM documents"), 0);
	run_failure(s, "ab", "binary");
	before = sample_dump(s, store_dump);
	run_failure(s, "ab", "binary");
	sample_same(before, sample_dump(s, store_dump));
	assert_int_equal(sample_int(s, "SELECT count(*) FROM sources WHERE state = 'failed'"), 1);
	assert_false(sources_same_stat(s, SPAN("heap/001.txt"), 0, 0, SPAN("")));
	run_version(s, 1, 0);
	run_version(fresh, 1, 0);
	sample_same(sample_dump(fresh, store_dump_current), sample_dump(s, store_dump_current));
	run_failure(s, "", "no permission");
	assert_int_equal(sample_int(s, "SELECT count(*) FROM current_documents"), 0);
	store_close(fresh);
	store_close(s);
}

/* The same bytes fail in one version of the program and are read in the next, and the other way round. */
static void test_failure_of_the_same_bytes(void **state)
{
	struct store *s = sample_store("same.db");
	struct store *fresh = sample_store("fresh.db");
	struct document *d = sample_document(1, 0);
	char sha256[80];

	(void)state;
	snprintf(sha256, sizeof sha256, "%.*s", SPAN_ARG(d->source.sha256));
	document_free(d);
	run_version(fresh, 1, 0);
	run_failure(s, sha256, "too deep");
	for (int i = 0; i < 2; i++) {
		run_version(s, 1, 0);
		sample_same(sample_dump(fresh, store_dump), sample_dump(s, store_dump));
		run_failure(s, sha256, "too deep");
		assert_int_equal(sample_int(s, "SELECT count(*) FROM diagnostics WHERE code = 'unreadable'"), 1);
		assert_int_equal(sample_int(s, "SELECT count(*) FROM current_documents"), 0);
	}
	store_close(fresh);
	store_close(s);
}

/* ---- several documents of one source ---- */

static void load_record(struct load *load, int seq)
{
	struct document *d = sample_document(1, 0);

	d->seq = seq;
	load_document(load, d);
	document_free(d);
}

static void test_source_of_several_documents(void **state)
{
	struct store *s = sample_store("archive.db");
	struct store *fresh = sample_store("fresh.db");
	struct load *load = load_begin(s, "load");

	(void)state;
	load_record(load, 1);
	load_record(load, 2);
	assert_int_equal(load_counts(load)->seen, 1);
	sample_finish(load, s);
	assert_int_equal(sample_int(s, "SELECT count(*) FROM diagnostics WHERE code = 'sample'"), 2);
	load = load_begin(s, "load");
	load_record(load, 1);
	load_record(load, 2);
	load_record(load, 3); /* was lost on the way the first time */
	sample_finish(load, s);
	load = load_begin(fresh, "load");
	for (int seq = 1; seq <= 3; seq++)
		load_record(load, seq);
	sample_finish(load, fresh);
	sample_same(sample_dump(fresh, store_dump), sample_dump(s, store_dump));
	store_close(fresh);
	store_close(s);
}

/* ---- what need not be read ---- */

static void test_unchanged_files(void **state)
{
	struct store *s = sample_store("stat.db");
	struct load *load = load_begin(s, "ingest");
	struct document *d = sample_document(1, 0);
	struct source source = d->source;

	(void)state;
	assert_false(load_is_unchanged(load, source.path, source.bytes, source.mtime));
	load_document(load, d);
	sample_finish(load, s);
	load = load_begin(s, "ingest");
	assert_true(load_is_unchanged(load, source.path, source.bytes, source.mtime));
	assert_false(load_is_unchanged(load, source.path, source.bytes + 1, source.mtime));
	assert_false(load_is_unchanged(load, source.path, source.bytes, source.mtime + 1));
	assert_false(load_is_unchanged(load, SPAN("heap/002.txt"), source.bytes, source.mtime));
	assert_true(load_is_current(load, source.path, source.sha256));
	assert_false(load_is_current(load, source.path, SPAN("other")));
	load_touch(load, source.path, source.bytes, source.mtime + 5);
	load_touch(load, source.path, source.bytes, source.mtime + 5);
	assert_int_equal(load_counts(load)->seen, 1);
	assert_int_equal(load_counts(load)->unchanged, 1);
	assert_true(load_is_unchanged(load, source.path, source.bytes, source.mtime + 5));
	sample_finish(load, s);
	document_free(d);
	store_close(s);
}

/* Within the grain of a file system's clock a second change leaves size and time as they were. */
static void test_fresh_files_are_not_trusted(void **state)
{
	struct store *s = sample_store("racy.db");
	struct load *load = load_begin(s, "ingest");
	struct document *d = sample_document(1, 0);
	int64_t now = sample_int(s, "SELECT unixepoch('now') * 1000000000");

	(void)state;
	d->source.mtime = now;
	load_document(load, d);
	assert_false(load_is_unchanged(load, d->source.path, d->source.bytes, now));
	load_touch(load, d->source.path, d->source.bytes, now - INT64_C(10000000000));
	sample_finish(load, s);
	document_free(d);
	store_close(s);
}

/* ---- kills ---- */

static void load_until_killed(const char *path, useconds_t after)
{
	int numbers[MANY];
	pid_t child = fork();

	for (int i = 0; i < MANY; i++)
		numbers[i] = i;
	if (child == 0) {
		struct store *s = store_open(path, STORE_WRITE);

		for (int i = 0; i < MANY; i += 5)
			load_range(s, numbers, i, i + 5);
		store_close(s);
		_exit(0);
	}
	usleep(after);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

static void test_killed_and_run_again(void **state)
{
	char path[128];
	unsigned seed = 5;

	(void)state;
	snprintf(path, sizeof path, "%s", sample_path("kill.db"));
	for (int round = 0; round < 6; round++) {
		int numbers[MANY];
		struct store *s;

		unlink(path);
		for (int kills = 0; kills < 3; kills++)
			load_until_killed(path, 500 + roll(&seed, 25000));
		for (int i = 0; i < MANY; i++)
			numbers[i] = i;
		s = store_open(path, STORE_WRITE);
		load_range(s, numbers, 0, MANY);
		assert_int_equal(sample_int(s, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
		assert_int_equal(sample_int(s, "SELECT count(*) FROM unindexed"), 0);
		sample_same(reference_dump(), sample_dump(s, store_dump));
		store_close(s);
	}
}

/* Everything was committed, and the run ended before it settled: the next one must, though no file is new. */
static void test_next_run_settles(void **state)
{
	struct store *s = sample_store("unsettled.db");
	struct load *load = load_begin(s, "load");

	(void)state;
	sample_load(load, 1, 0);
	for (int i = 2; i < 2000 && sample_int(s, "SELECT count(*) FROM meta WHERE key = 'settled'") == 0; i++)
		sample_load(load, i, 0);
	load_free(load);
	assert_true(sample_int(s, "SELECT count(*) FROM unindexed") > 0);
	store_close(s);
	s = store_open(sample_path("unsettled.db"), STORE_WRITE);
	assert_true(sample_int(s, "SELECT count(*) FROM documents") > 0);
	load = load_begin(s, "load");
	sample_load(load, 1, 0);
	sample_finish(load, s);
	assert_int_equal(sample_int(s, "SELECT count(*) FROM unindexed"), 0);
	store_close(s);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_order_any_batches),
		cmocka_unit_test(test_again_changes_nothing),
		cmocka_unit_test(test_new_version_and_back),
		cmocka_unit_test(test_vanished_and_back),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_failure_of_the_same_bytes),
		cmocka_unit_test(test_source_of_several_documents),
		cmocka_unit_test(test_unchanged_files),
		cmocka_unit_test(test_fresh_files_are_not_trusted),
		cmocka_unit_test(test_killed_and_run_again),
		cmocka_unit_test(test_next_run_settles),
	};

	return cmocka_run_group_tests(tests, sample_setup, sample_teardown);
}
