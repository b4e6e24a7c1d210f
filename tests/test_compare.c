/* Comparing two texts: folding, coverage, damage, facts, languages, symmetry. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>

#include "pipeline/base/buffer.h"
#include "pipeline/dedupe/compare.h"
#include "pipeline/dedupe/tokens.h"

static struct comparison compare(const char *a, const char *b)
{
	return compare_texts(span_str(a), span_str(b));
}

static bool folded_equal(const char *a, const char *b)
{
	return compare(a, b).same_folded;
}

static void assert_words(const char *text, const char *expected)
{
	struct buffer words;
	struct tokens t;
	size_t i;

	tokens_init(&t);
	buffer_init(&words, 4096);
	tokens_read(&t, span_str(text));
	for (i = 0; i < t.count; i++) {
		if (i)
			buffer_add_char(&words, ' ');
		buffer_add(&words, token_folded(&t, i));
		assert_true(t.items[i].start < t.items[i].end && t.items[i].end <= strlen(text));
	}
	assert_string_equal(words.data, expected);
	buffer_release(&words);
	tokens_release(&t);
}

/* ---- words ---- */

static void words_are_folded(void **state)
{
	(void)state;
	assert_words("The Board’s “well-known” plan", "the boards well known plan");
	assert_words("ÉTÉ naïve Straße œuvre \xEF\xAC\x81nal", "ete naive strasse oeuvre final");
	assert_words("inspec\xC2\xAD\ntors and inspec-\n  tors", "inspectors and inspectors");
	assert_words("no\xC2\xA0" "break spaces", "no break spaces");
	assert_words("It cost £1,250.5 million, or 3.5%", "it cost £ 1250.5 million or 3.5 %");
	assert_words("cafÃ© and donâ€™t", "cafe and dont");
	assert_words("", "");
	assert_words("... — !", "");
}

static void list_numbers_and_footnote_marks_are_skipped(void **state)
{
	(void)state;
	assert_words("4.1 The Board agreed", "the board agreed");
	assert_words("(b) a second point", "a second point");
	assert_words("12. Schools closed", "schools closed");
	assert_words("1.5 million people", "1.5 million people");
	assert_words("2016 was a dry year", "2016 was a dry year");
	assert_words("as the review found[12] and later confirmed.3 Next", "as the review found and later confirmed next");
	assert_words("see No.12 and page", "see no 12 and page");
}

static void scripts_without_spaces_have_a_word_a_character(void **state)
{
	(void)state;
	assert_words("政府同意。", "政 府 同 意");
	assert_words("٣ تقارير", "3 تقارير");
	assert_words("ＨＣ ７", "hc 7");
}

static void long_words_are_cut(void **state)
{
	struct tokens t;
	char *text = malloc(100000);

	(void)state;
	memset(text, 'a', 100000);
	tokens_init(&t);
	tokens_read(&t, span_of(text, 100000));
	assert_true(t.count > 1000);
	tokens_release(&t);
	free(text);
}

/* ---- copies ---- */

static void what_folds_alike_is_the_same(void **state)
{
	(void)state;
	assert_true(folded_equal("The Fund — as planned — closed.", "the fund - as planned - closed"));
	assert_true(folded_equal("a well-known case", "a wellknown case"));
	assert_true(folded_equal("L’été à Genève", "L'ete a Geneve"));
	assert_true(folded_equal("3.2 The trust replied.", "4. The trust replied."));
	assert_false(folded_equal("pages 4 1", "pages 41"));
	assert_false(folded_equal("costs of 1.5 million", "costs of 15 million"));
	assert_true(folded_equal("", ""));
}

static const char report[] =
	"The Agency should publish a plan by the end of the year that sets out how it will reduce the backlog of "
	"applications, what it will cost, and how it will measure whether service to the public has improved.";

static void a_cut_quote_stands_in_its_source(void **state)
{
	struct comparison c = compare("publish a plan by the end of the year that sets out how it will reduce the back",
				      report);

	(void)state;
	assert_true(c.a_in_b > 0.99);
	assert_true(c.b_in_a < 0.6);
	assert_false(c.variant);
	assert_int_equal(c.b_before, 3);
	assert_true(c.b_after > 10);
}

static void damage_counts_as_the_same_word(void **state)
{
	struct comparison c = compare(
		"The Agcncy should pub1ish a plan by the end of the year that sets out h0w it wi1l reduce the backlog of "
		"app lications, what it will cost, and how it will measure whether serv ice to the pubiic has irnproved.",
		report);

	(void)state;
	assert_true(c.a_in_b > 0.97);
	assert_true(c.b_in_a > 0.97);
	assert_false(c.variant);
}

static void sentences_may_change_places(void **state)
{
	struct comparison c = compare("The trust has closed two wards. Staff were told in May. Patients were moved to the "
				      "county hospital by coach.",
				      "Patients were moved to the county hospital by coach. The trust has closed two wards. "
				      "Staff were told in May.");

	(void)state;
	assert_true(c.a_in_b > 0.99 && c.b_in_a > 0.99);
	assert_false(c.variant);
}

