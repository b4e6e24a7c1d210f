#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "normalizers/fold.h"

static void assert_key(const char *text, const char *key)
{
	struct buffer out;

	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	fold_text(&out, span_str(text));
	assert_string_equal(out.data, key);
	buffer_release(&out);
}

static void test_words(void **state)
{
	(void)state;
	assert_key("", "");
	assert_key("  The   Committee\t\n said:  ", "the committee said");
	assert_key("1.Text", "1 text");
	assert_key("1. Text", "1 text");
	assert_key("2.9 of 29%", "2 9 of 29%");
	assert_key("\xC2\xA3" "5,000", "\xC2\xA3" "5 000");
	assert_key("Health & Social Care", "health and social care");
	assert_key("R&D", "r and d");
}

static void test_quotes(void **state)
{
	(void)state;
	assert_key("the Board\xE2\x80\x98s \xE2\x80\x9Cplan\xE2\x80\x9D", "the boards plan");
	assert_key("the Board's \"plan\"", "the boards plan");
	assert_key("\xE2\x80\x97nudges\xE2\x80\x97", "nudges");
}

static void test_hyphens(void **state)
{
	(void)state;
	assert_key("cost-effective", "costeffective");
	assert_key("cost-\neffective", "costeffective");
	assert_key("cost\xC2\xAD" "effective", "costeffective");
	assert_key("Eighty- Sixth", "eightysixth");
	assert_key("2016\xE2\x80\x93" "17", "201617");
	assert_key("care\xE2\x80\x94" "and", "careand");
	assert_key("care \xE2\x80\x93 and", "care and");
	assert_key("care - and", "care and");
	assert_key("- item", "item");
}

static void test_letters(void **state)
{
	(void)state;
	assert_key("\xEF\xAC\x81nance and a\xEF\xAC\x83liate", "finance and affiliate");
	assert_key("\xC3\x89" "cole \xC5\xB9 \xD0\x96", "\xC3\xA9" "cole \xC5\xBA \xD0\xB6");
	assert_key("\xEF\xBC\xA1\xEF\xBC\x91", "a1");
	assert_key("\xEF\x82\xB7 item \xE2\x80\xA2 two", "item two");
	assert_key("bad \xFF byte", "bad byte");
}

/* A key is its own key, and appends to what is there. */
static void test_properties(void **state)
{
	struct buffer once, twice;

	(void)state;
	buffer_init(&once, BUFFER_LIMIT_DEFAULT);
	buffer_init(&twice, BUFFER_LIMIT_DEFAULT);
	fold_text(&once, SPAN("3.2 \xE2\x80\x98The\xE2\x80\x99 re-\norganised Board\xE2\x80\x99s R&D (\xC2\xA3" "2.5m)"));
	fold_text(&twice, buffer_span(&once));
	assert_string_equal(once.data, twice.data);
	fold_text(&twice, SPAN(" More"));
	assert_true(span_ends(buffer_span(&twice), SPAN(")more")) || span_ends(buffer_span(&twice), SPAN("mmore")));
	buffer_release(&once);
	buffer_release(&twice);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),	cmocka_unit_test(test_quotes),	   cmocka_unit_test(test_hyphens),
		cmocka_unit_test(test_letters), cmocka_unit_test(test_properties),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
