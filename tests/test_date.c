#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "normalizers/date.h"

struct parse_case {
	const char *text, *edtf, *start, *end;
};

/* All seen from a letter of 8 September 2017. */
static const struct parse_case CASES[] = {
	{ "15 December 2016", "2016-12-15", "2016-12-15", "2016-12-15" },
	{ "8th September 2017", "2017-09-08", "2017-09-08", "2017-09-08" },
	{ "Thursday, 8th of September, 2017", "2017-09-08", "2017-09-08", "2017-09-08" },
	{ "10 JUNE 2019", "2019-06-10", "2019-06-10", "2019-06-10" },
	{ "March 15, 2019", "2019-03-15", "2019-03-15", "2019-03-15" },
	{ "16.12.16", "2016-12-16", "2016-12-16", "2016-12-16" },
	{ "3/2/2017", "2017-02-03", "2017-02-03", "2017-02-03" },
	{ "11/24/25", "2025-11-24", "2025-11-24", "2025-11-24" },
	{ "2016-12-15", "2016-12-15", "2016-12-15", "2016-12-15" },
	{ "13\xE2\x80\x93" "15 December 2016", "2016-12-13/2016-12-15", "2016-12-13", "2016-12-15" },
	{ "January 2018.", "2018-01", "2018-01-01", "2018-01-31" },
	{ "Feb 2020", "2020-02", "2020-02-01", "2020-02-29" },
	{ "January", "2018-01", "2018-01-01", "2018-01-31" },
	{ "October", "2017-10", "2017-10-01", "2017-10-31" },
	{ "September", "2017-09", "2017-09-01", "2017-09-30" },
	{ "31 March", "2018-03-31", "2018-03-31", "2018-03-31" },
	{ "early March 2018", "2018-03", "2018-03-01", "2018-03-31" },
	{ "end of March 2018", "2018-03", "2018-03-01", "2018-03-31" },
	{ "by the end of the year", "2017-12", "2017-12-01", "2017-12-31" },
	{ "the end of next year", "2018-12", "2018-12-01", "2018-12-31" },
	{ "by the end of 2016", "2016-12", "2016-12-01", "2016-12-31" },
	{ "by the end of this month", "2017-09", "2017-09-01", "2017-09-30" },
	{ "the start of 2018", "2018-01", "2018-01-01", "2018-01-31" },
	{ "mid-2018", "2018-06", "2018-06-01", "2018-06-30" },
	{ "by early 2024", "2024-33", "2024-01-01", "2024-03-31" },
	{ "late 2018", "2018-36", "2018-10-01", "2018-12-31" },
	{ "early in the new year", "2018-33", "2018-01-01", "2018-03-31" },
	{ "later this year", "2017", "2017-01-01", "2017-12-31" },
	{ "2019", "2019", "2019-01-01", "2019-12-31" },
	{ "spring next year", "2018-21", "2018-03-01", "2018-05-31" },
	{ "Spring 2018", "2018-21", "2018-03-01", "2018-05-31" },
	{ "summer of 2026", "2026-22", "2026-06-01", "2026-08-31" },
	{ "in late autumn 2017", "2017-23", "2017-09-01", "2017-11-30" },
	{ "in the autumn", "2017-23", "2017-09-01", "2017-11-30" },
	{ "next autumn", "2018-23", "2018-09-01", "2018-11-30" },
	{ "this winter", "2017-24", "2017-12-01", "2018-02-28" },
	{ "winter 2019-20", "2019-24", "2019-12-01", "2020-02-29" },
	{ "in the first quarter of 2018", "2018-33", "2018-01-01", "2018-03-31" },
	{ "Q3 2018", "2018-35", "2018-07-01", "2018-09-30" },
	{ "end of the second quarter of 2018", "2018-06", "2018-06-01", "2018-06-30" },
	{ "first quarter of 2018-19", "2018-34", "2018-04-01", "2018-06-30" },
	{ "Q4 2018/19", "2019-33", "2019-01-01", "2019-03-31" },
	{ "second half of 2018", "2018-07/2018-12", "2018-07-01", "2018-12-31" },
	{ "March to May 2018", "2018-03/2018-05", "2018-03-01", "2018-05-31" },
	{ "December/January 2018", "2017-12/2018-01", "2017-12-01", "2018-01-31" },
	{ "financial year 2018\xE2\x80\x93" "19", "2018-04/2019-03", "2018-04-01", "2019-03-31" },
	{ "the end of the financial year", "2018-03", "2018-03-01", "2018-03-31" },
	{ "the end of 2018-19", "2019-03", "2019-03-01", "2019-03-31" },
	{ "within six months", "2018-03", "2018-03-01", "2018-03-31" },
	{ "over the next year", "2018-09", "2018-09-01", "2018-09-30" },
	{ "within the next two weeks", "2017-09-22", "2017-09-22", "2017-09-22" },
	{ "next month", "2017-10", "2017-10-01", "2017-10-31" },
};

static void test_parse(void **state)
{
	struct date_value value;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		if (!date_parse(span_str(CASES[i].text), SPAN("2017-09-08"), &value))
			fail_msg("\"%s\" is not read", CASES[i].text);
		if (strcmp(value.edtf, CASES[i].edtf) != 0)
			fail_msg("\"%s\" gives %s", CASES[i].text, value.edtf);
		assert_string_equal(value.start, CASES[i].start);
		assert_string_equal(value.end, CASES[i].end);
	}
}