static void a_table_may_be_read_by_columns(void **state)
{
	struct comparison c = compare("Region | Cases | Staff | Cost North | 118 | 12 | 40 South | 77 | 9 | 31 East | 54 | 8 | 22",
				      "Region North South East Cases 118 77 54 Staff 12 9 8 Cost 40 31 22");

	(void)state;
	assert_true(c.a_in_b > 0.99 && c.b_in_a > 0.99);
	assert_false(c.variant);
}

static void other_texts_have_little_in_common(void **state)
{
	struct comparison c = compare(report, "Members visited three prisons and heard from officers who had left the "
					      "service because of the hours they were asked to work at short notice.");

	(void)state;
	assert_true(c.a_in_b < 0.4 && c.b_in_a < 0.4);
}

/* ---- facts ---- */

static void facts_make_variants(void **state)
{
	static const char *const pairs[][2] = {
		{ "Target implementation date: January 2018.", "Target implementation date: July 2018." },
		{ "The Government agrees with this recommendation of the Committee.",
		  "The Government disagrees with this recommendation of the Committee." },
		{ "The Department did accept the finding about its estates.",
		  "The Department did not accept the finding about its estates." },
		{ "In all 14 of the 60 grants tested at the Leeds office were late.",
		  "In all 31 of the 88 grants tested at the Exeter office were late." },
		{ "Le ministère a versé 40 millions d'euros en mars aux hôpitaux publics.",
		  "Le ministère a versé 65 millions d'euros en juin aux hôpitaux publics." },
		{ "Die Behörde hat dem Vorschlag in vollem Umfang zugestimmt.",
		  "Die Behörde hat dem Vorschlag in vollem Umfang nicht zugestimmt." },
		{ "Mae'r Pwyllgor yn cytuno â'r tri argymhelliad cyntaf.",
		  "Mae'r Pwyllgor yn cytuno â'r pedwar argymhelliad cyntaf." },
		{ "政府在2018年投资了3亿元用于学校建设", "政府在2019年投资了5亿元用于学校建设" },
		{ "وافقت الحكومة على التوصية في عام 2018", "وافقت الحكومة على التوصية في عام 2019" },
		{ "The loss in the second quarter came to £4.5 million.", "The loss in the second quarter came to £9.1 million." },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct comparison c = compare(pairs[i][0], pairs[i][1]);

		if (!c.variant)
			fail_msg("no variant: %s", pairs[i][0]);
	}
}

static void edits_are_no_variants(void **state)
{
	struct comparison c = compare(
		"The Agency ought to publish a scheme before the end of the year that sets out how it will cut the backlog of "
		"applications, what it will cost, and how it will measure whether service to the public has improved.",
		report);

	(void)state;
	assert_false(c.variant);
	assert_true(c.a_in_b > 0.8 && c.a_in_b < 0.95);
	assert_true(c.other_differences >= 3);
}

static void lost_accents_are_damage(void **state)
{
	struct comparison c = compare("Mr Jos Prez told the inquiry that the caf in Orlans had never been inspected",
				      "Mr José Pérez told the inquiry that the café in Orléans had never been inspected");

	(void)state;
	assert_true(c.a_in_b > 0.99);
	assert_false(c.variant);
}

/* ---- the relation ---- */

static const char *const samples[] = {
	report,
	"The Agency should publish a plan by the end of the year that sets out how it will reduce the backlog",
	"a a a a a a a a a a b a a a a",
	"a a a a",
	"",
	"one",
	"Summary",
	"Region North South East Cases 118 77 54 Staff 12 9 8 Cost 40 31 22",
	"The Agency shou1d publish a plan, by 2019, that says how it will reduce the queue",
	"政府同意委员会的建议并将在年底前公布计划",
};

static void it_is_symmetric_and_reflexive(void **state)
{
	size_t count = sizeof samples / sizeof *samples, i, j;

	(void)state;
	for (i = 0; i < count; i++) {
		assert_true(folded_equal(samples[i], samples[i]));
		for (j = 0; j < count; j++) {
			struct comparison x = compare(samples[i], samples[j]), y = compare(samples[j], samples[i]);

			assert_true(x.a_in_b == y.b_in_a && x.b_in_a == y.a_in_b && x.similarity == y.similarity);
			assert_true(x.variant == y.variant && x.a_before == y.b_before && x.a_after == y.b_after);
			assert_true(x.a_in_b >= 0 && x.a_in_b <= 1 && x.b_in_a >= 0 && x.b_in_a <= 1);
		}
	}
}

