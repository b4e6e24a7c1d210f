/* explain: addresses, the pages of the four types, what differs between two texts. */
#include "tests/show_fixture.h"

#include "pipeline/commands/explain.h"
#include "pipeline/show/wording.h"

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

static struct outcome explain(struct fixture *f, const char *a, const char *b)
{
	return fixture_run(f, &explain_command, NULL, (const char *[]){ a, b, NULL });
}

static void leads_to(struct fixture *f, const char *a, const char *b, const char *title)
{
	struct outcome o = explain(f, a, b);

	assert_status(&o, 0);
	if (strncmp(o.out, title, strlen(title)) != 0)
		fail_msg("%s %s: not '%s' but\n%s", a, b ? b : "", title, o.out);
	outcome_free(&o);
}

static void test_addresses(void **state)
{
	struct fixture *f = *state;
	char place[128];

	leads_to(f, "920000002", NULL, "Recommendation 2a, id 920000002\n");
	leads_to(f, "recommendation", "920000002", "Recommendation 2a, id 920000002\n");
	leads_to(f, "2b", NULL, "Recommendation 2b,");
	leads_to(f, "2B", NULL, "Recommendation 2b,");
	leads_to(f, "recommendation", "2016-17/12/1", "Recommendation 1,");
	leads_to(f, "2016-17/12/1", NULL, "Recommendation 1,");
	leads_to(f, "conclusion", "2016-17/12/1", "Conclusion 1,");
	leads_to(f, "2016-17/12/conclusion/2", NULL, "Conclusion 2,");
	leads_to(f, "hc 901/2a", NULL, "Recommendation 2a,");
	leads_to(f, "Harbour dredging/2a", NULL, "Recommendation 2a,");
	leads_to(f, "Recommendation", "HC 901/2a", "Recommendation 2a,");
	leads_to(f, "response", "2a", "Response 2a,");
	leads_to(f, "report.txt:6", NULL, "Passage, id 100003\n");
	leads_to(f, "later.txt#1.2", NULL, "Passage, id 300002\n");
	leads_to(f, "passage", "300002", "Passage, id 300002\n");
	snprintf(place, sizeof place, "%s/report.txt:4", f->folder);
	leads_to(f, place, NULL, "Passage, id 100002\n");
}

/* Labels that hold a slash, and special reports. */
static void test_slashes(void **state)
{
	struct fixture *f = *state;

	fixture_change(f, "UPDATE recommendations SET label = '018/14' WHERE id = 920000003;"
			  "UPDATE reports SET special = 1");
	leads_to(f, "018/14", NULL, "Recommendation 018/14,");
	leads_to(f, "2016-17/s12/018/14", NULL, "Recommendation 018/14,");
	leads_to(f, "2016-17/12/2a", NULL, "Recommendation 2a,");
	leads_to(f, "Harbour dredging/018/14", NULL, "Recommendation 018/14,");
	fixture_change(f, "UPDATE recommendations SET label = '2b' WHERE id = 920000003;"
			  "UPDATE reports SET special = 0");
}

static void fails(struct fixture *f, const char *a, const char *b, const char *message)
{
	struct outcome o = explain(f, a, b);

	assert_status(&o, 65);
	assert_string_equal(o.out, "");
	assert_says(o.err, message);
	outcome_free(&o);
}

static void test_no_telling(void **state)
{
	struct outcome o;

	fails(*state, "response", "1", "can mean 2 records; name one by its id:");
	fails(*state, "response", "1", "930000003  response 1, Harbour dredging, ");
	fails(*state, "conclusion", "1/2/3", "no conclusion of this database");
	fails(*state, "2016-17/13/1", NULL, "no record of this database");
	fails(*state, "2015-16/12/1", NULL, "no record of this database");
	fails(*state, "recommendation", "930000001", "no recommendation of this database");
	fails(*state, "999", NULL, "999: no record");
	fails(*state, "", NULL, "no record");
	fails(*state, "/", NULL, "no record");
	fails(*state, "nofile.txt:1", NULL, "no record");
	fails(*state, "99999999999999999999", NULL, "no record");
	/* A bare 1 is the recommendation; the others are told beside the page. */
	o = explain(*state, "1", NULL);
	assert_status(&o, 0);
	assert_says(o.err, "also: 910000001  conclusion 1, Harbour dredging");
	outcome_free(&o);
}

