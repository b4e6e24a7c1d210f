/* Duplicates in the database: the same rows whatever runs the content came in. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "pipeline/dedupe/filter.h"
#include "pipeline/dedupe/settle.h"
#include "pipeline/store/reread.h"
#include "tests/dedupe_heap.h"

static struct store *open_new(const char *path)
{
	struct store *s;

	unlink(path);
	s = store_open(path, STORE_WRITE);
	assert_int_equal(store_status(s), 0);
	assert_true(store_exec(s, "INSERT INTO runs(id, started_at, command, version) VALUES (1, '2026-01-01T00:00:00Z', 'test', '0')"));
	return s;
}

/* Document n is the only one of source n; its passages have the ids n * 1000 + 1, 2, ... */
static void add_source(struct store *s, int64_t n, const char *state)
{
	struct query *q = store_query(s, "INSERT INTO sources(id, path, sha256, bytes, mtime, state, first_run_id, last_run_id) "
					 "VALUES (?1, ?2, ?2, 1, 1, ?3, 1, 1)");
	char path[32];

	snprintf(path, sizeof path, "f%03" PRId64 ".txt", n);
	query_bind_int(q, 1, n);
	query_bind_text(q, 2, span_str(path));
	query_bind_text(q, 3, span_str(state));
	assert_true(query_run(q));
	q = store_query(s, "INSERT INTO documents(id, source_id, seq, kind) VALUES (?1, ?1, 1, 'other')");
	query_bind_int(q, 1, n);
	assert_true(query_run(q));
}

