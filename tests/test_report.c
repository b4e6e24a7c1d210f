/* report: the sections on a small heap, the page itself, and hostile texts. */
#include "tests/show_fixture.h"

#include "pipeline/commands/changes.h"
#include "pipeline/commands/report.h"
#include "pipeline/show/columns.h"
#include "pipeline/show/page.h"
#include "pipeline/show/phrase.h"

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

static struct outcome report(struct fixture *f)
{
	return fixture_run(f, &report_command, NULL, (const char *[]){ NULL });
}

static void assert_narrow(const char *text)
{
	struct span rest = span_str(text), line;

	while (span_next_line(&rest, &line))
		if (columns_of(line) > PAGE_WIDTH && !span_starts(line, SPAN("  winnow")) &&
		    !span_starts(line, SPAN("  sqlite3")))
			fail_msg("over %d columns: %.*s", PAGE_WIDTH, SPAN_ARG(line));
}

static void test_sections(void **state)
{
	struct outcome o = report(*state);

	assert_status(&o, 0);
	assert_string_equal(o.err, "");
	assert_has(o.out, "3 documents from 3 files: 2 government responses, 1 committee report");
	assert_has(o.out, "1 report, 2 conclusions, 3 recommendations, 3 responses");
	assert_has(o.out, "14 passages, 4 of them repeat others");
	assert_has(o.out, "last run: ingest, 2026-01-02 10:00 UTC, 4 files: 4 new, 1 failed");
	assert_has(o.out, "Committee of Harbour Accounts, 12th report of session 2016-17, HC 901");
	assert_has(o.out, "       2       3       3");
	assert_has(o.out, "agreed                  1   1 in progress");
	assert_has(o.out, "disagreed               1   1 not implemented");
	assert_has(o.out, "no response found       1");
	assert_has(o.out, "due spring 2019");
	assert_has(o.out, "Harbour Agency                         3      50 %     0     0       0 %     0");
	assert_has(o.out, "76 days   15 December 2016 to 1 March 2017: Harbour dredging");
	assert_has(o.out, "Overdue, by department");
	assert_lacks(o.out, "What the last run brought"); /* the only run: all is new */
	assert_lacks(o.out, "Recommended again");
	assert_has(o.out, "1 of 3     Harbour dredging: 2b");
	assert_has(o.out, "broken.bin: is a binary file");
	assert_has(o.out, "hyphen-joined: 1 warning: ");
	assert_has(o.out, " 920000001  # a recommendation: 1");
	assert_lacks(o.out, "\033");
	assert_narrow(o.out);
	outcome_free(&o);
}

static struct outcome changes(struct fixture *f, const char *format)
{
	return fixture_run(f, &changes_command, format, (const char *[]){ NULL });
}

static const char a_second_run[] =
	"INSERT INTO runs(id, started_at, finished_at, command, version) "
	"VALUES (2, '2026-01-03T10:00:00Z', '2026-01-03T10:00:04Z', 'ingest', '0.1');"
	"INSERT INTO changes(run_id, subject, subject_id, change, report_id, label, before, after, days) VALUES "
	"(2, 'source', 7, 'changed', NULL, 'later.txt', NULL, 'current', NULL), "
	"(2, 'recommendation', 920000001, 'target', 900000001, '1', '2018-01', '2019-21', 485), "
	"(2, 'recommendation', 920000001, 'position', 900000001, '1', NULL, 'partially_agreed', NULL)";

