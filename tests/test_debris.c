#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "normalizers/debris.h"
#include "pipeline/base/buffer.h"

static void assert_trim(const char *text, const char *want)
{
	struct span got = debris_trim(span_str(text));

	if (!span_equal(got, span_str(want)))
		fail_msg("\"%s\" gives \"%.*s\"", text, SPAN_ARG(got));
}

static void test_trim(void **state)
{
	(void)state;
	assert_trim("\\ 8 March 2017", "8 March 2017");
	assert_trim("and by when. |", "and by when.");
	assert_trim("| | text", "text");
	assert_trim("one | two | three", "one | two | three");
	assert_trim("| one | two |", "| one | two |");
	assert_trim("|", "|");
	assert_trim("~5 per cent", "~5 per cent");
}

static void test_chart(void **state)
{
	struct buffer chart, prose, names;
	int i;

	(void)state;
	buffer_init(&chart, BUFFER_LIMIT_DEFAULT);
	buffer_init(&prose, BUFFER_LIMIT_DEFAULT);
	buffer_init(&names, BUFFER_LIMIT_DEFAULT);
	for (i = 0; i < 10; i++) {
		buffer_add_str(&chart, "Pilot phase Roll out (Apr 18) New Harbour Board Review team Stage two North ");
		buffer_add_str(&prose, "The harbour board has said that it will open the second quay by the end of May. ");
		buffer_add_str(&names, "Ann Smith (Clerk), Bo Jones (Second Clerk), Cy Brown (Media Officer); ");
	}
	assert_true(debris_is_chart(buffer_span(&chart)));
	assert_false(debris_is_chart(buffer_span(&prose)));
	assert_false(debris_is_chart(buffer_span(&names)));
	assert_false(debris_is_chart(SPAN("Pilot phase Roll out (Apr 18)")));
	assert_false(debris_is_chart(SPAN("")));
	buffer_release(&chart);
	buffer_release(&prose);
	buffer_release(&names);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_trim), cmocka_unit_test(test_chart) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
