/* html_report: the page that `report --html` writes: whole or not, the same each time, deaf to what texts want. */
#include "tests/show_fixture.h"

#include "pipeline/base/buffer.h"
#include "pipeline/commands/report.h"
#include "pipeline/fixity.h"

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

/* Writes the page to a file of the fixture's folder; its status. */
static int write_page(const struct fixture *f, const char *path)
{
	struct options options = { .database = f->database, .html = path };

	return report_command.run(&options);
}

/* The page of the database as it is now. Free it. */
static char *page_of(const struct fixture *f, const char *name)
{
	char path[192];

	snprintf(path, sizeof path, "%s/%s", f->folder, name);
	assert_int_equal(write_page(f, path), 0);
	return slurp(path);
}

/* What stands between two words of the page, the first time; it must be there. */
static struct span between(const char *page, const char *before, const char *after)
{
	const char *start = strstr(page, before), *end;

	if (!start)
		fail_msg("the page lacks %s", before);
	start += strlen(before);
	end = strstr(start, after);
	assert_non_null(end);
	return span_of(start, (size_t)(end - start));
}

static struct span data_of(const char *page)
{
	return between(page, "<script type=\"application/json\" id=\"data\">", "</script>");
}

/* SQLite is asked whether it is JSON, and what stands at a path of it. */
static void assert_json(struct fixture *f, struct span json, const char *path, const char *expected)
{
	struct query *q;

	f->store = store_open(f->database, STORE_READ);
	q = store_query(f->store, "SELECT json_extract(?1, ?2)");
	query_bind_text(q, 1, json);
	query_bind_text(q, 2, span_str(path));
	assert_true(query_next(q));
	if (!span_equal(query_text(q, 0), span_str(expected)))
		fail_msg("%s is '%.*s', not '%s'", path, SPAN_ARG(query_text(q, 0)), expected);
	query_reset(q);
	assert_int_equal(store_close(f->store), 0);
	f->store = NULL;
}

static size_t count_of(const char *text, const char *part)
{
	size_t count = 0;

	for (; (text = strstr(text, part)); text += strlen(part))
		count++;
	return count;
}

static void test_data(void **state)
{
	char *page = page_of(*state, "page.html");
	struct span json = data_of(page);

	assert_json(*state, json, "$.reports.rows[0][5]", "Harbour dredging");
	assert_json(*state, json, "$.recommendations.rows[#-1][3]", "2b");
	assert_json(*state, json, "$.since", "0"); /* one run: nothing to compare it with */
	assert_json(*state, json, "$.changes", "");
	assert_json(*state, json, "$.troubles.rows[0][1]", "failed");
	/* A quotation word for word has the text once; the one in other words brings its own. */
	assert_int_equal(count_of(json.ptr, "The Agency should publish a list of harbours that wait."), 2);
	assert_json(*state, json, "$.pairs.rows[0][2]", "exact");
	assert_json(*state, json, "$.pairs.rows[#-1][2]", "near");
	free(page);
}

/* Of what dedupe kept apart, what is alike: 0.96, and not 0.25; the last byte of a verdict says variant. */
static void test_variants(void **state)
{
	char *page;

	fixture_change(*state,
		       "INSERT INTO dedupe_verdicts VALUES (200004, 100005, x'8FC2753F8FC2753F00000000000000000601'),"
		       "(200004, 100004, x'0000803E0000803E00000000000000000601')");
	page = page_of(*state, "page.html");
	assert_json(*state, data_of(page), "$.pairs.rows[#-1]", "[200004,100005,\"variant\",0.959999978542328]");
	assert_int_equal(count_of(page, ",\"variant\","), 1);
	free(page);
	fixture_change(*state, "DELETE FROM dedupe_verdicts");
}

/* What is late is counted where the page is read, so a page from last year is the page of this year. */
static void test_no_clock(void **state)
{
	char *page = page_of(*state, "a.html"), *again = page_of(*state, "b.html");

	assert_string_equal(page, again);
	assert_lacks(page, "days_overdue");
	assert_json(*state, data_of(page), "$.recommendations.columns[#-1]", "due");
	free(again);
	free(page);
}

