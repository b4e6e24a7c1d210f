/* The normalizers of structure, each shown on small documents as they come from pdftotext and scrapes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pipeline/normalize.h"
#include "tests/text_document.h"

struct want {
	enum role role;
	const char *text;
};

static void assert_passages(const char *text, const struct want *want, size_t count)
{
	struct document *d = text_document(text);
	size_t i;

	normalize_document(d);
	for (i = 0; i < d->passage_count; i++) {
		const struct passage *p = &d->passages[i];

		if (i < count && p->role == want[i].role && span_equal(p->text, span_str(want[i].text)))
			continue;
		fail_msg("passage %zu is %s \"%.*s\", wanted %s \"%s\"", i, role_name(p->role), SPAN_ARG(p->text),
			 i < count ? role_name(want[i].role) : "none", i < count ? want[i].text : "");
	}
	assert_int_equal(d->passage_count, count);
	document_free(d);
}

#define ASSERT_PASSAGES(text, ...) \
	assert_passages(text, (const struct want[]){ __VA_ARGS__ }, \
			sizeof((const struct want[]){ __VA_ARGS__ }) / sizeof(struct want))

#define PARAGRAPH ROLE_PARAGRAPH
#define ITEM ROLE_LIST_ITEM
#define HEADING ROLE_HEADING

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

/* The two halves of a page; `what` makes each page another one. */
#define BODY_1(what) \
	"The " what " board looks after the quays, the cranes and the two lights at the\n" \
	"mouth of the " what ", and it sets the dues that ships pay for them. We asked the board\n" \
	"how the " what " had come to spend more than it takes in, and we heard from three firms\n" \
	"that have built for the " what " in the years since the storm took the old quay with all\n"
#define BODY_2(what) \
	"that stood on the " what ". Some of these firms have been paid twice for the same work, which\n" \
	"the " what " denies. We have seen the bills, and we do not doubt that they were paid.\n" \
	"The " what " should ask for the money back and should tell the public how much of it\n" \
	"the " what " has been given before the end of the year, whatever the firms may say now.\n"

/* Headers and numbers in the middle of a sentence; the label that comes again is content. */
static void test_furniture(void **state)
{
	static const char text[] = BODY_1("harbour") "\n2\n\nThe harbours: third report\n\n" BODY_2("harbour") "Our view\n"
				   BODY_1("river") "\n3\n\nThe harbours: third report\n\n" BODY_2("river") "Our view\n"
				   BODY_1("market") "\n4\n\nThe harbours: third report\n\n" BODY_2("market");
	struct document *d = text_document(text);
	size_t i, furniture = 0, labels = 0;

	(void)state;
	normalize_document(d);
	for (i = 0; i < d->passage_count; i++) {
		const struct passage *p = &d->passages[i];

		furniture += p->role == ROLE_FURNITURE;
		labels += span_equal(p->text, SPAN("Our view"));
		if (span_find(p->text, SPAN("quay with all that stood on the"), 0) >= 0) {
			assert_int_equal(p->role, ROLE_PARAGRAPH);
			assert_int_equal(d->passages[i + 1].role, ROLE_FURNITURE);
			assert_true(d->passages[i + 1].place.line_start < p->place.line_end);
		} else {
			assert_int_not_equal(p->role, ROLE_PARAGRAPH);
		}
	}
	assert_int_equal(furniture, 6);
	assert_int_equal(labels, 2);
	document_free(d);
}

/* A block that a scrape holds twice is content both times. */
static void test_repeated_block_is_no_furniture(void **state)
{
	static const char block[] = "Introduction from the board\n"
				    "The board has looked at the losses of the second quay and has written to the firms.\n"
				    "Background\n"
				    "There were four firms, and none of them has answered the letters of the board yet.\n";
	struct document *d;
	char text[2 * sizeof block];
	size_t i;

	(void)state;
	strcpy(text, block);
	strcat(text, block);
	d = text_document(text);
	normalize_document(d);
	assert_int_equal(d->passage_count, 8);
	for (i = 0; i < d->passage_count; i++)
		assert_int_not_equal(d->passages[i].role, ROLE_FURNITURE);
	document_free(d);
}

