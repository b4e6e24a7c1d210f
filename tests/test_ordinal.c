#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "normalizers/ordinal.h"

static void test_ordinals(void **state)
{
	static const struct {
		const char *text;
		int value;
	} CASES[] = {
		{ "First", 1 },
		{ "thirty first", 31 },
		{ "Thirty-first", 31 },
		{ "Eighty- Sixth", 86 },
		{ "Ninety\xE2\x80\x93Second", 92 },
		{ "Forty\xC2\xA0" "Eighth", 48 },
		{ " Twentieth ", 20 },
		{ "One Hundred and Third", 103 },
		{ "Hundredth", 100 },
		{ "One hundred and twenty-fourth", 124 },
		{ "31st", 31 },
		{ "22 nd", 22 },
		{ "112th", 112 },
		{ "Twelth", 12 },
		{ "", 0 },
		{ "Thirty", 0 },
		{ "First Second", 0 },
		{ "Thirty Tenth", 0 },
		{ "Twenty Hundredth", 0 },
		{ "Thirty first report", 0 },
		{ "31", 0 },
		{ "12345th", 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
		if (ordinal_parse(span_str(CASES[i].text)) != CASES[i].value)
			fail_msg("\"%s\" gives %d", CASES[i].text, ordinal_parse(span_str(CASES[i].text)));
}

/* Every number up to 99 comes back from its words, spaced and hyphenated. */
static void test_ordinals_up_to_99(void **state)
{
	static const char *const UNITS[] = { "first", "second", "third",   "fourth", "fifth",
					     "sixth", "seventh", "eighth", "ninth" };
	static const char *const TENS[] = { "twenty", "thirty", "forty",  "fifty",
					    "sixty",  "seventy", "eighty", "ninety" };
	char text[40];
	int tens, unit;

	(void)state;
	for (tens = 2; tens <= 9; tens++) {
		for (unit = 1; unit <= 9; unit++) {
			snprintf(text, sizeof text, "%s%c%s", TENS[tens - 2], unit % 2 ? ' ' : '-', UNITS[unit - 1]);
			assert_int_equal(ordinal_parse(span_str(text)), tens * 10 + unit);
		}
	}
}

static void test_sessions(void **state)
{
	static const struct {
		const char *text, *form;
		size_t read;
	} CASES[] = {
		{ "2016-17", "2016-17", 7 },
		{ "2016\xE2\x80\x93" "17, and more", "2016-17", 9 },
		{ "2007-2008", "2007-08", 9 },
		{ "2013- 14", "2013-14", 8 },
		{ "93-94)", "1993-94", 5 },
		{ "2017\xE2\x80\x93" "19", "2017-19", 9 },
		{ "1999-00", "1999-00", 7 },
		{ "2016/17", "2016-17", 7 },
		{ "2016", "", 0 },
		{ "2016-", "", 0 },
		{ "2016-176", "", 0 },
		{ "2016-16", "", 0 },
		{ "2010-25", "", 0 },
		{ "12-13456", "", 0 },
	};
	char form[ORDINAL_SESSION_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		assert_int_equal(session_parse(span_str(CASES[i].text), form), CASES[i].read);
		if (CASES[i].read)
			assert_string_equal(form, CASES[i].form);
	}
}

static void test_papers(void **state)
{
	static const struct {
		const char *text, *form;
		size_t read;
	} CASES[] = {
		{ "HC 713", "HC 713", 6 },
		{ "HC713", "HC 713", 5 },
		{ "HC\xC2\xA0" "1738Published", "HC 1738", 8 },
		{ "Cm. 3166, 3167", "Cm 3166", 8 },
		{ "Cmnd. 9368", "Cmnd 9368", 10 },
		{ "Cm 9429", "Cm 9429", 7 },
		{ "CP 113", "CP 113", 6 },
		{ "HL Paper 229", "HL Paper 229", 12 },
		{ "HL 229", "HL Paper 229", 6 },
		{ "House of Commons Paper No. 31", "HC 31", 29 },
		{ "HC 802-II", "HC 802-II", 9 },
		{ "HC 802-Improved", "HC 802", 6 },
		{ "hc 713", "", 0 },
		{ "HC 12345", "", 0 },
		{ "HC", "", 0 },
		{ "CPR 12", "", 0 },
	};
	char form[ORDINAL_PAPER_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		assert_int_equal(paper_parse(span_str(CASES[i].text), form), CASES[i].read);
		if (CASES[i].read)
			assert_string_equal(form, CASES[i].form);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ordinals),
		cmocka_unit_test(test_ordinals_up_to_99),
		cmocka_unit_test(test_sessions),
		cmocka_unit_test(test_papers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