static void test_changes(void **state)
{
	struct fixture *f = *state;
	struct outcome o;

	fixture_change(f, a_second_run);
	o = report(f);
	assert_has(o.out, "What the last run brought\n  changed     1 file\n");
	assert_says(o.out, "1 target date moved or set, 1 position changed");
	assert_has(o.out, "January 2018 → spring 2019, 485 days later");
	assert_narrow(o.out);
	outcome_free(&o);
	o = changes(f, NULL);
	assert_status(&o, 0);
	assert_has(o.out, "Since run 1 (ingest, 2026-01-02 10:00 UTC)");
	assert_has(o.out, "unknown → partially agreed");
	assert_has(o.out, "changed  later.txt");
	assert_narrow(o.out);
	outcome_free(&o);
	o = changes(f, "csv");
	assert_has(o.out, ",target,900000001,");
	assert_has(o.out, ",1,2018-01,2019-21,485,The Agency should publish");
	outcome_free(&o);
	o = changes(f, "ndjson");
	assert_has(o.out, "\"before\":\"2018-01\",\"after\":\"2019-21\",\"days\":485");
	outcome_free(&o);
	fixture_change(f, "DELETE FROM changes; DELETE FROM runs WHERE id = 2");
}

/* A title that would forge lines and drive the terminal, a long one, one in wide characters. */
static void test_hostile_titles(void **state)
{
	struct outcome o;

	fixture_change(*state, "UPDATE reports SET title = 'Harbour' || char(10) || 'FAKE' || char(27) || '[31mred'");
	o = report(*state);
	assert_status(&o, 0);
	assert_lacks(o.out, "\nFAKE");
	assert_lacks(o.out, "\033");
	outcome_free(&o);
	fixture_change(*state, "UPDATE reports SET title = replace(hex(zeroblob(300)), '00', '港 word')");
	o = report(*state);
	assert_status(&o, 0);
	assert_has(o.out, "…");
	assert_narrow(o.out);
	outcome_free(&o);
	fixture_change(*state, "UPDATE reports SET title = NULL, attributed = 0");
	o = report(*state);
	assert_has(o.out, "(unnamed report)");
	assert_has(o.out, "(unnamed, in later.txt)");
	assert_has(o.out, "which one is not said in ");
	outcome_free(&o);
}

static void test_empty(void **state)
{
	struct fixture *f = *state, empty = *f;
	struct outcome o;

	snprintf(empty.database, sizeof empty.database, "%s/empty.db", f->folder);
	store_close(store_open(empty.database, STORE_WRITE));
	o = report(&empty);
	assert_status(&o, 0);
	assert_has(o.out, "0 documents from 0 files");
	assert_has(o.out, "winnow ingest -d ");
	assert_lacks(o.out, "explain");
	outcome_free(&o);
	snprintf(empty.database, sizeof empty.database, "%s/none.db", f->folder);
	o = report(&empty);
	assert_status(&o, 66);
	assert_has(o.err, "none.db");
	assert_string_equal(o.out, "");
	outcome_free(&o);
}

static void said(void (*phrase)(struct buffer *, struct span), const char *text, const char *expected)
{
	struct buffer out;

	buffer_init(&out, 1 << 16);
	phrase(&out, span_str(text));
	assert_string_equal(out.data, expected);
	buffer_release(&out);
}

static void test_dates_and_names(void **state)
{
	(void)state;
	said(phrase_date, "2018-01", "January 2018");
	said(phrase_date, "2017-12-31", "31 December 2017");
	said(phrase_date, "2024-21", "spring 2024");
	said(phrase_date, "2024-33", "first quarter of 2024");
	said(phrase_date, "2024", "2024");
	said(phrase_date, "2024-13", "2024-13");
	said(phrase_date, "2024-99", "2024-99");
	said(phrase_date, "soon", "soon");
	said(phrase_name, "partially_agreed", "partially agreed");
	said(phrase_shell, "a/b-1.db", "a/b-1.db");
	said(phrase_shell, "it's here", "'it'\\''s here'");
	said(phrase_shell, "", "''");
}

