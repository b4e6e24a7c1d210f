/* What is said cannot be misused by what it speaks of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "pipeline/base/utf8.h"
#include "pipeline/talk.h"

static void check(struct span bytes, const char *expected)
{
	struct buffer out;

	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	talk_escape(&out, bytes);
	assert_string_equal(out.data, expected);
	buffer_release(&out);
}

static void test_escapes(void **state)
{
	(void)state;
	check(SPAN(""), "");
	check(SPAN("caf\xc3\xa9 \xf0\x9f\x98\x80 \\ \"x\""), "caf\xc3\xa9 \xf0\x9f\x98\x80 \\ \"x\"");
	check(SPAN("a\nwinnow: forged\r\t"), "a\\nwinnow: forged\\r\\t");
	check(SPAN("\x1b[2J\x7f\0"), "\\x1b[2J\\x7f\\x00");
	check(SPAN("caf\xe9 \xed\xa0\x80"), "caf\\xe9 \\xed\\xa0\\x80");
	check(SPAN("\xc2\x9b"), "\\u009b");                   /* C1: CSI in one character */
	check(SPAN("gpj.\xe2\x80\xaetxt"), "gpj.\\u202etxt"); /* shows what follows backwards */
	check(SPAN("\xef\xbf\xbd"), "\xef\xbf\xbd");          /* a replacement character that was there */
}

/* Any bytes become valid UTF-8 without control characters. */
static void test_any_bytes(void **state)
{
	unsigned long long seed = 3;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char bytes[16];
		struct buffer out;

		for (size_t i = 0; i < sizeof bytes; i++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			bytes[i] = (char)(seed >> 50 & (round % 2 ? 0xFF : 0x9F));
		}
		buffer_init(&out, BUFFER_LIMIT_DEFAULT);
		talk_escape(&out, span_of(bytes, sizeof bytes));
		assert_true(utf8_valid(buffer_span(&out)));
		for (size_t at = 0; at < out.len;) {
			unsigned c = utf8_next(buffer_span(&out), &at);

			assert_true(c >= 0x20 && (c < 0x7F || c > 0x9F));
		}
		buffer_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