static void test_recommendation(void **state)
{
	struct outcome o = explain(*state, "recommendation", "1");

	assert_status(&o, 0);
	assert_says(o.out, "The Agency should publish the cost of each vessel by January 2018.");
	assert_says(o.out, "Report      Harbour dredging");
	assert_says(o.out, "Committee of Harbour Accounts, 12th report of session 2016-17, HC 901");
	assert_says(o.out, "Conclusion  1 (id 910000001): The Agency does not know what dredging costs.");
	assert_says(o.out, "Position    agreed, from “The Government agrees”");
	assert_says(o.out, "Status      in progress, from “Target implementation date”");
	assert_says(o.out, "Target      “January 2018”, read as 2018-01, from 2018-01-01 to 2018-01-31");
	assert_says(o.out, "By rule     harbour:12");
	assert_says(o.out, "Joined by   position in the document, similarity 1.00");
	assert_says(o.out, "slipped by 485 days");
	assert_says(o.out, "report.txt, line 6 (committee report, 15 December 2016)");
	assert_says(o.out, "stated there as 1; found by rule harbour:12; the report's own words");
	assert_says(o.out, "quoted there as 1; found by rule harbour:11; joined to the record by report");
	assert_says(o.out, " >     6  The Agency should publish the cost");
	assert_says(o.out, "       3  The Agency does not know what dredging costs.");
	assert_says(o.out, "word for word");
	assert_lacks(o.out, "[unreadable]");
	outcome_free(&o);
}

static void test_conclusion(void **state)
{
	struct outcome o = explain(*state, "conclusion", "1");

	assert_status(&o, 0);
	assert_says(o.out, "Recommendations that follow from it");
	assert_says(o.out, "  1  The Agency should publish the cost of each vessel");
	assert_says(o.out, "report.txt, lines 3-5 (committee report");
	assert_says(o.out, "report.txt, line 3: warning: a word was joined over a line end [hyphen-joined]");
	outcome_free(&o);
}

static void test_response_and_near_duplicate(void **state)
{
	struct outcome o = explain(*state, "response", "2a");

	assert_status(&o, 0);
	assert_says(o.out, "Position    disagreed");
	assert_says(o.out, "recommendation 2a (id 920000002), joined by label");
	outcome_free(&o);
	o = explain(*state, "2a", NULL);
	assert_says(o.out, "near, similarity 0.93; what differs:");
	assert_says(o.out, "… publish a list of {+the+} harbours that wait.");
	outcome_free(&o);
	o = explain(*state, "2b", NULL);
	assert_says(o.out, "No response to it was found");
	assert_says(o.out, " 2016-12-15 stated");
	outcome_free(&o);
}

static void test_passage(void **state)
{
	struct outcome o = explain(*state, "report.txt:10", NULL);

	assert_status(&o, 0);
	assert_says(o.out, "Passage, id 100007");
	assert_says(o.out, "It is part of no record");
	assert_says(o.out, "(passage 100007) repeats");
	assert_says(o.out, "exact, similarity 1.00, word for word");
	outcome_free(&o);
	o = explain(*state, "report.txt:8", NULL);
	assert_says(o.out, "recommendation 2a (id 920000002), stated here, by rule harbour:14");
	outcome_free(&o);
}

/* Two texts that dedupe kept apart for their facts are shown with what differs; what it found unlike is not. */
static void test_variants(void **state)
{
	struct fixture *f = *state;
	struct outcome o;

	/* The first number is the similarity, 0.96 and 0.25; the last byte says variant. */
	fixture_change(f, "INSERT INTO dedupe_verdicts VALUES (200004, 100005, x'8FC2753F8FC2753F00000000000000000601'),"
			  "(200004, 100004, x'0000803E0000803E00000000000000000601')");
	o = explain(f, "passage", "100005");
	assert_status(&o, 0);
	assert_says(o.out, "Variants: like these, and no repeats");
	assert_says(o.out, "(passage 100005) is like");
	outcome_free(&o);
	o = explain(f, "passage", "100004");
	assert_status(&o, 0);
	assert_true(strstr(o.out, "Variants") == NULL);
	outcome_free(&o);
	fixture_change(f, "DELETE FROM dedupe_verdicts");
}

static void differs(const char *left, const char *right, const char *expected)
{
	struct arena *arena = arena_new();
	struct wording w;
	struct buffer out;

	buffer_init(&out, 1 << 16);
	wording_compare(&w, arena, span_str(left), span_str(right));
	wording_write(&out, &w, 2);
	assert_string_equal(out.data, expected);
	buffer_release(&out);
	arena_free(arena);
}