static void test_changes(void **state)
{
	char *page;

	fixture_change(*state, "INSERT INTO runs(id, started_at, finished_at, command, version) VALUES "
			       "(2, '2026-02-02T10:00:00Z', '2026-02-02T10:00:01Z', 'ingest', '0.1');"
			       "INSERT INTO changes(run_id, subject, subject_id, change, report_id, label, before, after, days) VALUES "
			       "(2, 'recommendation', 910000001, 'target', 900000001, '1', '2018-01', '2019-21', 485)");
	page = page_of(*state, "page.html");
	assert_json(*state, data_of(page), "$.since", "1");
	assert_json(*state, data_of(page), "$.changes.rows[0][9]", "2019-21");
	assert_json(*state, data_of(page), "$.changes.rows[1]", ""); /* what became overdue depends on the day */
	free(page);
	fixture_change(*state, "DELETE FROM changes; DELETE FROM runs WHERE id = 2");
}

/* A text that would end the script, begin a comment or a script in it, or break a line of it. */
static void test_hostile_texts(void **state)
{
	static const char evil[] = "UPDATE reports SET title = '</script><!--<script>&lt;\"\\' || char(10) || char(8232) || char(8233) || 'x' || char(8230)";
	char *page, *plain = page_of(*state, "plain.html");

	fixture_change(*state, evil);
	page = page_of(*state, "page.html");
	assert_int_equal(count_of(page, "<script"), count_of(plain, "<script"));
	assert_int_equal(count_of(page, "</script"), count_of(plain, "</script"));
	assert_lacks(page, "<!--");
	assert_null(memchr(data_of(page).ptr, '<', data_of(page).len));
	assert_has(page, "\\u003c/script>\\u003c!--\\u003cscript>&lt;\\\"\\\\\\n\\u2028\\u2029x…");
	assert_json(*state, data_of(page), "$.reports.rows[0][5]",
		    "</script><!--<script>&lt;\"\\\n\xE2\x80\xA8\xE2\x80\xA9x…");
	free(page);
	free(plain);
	fixture_change(*state, "UPDATE reports SET title = 'Harbour dredging'");
}

/* The value of a base64 digit. */
static unsigned sextet(char c)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	return (unsigned)(strchr(alphabet, c) - alphabet);
}

static void assert_hash(const char *page, const char *directive, struct span text)
{
	struct span given = between(page, directive, "'");
	char wanted[FIXITY_HEX + 1], got[FIXITY_HEX + 3];
	unsigned bits = 0, held = 0;
	size_t nibbles = 0;

	assert_true(fixity_sha256(text, wanted));
	assert_int_equal(given.len, 44);
	for (size_t i = 0; i < 43; i++) {
		bits = bits << 6 | sextet(given.ptr[i]);
		for (held += 6; held >= 4 && nibbles < FIXITY_HEX; held -= 4)
			got[nibbles++] = "0123456789abcdef"[bits >> (held - 4) & 15];
	}
	got[nibbles] = '\0';
	assert_string_equal(got, wanted);
	assert_int_equal(given.ptr[43], '=');
}

/* The policy lets nothing be loaded, and lets run what it has the hashes of: the style and the script of the page. */
static void test_policy(void **state)
{
	char *page = page_of(*state, "page.html");

	assert_has(page, "\"default-src 'none'; base-uri 'none'; form-action 'none'; ");
	assert_hash(page, "style-src 'sha256-", between(page, "<style>", "</style>"));
	assert_hash(page, "script-src 'sha256-", between(page, "<script>", "</script>"));
	assert_lacks(page, "innerHTML");
	assert_lacks(page, "unsafe");
	assert_lacks(page, "https:");
	free(page);
}

static void test_empty(void **state)
{
	struct fixture *f = *state, empty = *f;
	char *page;

	snprintf(empty.database, sizeof empty.database, "%s/empty.db", f->folder);
	store_close(store_open(empty.database, STORE_WRITE));
	page = page_of(&empty, "empty.html");
	assert_json(&empty, data_of(page), "$.recommendations.rows[0]", "");
	free(page);
}

/* No half of a page, and none in the place of an older one. */
static void test_failures(void **state)
{
	struct fixture *f = *state, none = *f;
	char path[192], *before, *after;

	before = page_of(f, "kept.html");
	snprintf(path, sizeof path, "%s/kept.html", f->folder);
	snprintf(none.database, sizeof none.database, "%s/none.db", f->folder);
	assert_int_equal(write_page(&none, path), 66);
	after = slurp(path);
	assert_string_equal(before, after);
	snprintf(path, sizeof path, "%s/no-such-folder/page.html", f->folder);
	assert_int_equal(write_page(f, path), 73);
	free(after);
	free(before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_data),	      cmocka_unit_test(test_no_clock), cmocka_unit_test(test_changes),
		cmocka_unit_test(test_variants),
		cmocka_unit_test(test_hostile_texts), cmocka_unit_test(test_policy),   cmocka_unit_test(test_empty),
		cmocka_unit_test(test_failures),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
