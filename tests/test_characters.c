#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "normalizers/characters.h"

static struct arena *arena;
static struct characters work;
static struct repairs repairs;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	characters_init(&work);
	repairs = (struct repairs){ .count = { 0 } };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	characters_release(&work);
	arena_free(arena);
	return 0;
}

static void assert_clean(const char *text, const char *want)
{
	struct span got = characters_clean(&work, arena, span_str(text), 7, &repairs);

	if (!span_equal(got, span_str(want)))
		fail_msg("\"%s\" gives \"%.*s\"", text, SPAN_ARG(got));
}

static void test_clean_text_is_not_copied(void **state)
{
	struct span text = SPAN("The Board agreed, at last.");
	struct span got = characters_clean(&work, arena, text, 1, &repairs);
	size_t i;

	(void)state;
	assert_ptr_equal(got.ptr, text.ptr);
	for (i = 0; i < REPAIR_COUNT; i++)
		assert_int_equal(repairs.count[i], 0);
}

/* Marks out of order are sorted, but not 300,000 of them on one letter: that takes ICU minutes. */
static void test_marks_are_sorted_in_bounded_time(void **state)
{
	enum { PAIRS = 150000, PAIR = 4 };
	char *text = test_malloc(1 + PAIRS * PAIR);
	struct span many = span_of(text, 1 + PAIRS * PAIR);

	(void)state;
	text[0] = 'a';
	for (size_t i = 0; i < PAIRS; i++)
		memcpy(text + 1 + i * PAIR, "\xCC\x81\xCC\xA3", PAIR);
	assert_clean("a\xCC\x81\xCC\xA3", "\xE1\xBA\xA1\xCC\x81");
	assert_true(span_equal(characters_clean(&work, arena, many, 1, &repairs), many));
	test_free(text);
}

static void test_spaces(void **state)
{
	(void)state;
	assert_clean("  one \t two\xC2\xA0three\xE2\x80\x89" "four ", "one two three four");
	assert_clean("soft\xC2\xAD" "ly zero\xE2\x80\x8Bwidth\xEF\xBB\xBF", "softly zerowidth");
	assert_clean("a\x01" "b", "ab");
	assert_clean("", "");
	assert_clean(" \xC2\xA0 ", "");
	assert_int_equal(repairs.count[REPAIR_INVISIBLE], 4);
	assert_int_equal(repairs.first_line[REPAIR_INVISIBLE], 7);
}

static void test_encoding(void **state)
{
	(void)state;
	assert_clean("the Board\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2s plan", "the Board\xE2\x80\x99s plan");
	assert_clean("caf\xC3\x83\xC2\xA9", "caf\xC3\xA9");
	assert_clean("\xC3\x82\xC2\xA3" "5 million", "\xC2\xA3" "5 million");
	/* twice */
	assert_clean("caf\xC3\x83\xC6\x92\xC3\x82\xC2\xA9", "caf\xC3\xA9");
	/* the closing quote whose last byte windows-1252 lacks */
	assert_clean("\xC3\xA2\xE2\x82\xAC\xC5\x93so\xC3\xA2\xE2\x82\xAC\xC2\x9D he said", "\xE2\x80\x9Cso\xE2\x80\x9D he said");
	/* read as ISO 8859-1: controls in place of the last two */
	assert_clean("Board\xC3\xA2\xC2\x80\xC2\x99s", "Board\xE2\x80\x99s");
	assert_true(repairs.count[REPAIR_ENCODING] >= 6);
}

static void test_encoding_leaves_languages_alone(void **state)
{
	(void)state;
	assert_clean("\xC3\xA9t\xC3\xA9 \xC3\xA0 N\xC3\x83O \xC3\x85 \xC3\x82me", "\xC3\xA9t\xC3\xA9 \xC3\xA0 N\xC3\x83O \xC3\x85 \xC3\x82me");
	assert_clean("caf\xC3\xA9\xE2\x80\x9D\xE2\x80\xA6 oui", "caf\xC3\xA9\xE2\x80\x9D\xE2\x80\xA6 oui");
	assert_int_equal(repairs.count[REPAIR_ENCODING], 0);
}

