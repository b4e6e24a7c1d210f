/* Which references mean the same report. */
#include "pipeline/link/bodies.h"
#include "pipeline/link/identity.h"
#include "tests/link_heap.h"

#define PAC .body = "Committee of Public Accounts"

static const char *const HARBOURS[] = {
	"The Authority should dredge the outer harbour before the spring tides and tell us what it cost.",
	"Pilots should be trained on the new vessels by those who built them, not by each other.",
	"The Department should say which of the four lighthouses it means to keep, and why.",
	"Ferry companies must print the times of the last boats on every ticket that they sell.",
};

static const char *const ORCHARDS[] = {
	"Growers should be paid for the old kinds of apple that they keep, whether these are sold or not.",
	"The Institute should publish a list of nurseries whose trees are free of canker.",
	"We recommend that the grant for hedges be open to orchards of less than one hectare.",
};

static void say_all(struct heap *h, int64_t report, const char *const *texts, int count)
{
	static const char *const NUMBERS[] = { "1", "2", "3", "4" };

	for (int i = 0; i < count; i++)
		SAY(h, report, RECOMMENDATION, NUMBERS[i], texts[i]);
}

static void expect_reports(struct heap *h, const char *count)
{
	heap_settle(h);
	heap_expect(h, "SELECT count(*) FROM reports", count);
}

static bool same_body(struct arena *arena, const char *a, const char *b)
{
	return span_equal(bodies_key(arena, span_str(a)), bodies_key(arena, span_str(b)));
}

