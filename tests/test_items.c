/* items: typed numbers and bullets, and runs of short lines, are lists though no markup says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "normalizers/items.h"
#include "pipeline/base/buffer.h"

/* A document of one paragraph a line; "#" at its start makes a heading, "!" a bold one. */
static struct document *paragraphs(const char *text)
{
	struct document *d = document_new();
	struct span rest = arena_copy(d->arena, span_str(text)), line;

	while (span_next_line(&rest, &line)) {
		struct passage *p = document_add_passage(d);
		bool heading = span_starts(line, SPAN("#")), bold = span_starts(line, SPAN("!"));

		p->role = heading ? ROLE_HEADING : ROLE_PARAGRAPH;
		p->flags = bold ? PASSAGE_BOLD : 0;
		p->text = span_from(line, heading || bold);
	}
	return d;
}

/* One letter a passage: h heading, p paragraph, l list item. */
static void assert_roles(const char *text, const char *expected)
{
	struct document *d = paragraphs(text);
	struct buffer roles;

	buffer_init(&roles, 1 << 10);
	items_mark(d);
	for (size_t i = 0; i < d->passage_count; i++)
		buffer_add_char(&roles, role_name(d->passages[i].role)[0]);
	assert_string_equal(roles.data, expected);
	buffer_release(&roles);
	document_free(d);
}

static void numbers_in_order(void **state)
{
	(void)state;
	assert_roles("1. The harbour is silted.\nIt was dredged in 1988.\n2. The pilots are unpaid.\n", "lpl");
	assert_roles("(a) the harbour;\n(b) the pilots.\n", "ll");
	assert_roles("a. the harbour shall mean all of it\nb. the pilots shall mean those on duty\n", "ll");
	assert_roles("3. The harbour is silted.\n7. The pilots are unpaid.\n", "pp");
	assert_roles("1. The harbour is silted.\nThe rest is prose.\n", "pp");
	assert_roles("#1. The harbour\nIt is silted.\n#2. The pilots\nThey are unpaid.\n", "hphp");
	assert_roles("J. Miller wrote this.\nK. Smith did not.\n", "pp");
}

static void bullets_that_are_typed(void **state)
{
	struct document *d = paragraphs("\xE2\x80\xA2 the harbour\n\xE2\x80\xA2 the pilots\n");

	(void)state;
	items_mark(d);
	assert_int_equal(d->passages[0].role, ROLE_LIST_ITEM);
	assert_int_equal(d->passages[1].level, 1);
	assert_true(span_equal(d->passages[1].marker, SPAN("\xE2\x80\xA2")));
	assert_true(span_equal(d->passages[1].text, SPAN("the pilots")));
	document_free(d);
	assert_roles("- one alone is a dash\nThe rest is prose.\n", "pp");
}

/* What was taken for a heading as it is bold or stands alone is none behind a bullet; a number does not say that. */
static void bullets_before_headings(void **state)
{
	struct document *d = paragraphs("#\xE2\x80\xA2 the harbour\n#\xE2\x80\xA2 the pilots\n");

	(void)state;
	d->passages[0].level = d->passages[1].level = 4;
	items_mark(d);
	assert_int_equal(d->passages[0].role, ROLE_LIST_ITEM);
	assert_int_equal(d->passages[0].level, 1);
	assert_true(span_equal(d->passages[1].text, SPAN("the pilots")));
	document_free(d);
	assert_roles("#- the harbour\n#- the pilots\n", "hh"); /* headings by their tags */
}

static void runs_of_short_lines(void **state)
{
	(void)state;
	assert_roles("#Members\nAda North\nBen East\nCai South\nDee West\nEve Hill\nFay Dale\nGus Moor\nHal Fell\nThey met.\n",
		     "hllllllllp");
	assert_roles("Harbour Office\n1 Quay Street\nPort Ellis\nPE1 2AB\nDear Sir,\n", "ppppp"); /* an address */
	assert_roles("Yes.\nNo.\nYes.\nNo.\nYes.\nNo.\nYes.\nNo.\n\"So?\"\n", "ppppppppp"); /* a dialogue */
	assert_roles("!North\n!East\n!South\n!West\n!Hill\n!Dale\n!Moor\n!Fell\n", "pppppppp"); /* labels of columns */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_in_order),
		cmocka_unit_test(bullets_that_are_typed),
		cmocka_unit_test(bullets_before_headings),
		cmocka_unit_test(runs_of_short_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
