/* Text whose look is kept: tables, columns, preformatted prose. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "extractors/text.h"
#include "tests/normalize_check.h"

static void test_table_rows(void **state)
{
	(void)state;
	ASSERT_PASSAGES("Ref\tDate\tStatus\n1\tMay 2018\tClosed\n1.\tThe board should act.\n2.\tIt should act again.\n"
			"one | two | three\nfour | five | six\n",
			{ ROLE_TABLE_ROW, "Ref | Date | Status" }, { ROLE_TABLE_ROW, "1 | May 2018 | Closed" },
			{ ITEM, "1. The board should act." }, { ITEM, "2. It should act again." },
			{ ROLE_TABLE_ROW, "one | two | three" }, { ROLE_TABLE_ROW, "four | five | six" });
}

static void add_preformatted(struct document *d, const char *const *lines, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		struct passage *p = document_add_passage(d);

		p->role = ROLE_PARAGRAPH;
		p->flags = PASSAGE_PREFORMATTED;
		p->text = span_str(lines[i]);
		p->place.line_start = p->place.line_end = (long)i + 1;
	}
}

/* Reports that a page shows as they were typed are joined; listings are not. */
static void test_preformatted_prose(void **state)
{
	static const char *const PROSE[] = {
		"The harbour board keeps two lights at the mouth of the river and has done so",
		"since the time of the great storm, in which the old quay was lost. The lights",
		"are paid for by the ships that pass them, and by those who live on the river",
		"and have need of them. We asked the board what it had spent on the lights in",
		"the last ten years and what it will spend on them in the next. It did not say",
		"what it had spent.",
	};
	static const char *const LISTING[] = {
		"for (i = 0; i < lines->count; i++) {	  total += lines[i].length;",
		"if (total > limit) {				return total;",
		"while (next < end && !is_blank(next)) { next = step(next, width);",
		"memcpy(buffer + used, line->text, line->length * sizeof *line);",
		"printf(\"%zu lines, %zu bytes, %zu words\", lines, bytes, words);",
		"return finish(buffer, used, limit) ? status : fail(buffer, used);",
	};
	struct document *d = document_new();

	(void)state;
	add_preformatted(d, PROSE, 6);
	normalize_document(d);
	assert_int_equal(d->passage_count, 1);
	assert_int_equal(d->passages[0].place.line_end, 6);
	document_free(d);
	d = document_new();
	add_preformatted(d, LISTING, 6);
	normalize_document(d);
	assert_int_equal(d->passage_count, 6);
	document_free(d);
}

static void test_spaced_tables(void **state)
{
	(void)state;
	ASSERT_PASSAGES("Pier            Ships     Spent (\xC2\xA3m)\n"
			"Old pier           14            1.5\n"
			"Corn quay           3           12.0\n"
			"Fish quay         120            0.7\n",
			{ ROLE_TABLE_ROW, "Pier | Ships | Spent (\xC2\xA3m)" }, { ROLE_TABLE_ROW, "Old pier | 14 | 1.5" },
			{ ROLE_TABLE_ROW, "Corn quay | 3 | 12.0" }, { ROLE_TABLE_ROW, "Fish quay | 120 | 0.7" });
}

/* Notes with their marks, and gaps that a typist left to fill the lines. */
static void test_gaps_that_are_no_table(void **state)
{
	static const char *const TEXTS[] = { "1    Qq 12-14\n2    Letter from the board\n3    Ibid\n4    Q 3\n",
					     "The  board keeps  forty lights on the two shores\n"
					     "of the river,  and mends  each of them  every year\n"
					     "when the  tide is low  and no ship  is expected to\n"
					     "pass  the  piers,  which  is  seldom  the  case.\n" };

	(void)state;
	for (size_t t = 0; t < sizeof TEXTS / sizeof TEXTS[0]; t++) {
		struct document *d = text_document(TEXTS[t]);

		normalize_document(d);
		for (size_t i = 0; i < d->passage_count; i++)
			assert_int_not_equal(d->passages[i].role, ROLE_TABLE_ROW);
		document_free(d);
	}
}

/* The bytes of a passage, piece by piece in their order, one blank between them. */
static void assert_pieces(const struct passage *p, struct span bytes)
{
	struct span list = p->pieces;
	char text[1000] = "";

	while (!span_empty(list)) {
		unsigned long from = 0, to = 0;
		int used = 0;

		assert_int_equal(sscanf(list.ptr, "%lu-%lu%n", &from, &to, &used), 2);
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%.*s", *text ? " " : "", (int)(to - from),
			 bytes.ptr + from);
		list = span_from(list, (size_t)used + 1);
	}
	assert_true(span_equal(p->text, span_str(text)));
}

static void test_columns(void **state)
{
	static const char TEXT[] = "               The Harbour Review of this Year\n"
				   "\n"
				   "The board keeps forty lights on    and that the harbour master has\n"
				   "the two shores of the river and    asked for new ones in each year\n"
				   "mends each of them when the        since the storm.\n"
				   "tide is low.                       Of the piers only the old one is\n"
				   "It told us that the lights on      lit at all times. The fish quay\n"
				   "the northern shore had not been    is dark, and the fishermen there\n"
				   "looked at for three years or so    have put up lights of their own.\n";
	struct document *d = document_new();
	struct passage *p;

	(void)state;
	text_extract(d, span_str(TEXT));
	normalize_document(d);
	assert_int_equal(d->passage_count, 4);
	p = &d->passages[2];
	assert_true(span_equal(p->text, SPAN("It told us that the lights on the northern shore had not been looked at for three "
					     "years or so and that the harbour master has asked for new ones in each year since "
					     "the storm.")));
	assert_int_equal(p->place.line_start, 3);
	assert_int_equal(p->place.line_end, 9);
	assert_pieces(p, span_str(TEXT));
	assert_true(span_starts(d->passages[1].text, SPAN("The board keeps")));
	assert_true(span_starts(d->passages[3].text, SPAN("Of the piers")));
	document_free(d);
}

/* Cells that hold prose, a row of the table between two blank lines: a row is read before the next. */
static void test_columns_of_cells(void **state)
{
	static const char TEXT[] = "The board should count the         We accept this. The lights will\n"
				   "lights on both shores and say      be counted by the end of May, as\n"
				   "how many of them are dark.         the board has said.\n"
				   "\n"
				   "It should ask the fishermen of     We do not accept this. They are\n"
				   "the quay what lights they would    free to write to us, and some of\n"
				   "like to have.                      them have done so.\n"
				   "\n"
				   "It should publish what it has      The board will publish this when\n"
				   "spent on each of the lights in     the accounts of the harbour have\n"
				   "the past ten years.                been audited.\n";
	struct document *d = document_new();

	(void)state;
	text_extract(d, span_str(TEXT));
	normalize_document(d);
	assert_int_equal(d->passage_count, 6);
	assert_true(span_equal(d->passages[1].text, SPAN("We accept this. The lights will be counted by the end of May, as the "
							 "board has said.")));
	assert_true(span_starts(d->passages[2].text, SPAN("It should ask the fishermen")));
	document_free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table_rows),
		cmocka_unit_test(test_spaced_tables),
		cmocka_unit_test(test_gaps_that_are_no_table),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_columns_of_cells),
		cmocka_unit_test(test_preformatted_prose),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