static void test_glued_footer(void **state)
{
#define FOOTER "https://www.harbour.example/reports/third-report-on-the-losses-of-the-second-q\xE2\x80\xA6"
	static const char text[] = BODY_1("harbour") FOOTER "\n\n1/3\n\n" BODY_2("harbour") FOOTER "\n\n2/3\n\n"
				   "The rules that the board has set hold for ships and for those who are non" FOOTER
				   "\n\n3/3\n\nshipping members of the public, as we have said before.\n";
	struct document *d = text_document(text);
	size_t i, furniture = 0;
	bool whole = false;

	(void)state;
	normalize_document(d);
	for (i = 0; i < d->passage_count; i++) {
		furniture += d->passages[i].role == ROLE_FURNITURE;
		whole = whole || span_find(d->passages[i].text, SPAN("those who are non-shipping members"), 0) >= 0;
	}
	assert_true(whole);
	assert_int_equal(furniture, 6);
	document_free(d);
}

static void test_footnotes(void **state)
{
	static const char text[] =
		"\f" BODY_1("harbour") "that stood on it.7 Some of the firms8 have been paid twice for the same work, and\n"
		"\n7 Letter from the harbour board, 3 May 2013\n8 There were three of them, of which one has closed and\n"
		"two are still at work.\n"
		"\f" BODY_2("harbour") BODY_1("river");
	struct document *d = text_document(text);

	(void)state;
	normalize_document(d);
	assert_true(d->passage_count >= 3);
	assert_true(span_find(d->passages[0].text, SPAN("stood on it. Some of the firms have been"), 0) >= 0);
	assert_int_equal(d->passages[1].role, ROLE_FOOTNOTE);
	assert_true(span_equal(d->passages[1].marker, SPAN("7")));
	assert_true(span_equal(d->passages[1].text, SPAN("Letter from the harbour board, 3 May 2013")));
	assert_true(span_equal(d->passages[2].text,
			       SPAN("There were three of them, of which one has closed and two are still at work.")));
	assert_int_equal(d->passages[2].place.line_end - d->passages[2].place.line_start, 1);
	document_free(d);
}

