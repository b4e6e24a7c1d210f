#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "normalizers/calendar.h"

static void test_lengths(void **state)
{
	(void)state;
	assert_int_equal(calendar_month_length(2000, 2), 29);
	assert_int_equal(calendar_month_length(1900, 2), 28);
	assert_int_equal(calendar_month_length(2019, 12), 31);
	assert_int_equal(calendar_month_length(2019, 0), 0);
	assert_int_equal(calendar_month_length(2019, 13), 0);
}

static void test_parse(void **state)
{
	struct calendar_day day = { 0, 0, 0 };

	(void)state;
	assert_true(calendar_parse(SPAN("2018"), &day));
	assert_int_equal(day.month, 0);
	assert_true(calendar_parse(SPAN("2018-02-28"), &day));
	assert_int_equal(day.day, 28);
	assert_false(calendar_parse(SPAN("2018-02-29"), &day));
	assert_false(calendar_parse(SPAN("2018-2"), &day));
	assert_false(calendar_parse(SPAN("2018-21"), &day));
	assert_false(calendar_parse(SPAN("2018-02-28x"), &day));
	assert_false(calendar_parse(SPAN(""), &day));
}

static void test_arithmetic(void **state)
{
	struct calendar_day day = { 2017, 12, 31 };
	char text[CALENDAR_DAY_SIZE];

	(void)state;
	calendar_format(calendar_add_months(day, 2), text);
	assert_string_equal(text, "2018-02-28");
	calendar_format(calendar_add_months(day, -12), text);
	assert_string_equal(text, "2016-12-31");
	calendar_format(calendar_add_days(day, 60), text);
	assert_string_equal(text, "2018-03-01");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_arithmetic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