static void test_parse_none(void **state)
{
	static const char *const NONE[] = {
		"",	     "in due course",  "later in the Parliament", "TBC",	 "as soon as possible",
		"shortly",   "31 February 2017", "29 February 2019",	  "13.13.13",	 "7.2.2.1",
		"the year",  "over the coming months", "2016-17",	  "Paragraph 8", "80mg",
		"year 2018 budget", "2018.5", "May Contain", "the spring clean of offices",
	};
	struct date_value value;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof NONE / sizeof NONE[0]; i++)
		if (date_parse(span_str(NONE[i]), SPAN("2017-09-08"), &value))
			fail_msg("\"%s\" gives %s", NONE[i], value.edtf);
}

static void test_parse_without_reference(void **state)
{
	struct date_value value;

	(void)state;
	assert_false(date_parse(SPAN("January"), SPAN(""), &value));
	assert_false(date_parse(SPAN("the end of the year"), SPAN(""), &value));
	assert_false(date_parse(SPAN("within six months"), SPAN("2017"), &value));
	assert_true(date_parse(SPAN("the end of the year"), SPAN("2017"), &value));
	assert_string_equal(value.edtf, "2017-12");
	assert_true(value.relative);
	assert_true(date_parse(SPAN("January 2018"), SPAN(""), &value));
	assert_false(value.relative);
}

struct find_case {
	const char *text, *words, *edtf;
};

static void test_find(void **state)
{
	static const struct find_case FIND[] = {
		{ "They will begin in January.", "January", "2018-01" },
		{ "which we hope to pilot from October, with three towns", "October", "2017-10" },
		{ "by the end of the year the Department intends to act", "by the end of the year", "2017-12" },
		{ "An update follows in spring next year.", "spring next year", "2018-21" },
		{ "It may help; it should write by March 2018 saying so", "by March 2018", "2018-03" },
		{ "completed no later than autumn 2023.", "autumn 2023", "2023-23" },
		{ "to become operational in the first quarter of 2018, subject", "first quarter of 2018", "2018-33" },
		{ "Published 23/11/2017Council told", "23/11/2017", "2017-11-23" },
		{ "Target implementation date: Summer 2018", "Summer 2018", "2018-22" },
		{ "the 2010 census was repeated in 2021 with care", "2021", "2021" },
		{ "Over the next year officials will review", "Over the next year", "2018-09" },
		{ "On 8 July 2014, the manager advised", "8 July 2014", "2014-07-08" },
		{ "we expect it before the end of Q2 2019", "end of Q2 2019", "2019-06" },
	};
	struct date_value value;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof FIND / sizeof FIND[0]; i++) {
		if (!date_find(span_str(FIND[i].text), 0, SPAN("2017-09-08"), &value))
			fail_msg("nothing found in \"%s\"", FIND[i].text);
		if (!span_equal(value.text, span_str(FIND[i].words)))
			fail_msg("\"%.*s\" in \"%s\"", SPAN_ARG(value.text), FIND[i].text);
		assert_string_equal(value.edtf, FIND[i].edtf);
	}
}

static void test_find_none(void **state)
{
	static const char *const NONE[] = {
		"The Department may March on and spring a surprise.",
		"paragraph 2.1.10 and section 13(1)b",
		"In this year's report 2016 people answered.",
		"Session 2016-17 of the 2015 Parliament",
		"Q1, Q27 and the financial and fiscal rules that are over one year old",
		"in the summer recess, in due course, over the coming months",
	};
	struct date_value value;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof NONE / sizeof NONE[0]; i++)
		if (date_find(span_str(NONE[i]), 0, SPAN("2017-09-08"), &value))
			fail_msg("\"%.*s\" in \"%s\"", SPAN_ARG(value.text), NONE[i]);
}

/* Going on behind each date visits them all, in order. */
static void test_find_all(void **state)
{
	struct span text = SPAN("First by June 2024, then 6 April 2025 and lastly in early 2026.");
	static const char *const WANT[] = { "2024-06", "2025-04-06", "2026-33" };
	struct date_value value;
	size_t from = 0, n = 0;

	(void)state;
	while (date_find(text, from, SPAN(""), &value)) {
		assert_true(n < 3);
		assert_string_equal(value.edtf, WANT[n++]);
		from = (size_t)(value.text.ptr - text.ptr) + value.text.len;
	}
	assert_int_equal(n, 3);
}

/* Whatever the bytes: an end, and only days that exist. */
static void test_any_bytes(void **state)
{
	static const char *const PIECES[] = { "31", "\xE2\x80", "May",	"-", "end of", "2017", "/",  "Q1",  "the ",
					      " ",  "year",	"in ", "9", "next ",  "\xC2", "13", "week", "'" };
	char text[64];
	struct date_value value;
	struct calendar_day day;
	unsigned seed = 1, round, piece;

	(void)state;
	for (round = 0; round < 20000; round++) {
		text[0] = '\0';
		for (piece = 0; piece < 8; piece++) {
			seed = seed * 1664525u + 1013904223u;
			strcat(text, PIECES[(seed >> 16) % (sizeof PIECES / sizeof PIECES[0])]);
		}
		if (!date_find(span_str(text), 0, SPAN("2017-01-31"), &value))
			continue;
		assert_true(calendar_parse(span_str(value.start), &day));
		assert_true(calendar_parse(span_str(value.end), &day));
		assert_true(strcmp(value.start, value.end) <= 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),	  cmocka_unit_test(test_parse_none),
		cmocka_unit_test(test_parse_without_reference),
		cmocka_unit_test(test_find),	  cmocka_unit_test(test_find_none),
		cmocka_unit_test(test_find_all),  cmocka_unit_test(test_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