static void test_glued_note_between_sentences(void **state)
{
	(void)state;
	ASSERT_PASSAGES("The board says how it intends to go on73. It will begin in May with the lights.\n"
			"73https://www.harbour.example/plans\n"
			"It will end in June with the quays.\n",
			{ PARAGRAPH, "The board says how it intends to go on. It will begin in May with the lights." },
			{ ROLE_FOOTNOTE, "https://www.harbour.example/plans" },
			{ PARAGRAPH, "It will end in June with the quays." });
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

static void test_boilerplate(void **state)
{
	struct document *d = text_document(
		"Board loses quay\n\n16.12.16\n\n"
		"The harbour board has lost its second quay in the storm of last week, the clerk said on Monday.\n\n"
		"Nobody was hurt, and the ships that lay there have been towed to the old quay across the river.\n\n"
		"Comments\n\nAdd your comment\n\n"
		"latest news\n\nNew crane for the port\n\n12/12/2016New crane for the port\n\n"
		"The port will have a new crane before the summer, the board has announced, and it wi... more >\n\n"
		"more videos >\n\nView all news\n");
	size_t i;

	(void)state;
	normalize_document(d);
	assert_true(d->passage_count > 8);
	for (i = 0; i < d->passage_count; i++)
		assert_int_equal(d->passages[i].role == ROLE_BOILERPLATE, i >= 4);
	document_free(d);
}

static void test_prose_is_no_boilerplate(void **state)
{
	struct document *d = text_document("The rules\n\nMembers may view all papers of the board in the library, where they can read more.\n\n"
					   "We had no comments on the plan, which was sent to the firms in May and June.\n");
	size_t i;

	(void)state;
	normalize_document(d);
	for (i = 0; i < d->passage_count; i++)
		assert_int_not_equal(d->passages[i].role, ROLE_BOILERPLATE);
	document_free(d);
}

/* A mirror's header stands before the first words of a page, on their line. */
static void test_mirror_headers(void **state)
{
	(void)state;
	ASSERT_PASSAGES("Page 1: Quay Minutes Progress Report - quays...1 The minutes of the quay\n"
			"The harbour board does not know what its lights cost, and it does not know who has been\n"
			"Page 2: Quay Minutes Progress Report - quays...2 paying for them in the years since the storm.\n"
			"Page 3: Quay Minutes Progress Report - quays...3\n"
			"It will begin to find out in May.\n",
			{ ROLE_FURNITURE, "Page 1: Quay Minutes Progress Report - quays...1" },
			{ HEADING, "The minutes of the quay" },
			{ PARAGRAPH, "The harbour board does not know what its lights cost, and it does not know who has been "
				     "paying for them in the years since the storm." },
			{ ROLE_FURNITURE, "Page 2: Quay Minutes Progress Report - quays...2" },
			{ ROLE_FURNITURE, "Page 3: Quay Minutes Progress Report - quays...3" },
			{ PARAGRAPH, "It will begin to find out in May." });
}

static void test_table_rows(void **state)
{
	(void)state;
	ASSERT_PASSAGES("Ref\tDate\tStatus\n1\tMay 2018\tClosed\n1.\tThe board should act.\n2.\tIt should act again.\n"
			"one | two | three\nfour | five | six\n",
			{ ROLE_TABLE_ROW, "Ref | Date | Status" }, { ROLE_TABLE_ROW, "1 | May 2018 | Closed" },
			{ ITEM, "1. The board should act." }, { ITEM, "2. It should act again." },
			{ ROLE_TABLE_ROW, "one | two | three" }, { ROLE_TABLE_ROW, "four | five | six" });
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

static void test_contents_stay_apart(void **state)
{
	(void)state;
	ASSERT_PASSAGES("Contents\nSummary ............ 3\nThe quays ............ 5\nThe lights ............ 12\n",
			{ HEADING, "Contents" }, { PARAGRAPH, "Summary ............ 3" },
			{ PARAGRAPH, "The quays ............ 5" }, { PARAGRAPH, "The lights ............ 12" });
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

static void add_preformatted(struct document *d, const char *const *lines, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		struct passage *p = document_add_passage(d);

		p->role = ROLE_PARAGRAPH;
		p->flags = PASSAGE_PREFORMATTED;
		p->text = span_str(lines[i]);
		p->place.line_start = p->place.line_end = (long)i + 1;
	}
}

/* Reports that a page shows as they were typed are joined; listings are not. */
static void test_preformatted_prose(void **state)
{
	static const char *const PROSE[] = {
		"The harbour board keeps two lights at the mouth of the river and has done so",
		"since the time of the great storm, in which the old quay was lost. The lights",
		"are paid for by the ships that pass them, and by those who live on the river",
		"and have need of them. We asked the board what it had spent on the lights in",
		"the last ten years and what it will spend on them in the next. It did not say",
		"what it had spent.",
	};
	static const char *const LISTING[] = {
		"for (i = 0; i < lines->count; i++) {	  total += lines[i].length;",
		"if (total > limit) {				return total;",
		"while (next < end && !is_blank(next)) { next = step(next, width);",
		"memcpy(buffer + used, line->text, line->length * sizeof *line);",
		"printf(\"%zu lines, %zu bytes, %zu words\", lines, bytes, words);",
		"return finish(buffer, used, limit) ? status : fail(buffer, used);",
	};
	struct document *d = document_new();

	(void)state;
	add_preformatted(d, PROSE, 6);
	normalize_document(d);
	assert_int_equal(d->passage_count, 1);
	assert_int_equal(d->passages[0].place.line_end, 6);
	document_free(d);
	d = document_new();
	add_preformatted(d, LISTING, 6);
	normalize_document(d);
	assert_int_equal(d->passage_count, 6);
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

/* One page's end is enough to tell its number; a number inside a page is text. */
static void test_number_at_a_page_end(void **state)
{
	static const char text[] = "The Board has run the ferries for nine years, and in all of them they were late and\n12\n"
				   "\fdirty. It has been told so by everybody who used them in winter and in summer alike.\n";
	struct document *d = text_document(text);

	(void)state;
	normalize_document(d);
	assert_int_equal(d->passage_count, 2);
	assert_int_equal(d->passages[1].role, ROLE_FURNITURE);
	assert_true(span_find(d->passages[0].text, SPAN("late and dirty."), 0) > 0);
	document_free(d);
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
		cmocka_unit_test(test_furniture),
		cmocka_unit_test(test_number_at_a_page_end),
		cmocka_unit_test(test_repeated_block_is_no_furniture),
		cmocka_unit_test(test_glued_footer),
		cmocka_unit_test(test_footnotes),
		cmocka_unit_test(test_glued_note_between_sentences),
		cmocka_unit_test(test_hyphens),
		cmocka_unit_test(test_boilerplate),
		cmocka_unit_test(test_prose_is_no_boilerplate),
		cmocka_unit_test(test_mirror_headers),
		cmocka_unit_test(test_table_rows),
		cmocka_unit_test(test_references_close_items),
		cmocka_unit_test(test_next_number_begins_an_item),
		cmocka_unit_test(test_contents_stay_apart),
		cmocka_unit_test(test_names_are_no_headings),
		cmocka_unit_test(test_marked_up_passages),
		cmocka_unit_test(test_preformatted_prose),
		cmocka_unit_test(test_any_lines),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