static void names_of_bodies(void **state)
{
	static const char *const SAME[][2] = {
		{ "PAC", "Committee of Public Accounts" },
		{ "Public Accounts Committee", "House of Commons Committee of Public Accounts" },
		{ "the PAC", "Select Committee on Public Accounts" },
		{ "EAC", "Environmental Audit Committee" },
		{ "Business, Innovation and Skills Committee", "Business Innovation & Skills Select Committee" },
	};
	static const char *const OTHER[][2] = {
		{ "Science and Technology Committee", "House of Lords Science and Technology Committee" },
		{ "PAC", "Public Accounts Commission" },
		{ "Public Administration Committee", "Public Accounts Committee" },
		{ "Committee", "PAC" },
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
		assert_true(same_body(arena, SAME[i][0], SAME[i][1]));
	for (size_t i = 0; i < sizeof OTHER / sizeof *OTHER; i++)
		assert_false(same_body(arena, OTHER[i][0], OTHER[i][1]));
	assert_true(span_empty(bodies_key(arena, SPAN(""))));
	arena_free(arena);
}

static void papers_and_sessions(void **state)
{
	static const char *const PAPERS[][2] = {
		{ "HC 713", "hc713" },     { "H.C. 713-II", "hc713" }, { "House of Commons Paper No. 31", "hc31" },
		{ "HL 229", "hlpaper229" }, { "HL Paper 229", "hlpaper229" }, { "Cm. 9429", "cm9429" },
		{ "RO-2014-103", "ro2014103" }, { "713", "713" },     { "", "" },
	};
	static const char *const SESSIONS[][2] = {
		{ "2016-17", "2016-17" }, { "2016\xE2\x80\x93" "2017", "2016-17" }, { "2016/17", "2016-17" },
		{ "1999-2000", "1999-00" }, { "2015", "2015" }, { "cm5801", "cm5801" }, { "", "" },
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof PAPERS / sizeof *PAPERS; i++) {
		struct identity identity = { 0 };

		identity_paper(&identity, arena, span_str(PAPERS[i][0]));
		assert_int_equal(identity.paper.len, strlen(PAPERS[i][1]));
		assert_true(span_equal(identity.paper, span_str(PAPERS[i][1])));
	}
	for (size_t i = 0; i < sizeof SESSIONS / sizeof *SESSIONS; i++)
		assert_true(span_equal(identity_session(arena, span_str(SESSIONS[i][0])), span_str(SESSIONS[i][1])));
	arena_free(arena);
}

static void numbers_are_of_a_session_and_a_body(void **state)
{
	struct heap h;

	(void)state;
	heap_open(&h);
	heap_document(&h, "a", "other");
	NAME(&h, "cites", PAC, .session = "2016-17", .number = 5, .paper = "HC 7");
	NAME(&h, "cites", PAC, .session = "2017-18", .number = 5, .paper = "HC 7");
	NAME(&h, "cites", PAC, .session = "2016-17", .number = 5, .special = 1);
	NAME(&h, "cites", .body = "Environmental Audit Committee", .session = "2016-17", .number = 5);
	NAME(&h, "cites", .body = "PAC", .session = "2016-2017", .number = 5);
	expect_reports(&h, "4");
	/* Another document that names no body may mean either committee's. */
	heap_document(&h, "b", "other");
	NAME(&h, "cites", .session = "2016-17", .number = 5);
	expect_reports(&h, "5");
	heap_close(&h);
}

static void papers_join_within_a_session(void **state)
{
	struct heap h;

	(void)state;
	heap_open(&h);
	heap_document(&h, "a", "other");
	NAME(&h, "cites", .session = "2016-17", .paper = "HC 713");
	NAME(&h, "cites", PAC, .session = "2016-17", .number = 31, .paper = "HC 713-I");
	NAME(&h, "cites", .session = "2010-12", .paper = "HC 713");
	NAME(&h, "cites", .paper = "Cm 9429");
	heap_document(&h, "b", "other");
	NAME(&h, "cites", .paper = "Cm. 9429", .title = "Treasury Minutes");
	NAME(&h, "cites", .paper = "HC 713", .title = "Child protection");
	NAME(&h, "cites", .paper = "HC 723", .title = "Children in need");
	expect_reports(&h, "5");
	heap_expect(&h, "SELECT paper, session, number FROM reports WHERE paper LIKE 'HC 713%' ORDER BY session",
		    "HC 713||\nHC 713|2010-12|\nHC 713-I|2016-17|31");
	heap_close(&h);
}

static void a_bare_paper_joins_the_only_one(void **state)
{
	struct heap h;

	(void)state;
	heap_open(&h);
	heap_document(&h, "a", "other");
	NAME(&h, "cites", .paper = "HC 713");
	heap_document(&h, "b", "other");
	NAME(&h, "cites", .paper = "HC 713");
	expect_reports(&h, "1");
	heap_document(&h, "c", "other");
	NAME(&h, "cites", PAC, .session = "2016-17", .number = 31, .paper = "HC 713");
	expect_reports(&h, "1");
	heap_document(&h, "d", "other");
	NAME(&h, "cites", .session = "2010-12", .paper = "HC 713");
	expect_reports(&h, "3");
	heap_close(&h);
}

static void a_title_alone_joins_nothing(void **state)
{
	struct heap h;

	(void)state;
	heap_open(&h);
	heap_document(&h, "a", "committee_report");
	say_all(&h, NAME(&h, "own", .title = "Annual review"), HARBOURS, 4);
	heap_document(&h, "b", "committee_report");
	say_all(&h, NAME(&h, "own", .title = "Annual review"), ORCHARDS, 3);
	heap_document(&h, "c", "other");
	NAME(&h, "cites", PAC, .session = "2017-18", .number = 2, .title = "Annual review");
	expect_reports(&h, "3");
	heap_close(&h);
}

static void a_title_and_a_text_do(void **state)
{
	struct heap h;
	int64_t report;

	(void)state;
	heap_open(&h);
	heap_document(&h, "a", "committee_report");
	say_all(&h, NAME(&h, "own", .title = "Harbours", .date = "2016-12-15"), HARBOURS, 4);
	heap_document(&h, "b", "government_response");
	report = NAME(&h, "answers", PAC, .session = "2016-17", .number = 31, .title = "HARBOURS");
	SAY(&h, report, RECOMMENDATION, "1", HARBOURS[0], .how = "quoted");
	SAY(&h, report, RECOMMENDATION, "2", HARBOURS[1], .how = "quoted");
	/* The same title, years later: the same words do not make it the same report. */
	heap_document(&h, "c", "committee_report");
	say_all(&h, NAME(&h, "own", PAC, .session = "2021-22", .number = 4, .title = "Harbours"), HARBOURS, 2);
	expect_reports(&h, "2");
	heap_expect(&h, "SELECT session, date, (SELECT count(*) FROM recommendations c WHERE c.report_id = r.id)"
			" FROM reports r ORDER BY session", "2016-17|2016-12-15|4\n2021-22||2");
	heap_close(&h);
}

static void text_says_which_report_it_is(void **state)
{
	struct heap h;
	int64_t report;

	(void)state;
	heap_open(&h);
	heap_document(&h, "scrape", "committee_report");
	say_all(&h, NAME(&h, "own", .unattributed = 1), HARBOURS, 4);
	heap_document(&h, "answer", "government_response");
	report = NAME(&h, "answers", PAC, .session = "2016-17", .number = 31);
	for (int i = 0; i < 3; i++)
		SAY(&h, report, RECOMMENDATION, "", HARBOURS[i], .how = "quoted");
	expect_reports(&h, "1");
	heap_expect(&h, "SELECT number, attributed FROM reports", "31|1");
	heap_expect(&h, "SELECT code FROM diagnostics", "link-report-by-text");
	heap_close(&h);
}

/* The title of a scrape may be that of the page around it; a few sentences in common do not speak against a title. */
static void other_titles_take_more(void **state)
{
	struct heap h;

	(void)state;
	heap_open(&h);
	heap_document(&h, "page", "committee_report");
	say_all(&h, NAME(&h, "own", .title = "Publications and records"), HARBOURS, 4);
	heap_document(&h, "later", "committee_report");
	say_all(&h, NAME(&h, "own", .title = "Harbours: the Government's answer"), HARBOURS, 3);
	heap_document(&h, "answer", "government_response");
	say_all(&h, NAME(&h, "answers", PAC, .session = "2016-17", .number = 31, .title = "Harbours"), HARBOURS, 4);
	heap_document(&h, "other", "committee_report");
	say_all(&h, NAME(&h, "own", .title = "Ports"), HARBOURS, 3);
	expect_reports(&h, "2");
	heap_expect(&h, "SELECT count(DISTINCT o.document_id) FROM occurrences o GROUP BY o.report_id ORDER BY 1", "1\n3");
	heap_close(&h);
}

static void one_sentence_in_common_says_nothing(void **state)
{
	struct heap h;
	int64_t report;

	(void)state;
	heap_open(&h);
	heap_document(&h, "scrape", "committee_report");
	say_all(&h, NAME(&h, "own", .unattributed = 1), HARBOURS, 4);
	/* A later report that makes one recommendation again. */
	heap_document(&h, "later", "committee_report");
	report = NAME(&h, "own", PAC, .session = "2020-21", .number = 3);
	SAY(&h, report, RECOMMENDATION, "1", HARBOURS[2]);
	say_all(&h, report, ORCHARDS, 3);
	expect_reports(&h, "2");
	heap_expect(&h, "SELECT count(*) FROM recommendations", "8");
	heap_close(&h);
}

static void templates_with_other_facts_say_nothing(void **state)
{
	static const char *const YEAR_1[] = {
		"The Department should write to us by March 2017 with the number of schools that it has inspected.",
		"The Department should reduce the number of empty posts from 240 to 120 by the end of 2017.",
	};
	static const char *const YEAR_2[] = {
		"The Department should write to us by July 2018 with the number of schools that it has inspected.",
		"The Department should reduce the number of empty posts from 95 to 30 by the end of 2019.",
	};
	struct heap h;

	(void)state;
	heap_open(&h);
	heap_document(&h, "a", "committee_report");
	say_all(&h, NAME(&h, "own", .unattributed = 1), YEAR_1, 2);
	heap_document(&h, "b", "committee_report");
	say_all(&h, NAME(&h, "own", .unattributed = 1), YEAR_2, 2);
	expect_reports(&h, "2");
	heap_close(&h);
}

static void torn_between_two_joins_neither(void **state)
{
	struct heap h;

	(void)state;
	heap_open(&h);
	heap_document(&h, "a", "committee_report");
	say_all(&h, NAME(&h, "own", PAC, .session = "2016-17", .number = 31), HARBOURS, 4);
	heap_document(&h, "b", "committee_report");
	say_all(&h, NAME(&h, "own", PAC, .session = "2017-18", .number = 2), HARBOURS, 4);
	heap_document(&h, "scrape", "committee_report");
	say_all(&h, NAME(&h, "own", .unattributed = 1), HARBOURS, 4);
	expect_reports(&h, "3");
	heap_expect(&h, "SELECT code FROM diagnostics", "link-report-ambiguous");
	heap_close(&h);
}

/* A piece of another report in the middle of an answer, whose numbers are taken. */
static void a_spliced_piece_is_a_report_of_its_own(void **state)
{
	struct heap h;
	int64_t report, piece;

	(void)state;
	heap_open(&h);
	heap_document(&h, "answer", "government_response");
	report = NAME(&h, "answers", PAC, .session = "2016-17", .number = 31, .title = "Harbours");
	piece = NAME(&h, "answers", .unattributed = 1);
	SAY(&h, report, RECOMMENDATION, "1", HARBOURS[0]);
	SAY(&h, report, RESPONSE, "1", "1.1 The Government agreed.");
	SAY(&h, piece, RECOMMENDATION, "1", ORCHARDS[0]);
	SAY(&h, piece, RESPONSE, "1", "1.1 The Government agreed.");
	SAY(&h, piece, RECOMMENDATION, "2", ORCHARDS[1]);
	SAY(&h, piece, RESPONSE, "2", "2.1 The Government agreed.");
	SAY(&h, report, RECOMMENDATION, "2", HARBOURS[1]);
	SAY(&h, report, RESPONSE, "2", "2.1 The Government agreed.");
	expect_reports(&h, "2");
	heap_expect(&h, "SELECT p.attributed, r.label, substr(c.text, 1, 9) FROM response_recommendations x"
			" JOIN responses r ON r.id = x.response_id JOIN recommendations c ON c.id = x.recommendation_id"
			" JOIN reports p ON p.id = r.report_id WHERE c.report_id = r.report_id ORDER BY 1, 2",
		    "0|1|Growers s\n0|2|The Insti\n1|1|The Autho\n1|2|Pilots sh");
	/* The report that the piece was torn from turns up. */
	heap_document(&h, "orchards", "committee_report");
	say_all(&h, NAME(&h, "own", PAC, .session = "2016-17", .number = 8, .title = "Orchards"), ORCHARDS, 3);
	expect_reports(&h, "2");
	heap_expect(&h, "SELECT title, (SELECT count(*) FROM recommendations c WHERE c.report_id = p.id),"
			" (SELECT count(*) FROM responses r WHERE r.report_id = p.id) FROM reports p ORDER BY title",
		    "Harbours|2|2\nOrchards|3|2");
	heap_close(&h);
}

static void parts_of_one_document_stay_apart(void **state)
{
	struct heap h;

	(void)state;
	heap_open(&h);
	heap_document(&h, "a", "government_response");
	say_all(&h, NAME(&h, "answers", .unattributed = 1), HARBOURS, 4);
	say_all(&h, NAME(&h, "answers", .unattributed = 1), HARBOURS, 4);
	say_all(&h, 0, HARBOURS, 4);
	expect_reports(&h, "3");
	heap_expect(&h, "SELECT count(*), count(DISTINCT id) FROM recommendations", "12|12");
	heap_close(&h);
}

static void contradictions_keep_namesakes_apart(void **state)
{
	struct heap h;

	(void)state;
	heap_open(&h);
	heap_document(&h, "a", "other");
	NAME(&h, "cites", PAC, .session = "2016-17", .number = 31, .paper = "HC 713");
	heap_document(&h, "b", "other");
	NAME(&h, "cites", PAC, .session = "2016-17", .number = 31, .paper = "HC 801");
	heap_document(&h, "c", "other");
	NAME(&h, "own", PAC, .session = "2016-17", .title = "Old harbours", .date = "2004-02-01");
	expect_reports(&h, "3");
	heap_expect(&h, "SELECT code FROM diagnostics", "link-report-conflict");
	heap_close(&h);
}

/* The same page from many mirrors, none with a name. */
static void many_copies_are_one_report(void **state)
{
	struct heap h;

	(void)state;
	heap_open(&h);
	for (int i = 0; i < 40; i++) {
		char path[32];

		snprintf(path, sizeof path, "mirror-%d", i);
		heap_document(&h, path, "committee_report");
		say_all(&h, NAME(&h, "own", .unattributed = 1), HARBOURS, 4);
	}
	expect_reports(&h, "1");
	heap_expect(&h, "SELECT count(*) FROM recommendations", "4");
	heap_expect(&h, "SELECT count(*) FROM occurrences", "160");
	heap_close(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_bodies),
		cmocka_unit_test(papers_and_sessions),
		cmocka_unit_test(numbers_are_of_a_session_and_a_body),
		cmocka_unit_test(papers_join_within_a_session),
		cmocka_unit_test(a_bare_paper_joins_the_only_one),
		cmocka_unit_test(a_title_alone_joins_nothing),
		cmocka_unit_test(a_title_and_a_text_do),
		cmocka_unit_test(text_says_which_report_it_is),
		cmocka_unit_test(other_titles_take_more),
		cmocka_unit_test(one_sentence_in_common_says_nothing),
		cmocka_unit_test(templates_with_other_facts_say_nothing),
		cmocka_unit_test(torn_between_two_joins_neither),
		cmocka_unit_test(a_spliced_piece_is_a_report_of_its_own),
		cmocka_unit_test(parts_of_one_document_stay_apart),
		cmocka_unit_test(contradictions_keep_namesakes_apart),
		cmocka_unit_test(many_copies_are_one_report),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
