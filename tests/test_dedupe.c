/* The engine: kinds, and what is never marked. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "tests/dedupe_heap.h"

/* ---- kinds ---- */

static const char plan[] =
	"The Agency should publish a plan by the end of the year that sets out how it will reduce the backlog of "
	"applications, what this will cost, and how it will measure whether the service to the public has improved.";

/* The mark of the second text when both are alone in the heap; the first must be kept. */
static struct dedupe_mark mark_of_pair(const char *original, const char *copy)
{
	struct heap h = { 0 };
	struct dedupe_mark *marks, mark;

	heap_add_text(&h, original);
	heap_add_text(&h, copy);
	marks = heap_marks(&h, NULL);
	assert_int_equal(marks[0].kind, DEDUPE_ORIGINAL);
	mark = marks[1];
	free(marks);
	heap_free(&h);
	return mark;
}

static void assert_kind(const char *original, const char *copy, enum dedupe_kind kind)
{
	struct dedupe_mark mark = mark_of_pair(original, copy);

	if (mark.kind != kind)
		fail_msg("%s instead of %s: %s", mark.kind ? dedupe_kind_name(mark.kind) : "original", dedupe_kind_name(kind), copy);
	assert_int_equal(mark.original, 0);
	assert_true(mark.similarity >= 0.7 && mark.similarity <= 1);
}

static void each_kind_is_named(void **state)
{
	(void)state;
	assert_kind(plan, plan, DEDUPE_EXACT);
	assert_kind("Two  spaces and a tail ", "Two spaces and a tail", DEDUPE_EXACT);
	assert_kind("The boards' plan to merge", "THE BOARDS’ PLAN, TO MERGE!", DEDUPE_FOLDED);
	assert_kind(plan, "The Agency should publish a plan by the end of the year that sets out how it will reduce the back",
		    DEDUPE_TRUNCATED);
	assert_kind(plan, "… what this will cost, and how it will measure whether the service to the public has improved.",
		    DEDUPE_TRUNCATED);
	assert_kind(plan, "by the end of the year that sets out how it will reduce the backlog of applications",
		    DEDUPE_CONTAINED);
	assert_kind(plan, "The Agency must publish a plan by the end of the year that sets out how it will reduce its backlog of "
			  "applications, what this will cost, and how to measure whether service to the public has improved.",
		    DEDUPE_NEAR);
}

static void damage_is_near(void **state)
{
	(void)state;
	assert_kind(plan, "The Agcncy should pub1ish a plan by the end of thc year that scts out how it will reduce tbe backlog of "
			  "applications, what this wi1l cost and how it will measure wbether the service to public has irnproved.",
		    DEDUPE_NEAR);
}

/* One way of putting things, and two things put: the frame is not what the passage says. */
static void a_frame_is_no_near_copy(void **state)
{
	struct dedupe_mark mark = mark_of_pair(
		"Recommendation: The Agency should set a target for the share of households in areas of highest risk that "
		"receive warnings by telephone, and tell us how far it has got by the end of 2017.",
		"Recommendation: The Ministry should set a target for loans to museums in each nation and region, and tell us by "
		"the end of 2017 how far it has been met.");

	(void)state;
	assert_int_equal(mark.kind, DEDUPE_ORIGINAL);
}

static void a_splice_points_to_its_larger_part(void **state)
{
	struct heap h = { 0 };
	struct dedupe_mark *marks;

	(void)state;
	heap_add_text(&h, "Inspectors visited nine homes in the spring and found that staff had not been trained to give medicines, that "
			  "records were kept on paper in a locked room, and that night shifts were often left to one person alone.");
	heap_add_text(&h, "The regulator has since written to every provider in the region to ask for a list of trained staff, and it "
			  "expects an answer within the month; those who do not reply will be visited before the others are.");
	heap_add_text(&h, "staff had not been trained to give medicines, that records were kept on paper in a locked room, and that night "
			  "shifts were often left to one person alone. The regulator has since written to every provider in the region "
			  "to ask for a list of trained staff");
	marks = heap_marks(&h, NULL);
	assert_int_equal(marks[0].kind, DEDUPE_ORIGINAL);
	assert_int_equal(marks[1].kind, DEDUPE_ORIGINAL);
	assert_int_equal(marks[2].kind, DEDUPE_SPLICED);
	assert_int_equal(marks[2].original, 0);
	assert_true(marks[2].similarity > 0.9);
	free(marks);
	heap_free(&h);
}

