/* Lines become paragraphs, items and headings, shown on small documents as they come from pdftotext and scrapes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/normalize_check.h"

static void test_wrapped_lines(void **state)
{
	(void)state;
	ASSERT_PASSAGES("Findings\n"
			"1. The harbour board has not kept its\n"
			"books in order, and has told nobody about the losses of the\n"
			"second quay. It opened in\n"
			"2013. The costs had been set too low by the firm that built\n"
			"it, as the board knew.\n"
			"Recommendation: The board should publish what\n"
			"it has spent on the quay and what it will spend on it over\n"
			"the next ten years.\n"
			"2. The pilots are not paid on time. Some of them\n"
			"have left for other harbours, which pay better, and those\n"
			"who stayed have more work.\n",
			{ HEADING, "Findings" },
			{ ITEM, "1. The harbour board has not kept its books in order, and has told nobody about the losses "
				"of the second quay. It opened in 2013. The costs had been set too low by the firm that built "
				"it, as the board knew." },
			{ PARAGRAPH, "Recommendation: The board should publish what it has spent on the quay and what it will "
				     "spend on it over the next ten years." },
			{ ITEM, "2. The pilots are not paid on time. Some of them have left for other harbours, which pay "
				"better, and those who stayed have more work." });
}

static void test_long_lines_with_stray_breaks(void **state)
{
	(void)state;
	ASSERT_PASSAGES("3: Harbour committee conclusion\n"
			"The board sets the rules by which pilots work in the port and pays them for the nights;\n"
			"and steps in where a pilot fails.\n"
			"Recommendation:\n"
			"The board should write to us about the nights and the days that its pilots work, which\n"
			"\n"
			"will help us to judge the cost.\n"
			"3.1 The board agreed with the recommendation.\n"
			"Target date: May 2018.\n"
			"Its plans include:\n"
			"a new rota;\n"
			"a new quay.\n",
			{ HEADING, "3: Harbour committee conclusion" },
			{ PARAGRAPH, "The board sets the rules by which pilots work in the port and pays them for the nights; "
				     "and steps in where a pilot fails." },
			{ HEADING, "Recommendation:" },
			{ PARAGRAPH, "The board should write to us about the nights and the days that its pilots work, which "
				     "will help us to judge the cost." },
			{ PARAGRAPH, "3.1 The board agreed with the recommendation." },
			{ PARAGRAPH, "Target date: May 2018." },
			{ PARAGRAPH, "Its plans include:" },
			{ PARAGRAPH, "a new rota;" },
			{ PARAGRAPH, "a new quay." });
}

static void test_marks_alone_on_a_line(void **state)
{
	(void)state;
	ASSERT_PASSAGES("\xE2\x80\xA2\n\nThe quay was closed for repairs.\n\n\xE2\x80\xA2\n\nThe crane was sold.\n\n"
			"13.\n\nThe board should say why.\n\n|\n",
			{ ITEM, "The quay was closed for repairs." }, { ITEM, "The crane was sold." },
			{ ITEM, "13. The board should say why." }, { ROLE_NOISE, "|" });
}

static void test_bullets_become_markers(void **state)
{
	struct document *d = text_document("- The quay was closed for repairs.\n- The crane was sold.\n");

	(void)state;
	normalize_document(d);
	assert_int_equal(d->passage_count, 2);
	assert_true(span_equal(d->passages[1].marker, SPAN("-")));
	assert_int_equal(d->passages[1].level, 1);
	assert_int_equal(d->passages[1].place.line_start, 2);
	document_free(d);
}

static void test_hyphens(void **state)
{
	(void)state;
	ASSERT_PASSAGES("The board will re-\n"
			"register all of the ships that it holds, and it says that a cost-\n"
			"effective way of doing so has been found. Boards elsewhere reregister\n"
			"ships every other year and have found cost-effective ways too, as\n"
			"the firms say. In 2013-\n"
			"14 none was found.\n"
			"The rules are written down by the clerk and then they are read out to all\n"
			"of the members of the board in order that none can say they did not know.\n",
			{ PARAGRAPH, "The board will reregister all of the ships that it holds, and it says that a cost-effective "
				     "way of doing so has been found. Boards elsewhere reregister ships every other year and have "
				     "found cost-effective ways too, as the firms say. In 2013-14 none was found." },
			{ PARAGRAPH, "The rules are written down by the clerk and then they are read out to all of the members of "
				     "the board in order that none can say they did not know." });
}

static void test_references_close_items(void **state)
{
	(void)state;
	ASSERT_PASSAGES("1. The board should count the ships that pass the lights, each year, and should say\n"
			"what it has spent on the lights for each of the ships that have gone by. (Paragraph\n"
			"14)\n"
			"We agree with the board that the ships are many, and that they have to be counted one\n"
			"by one, which is why the keepers have been given pencils.\n"
			"The keepers should be given paper, too.\n"
			"(Recommendation 2)\n",
			{ ITEM, "1. The board should count the ships that pass the lights, each year, and should say what it has "
				"spent on the lights for each of the ships that have gone by. (Paragraph 14)" },
			{ PARAGRAPH, "We agree with the board that the ships are many, and that they have to be counted one by one, "
				     "which is why the keepers have been given pencils." },
			{ PARAGRAPH, "The keepers should be given paper, too. (Recommendation 2)" });
}

/* The number that comes next begins an item though the line before is full and its sentence has no end. */
static void test_next_number_begins_an_item(void **state)
{
	(void)state;
	ASSERT_PASSAGES("7.2.3. The board said in its letter of last May that it will count all of the ships\n"
			"that pass the lights and will publish the number in the course of the year (019/14)\n"
			"7.2.4. The chairman said in section 7.1 of the letter that others had been asked to do\n"
			"so and that they had not done what was asked of them.\n",
			{ PARAGRAPH, "7.2.3. The board said in its letter of last May that it will count all of the ships that pass "
				     "the lights and will publish the number in the course of the year (019/14)" },
			{ PARAGRAPH, "7.2.4. The chairman said in section 7.1 of the letter that others had been asked to do so and "
				     "that they had not done what was asked of them." });
}

