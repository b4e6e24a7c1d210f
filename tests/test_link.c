/* How link joins what a report, the answers to it and letters about it say. */
#include "tests/link_heap.h"

/* ---- a report, the answer to it, a progress report and a letter ---- */

#define C1 "The Agency does not know the state of the river walls that it pays for. It inspected fewer than half of "  \
	   "them in the last five years, and for a third of those it kept no notes."
#define C2 "Households have been given three different maps of the places at risk. None of the maps agrees with what " \
	   "insurers use."
#define R1 "The Agency should inspect every river wall in its care by March 2019 and publish what it finds."
#define R2A "The Agency should write to us within six months with one map of the places at risk."
#define R2B "It should also agree with insurers how often the map is brought up to date."
#define R2C "In its next letter to us, the Agency should explain what it will do for households that bought a house " \
	    "because of the wrong map."
#define FLOODS .body = "Committee of Public Accounts", .session = "2017-18", .number = 12

static void say_report(struct heap *h)
{
	int64_t report;

	/* The scrape has lost which report it is. */
	heap_document(h, "heap/report.html", "committee_report");
	report = NAME(h, "own", .title = "River walls", .date = "2018-01-20");
	SAY(h, report, CONCLUSION, "1", C1);
	SAY(h, report, RECOMMENDATION, "1", R1, .number = "1");
	SAY(h, report, CONCLUSION, "2", C2);
	SAY(h, report, RECOMMENDATION, "2a", R2A, .number = "2");
	SAY(h, report, RECOMMENDATION, "2b", R2B, .number = "2");
	SAY(h, report, RECOMMENDATION, "2c", R2C, .number = "2");
}

static void say_progress(struct heap *h)
{
	int64_t report;

	heap_document(h, "heap/progress.txt", "government_response");
	report = NAME(h, "answers", FLOODS, .title = "River Walls", .paper = "HC 88",
					      .department = "Department for Rivers");
	NAME(h, "cites", .session = "2017-18", .paper = "HC 88", .title = "River walls");
	NAME(h, "cites", .paper = "Cm 9001");
	SAY(h, report, CONCLUSION, "1", "The Agency does not know the state of the river walls that it pays for.");
	SAY(h, report, RECOMMENDATION, "1", R1, .number = "1");
	SAY(h, report, RESPONSE, "1", "1.1 The Government agreed.", .position = "agreed");
	SAY(h, report, CONCLUSION, "2", "Households have been given three different maps of the places at risk.");
	SAY(h, report, RECOMMENDATION, "2a",
	    "The Agency should write to the Committee within six months with one map of the places at risk.",
	    .number = "2");
	SAY(h, report, RESPONSE, "2a", "2.1 The Government disagreed.", .position = "disagreed");
}

static void say_letter(struct heap *h)
{
	int64_t report;

	heap_document(h, "heap/letter.txt", "letter");
	report = NAME(h, "answers", .body = "PAC", .session = "2017\xE2\x80\x93" "18", .number = 12,
					      .title = "River walls");
	SAY(h, report, RECOMMENDATION, "1", "The Agency should inspect every river wall in its care", .how = "quoted");
	SAY(h, report, RESPONSE, "1", "all walls have been inspected.");
	SAY(h, report, RECOMMENDATION, "2c",
	    "the Agency should explain what it will do for households", .how = "quoted");
	SAY(h, report, RESPONSE, "2c", "a scheme will open in May.");
}

