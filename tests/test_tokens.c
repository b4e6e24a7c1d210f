/* tokens: what is folded has room, whatever the text is made of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "pipeline/base/buffer.h"
#include "pipeline/base/utf8.h"
#include "pipeline/dedupe/tokens.h"

enum { REPEATS = 40, STORED_BEYOND = 16 /* bytes that a store of eight may touch behind the end */ };

static void assert_room(struct tokens *t, struct buffer *text)
{
	tokens_read(t, buffer_span(text));
	assert_true(t->folded_len + STORED_BEYOND <= t->folded_capacity);
	buffer_clear(text);
}

/* Each character alone, before a digit and between letters: some fold to more bytes than they have. */
static void test_every_character(void **state)
{
	static const char *const around[] = { "", "1", "a", " 1" };
	struct buffer text;

	(void)state;
	buffer_init(&text, BUFFER_LIMIT_DEFAULT);
	for (unsigned c = 1; c < 0x20000; c++) {
		struct tokens t;

		tokens_init(&t);
		for (size_t i = 0; i < REPEATS; i++) {
			buffer_add_utf8(&text, c);
			buffer_add_str(&text, around[c % 4]);
		}
		assert_room(&t, &text);
		tokens_release(&t);
	}
	buffer_release(&text);
}

/* Numbers that would grow together are parted by a byte that the text has not: a number of thousands of digits is cut into many. */
static void test_parted_numbers(void **state)
{
	static const char *const units[] = { "1", "12", "1-", "1/", "1&#", "1&nbsp;1", "1,,", "1.", "1\xC2\xA0", "1\xE2\x80\x93", "12'",
					     "\xC2\xBD", "\xC2\xBD" "1", "\xE2\x93\xB4", "1\xE2\x85\xA7" };
	struct buffer text;

	(void)state;
	buffer_init(&text, BUFFER_LIMIT_DEFAULT);
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		struct tokens t;

		tokens_init(&t);
		for (int k = 0; k < 5000; k++)
			buffer_add_str(&text, units[i]);
		assert_room(&t, &text);
		tokens_release(&t);
	}
	buffer_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_character),
		cmocka_unit_test(test_parted_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