static void test_names_are_no_headings(void **state)
{
	(void)state;
	ASSERT_PASSAGES("Members\n\nAnn Smith (Chair)\nBo Jones\nCy Brown\nDi Green\nEd White\n",
			{ HEADING, "Members" }, { PARAGRAPH, "Ann Smith (Chair)" }, { PARAGRAPH, "Bo Jones" },
			{ PARAGRAPH, "Cy Brown" }, { PARAGRAPH, "Di Green" }, { PARAGRAPH, "Ed White" });
}

static void test_marked_up_passages(void **state)
{
	struct document *d = document_new();
	struct passage *p = document_add_passage(d);

	(void)state;
	p->role = ROLE_HEADING;
	p->text = SPAN("The\xC2\xA0" "quays");
	p->level = 2;
	p = document_add_passage(d);
	p->role = ROLE_PARAGRAPH;
	p->text = SPAN("They were lost in the storm4 of May.");
	p = document_add_passage(d);
	p->role = ROLE_PARAGRAPH;
	p->text = SPAN("|");
	p = document_add_passage(d);
	p->role = ROLE_FOOTNOTE;
	p->marker = SPAN("[4]");
	p->text = SPAN("See the clerk\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2s report.");
	normalize_document(d);
	assert_int_equal(d->passage_count, 4);
	assert_true(span_equal(d->passages[0].text, SPAN("The quays")));
	assert_int_equal(d->passages[0].level, 2);
	assert_true(span_equal(d->passages[1].text, SPAN("They were lost in the storm of May.")));
	assert_int_equal(d->passages[2].role, ROLE_NOISE);
	assert_true(span_equal(d->passages[3].text, SPAN("See the clerk\xE2\x80\x99s report.")));
	assert_int_equal(d->diagnostic_count, 2);
	document_free(d);
}

/* Whatever the lines: an end, one role each, no text lost but what was joined. */
static void test_any_lines(void **state)
{
	static const char *const LINES[] = { "12", "3.", "\xE2\x80\xA2", "The end of it", "and so on,", "1 Ibid, p 3",
					     "word1.", "Page 3", "3/9", "more >", "(a)", "7.2.3. On", "non-", "executive",
					     "|", "Comments", "\f\xE2\x80\xA2 item", "https://www.harbour.example/x", "", "" };
	unsigned seed = 3, round, i;
	char text[2000];

	(void)state;
	for (round = 0; round < 2000; round++) {
		struct document *d;

		text[0] = '\0';
		for (i = 0; i < 40; i++) {
			seed = seed * 1664525u + 1013904223u;
			strcat(text, LINES[(seed >> 16) % (sizeof LINES / sizeof LINES[0])]);
			strcat(text, "\n");
		}
		d = text_document(text);
		normalize_document(d);
		for (i = 0; i < d->passage_count; i++) {
			assert_int_not_equal(d->passages[i].role, ROLE_LINE);
			assert_true(d->passages[i].place.line_start > 0);
			assert_true(d->passages[i].place.line_start <= d->passages[i].place.line_end);
			assert_true(d->passages[i].place.byte_start <= d->passages[i].place.byte_end);
		}
		document_free(d);
	}
}

static void test_empty(void **state)
{
	struct document *d = document_new();

	(void)state;
	normalize_document(d);
	assert_int_equal(d->passage_count, 0);
	assert_int_equal(d->diagnostic_count, 0);
	document_free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrapped_lines),
		cmocka_unit_test(test_long_lines_with_stray_breaks),
		cmocka_unit_test(test_marks_alone_on_a_line),
		cmocka_unit_test(test_bullets_become_markers),
		cmocka_unit_test(test_hyphens),
		cmocka_unit_test(test_references_close_items),
		cmocka_unit_test(test_next_number_begins_an_item),
		cmocka_unit_test(test_names_are_no_headings),
		cmocka_unit_test(test_marked_up_passages),
		cmocka_unit_test(test_any_lines),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