static void one_ledger_from_three_documents(void **state)
{
	struct heap h;

	(void)state;
	heap_open(&h);
	say_report(&h);
	say_progress(&h);
	say_letter(&h);
	heap_settle(&h);
	heap_expect(&h, "SELECT body, session, number, title, department, paper, date, attributed FROM reports"
			" WHERE title IS NOT NULL",
		    "Committee of Public Accounts|2017-18|12|River walls|Department for Rivers|HC 88|2018-01-20|1");
	heap_expect(&h, "SELECT paper FROM reports WHERE title IS NULL", "Cm 9001");
	heap_expect(&h, "SELECT number, text FROM conclusions ORDER BY number", "1|" C1 "\n2|" C2);
	heap_expect(&h, "SELECT r.label, c.number, r.text FROM recommendations r"
			" JOIN conclusions c ON c.id = r.conclusion_id ORDER BY r.label",
		    "1|1|" R1 "\n2a|2|" R2A "\n2b|2|" R2B "\n2c|2|" R2C);
	heap_expect(&h, "SELECT c.label, count(*), sum(o.how = 'quoted') FROM recommendations c JOIN occurrences o"
			" ON o.record_type = 'recommendation' AND o.record_id = c.id GROUP BY c.label ORDER BY c.label",
		    "1|3|1\n2a|2|0\n2b|1|0\n2c|2|1");
	heap_expect(&h, "SELECT c.label, s.path, r.position, x.method FROM response_recommendations x"
			" JOIN responses r ON r.id = x.response_id JOIN recommendations c ON c.id = x.recommendation_id"
			" JOIN documents d ON d.id = r.document_id JOIN sources s ON s.id = d.source_id"
			" ORDER BY c.label, s.path",
		    "1|heap/letter.txt|unknown|text\n1|heap/progress.txt|agreed|text\n"
		    "2a|heap/progress.txt|disagreed|text\n2c|heap/letter.txt|unknown|text");
	heap_close(&h);
}

static void order_does_not_matter(void **state)
{
	static void (*const DOCUMENTS[])(struct heap *) = { say_report, say_progress, say_letter };
	static const int ORDERS[][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 1, 0, 2 }, { 2, 0, 1 } };
	char *expected = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof ORDERS / sizeof *ORDERS; i++) {
		struct heap h;
		char *ledger;

		heap_open(&h);
		for (int k = 0; k < 3; k++) {
			DOCUMENTS[ORDERS[i][k]](&h);
			if (i % 2 == 1)
				heap_settle(&h); /* in several runs */
		}
		heap_settle(&h);
		ledger = heap_ledger(&h);
		if (expected)
			assert_string_equal(ledger, expected);
		free(expected);
		expected = ledger;
		heap_close(&h);
	}
	free(expected);
}

#define WATCH(event, table) \
	"CREATE TEMP TRIGGER " #event "_" #table " AFTER " #event " ON main." #table \
	" BEGIN INSERT INTO touched VALUES ('" #event " " #table "'); END;"

static const char watch[] = "CREATE TEMP TABLE touched (what TEXT);"
	WATCH(INSERT, reports) WATCH(UPDATE, reports) WATCH(DELETE, reports)
	WATCH(INSERT, conclusions) WATCH(UPDATE, conclusions) WATCH(DELETE, conclusions)
	WATCH(INSERT, recommendations) WATCH(UPDATE, recommendations) WATCH(DELETE, recommendations)
	WATCH(INSERT, responses) WATCH(UPDATE, responses) WATCH(DELETE, responses)
	WATCH(INSERT, response_recommendations) WATCH(UPDATE, response_recommendations)
	WATCH(INSERT, occurrences) WATCH(UPDATE, occurrences) WATCH(DELETE, occurrences)
	WATCH(INSERT, diagnostics) WATCH(DELETE, diagnostics);

static void second_time_writes_nothing(void **state)
{
	struct heap h;
	char *first, *second;

	(void)state;
	heap_open(&h);
	say_report(&h);
	say_progress(&h);
	say_letter(&h);
	heap_settle(&h);
	first = heap_ledger(&h);
	store_exec(h.store, watch);
	heap_settle(&h);
	second = heap_ledger(&h);
	assert_string_equal(first, second);
	heap_expect(&h, "SELECT * FROM touched", "");
	free(first);
	free(second);
	heap_close(&h);
}

