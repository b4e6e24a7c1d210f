/* repetitions: what a later report asks again, and what only looks like it. */
#include "tests/link_heap.h"

#define PUMPS "The Department should set out how it will find and keep the engineers that pumping stations need, and how " \
	      "it will pay for their training."
#define PUMPS_LATER "The Department should set out how it will find and keep the engineers that pumping stations need, " \
		    "and how it will pay for their training and assessment."
#define GATES "The Agency should tell us by March 2012 how many sluice gates it has inspected in the last two years, and " \
	      "what it cost."
#define GATES_LATER "The Agency should tell us by the end of July 2015 how many sluice gates it has inspected in the last " \
		    "two years, and what it cost."
#define NORTHERN "The Agency should publish a yearly account of the dredging of the harbours of Northern Fife for the " \
		 "ferries, with its cost."
#define SOUTHERN "The Agency should publish a yearly account of the dredging of the harbours of Southern Kintyre for the " \
		 "ferries, with its cost."
#define FORMULA "The Department should write to us by March 2012."

static const char REPEATED[] = "SELECT report_title, label, earlier_report_title, earlier_label, method, similarity >= 0.9 "
			       "FROM repeated ORDER BY report_title, label, earlier_report_title";

static int64_t report(struct heap *h, const char *path, const char *title, const char *session, const char *date)
{
	heap_document(h, path, "committee_report");
	return NAME(h, "own", .body = "Committee on Water", .session = session, .title = title, .date = date,
		    .number = 4);
}

static void asked_again(void **state)
{
	struct heap h;
	int64_t r;

	(void)state;
	heap_open(&h);
	r = report(&h, "z", "Pumps", "2010-12", "2011-05-03");
	SAY(&h, r, RECOMMENDATION, "1", PUMPS);
	SAY(&h, r, RECOMMENDATION, "2", GATES);
	r = report(&h, "a", "Pumps once more", "2013-14", "2014-02-01");
	SAY(&h, r, RECOMMENDATION, "6", GATES_LATER);
	SAY(&h, r, RECOMMENDATION, "7", PUMPS_LATER);
	heap_settle(&h);
	heap_expect(&h, REPEATED, "Pumps once more|6|Pumps|2|text|1\nPumps once more|7|Pumps|1|text|1");
	heap_expect(&h, "SELECT DISTINCT days_between FROM repeated", "1005");
	heap_expect(&h, "SELECT count(*) FROM recommendations", "4");
	heap_close(&h);
}

/* Another name makes another recommendation; a formula says nothing; one report does not repeat itself. */
static void only_alike(void **state)
{
	struct heap h;
	int64_t r;

	(void)state;
	heap_open(&h);
	r = report(&h, "a", "Harbours", "2010-12", "2011-05-03");
	SAY(&h, r, RECOMMENDATION, "1", NORTHERN);
	SAY(&h, r, RECOMMENDATION, "2", FORMULA);
	SAY(&h, r, RECOMMENDATION, "3", PUMPS);
	SAY(&h, r, RECOMMENDATION, "4", PUMPS_LATER);
	r = report(&h, "b", "Harbours", "2013-14", "2014-02-01");
	SAY(&h, r, RECOMMENDATION, "1", SOUTHERN);
	SAY(&h, r, RECOMMENDATION, "2", FORMULA);
	heap_settle(&h);
	heap_expect(&h, "SELECT count(*) FROM repetitions", "0");
	heap_close(&h);
}

/* A quotation in an answer is the recommendation itself, not a repetition. */
static void answers_repeat_nothing(void **state)
{
	struct heap h;
	int64_t r;

	(void)state;
	heap_open(&h);
	r = report(&h, "a", "Pumps", "2010-12", "2011-05-03");
	SAY(&h, r, RECOMMENDATION, "1", PUMPS);
	heap_document(&h, "answer", "government_response");
	r = NAME(&h, "answers", .body = "Committee on Water", .session = "2010-12", .number = 4);
	SAY(&h, r, RECOMMENDATION, "1", PUMPS_LATER, .how = "quoted");
	SAY(&h, r, RESPONSE, "1", "We shall.");
	heap_settle(&h);
	heap_expect(&h, "SELECT count(*) FROM repetitions", "0");
	heap_expect(&h, "SELECT count(*) FROM recommendations", "1");
	heap_close(&h);
}

/* The nearest in words, of equals the latest before it; reports without a date or session come last. */
static void the_likest_of_several(void **state)
{
	struct heap h;
	int64_t r;

	(void)state;
	heap_open(&h);
	r = report(&h, "d", "First", "2010-12", "2011-05-03");
	SAY(&h, r, RECOMMENDATION, "1", PUMPS);
	r = report(&h, "c", "Second", "2012-13", NULL);
	SAY(&h, r, RECOMMENDATION, "1", PUMPS);
	r = report(&h, "b", "Third", "2013-14", "2014-02-01");
	SAY(&h, r, RECOMMENDATION, "1", PUMPS);
	heap_document(&h, "a", "committee_report");
	r = NAME(&h, "own", .title = "Undated");
	SAY(&h, r, RECOMMENDATION, "1", PUMPS_LATER);
	heap_settle(&h);
	heap_expect(&h, "SELECT report_title, earlier_report_title FROM repeated ORDER BY 1",
		    "Second|First\nThird|Second\nUndated|Third");
	heap_settle(&h);
	heap_expect(&h, "SELECT count(*) FROM repetitions", "3");
	store_exec(h.store, "UPDATE sources SET state = 'missing' WHERE path = 'c'");
	heap_settle(&h);
	heap_expect(&h, "SELECT report_title, earlier_report_title FROM repeated ORDER BY 1",
		    "Third|First\nUndated|Third");
	heap_close(&h);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(asked_again),
		cmocka_unit_test(only_alike),
		cmocka_unit_test(answers_repeat_nothing),
		cmocka_unit_test(the_likest_of_several),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