static void a_fuller_text_that_comes_later_is_the_original(void **state)
{
	struct heap h = { 0 };
	struct dedupe_mark *marks;

	(void)state;
	heap_add_text(&h, "The Agency should publish a plan by the end of the year that sets out how it will");
	heap_add_text(&h, plan);
	marks = heap_marks(&h, NULL);
	assert_int_equal(marks[0].kind, DEDUPE_TRUNCATED);
	assert_int_equal(marks[1].kind, DEDUPE_ORIGINAL);
	free(marks);
	heap_free(&h);
}

/* Every seventh "o" and "l" read as a digit. */
static void misread(struct buffer *text)
{
	size_t i, letters = 0;

	for (i = 0; i < text->len; i++)
		if ((text->data[i] == 'o' || text->data[i] == 'l') && ++letters % 7 == 3)
			text->data[i] = text->data[i] == 'o' ? '0' : '1';
}

/* With as many words in both, hashes would say which one stays; damage says it before them. */
static void of_two_copies_the_one_that_was_read_well_stays(void **state)
{
	uint64_t seed = 5;
	size_t i;

	(void)state;
	for (i = 0; i < 24; i++) {
		struct heap h = { 0 };
		struct dedupe_mark *marks;
		struct buffer text;

		buffer_init(&text, 1 << 16);
		heap_prose(&text, 50, &seed);
		heap_add(&h, text.data, text.len, "");
		misread(&text);
		heap_add(&h, text.data, text.len, "");
		marks = heap_marks(&h, NULL);
		assert_int_equal(marks[0].kind, DEDUPE_ORIGINAL);
		assert_int_equal(marks[1].kind, DEDUPE_NEAR);
		free(marks);
		buffer_release(&text);
		heap_free(&h);
	}
}

/* ---- never ---- */

static void assert_apart(const char *a, const char *b)
{
	struct dedupe_mark mark = mark_of_pair(a, b);

	if (mark.kind != DEDUPE_ORIGINAL)
		fail_msg("%s: %s", dedupe_kind_name(mark.kind), b);
}

static void facts_stay_apart(void **state)
{
	(void)state;
	assert_apart("Target implementation date: January 2018.", "Target implementation date: July 2018.");
	assert_apart("The Government agrees with the Committee's recommendation on this matter.",
		     "The Government disagrees with the Committee's recommendation on this matter.");
	assert_apart("Our review of the Hull office found that 12 of the 40 files tested between May 2015 and June 2016 held no signed "
		     "contract, so that the Council could not show that £3.2 million had been spent as it was meant to be.",
		     "Our review of the Bath office found that 31 of the 75 files tested between April 2011 and March 2013 held no signed "
		     "contract, so that the Council could not show that £8.9 million had been spent as it was meant to be.");
	assert_apart("The Council says that it has written to every owner of a listed harbour wall along the northern coast, and that "
		     "the second inspection of these walls will begin before the summer.",
		     "The Council says that it has uot vvrittcn to evcry owner of a listed harb0ur wall along the northern coast, and "
		     "that the secoud inspection of these walls will begin bcfore the summer.");
}

