#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "normalizers/footnote_marks.h"

static void assert_without(const char *text, const char *want)
{
	struct footnote_numbers numbers = { .count = 0 };
	struct buffer out;
	int n;

	for (n = 1; n < 120; n++)
		footnote_marks_know(&numbers, n);
	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	footnote_marks_remove(&out, span_str(text), &numbers);
	assert_string_equal(out.data, want);
	buffer_release(&out);
}

static void test_marks_go(void **state)
{
	(void)state;
	assert_without("as it intends73. Then", "as it intends. Then");
	assert_without("up to 5mm.1 They sink", "up to 5mm. They sink");
	assert_without("the library7 and the guidance2, both", "the library and the guidance, both");
	assert_without("\xE2\x80\x9Cwaste\xE2\x80\x9D.9 One", "\xE2\x80\x9Cwaste\xE2\x80\x9D. One");
	assert_without("the Chair),12 who", "the Chair), who");
	assert_without("it ended.14", "it ended.");
	assert_without("it ended.[14] It", "it ended. It");
	assert_without("was so [3] and", "was so and");
}

static void test_numbers_stay(void **state)
{
	static const char *const STAY[] = {
		"CO2 and PM10 and A4",	 "Covid19 cases",	"in 2.5 of 13(1) cases", "COVID-19 rose", "80mg a day",
		"Figure3 shows",	 "see No.5 and p.3",	"in 2013 there were 12", "HC713 and Cm9429", "the m2 and km2",
		"Q21, Q87",		 "RO-2013-103 and 5,000", "a score of 7:30",	  "G7 nations",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof STAY / sizeof STAY[0]; i++)
		assert_without(STAY[i], STAY[i]);
}

static void test_only_known_numbers_go(void **state)
{
	struct footnote_numbers numbers = { .count = 0 };
	struct buffer out;

	(void)state;
	footnote_marks_know(&numbers, 4);
	footnote_marks_know(&numbers, 4);
	footnote_marks_know(&numbers, 0);
	footnote_marks_know(&numbers, 5000);
	assert_int_equal(numbers.count, 1);
	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	assert_int_equal(footnote_marks_remove(&out, SPAN("the first4 and the second5 one"), &numbers), 1);
	assert_string_equal(out.data, "the first and the second5 one");
	buffer_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks_go),
		cmocka_unit_test(test_numbers_stay),
		cmocka_unit_test(test_only_known_numbers_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