static void superseded_documents_leave_the_ledger(void **state)
{
	struct heap h;

	(void)state;
	heap_open(&h);
	say_report(&h);
	say_progress(&h);
	say_letter(&h);
	heap_settle(&h);
	store_exec(h.store, "UPDATE sources SET state = 'superseded' WHERE path = 'heap/report.html'");
	heap_settle(&h);
	/* Without the report itself the answer is the best witness, and what only the report said is gone. */
	heap_expect(&h, "SELECT label, text FROM recommendations WHERE label <> '2a' ORDER BY label",
		    "1|" R1 "\n2c|the Agency should explain what it will do for households");
	heap_expect(&h, "SELECT count(*) FROM occurrences o JOIN current_documents d ON d.id = o.document_id", "10");
	store_exec(h.store, "UPDATE sources SET state = 'missing'");
	heap_settle(&h);
	heap_expect(&h, "SELECT (SELECT count(*) FROM reports) + (SELECT count(*) FROM occurrences)"
			" + (SELECT count(*) FROM responses) + (SELECT count(*) FROM response_recommendations)", "0");
	heap_close(&h);
}

/* ---- renumbering ---- */

static const char *const MOORS[] = {
	"Peat is being cut on land that was bought to protect it. We recommend that the Ministry end the leases.",
	"The costs of restoring a moor are not known to those who pay for it, nor to those who do the work.",
	"The Ministry should count the breeding birds on each moor every second year and publish the counts.",
	"Visitors are a pleasure and a burden. We recommend that paths across wet ground be carried on boards.",
	"The fire service has no map of the tracks. The Ministry must provide one before the dry season begins.",
	"We welcome the promise of the water companies to pay for dams, and their openness about the cost.",
};

static void answers_that_renumber_are_joined_by_text(void **state)
{
	/* The answer leaves out the second and counts anew; the sixth, a conclusion, it calls a recommendation. */
	static const int ANSWERED[] = { 0, 2, 3, 4, 5 };
	static const char *const TYPES[] = { RECOMMENDATION, CONCLUSION, RECOMMENDATION,
					     RECOMMENDATION, RECOMMENDATION, CONCLUSION };
	static const char *const NUMBERS[] = { "1", "2", "3", "4", "5", "6" };
	static const char *const PARAGRAPHS[] = { "20", "27", "34", "41", "48", "55" };
	struct heap h;
	int64_t report;

	(void)state;
	heap_open(&h);
	heap_document(&h, "moors", "committee_report");
	report = NAME(&h, "own", .body = "Environmental Audit Committee", .session = "2016-17",
					       .number = 4, .title = "Moors", .paper = "HC 1");
	for (int i = 0; i < 6; i++)
		SAY(&h, report, TYPES[i], NUMBERS[i], MOORS[i], .paragraph = PARAGRAPHS[i]);
	heap_document(&h, "moors-answer", "government_response");
	NAME(&h, "own", .body = "EAC", .session = "2016-17", .number = 4, .special = 1, .paper = "HC 2");
	report = NAME(&h, "answers", .body = "EAC", .session = "2016-17", .number = 4);
	for (int i = 0; i < 5; i++) {
		SAY(&h, report, RECOMMENDATION, NUMBERS[i], MOORS[ANSWERED[i]], .how = "quoted",
						    .paragraph = i == 0 ? NULL : PARAGRAPHS[ANSWERED[i]]);
		SAY(&h, report, RESPONSE, NUMBERS[i], "We agree that more should be done.");
	}
	heap_settle(&h);
	heap_expect(&h, "SELECT r.label, c.label, x.method FROM response_recommendations x"
			" JOIN responses r ON r.id = x.response_id JOIN recommendations c ON c.id = x.recommendation_id"
			" ORDER BY r.label",
		    "1|1|text\n2|3|paragraph\n3|4|paragraph\n4|5|paragraph\n5|6|text");
	heap_expect(&h, "SELECT r.label, c.number FROM recommendations r"
			" JOIN conclusions c ON c.id = r.conclusion_id", "6|6");
	heap_expect(&h, "SELECT o.record_type, o.label FROM occurrences o JOIN documents d ON d.id = o.document_id"
			" WHERE d.kind = 'government_response' AND o.record_type <> 'response' ORDER BY o.label",
		    "recommendation|1\nrecommendation|2\nrecommendation|3\nrecommendation|4\nrecommendation|5");
	heap_expect(&h, "SELECT code, line FROM diagnostics", "link-renumbered|3");
	heap_expect(&h, "SELECT special, paper FROM reports ORDER BY special", "0|HC 1\n1|HC 2");
	heap_close(&h);
}

