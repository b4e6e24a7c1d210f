/* What sites and mail programs put around a text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/normalize_check.h"

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

/* An annex behind the last sign of the site, and short lines between paragraphs, are nobody's but the text's. */
static void test_site_needs_signs(void **state)
{
	struct document *d = text_document(
		"Skip to content\n\nHome\n\nAbout us\n\nSearch\n\nThe lights of the harbour\n\n"
		"The board keeps forty lights on the two shores of the river, and mends each of them once a year.\n\n"
		"Tweet\n\nLights on the northern shore\n\n"
		"Most of them were put up before the war, and the firm that made them has long since closed.\n\n"
		"List of lights\n\nOld pier\n\nNew pier\n\nPrivacy policy\n\nContact us\n\n");
	static const bool site[] = { true, true, true, true, false, false, true, false, false, false, false, false, true, true };

	(void)state;
	normalize_document(d);
	assert_int_equal(d->passage_count, sizeof site / sizeof site[0]);
	for (size_t i = 0; i < d->passage_count; i++)
		assert_int_equal(d->passages[i].role == ROLE_BOILERPLATE, site[i]);
	document_free(d);
}

/* A text with pages is no dump of an article, whatever it says. */
static void test_pages_are_no_sites(void **state)
{
	struct document *d = text_document("About us\n\nContact us\n\nPrivacy\n\nSubscribe\n\n"
					   "\fThe board keeps forty lights on the two shores of the river, and mends each once a year.\n");

	(void)state;
	normalize_document(d);
	for (size_t i = 0; i < d->passage_count; i++)
		assert_int_not_equal(d->passages[i].role, ROLE_BOILERPLATE);
	document_free(d);
}

static void test_mail(void **state)
{
	(void)state;
	ASSERT_PASSAGES("From: Ann Quill <quill@harbour.example>\n"
			"To: The clerk\n"
			"Subject: Lights\n"
			"\n"
			"Dear Mr Wren,\n"
			"The board has read your letter and will answer all of it before the end\n"
			"of the month.\n"
			"Yours sincerely,\n"
			"Ann Quill\n"
			"--\n"
			"Harbour Board, Pier Road\n"
			"\n"
			"On 3 May 2018, the clerk wrote:\n"
			"> The committee asks when the lights on the northern shore will be\n"
			"> mended, and by whom.\n"
			">\n"
			"> > They are forty in number.\n"
			"> We know.\n",
			{ PARAGRAPH, "From: Ann Quill <quill@harbour.example>" }, { PARAGRAPH, "To: The clerk" },
			{ PARAGRAPH, "Subject: Lights" }, { PARAGRAPH, "Dear Mr Wren," },
			{ PARAGRAPH, "The board has read your letter and will answer all of it before the end of the month." },
			{ PARAGRAPH, "Yours sincerely," }, { PARAGRAPH, "Ann Quill" }, { ROLE_BOILERPLATE, "--" },
			{ ROLE_BOILERPLATE, "Harbour Board, Pier Road" }, { PARAGRAPH, "On 3 May 2018, the clerk wrote:" },
			{ PARAGRAPH, "The committee asks when the lights on the northern shore will be mended, and by whom." },
			{ PARAGRAPH, "They are forty in number." }, { PARAGRAPH, "We know." });
}

/* One ">" is a sign like others. */
static void test_one_sign_is_no_quotation(void **state)
{
	(void)state;
	ASSERT_PASSAGES("> 40 lights were counted.\n\nNone of them is new.\n", { PARAGRAPH, "> 40 lights were counted." },
			{ PARAGRAPH, "None of them is new." });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_boilerplate),
		cmocka_unit_test(test_prose_is_no_boilerplate),
		cmocka_unit_test(test_site_needs_signs),
		cmocka_unit_test(test_pages_are_no_sites),
		cmocka_unit_test(test_mail),
		cmocka_unit_test(test_one_sign_is_no_quotation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