/* Most of both is the same, and yet each begins with something of its own. */
static void a_beginning_of_its_own_stays(void **state)
{
	struct buffer end, text;
	struct heap h = { 0 };
	struct dedupe_mark *marks;
	uint64_t seed = 8;
	size_t i;

	(void)state;
	buffer_init(&end, 1 << 16);
	buffer_init(&text, 1 << 16);
	heap_prose(&end, 78, &seed);
	for (i = 0; i < 2; i++) {
		buffer_clear(&text);
		heap_prose(&text, 22 + 20 * i, &seed);
		buffer_add_char(&text, ' ');
		buffer_add(&text, buffer_span(&end));
		heap_add(&h, text.data, text.len, "");
	}
	marks = heap_marks(&h, NULL);
	assert_int_equal(marks[0].kind, DEDUPE_ORIGINAL);
	assert_int_equal(marks[1].kind, DEDUPE_ORIGINAL);
	free(marks);
	buffer_release(&text);
	buffer_release(&end);
	heap_free(&h);
}

static void contexts_keep_formulas_apart(void **state)
{
	struct heap h = { 0 };
	struct dedupe_mark *marks;
	const char *formula = "The Government agreed with the Committee's recommendation.";

	(void)state;
	heap_add(&h, formula, strlen(formula), "2016-17/31/response/4");
	heap_add(&h, formula, strlen(formula), "2016-17/28/response/4");
	heap_add(&h, formula, strlen(formula), "2016-17/31/response/4");
	heap_add(&h, plan, strlen(plan), "2016-17/31/recommendation/1");
	heap_add(&h, plan, strlen(plan), "2016-17/31/response/1");
	marks = heap_marks(&h, NULL);
	assert_int_equal(marks[0].kind, DEDUPE_ORIGINAL);
	assert_int_equal(marks[1].kind, DEDUPE_ORIGINAL);
	assert_int_equal(marks[2].kind, DEDUPE_EXACT);
	assert_int_equal(marks[4].kind, DEDUPE_EXACT);
	free(marks);
	heap_free(&h);
	assert_apart("4.1 The Government agreed with the recommendation.", "5.1 The Government agreed with the recommendation.");
}

static void short_texts_are_not_found_inside_long_ones(void **state)
{
	(void)state;
	assert_apart(plan, "The Agency");
	assert_apart(plan, "the service to the public");
	assert_apart("Departments should publish their plans every year", "Departments should publish their accounts every year");
}

/* ---- long texts ---- */

/* Half of a long text, and a paragraph out of it: found through its units. */
static void long_texts_are_compared_by_units(void **state)
{
	struct heap h = { 0 };
	struct dedupe_mark *marks;
	struct buffer b;
	uint64_t seed = 4;

	(void)state;
	buffer_init(&b, BUFFER_LIMIT_DEFAULT);
	heap_prose(&b, 200000, &seed);
	heap_add(&h, b.data, b.len, "");
	heap_add(&h, b.data + b.len / 3, b.len / 2, "");
	heap_add(&h, b.data + b.len / 2, 900, "");
	buffer_clear(&b);
	heap_prose(&b, 150000, &seed);
	heap_add(&h, b.data, b.len, "");
	marks = heap_marks(&h, NULL);
	assert_int_equal(marks[0].kind, DEDUPE_ORIGINAL);
	assert_int_equal(marks[1].kind, DEDUPE_CONTAINED);
	assert_true(marks[1].similarity > 0.98);
	assert_int_equal(marks[2].kind, DEDUPE_CONTAINED);
	assert_int_equal(marks[2].original, 0);
	assert_int_equal(marks[3].kind, DEDUPE_ORIGINAL);
	free(marks);
	buffer_release(&b);
	heap_free(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_is_named),
		cmocka_unit_test(damage_is_near),
		cmocka_unit_test(a_frame_is_no_near_copy),
		cmocka_unit_test(a_splice_points_to_its_larger_part),
		cmocka_unit_test(a_fuller_text_that_comes_later_is_the_original),
		cmocka_unit_test(of_two_copies_the_one_that_was_read_well_stays),
		cmocka_unit_test(facts_stay_apart),
		cmocka_unit_test(a_beginning_of_its_own_stays),
		cmocka_unit_test(contexts_keep_formulas_apart),
		cmocka_unit_test(short_texts_are_not_found_inside_long_ones),
		cmocka_unit_test(long_texts_are_compared_by_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