static void differences_cover_both_texts(void **state)
{
	static const char a[] = "The office in Leeds closed 14 of its 20 branches last year";
	static const char b[] = "The office in York closed 11 of its 20 old branches last year";
	struct difference d[32];
	size_t count = compare_differences(span_str(a), span_str(b), d, 32), facts = 0, only_b = 0, i, at = 0;

	(void)state;
	assert_true(count > 4 && count < 32);
	for (i = 0; i < count; i++) {
		assert_true(d[i].a_start >= at && d[i].a_end <= strlen(a) && d[i].b_end <= strlen(b));
		at = d[i].a_end;
		facts += d[i].kind == DIFFERENCE_FACT;
		only_b += d[i].kind == DIFFERENCE_ONLY_B;
	}
	assert_int_equal(facts, 2);
	assert_int_equal(only_b, 1);
	assert_int_equal(compare_differences(span_str(a), span_str(b), d, 2), count);
}

/* Pieces of one kind side by side are one; what has nothing in common is not partly the same. */
static void differences_name_their_kind(void **state)
{
	static const struct {
		const char *a, *b;
		enum difference_kind kind;
		const char *words; /* of a, in the first piece of that kind */
	} cases[] = {
		{ "one two three", "four five six", DIFFERENCE_FACT, "one two three" },
		{ "the ferry is late", "a harbour was closed", DIFFERENCE_WORDS, "the ferry is late" },
		{ "The ferry was rnade late by fog", "The ferry was made late by fog", DIFFERENCE_DAMAGED, "rnade" },
		{ "Paid in 2O18 by the harbour board", "Paid in 2018 by the harbour board", DIFFERENCE_DAMAGED, "2O18" },
		{ "Paid in 2017 by the harbour board", "Paid in 2018 by the harbour board", DIFFERENCE_FACT, "2017" },
		{ "The board agrees with it in full", "The board disagrees with it in full", DIFFERENCE_FACT, "agrees" },
		{ "The board must answer it in full", "The board may answer it in full", DIFFERENCE_FACT, "must" },
		{ "The plan was sent to it in full", "The plan was given to it in full", DIFFERENCE_WORDS, "sent" },
	};
	struct difference d[16];
	size_t i, k, count;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		count = compare_differences(span_str(cases[i].a), span_str(cases[i].b), d, 16);
		for (k = 0; k < count && d[k].kind == DIFFERENCE_SAME; k++)
			;
		if (k == count || d[k].kind != cases[i].kind)
			fail_msg("%s: kind %d", cases[i].a, k < count ? (int)d[k].kind : -1);
		assert_true(span_equal(span_slice(span_str(cases[i].a), d[k].a_start, d[k].a_end), span_str(cases[i].words)));
	}
}

static void hostile_texts_take_linear_time(void **state)
{
	size_t size = 2000000, i;
	char *a = malloc(size), *b = malloc(size);

	(void)state;
	for (i = 0; i < size; i++) {
		a[i] = i % 2 ? ' ' : 'x';
		b[i] = i % 3 ? (char)('a' + i % 7) : ' ';
	}
	assert_true(compare_texts(span_of(a, size), span_of(a, size / 2)).b_in_a > 0.99);
	compare_texts(span_of(a, size), span_of(b, size));
	compare_texts(span_of(b, size), span_of(b, size - 5));
	free(b);
	free(a);
}

/* Runs that lead to the same place of b again and again, with a long stretch of other words behind it. */
static void many_runs_to_one_place_take_linear_time(void **state)
{
	struct buffer a, b;
	size_t i;

	(void)state;
	buffer_init(&a, BUFFER_LIMIT_DEFAULT);
	buffer_init(&b, BUFFER_LIMIT_DEFAULT);
	buffer_add_str(&b, "red green blue ");
	for (i = 0; i < 50000; i++)
		buffer_printf(&a, "red green blue %zu cyan pink gold ", i);
	for (i = 0; i < 400000; i++)
		buffer_printf(&b, "w%zu ", i);
	buffer_add_str(&b, "cyan pink gold");
	assert_true(compare_texts(buffer_span(&a), buffer_span(&b)).a_in_b > 0.8);
	buffer_release(&b);
	buffer_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_folded),
		cmocka_unit_test(list_numbers_and_footnote_marks_are_skipped),
		cmocka_unit_test(scripts_without_spaces_have_a_word_a_character),
		cmocka_unit_test(long_words_are_cut),
		cmocka_unit_test(what_folds_alike_is_the_same),
		cmocka_unit_test(a_cut_quote_stands_in_its_source),
		cmocka_unit_test(damage_counts_as_the_same_word),
		cmocka_unit_test(sentences_may_change_places),
		cmocka_unit_test(a_table_may_be_read_by_columns),
		cmocka_unit_test(other_texts_have_little_in_common),
		cmocka_unit_test(facts_make_variants),
		cmocka_unit_test(edits_are_no_variants),
		cmocka_unit_test(lost_accents_are_damage),
		cmocka_unit_test(it_is_symmetric_and_reflexive),
		cmocka_unit_test(differences_cover_both_texts),
		cmocka_unit_test(differences_name_their_kind),
		cmocka_unit_test(hostile_texts_take_linear_time),
		cmocka_unit_test(many_runs_to_one_place_take_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