static void test_wording(void **state)
{
	(void)state;
	differs("", "", "");
	differs("a", "", "[-a-]");
	differs("", "b c", "{+b c+}");
	differs("one two three four five", "one two three four six", "… three four [-five-] {+six+}");
	differs("a x c", "a c", "a [-x-] c");
	differs("1 2 3 x 4 5 6 7 8 9 y 10 11 12", "1 2 3 4 5 6 7 8 9 10 11 12",
		"… 2 3 [-x-] 4 5 … 8 9 [-y-] 10 11 …");
	differs("The ferry", "the ferry", "[-The-] {+the+} ferry");
	differs("The ferry’s crew | is late", "the ferry's crew | was late", "… ferry’s crew [-is-] {+was+} late");
	differs("a | b", "a – b", "a [-|-] {+–+} b");
	differs("4.1 The ferry is late", "4.2 The ferry is late", "[-4.1-] {+4.2+} The ferry …");
	differs("The ferry was rnade late by fog", "The ferry was made late by fog", "… ferry was [-rnade-] {+made+} late by …");
	differs("Paid in 2O18 by the harbour board", "Paid in 2018 by the harbour board", "Paid in [-2O18-] {+2018+} by the …");
}

/* Two long texts without a common word: bounded time and memory. */
static void test_wording_of_giants(void **state)
{
	enum { SIZE = 40000 };
	static char left[SIZE], right[SIZE];
	struct arena *arena = arena_new();
	struct wording w;

	(void)state;
	for (int i = 0; i < SIZE - 1; i++) {
		left[i] = i % 2 ? ' ' : 'a';
		right[i] = i % 2 ? ' ' : 'b';
	}
	wording_compare(&w, arena, span_of(left, SIZE - 1), span_of(right, SIZE - 1));
	assert_int_equal(w.count, 2);
	assert_true(arena_bytes(arena) < 16 << 20);
	arena_free(arena);
}

/* The answer numbers the quotation as 2b; by its words it is 2a, and the page says what 2b lost by. */
static void test_rivals(void **state)
{
	static const char renumber[] = "UPDATE occurrences SET label = '2b' WHERE how = 'quoted' AND record_id = 920000002";
	struct outcome o;

	fixture_change(*state, renumber);
	o = explain(*state, "920000002", NULL);
	assert_says(o.out, "What its quotations could have been instead, and why they are not");
	assert_says(o.out, "response.txt, line 6, as 2b: is recommendation 2a; ");
	assert_says(o.out, "not 2b (id 920000003): has this label, but its text agrees less: 0.");
	outcome_free(&o);
	o = explain(*state, "response", "2a");
	assert_says(o.out, "as 2b: is recommendation 2a; ");
	outcome_free(&o);
	o = explain(*state, "920000003", NULL); /* stated once and quoted nowhere */
	assert_lacks(o.out, "What its quotations");
	outcome_free(&o);
	fixture_change(*state, "UPDATE occurrences SET label = '2a' WHERE how = 'quoted' AND record_id = 920000002");
}

static void test_asked_again(void **state)
{
	struct outcome o;

	fixture_change(*state,
		       "INSERT INTO reports VALUES (900000002, NULL, NULL, 0, 0, 'Dredging again', NULL, NULL, '2017-12-15', 1);"
		       "INSERT INTO recommendations VALUES (920000009, 900000002, NULL, '4', "
		       "'The Agency should publish a list of the piers that wait.', NULL, NULL);"
		       "INSERT INTO repetitions VALUES (920000009, 920000002, 'text', 0.91)");
	o = explain(*state, "920000009", NULL);
	assert_says(o.out, "365 days before: recommendation 2a of Harbour dredging (id 920000002), similarity 0.91; what differs:");
	assert_says(o.out, "[-piers-] {+harbours+}");
	outcome_free(&o);
	o = explain(*state, "920000002", NULL);
	assert_says(o.out, "365 days later: recommendation 4 of Dredging again (id 920000009)");
	outcome_free(&o);
	fixture_change(*state, "DELETE FROM repetitions; DELETE FROM recommendations WHERE id = 920000009;"
			       "DELETE FROM reports WHERE id = 900000002");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wording),	   cmocka_unit_test(test_wording_of_giants),
		cmocka_unit_test(test_addresses),  cmocka_unit_test(test_no_telling), cmocka_unit_test(test_slashes),
		cmocka_unit_test(test_recommendation), cmocka_unit_test(test_conclusion),
		cmocka_unit_test(test_response_and_near_duplicate), cmocka_unit_test(test_passage), cmocka_unit_test(test_variants),
		cmocka_unit_test(test_rivals),	   cmocka_unit_test(test_asked_again),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