static void add_passage(struct store *s, int64_t document, int64_t seq, const char *role, struct span text, const char *context)
{
	struct query *q = store_query(s, "INSERT INTO passages(id, document_id, seq, role, text, context) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

	query_bind_int(q, 1, document * 1000 + seq);
	query_bind_int(q, 2, document);
	query_bind_int(q, 3, seq);
	query_bind_text(q, 4, span_str(role));
	query_bind_text(q, 5, text);
	query_bind_optional(q, 6, span_str(context));
	assert_true(query_run(q));
}

/* All rows of duplicates, of what explain shows, and of what dedupe remembers, as text. */
static void dump(struct store *s, struct buffer *out)
{
	struct query *q = store_query(s, "SELECT 'm ' || passage_id || ' ' || original_id || ' ' || kind || ' ' || similarity FROM duplicates "
					 "UNION ALL SELECT 'v ' || shorter_id || ' ' || longer_id || ' ' || hex(verdict) FROM dedupe_verdicts "
					 "UNION ALL SELECT 'x ' || document_id || ' ' || hex(sketches) || ' ' || length(memory) FROM dedupe_index ORDER BY 1");

	buffer_clear(out);
	while (query_next(q)) {
		buffer_add(out, query_text(q, 0));
		buffer_add_char(out, '\n');
	}
}

static int64_t count(struct store *s, const char *sql)
{
	struct query *q = store_query_once(s, sql);
	int64_t n = query_next(q) ? query_int(q, 0) : -1;

	query_free(q);
	return n;
}

/* Some passages of document n: half of them repeat those of others. */
static void fill_document(struct store *s, int64_t n, const char *state)
{
	struct buffer b;
	int64_t seq;

	buffer_init(&b, BUFFER_LIMIT_DEFAULT);
	add_source(s, n, state);
	for (seq = 1; seq <= 20; seq++) {
		/* The same text in documents that differ by a multiple of 7; cut in some. */
		uint64_t seed = seq % 2 ? (uint64_t)(n % 7 * 100 + seq + 1) : (uint64_t)(n * 1000 + seq + 1);

		buffer_clear(&b);
		heap_prose(&b, 30 + (size_t)seq * 3, &seed);
		add_passage(s, n, seq, "paragraph", span_slice(buffer_span(&b), 0, n % 3 && seq % 3 == 0 ? b.len / 2 : b.len), "");
	}
	buffer_release(&b);
}

static void settle_now(struct store *s)
{
	assert_true(store_begin(s));
	assert_int_equal(dedupe_settle(s), 0);
	assert_true(store_commit(s));
}

static void runs_do_not_matter(void **state)
{
	struct store *at_once = open_new("/tmp/winnow-test-settle-1.db"), *nightly = open_new("/tmp/winnow-test-settle-2.db");
	struct buffer x, y;
	int64_t n;

	(void)state;
	buffer_init(&x, BUFFER_LIMIT_DEFAULT);
	buffer_init(&y, BUFFER_LIMIT_DEFAULT);
	for (n = 1; n <= 30; n++)
		fill_document(at_once, n, n % 10 ? "current" : "missing");
	settle_now(at_once);
	for (n = 30; n >= 1; n--) {
		fill_document(nightly, n, "current");
		if (n % 4 == 0)
			settle_now(nightly);
	}
	settle_now(nightly);
	/* Three files vanish; one of them came back in between. */
	assert_true(store_exec(nightly, "UPDATE sources SET state = 'missing' WHERE id IN (10, 20)"));
	settle_now(nightly);
	assert_true(store_exec(nightly, "UPDATE sources SET state = CASE id WHEN 10 THEN 'current' ELSE 'missing' END WHERE id IN (10, 20, 30)"));
	settle_now(nightly);
	assert_true(store_exec(nightly, "UPDATE sources SET state = 'missing' WHERE id = 10"));
	settle_now(nightly);
	dump(at_once, &x);
	dump(nightly, &y);
	assert_string_equal(x.data, y.data);
	assert_true(count(at_once, "SELECT count(*) FROM duplicates") > 100);
	assert_int_equal(count(at_once, "SELECT count(*) FROM duplicates WHERE original_id IN (SELECT passage_id FROM duplicates)"), 0);
	buffer_release(&y);
	buffer_release(&x);
	store_close(nightly);
	store_close(at_once);
}

/* ---- nights in which files come, vanish, change, and are read again ---- */

enum { FILES = 24, NIGHTS = 6, ROUNDS = 20 };

/* The seqth passage of a version of document n: sentences that others have too, some with another number, some cut. */
static void write_passage(struct buffer *b, uint64_t round, int64_t n, int64_t seq, int64_t version)
{
	uint64_t seed = round * 977 + (uint64_t)(n % 5 * 31 + seq + (seq % 3 ? 0 : n * 7 + version * 3)) + 1;

	buffer_clear(b);
	heap_prose(b, 25 + (size_t)(seq * 5), &seed);
	if (seq % 4 == 1)
		buffer_printf(b, " It paid %d pounds in all.", (int)(n % 3 + version));
	if ((n + version) % 4 == 1 && seq % 2)
		buffer_truncate(b, b->len / 2);
}

static void add_passages(struct store *s, uint64_t round, int64_t n, int64_t version)
{
	struct buffer b;
	int64_t seq;

	buffer_init(&b, BUFFER_LIMIT_DEFAULT);
	for (seq = 1; seq <= 8 + version % 3; seq++) {
		write_passage(&b, round, n, seq, version);
		add_passage(s, n, seq, "paragraph", buffer_span(&b), n % 3 ? "" : "a record");
	}
	buffer_release(&b);
}

static void come_or_change(struct store *s, uint64_t round, int64_t n, int64_t version)
{
	struct query *q = store_query(s, "SELECT id FROM sources WHERE id = ?1");
	bool known;

	query_bind_int(q, 1, n);
	known = query_next(q);
	query_reset(q);
	if (!known) {
		add_source(s, n, "current");
	} else if (version % 3 == 0) { /* vanishes, or is there again */
		q = store_query(s, "UPDATE sources SET state = iif(state = 'current', 'missing', 'current') WHERE id = ?1");
		query_bind_int(q, 1, n);
		assert_true(query_run(q));
		return;
	} else {
		reread_forget(s, n);
		reread_settle(s);
		q = store_query(s, "INSERT INTO documents(id, source_id, seq, kind) VALUES (?1, ?1, 1, 'other')");
		query_bind_int(q, 1, n);
		assert_true(query_run(q));
	}
	q = store_query(s, "INSERT INTO unindexed(document_id) VALUES (?1)");
	query_bind_int(q, 1, n);
	assert_true(query_run(q));
	add_passages(s, round, n, version);
}

/* What the nights have left against what one run over all finds. */
static void assert_settled(struct store *s)
{
	struct buffer x, y;

	buffer_init(&x, BUFFER_LIMIT_DEFAULT);
	buffer_init(&y, BUFFER_LIMIT_DEFAULT);
	dump(s, &x);
	assert_true(store_begin(s));
	assert_true(store_exec(s, "DELETE FROM dedupe_index; DELETE FROM dedupe_verdicts; DELETE FROM duplicates"));
	assert_int_equal(dedupe_settle(s), 0);
	dump(s, &y);
	assert_true(store_rollback(s));
	assert_string_equal(x.data, y.data);
	buffer_release(&y);
	buffer_release(&x);
}

static void nights_give_what_one_run_gives(void **state)
{
	uint64_t seed = 5, round;
	int64_t n, marked = 0, variants = 0;
	int night;

	(void)state;
	for (round = 1; round <= ROUNDS; round++) {
		struct store *s = open_new("/tmp/winnow-test-settle-1.db");

		store_exec(s, "PRAGMA synchronous=OFF");
		reread_begin(s);
		for (night = 0; night < NIGHTS; night++) {
			uint64_t every = night == 0 ? 2 : 3 + heap_random(&seed) % 12;

			assert_true(store_begin(s));
			for (n = 1; n <= FILES; n++)
				if (heap_random(&seed) % every == 0)
					come_or_change(s, round, n, (int64_t)(heap_random(&seed) % 9));
			assert_true(store_commit(s));
			settle_now(s);
			assert_settled(s);
		}
		assert_int_equal(count(s, "SELECT count(*) FROM dedupe_index WHERE document_id < 0"), 0);
		marked += count(s, "SELECT count(*) FROM duplicates");
		variants += count(s, "SELECT count(*) FROM dedupe_verdicts");
		reread_end(s);
		assert_int_equal(store_status(s), 0);
		store_close(s);
	}
	assert_true(marked > 500);
	assert_true(variants > 50);
}

static void a_second_run_writes_nothing(void **state)
{
	struct store *s = open_new("/tmp/winnow-test-settle-1.db");
	int64_t before, n;

	(void)state;
	for (n = 1; n <= 9; n++)
		fill_document(s, n, "current");
	settle_now(s);
	before = count(s, "SELECT total_changes()");
	settle_now(s);
	assert_int_equal(count(s, "SELECT total_changes()"), before);
	store_close(s);
}

static void roles_and_contexts_are_honoured(void **state)
{
	static const char formula[] = "The Government agreed with the Committee's recommendation.";
	struct store *s = open_new("/tmp/winnow-test-settle-1.db");
	int64_t n, seq;

	(void)state;
	for (n = 1; n <= 3; n++) {
		add_source(s, n, "current");
		add_passage(s, n, 1, "heading", SPAN("Summary"), "");
		add_passage(s, n, 2, "paragraph", span_str(formula), n == 3 ? "2016-17/28/response/4" : "2016-17/31/response/4");
		for (seq = 3; seq < 10; seq++)
			add_passage(s, n, seq, "furniture", SPAN("Progress on recommendations of the Committee of Public Accounts"), "");
	}
	add_passage(s, 3, 10, "heading", SPAN("SUMMARY"), "");
	settle_now(s);
	assert_int_equal(count(s, "SELECT count(*) FROM duplicates"), 2);
	assert_int_equal(count(s, "SELECT original_id FROM duplicates WHERE passage_id = 2002 AND kind = 'exact'"), 1002);
	assert_int_equal(count(s, "SELECT count(*) FROM duplicates WHERE passage_id IN (3001, 3010) AND kind = 'folded'"), 1);
	store_close(s);
}

static void complain(void *state, size_t line, const char *fault)
{
	fail_msg("%p, line %zu: %s", state, line, fault);
}

/* The filter with a database: what is stored is the original of an equal line, and takes over what it covers. */
static void the_filter_looks_at_the_database(void **state)
{
	struct store *s = open_new("/tmp/winnow-test-settle-1.db");
	struct filter_report report;
	FILE *in = tmpfile(), *out;
	char message[256] = "", *result = NULL;
	size_t size = 0;

	(void)state;
	add_source(s, 1, "current");
	add_passage(s, 1, 1, "paragraph", SPAN("The keeper had lit the lamp an hour before the storm came over the hill and took the roof."), "");
	add_source(s, 2, "superseded");
	add_passage(s, 2, 1, "paragraph", SPAN("Nobody has asked for the tower to be built again since then."), "");
	fputs("{\"id\":\"a\",\"text\":\"The keeper had lit the lamp an hour before the storm came over the hill and took the roof.\"}\n"
	      "{\"id\":\"b\",\"text\":\"The keeper had lit the lamp an hour before the storm came over\"}\n"
	      "{\"id\":\"c\",\"text\":\"Nobody has asked for the tower to be built again since then.\"}\n", in);
	fflush(in);
	rewind(in);
	out = open_memstream(&result, &size);
	assert_int_equal(filter_run(fileno(in), out, &(struct filter_options){ .store = s, .threads = 2, .complain = complain }, &report, message), 0);
	fclose(out);
	fclose(in);
	assert_non_null(strstr(result, "\"duplicate_of\":\"f001.txt#1.1\",\"duplicate_kind\":\"exact\",\"similarity\":1}\n"));
	assert_non_null(strstr(result, "\"duplicate_of\":\"f001.txt#1.1\",\"duplicate_kind\":\"truncated\",\"similarity\":1}\n"));
	assert_int_equal(report.marked[DEDUPE_ORIGINAL], 1);
	assert_int_equal(count(s, "SELECT count(*) FROM dedupe_index"), 0);
	free(result);
	store_close(s);
}

static int remove_databases(void **state)
{
	(void)state;
	unlink("/tmp/winnow-test-settle-1.db");
	unlink("/tmp/winnow-test-settle-2.db");
	unlink("/tmp/winnow-test-settle-1.db.lock");
	unlink("/tmp/winnow-test-settle-2.db.lock");
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_do_not_matter),
		cmocka_unit_test(nights_give_what_one_run_gives),
		cmocka_unit_test(a_second_run_writes_nothing),
		cmocka_unit_test(roles_and_contexts_are_honoured),
		cmocka_unit_test(the_filter_looks_at_the_database),
	};

	return cmocka_run_group_tests(tests, NULL, remove_databases);
}