static void a_label_with_another_text_is_another_record(void **state)
{
	struct heap h;
	int64_t report;

	(void)state;
	heap_open(&h);
	heap_document(&h, "a", "committee_report");
	report = NAME(&h, "own", FLOODS);
	SAY(&h, report, RECOMMENDATION, "1", R1);
	SAY(&h, report, RECOMMENDATION, "2", MOORS[2]);
	heap_document(&h, "b", "government_response");
	report = NAME(&h, "answers", FLOODS);
	SAY(&h, report, RECOMMENDATION, "1", R1, .how = "quoted");
	SAY(&h, report, RECOMMENDATION, "2", MOORS[4], .how = "quoted");
	SAY(&h, report, RESPONSE, "2", "A map was printed.");
	SAY(&h, report, RESPONSE, "9", "The leases have ended.");
	heap_settle(&h);
	heap_expect(&h, "SELECT count(*), count(DISTINCT id) FROM recommendations WHERE label = '2'", "2|2");
	heap_expect(&h, "SELECT c.text = (SELECT text FROM items WHERE how = 'quoted' AND label = '2'), x.method"
			" FROM response_recommendations x JOIN recommendations c ON c.id = x.recommendation_id",
		    "1|position");
	heap_expect(&h, "SELECT code, severity FROM diagnostics ORDER BY code",
		    "link-label-conflict|warning\nlink-no-recommendation|note");
	heap_close(&h);
}

/* A bad scrape has run one recommendation into the next one's text and paragraph. */
static void the_whole_text_comes_before_a_part_of_a_longer_one(void **state)
{
	struct heap h;
	int64_t report;

	(void)state;
	heap_open(&h);
	heap_document(&h, "a", "committee_report");
	report = NAME(&h, "own", FLOODS);
	SAY(&h, report, RECOMMENDATION, "7", R2B " " R1, .paragraph = "30");
	SAY(&h, report, RECOMMENDATION, "8", R1);
	heap_document(&h, "b", "government_response");
	report = NAME(&h, "answers", FLOODS);
	SAY(&h, report, RECOMMENDATION, "1", R1, .how = "quoted", .paragraph = "30");
	heap_settle(&h);
	heap_expect(&h, "SELECT c.label FROM occurrences o JOIN recommendations c ON c.id = o.record_id"
			" WHERE o.how = 'quoted'", "8");
	heap_close(&h);
}

/* The first words say little: of all that begin so, the one of that number is meant. */
static void a_short_quotation_is_told_by_its_number(void **state)
{
	struct heap h;
	int64_t report;

	(void)state;
	heap_open(&h);
	heap_document(&h, "a", "committee_report");
	report = NAME(&h, "own", FLOODS);
	SAY(&h, report, RECOMMENDATION, "1", "The Agency should write to us by June with its plan for the lock gates.");
	SAY(&h, report, RECOMMENDATION, "2",
	    "The Agency should write to us by June on what became of the dam that was to be built above the town, "
	    "and on who will pay for it now.");
	heap_document(&h, "b", "letter");
	report = NAME(&h, "answers", FLOODS);
	SAY(&h, report, RECOMMENDATION, "2", "The Agency should write to us by June", .how = "quoted");
	heap_settle(&h);
	heap_expect(&h, "SELECT c.label FROM occurrences o JOIN recommendations c ON c.id = o.record_id"
			" WHERE o.how = 'quoted'", "2");
	heap_close(&h);
}