static void test_controls(void **state)
{
	(void)state;
	assert_clean("\xC2\x93so\xC2\x94 \xC2\x96 the Board\xC2\x92s", "\xE2\x80\x9Cso\xE2\x80\x9D \xE2\x80\x93 the Board\xE2\x80\x99s");
	assert_int_equal(repairs.count[REPAIR_CONTROLS], 4);
}

static void test_composed(void **state)
{
	(void)state;
	assert_clean("cafe\xCC\x81", "caf\xC3\xA9");
	assert_clean("\xE2\x84\xAB", "\xC3\x85");
	assert_int_equal(repairs.count[REPAIR_COMPOSED], 2);
}

static void test_ligatures(void **state)
{
	(void)state;
	assert_clean("\xEF\xAC\x81nance o\xEF\xAC\x83" "ce", "finance office");
	assert_int_equal(repairs.count[REPAIR_LIGATURES], 2);
}

static void test_quotes(void **state)
{
	(void)state;
	assert_clean("the Board\xE2\x80\x98s plan", "the Board\xE2\x80\x99s plan");
	assert_clean("\xE2\x80\x97nudges\xE2\x80\x98 work", "\xE2\x80\x98nudges\xE2\x80\x99 work");
	assert_clean("an \xE2\x80\x95inventory\xE2\x80\x96 of", "an \xE2\x80\x9Cinventory\xE2\x80\x9D of");
	assert_clean("the Board`s", "the Board's");
	/* as they should be, or may be */
	assert_clean("\xE2\x80\x98so\xE2\x80\x99 he said \xE2\x80\x95 and left", "\xE2\x80\x98so\xE2\x80\x99 he said \xE2\x80\x95 and left");
	assert_clean("it said:\xE2\x80\x98there", "it said:\xE2\x80\x98there");
	assert_int_equal(repairs.count[REPAIR_QUOTES], 6);
}

static void test_font(void **state)
{
	(void)state;
	assert_clean("3UHVHQWHG WR WKH +RXVH RI &RPPRQV", "Presented to the House of Commons");
	assert_clean("HMRC BBC NHS DWP CPS MPs", "HMRC BBC NHS DWP CPS MPs");
	assert_clean("0207 340 7414", "0207 340 7414");
	assert_clean("KP/KT 4149 (Quay 1) and KP/KT 4472 (Quay 2)", "KP/KT 4149 (Quay 1) and KP/KT 4472 (Quay 2)");
	assert_int_equal(repairs.count[REPAIR_FONT], 1);
}

/* Clean text stays as it is: cleaning twice is cleaning once. */
static void test_stable(void **state)
{
	static const char *const PIECES[] = { "\xC3\xA2", "\xE2\x82\xAC", "\xE2\x84\xA2", "\xC2\x93", "e", "\xCC\x81", " ",
					      "\xC2\xA0", "\xE2\x80\x98", "s ",		"\xEF\xAC\x81", "\xE2\x80\x97", "x" };
	unsigned seed = 5, round, i;
	char text[80];

	(void)state;
	for (round = 0; round < 20000; round++) {
		struct span once, twice;

		text[0] = '\0';
		for (i = 0; i < 10; i++) {
			seed = seed * 1664525u + 1013904223u;
			strcat(text, PIECES[(seed >> 16) % (sizeof PIECES / sizeof PIECES[0])]);
		}
		once = characters_clean(&work, arena, span_str(text), 1, &repairs);
		twice = characters_clean(&work, arena, once, 1, &repairs);
		if (!span_equal(once, twice))
			fail_msg("\"%s\" gives \"%.*s\", then \"%.*s\"", text, SPAN_ARG(once), SPAN_ARG(twice));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_clean_text_is_not_copied, setup, teardown),
		cmocka_unit_test_setup_teardown(test_marks_are_sorted_in_bounded_time, setup, teardown),
		cmocka_unit_test_setup_teardown(test_spaces, setup, teardown),
		cmocka_unit_test_setup_teardown(test_encoding, setup, teardown),
		cmocka_unit_test_setup_teardown(test_encoding_leaves_languages_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(test_controls, setup, teardown),
		cmocka_unit_test_setup_teardown(test_composed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_ligatures, setup, teardown),
		cmocka_unit_test_setup_teardown(test_quotes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_font, setup, teardown),
		cmocka_unit_test_setup_teardown(test_stable, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
