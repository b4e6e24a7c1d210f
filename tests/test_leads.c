#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "normalizers/leads.h"

static void test_kinds(void **state)
{
	static const struct {
		const char *line;
		enum lead_kind kind;
		size_t mark;
	} CASES[] = {
		{ "1. There is", LEAD_NUMBER, 2 },
		{ "1.There is", LEAD_NUMBER, 2 },
		{ "12) the board", LEAD_NUMBER, 3 },
		{ "(3) Text", LEAD_NUMBER, 3 },
		{ "13.", LEAD_NUMBER, 3 },
		{ "3.1 The Board", LEAD_DECIMAL, 3 },
		{ "7.2.3. On 8 July", LEAD_DECIMAL, 6 },
		{ "3.1The Board", LEAD_DECIMAL, 3 },
		{ "(a) the board", LEAD_LETTER, 3 },
		{ "iv) the board", LEAD_LETTER, 3 },
		{ "(XXIII)", LEAD_LETTER, 7 },
		{ "\xE2\x80\xA2 an item", LEAD_BULLET, 3 },
		{ "\xC2\xB7 an item", LEAD_BULLET, 2 },
		{ "- an item", LEAD_BULLET, 1 },
		{ "\xEF\x82\xB7", LEAD_BULLET, 3 },
		{ "3: Board conclusion", LEAD_COLON, 2 },
		{ "Recommendation: The", LEAD_LABEL, 15 },
		{ "Recommendation 7c:", LEAD_LABEL, 18 },
		{ "Target date: May", LEAD_LABEL, 12 },
		{ "Recommendation 12", LEAD_CAPTION, 17 },
		{ "2.9 metres", LEAD_NONE, 0 },
		{ "2013. The", LEAD_NONE, 0 },
		{ "16.12.16", LEAD_NONE, 0 },
		{ "4/10/2017", LEAD_NONE, 0 },
		{ "-5 degrees", LEAD_NONE, 0 },
		{ "The Board has said this many times before: never", LEAD_NONE, 0 },
		{ "see paragraph 12", LEAD_NONE, 0 },
		{ "", LEAD_NONE, 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		struct lead lead = leads_read(span_str(CASES[i].line));

		if (lead.kind != CASES[i].kind || lead.mark != CASES[i].mark)
			fail_msg("\"%s\" is %d with %zu bytes", CASES[i].line, (int)lead.kind, lead.mark);
	}
}

static void test_follows(void **state)
{
	(void)state;
	assert_true(leads_follow(SPAN("3. The"), SPAN("4. A")));
	assert_true(leads_follow(SPAN("7.2.3. The"), SPAN("7.2.4. A")));
	assert_true(leads_follow(SPAN("7.2.9 The"), SPAN("7.3 A")));
	assert_true(leads_follow(SPAN("7.2 The"), SPAN("7.2.1 A")));
	assert_false(leads_follow(SPAN("3. The"), SPAN("5. A")));
	assert_false(leads_follow(SPAN("3.1 The"), SPAN("4. A")));
	assert_false(leads_follow(SPAN("7.2.3 The"), SPAN("7.3.4 A")));
	assert_false(leads_follow(SPAN("The"), SPAN("1. A")));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_kinds), cmocka_unit_test(test_follows) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