static void several_at_once_and_none_at_all(void **state)
{
	struct heap h;
	int64_t report;

	(void)state;
	heap_open(&h);
	heap_document(&h, "a", "government_response");
	report = NAME(&h, "answers", FLOODS);
	SAY(&h, report, RECOMMENDATION, "8.3.", MOORS[2], .how = "quoted");
	SAY(&h, report, RECOMMENDATION, "8.4", MOORS[3], .how = "quoted");
	SAY(&h, report, RESPONSE, "8.3,8.4", "Both will be done.");
	/* No numbers: what stands directly before. */
	SAY(&h, report, RECOMMENDATION, "", MOORS[4], .how = "quoted");
	SAY(&h, report, RESPONSE, "", "It was printed.", .who = "The Scottish Government");
	SAY(&h, report, RESPONSE, "", "It was not.", .who = "The Welsh Government");
	/* Two stand before it: nothing says which is meant. */
	SAY(&h, report, RECOMMENDATION, "", MOORS[0], .how = "quoted");
	SAY(&h, report, RECOMMENDATION, "", R2B, .how = "quoted");
	SAY(&h, report, RESPONSE, "", "We will see.");
	heap_settle(&h);
	heap_expect(&h, "SELECT r.text, c.label FROM responses r"
			" LEFT JOIN response_recommendations x ON x.response_id = r.id"
			" LEFT JOIN recommendations c ON c.id = x.recommendation_id ORDER BY r.text, c.label",
		    "Both will be done.|8.3.\nBoth will be done.|8.4\nIt was not.|\nIt was printed.|\nWe will see.|");
	heap_expect(&h, "SELECT count(*), count(DISTINCT recommendation_id) FROM response_recommendations", "4|3");
	heap_expect(&h, "SELECT count(DISTINCT id) FROM recommendations WHERE label = ''", "3");
	heap_close(&h);
}

static void one_answer_to_what_a_conclusion_asks_for(void **state)
{
	struct heap h;
	int64_t report;

	(void)state;
	heap_open(&h);
	heap_document(&h, "a", "government_response");
	report = NAME(&h, "answers", FLOODS);
	SAY(&h, report, RECOMMENDATION, "1", R1, .number = "1");
	SAY(&h, report, RESPONSE, "1", "1.1 The Government agreed.");
	SAY(&h, report, CONCLUSION, "2", C2);
	SAY(&h, report, RECOMMENDATION, "2a", R2A, .number = "2");
	SAY(&h, report, RECOMMENDATION, "2b", R2B, .number = "2");
	SAY(&h, report, RESPONSE, "2", "2.1 The Government agreed.");
	heap_settle(&h);
	heap_expect(&h, "SELECT r.label, c.label, x.method FROM response_recommendations x"
			" JOIN responses r ON r.id = x.response_id JOIN recommendations c ON c.id = x.recommendation_id"
			" ORDER BY c.label", "1|1|position\n2|2a|position\n2|2b|position");
	heap_close(&h);
}

static void mentions_make_no_record(void **state)
{
	struct heap h;
	int64_t report;

	(void)state;
	heap_open(&h);
	heap_document(&h, "a", "committee_report");
	report = NAME(&h, "own", FLOODS);
	SAY(&h, report, RECOMMENDATION, "1", R1);
	heap_document(&h, "b", "news");
	report = NAME(&h, "cites", FLOODS);
	SAY(&h, report, RECOMMENDATION, "",
	    "the Agency should inspect every river wall in its care", .how = "mentioned");
	SAY(&h, report, RECOMMENDATION, "", "somebody ought to do something about the rivers", .how = "mentioned");
	heap_settle(&h);
	heap_expect(&h, "SELECT label FROM recommendations", "1");
	heap_expect(&h, "SELECT how FROM occurrences ORDER BY how", "mentioned\nstated");
	heap_close(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_ledger_from_three_documents),
		cmocka_unit_test(order_does_not_matter),
		cmocka_unit_test(second_time_writes_nothing),
		cmocka_unit_test(superseded_documents_leave_the_ledger),
		cmocka_unit_test(answers_that_renumber_are_joined_by_text),
		cmocka_unit_test(a_label_with_another_text_is_another_record),
		cmocka_unit_test(the_whole_text_comes_before_a_part_of_a_longer_one),
		cmocka_unit_test(a_short_quotation_is_told_by_its_number),
		cmocka_unit_test(several_at_once_and_none_at_all),
		cmocka_unit_test(one_answer_to_what_a_conclusion_asks_for),
		cmocka_unit_test(mentions_make_no_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