static void test_numbers(void **state)
{
	static const struct {
		int64_t number;
		const char *grouped, *ordinal;
	} cases[] = {
		{ 0, "0", "0th" },	{ 1, "1", "1st" },	 { 12, "12", "12th" },	  { 22, "22", "22nd" },
		{ 113, "113", "113th" }, { 1003, "1,003", "1003rd" }, { -4500, "-4,500", NULL },
		{ 123456, "123,456", "123456th" }, { -123, "-123", NULL },
	};
	struct buffer out;

	(void)state;
	buffer_init(&out, 256);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		buffer_clear(&out);
		phrase_number(&out, cases[i].number);
		assert_string_equal(out.data, cases[i].grouped);
		buffer_clear(&out);
		if (cases[i].ordinal) {
			phrase_ordinal(&out, cases[i].number);
			assert_string_equal(out.data, cases[i].ordinal);
		}
	}
	buffer_release(&out);
}

static void test_excerpts(void **state)
{
	struct buffer out;

	(void)state;
	buffer_init(&out, 1024);
	phrase_excerpt(&out, SPAN("short"), 10);
	assert_string_equal(out.data, "short");
	buffer_clear(&out);
	phrase_excerpt(&out, SPAN("one two three four"), 10);
	assert_string_equal(out.data, "one two…");
	buffer_clear(&out);
	phrase_excerpt(&out, SPAN("unbreakable-word here"), 8);
	assert_string_equal(out.data, "unbreak…");
	buffer_clear(&out);
	phrase_excerpt(&out, SPAN("x"), 0);
	assert_string_equal(out.data, "…");
	buffer_release(&out);
}

static void wrapped(size_t first, size_t rest, const char *text, const char *expected)
{
	struct page page;

	page_init(&page, stdout);
	page.colour = false;
	page_text(&page, first, rest, span_str(text));
	assert_string_equal(page.out.data, expected);
	assert_narrow(page.out.data);
	page_release(&page);
}

static void test_wrapping(void **state)
{
	char exact[PAGE_WIDTH + 2], over[2 * PAGE_WIDTH + 3];

	(void)state;
	wrapped(0, 0, "", "\n");
	wrapped(2, 4, "a  b", "  a  b\n");
	wrapped(2, 4, "a\tb\nc", "  a b c\n");
	wrapped(0, 0, "trailing  ", "trailing\n");
	memset(exact, 'x', PAGE_WIDTH);
	strcpy(exact + PAGE_WIDTH, "\n");
	exact[PAGE_WIDTH] = '\0';
	memcpy(over, exact, PAGE_WIDTH);
	strcpy(over + PAGE_WIDTH, "\n");
	wrapped(0, 0, exact, over);
	/* One word of 120 columns: cut where the line ends. */
	memset(over, 'y', 120);
	over[120] = '\0';
	{
		char expected[128];

		memset(expected, 'y', 122);
		expected[80] = '\n';
		expected[81 + 40] = '\n';
		expected[82 + 40] = '\0';
		wrapped(0, 0, over, expected);
	}
}

/* A megabyte without a blank takes linear time. */
static void test_wrapping_of_giants(void **state)
{
	enum { SIZE = 1 << 20 };
	char *text = malloc(SIZE);
	struct page page;

	(void)state;
	assert_non_null(text);
	memset(text, 'x', SIZE);
	page_init(&page, stdout);
	page_text(&page, 4, 8, span_of(text, SIZE));
	assert_int_equal(page.out.data[page.out.len - 1], '\n');
	assert_narrow(page.out.data);
	page_release(&page);
	free(text);
}

static void test_columns(void **state)
{
	(void)state;
	assert_int_equal(columns_of(SPAN("abc")), 3);
	assert_int_equal(columns_of(SPAN("né")), 2);
	assert_int_equal(columns_of(SPAN("ne\xCC\x81")), 2);
	assert_int_equal(columns_of(SPAN("港")), 2);
	assert_int_equal(columns_fit(SPAN("港港"), 3), 3);
	assert_int_equal(columns_fit(SPAN("abc"), 2), 2);
	assert_int_equal(columns_fit(SPAN(""), 2), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns),	 cmocka_unit_test(test_wrapping),
		cmocka_unit_test(test_wrapping_of_giants),
		cmocka_unit_test(test_excerpts), cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_dates_and_names), cmocka_unit_test(test_sections),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_empty),	 cmocka_unit_test(test_hostile_titles),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
