/* What pages leave in a text: furniture and notes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/normalize_check.h"

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

/* The last entry of a contents list stands above a footer, its heading below a header: neither is part of those. */
static void test_contents_entry_and_heading(void **state)
{
	static const char text[] = BODY_1("quay") BODY_2("quay") "\nNext steps\n\nhttps://www.example.org/the-harbours/report\n\n1/3\n\n"
				   "The harbours: third report\n\n" BODY_1("harbour") BODY_2("harbour")
				   "\nhttps://www.example.org/the-harbours/report\n\n2/3\n\nThe harbours: third report\n\nNext steps\n\n" BODY_1("market") BODY_2("market")
				   "\nhttps://www.example.org/the-harbours/report\n\n3/3\n";
	struct document *d = text_document(text);
	size_t found = 0;

	(void)state;
	normalize_document(d);
	for (size_t i = 0; i < d->passage_count; i++)
		found += span_equal(d->passages[i].text, SPAN("Next steps")) && d->passages[i].role != ROLE_FURNITURE;
	assert_int_equal(found, 2);
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

static void test_contents_stay_apart(void **state)
{
	(void)state;
	ASSERT_PASSAGES("Contents\nSummary ............ 3\nThe quays ............ 5\nThe lights ............ 12\n",
			{ HEADING, "Contents" }, { PARAGRAPH, "Summary ............ 3" },
			{ PARAGRAPH, "The quays ............ 5" }, { PARAGRAPH, "The lights ............ 12" });
}

/* Entries of a contents list look like headings, with the page at the end; "Recommendation 1" is one. */
static void test_contents_without_leaders(void **state)
{
	(void)state;
	ASSERT_PASSAGES("Contents\n\nSummary 3\nThe quays of the north 8\nThe lights 12\n\n"
			"Recommendation 1\n\nThe board should count its lights.\n\n"
			"Recommendation 2\n\nThe board should mend them.\n",
			{ HEADING, "Contents" }, { PARAGRAPH, "Summary 3" }, { PARAGRAPH, "The quays of the north 8" },
			{ PARAGRAPH, "The lights 12" }, { HEADING, "Recommendation 1" },
			{ PARAGRAPH, "The board should count its lights." }, { HEADING, "Recommendation 2" },
			{ PARAGRAPH, "The board should mend them." });
}

/* Behind the notes of one column stands the text of the next. */
static void test_notes_of_a_column(void **state)
{
	(void)state;
	ASSERT_PASSAGES("The board has counted its lights3 on both of the shores.\n\n"
			"3 Letter from the har-\nbour master\n\n"
			"The fishermen have put up lights of their own.\n\n12\n\fThe end.\n",
			{ PARAGRAPH, "The board has counted its lights on both of the shores." },
			{ ROLE_FOOTNOTE, "Letter from the harbour master" },
			{ PARAGRAPH, "The fishermen have put up lights of their own." }, { ROLE_FURNITURE, "12" },
			{ PARAGRAPH, "The end." });
}

/* Notes at the foot of each page that are alike but for their numbers are no footers. */
static void test_notes_that_come_again(void **state)
{
	(void)state;
	ASSERT_PASSAGES("The board has counted its lights1 on both of the shores of the river.\n"
			"1 Letter from the board, p 4\n"
			"\fIt has put up new ones2 since then, and has taken two of them down.\n"
			"2 Letter from the board, p 5\n"
			"\fNobody has asked for more3 in the years that have gone by since then.\n"
			"3 Letter from the board, p 9\n",
			{ PARAGRAPH, "The board has counted its lights on both of the shores of the river." },
			{ ROLE_FOOTNOTE, "Letter from the board, p 4" },
			{ PARAGRAPH, "It has put up new ones since then, and has taken two of them down." },
			{ ROLE_FOOTNOTE, "Letter from the board, p 5" },
			{ PARAGRAPH, "Nobody has asked for more in the years that have gone by since then." },
			{ ROLE_FOOTNOTE, "Letter from the board, p 9" });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_furniture), cmocka_unit_test(test_contents_entry_and_heading),
		cmocka_unit_test(test_repeated_block_is_no_furniture),
		cmocka_unit_test(test_glued_footer),
		cmocka_unit_test(test_footnotes),
		cmocka_unit_test(test_glued_note_between_sentences),
		cmocka_unit_test(test_mirror_headers),
		cmocka_unit_test(test_number_at_a_page_end),
		cmocka_unit_test(test_contents_stay_apart),
		cmocka_unit_test(test_contents_without_leaders),
		cmocka_unit_test(test_notes_of_a_column),
		cmocka_unit_test(test_notes_that_come_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
