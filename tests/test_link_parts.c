/* The small parts that link is made of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>
#include <stdio.h>

#include "pipeline/link/agree.h"
#include "pipeline/link/identity.h"
#include "pipeline/link/label.h"
#include "pipeline/link/multimap.h"
#include "pipeline/link/shingles.h"

static bool same_record(const char *a, const char *b)
{
	struct agreement there = agree_compare(span_str(a), span_str(b));
	struct agreement back = agree_compare(span_str(b), span_str(a));

	assert_int_equal(agree_same(&there), agree_same(&back));
	return agree_same(&there);
}

static void texts_of_one_record(void **state)
{
	static const char *const SAME[][2] = {
		{ "The Museum should write to us by May 2019 with a list of what was lost in the fire.",
		  "The Museum should write to the Committee by May 2019 with a list of what was lost in the fire." },
		{ "In its letter to us in May, the Museum should list the paintings that were lost in the fire.",
		  "The Museum should list the paintings that were lost" },
		{ "The cost-effective repair of the long-term stores should begin before the winter.",
		  "The costeffective repair of the longterm stores should begin before the winter." },
	};
	static const char *const OTHER[][2] = {
		{ "The Museum should write to us by May 2019 with a list of what was lost in the fire.",
		  "The Museum should write to us by July 2021 with a list of what was lost in the fire." },
		{ "The Museum should open on Mondays for schools.",
		  "The Museum should not open on Mondays for schools." },
		{ "The Museum should set out how it will insure the paintings that it lends to others.",
		  "The Museum should set out how it will pay those who guard the rooms at night." },
		{ "", "The Museum should open on Mondays for schools." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
		assert_true(same_record(SAME[i][0], SAME[i][1]));
	for (size_t i = 0; i < sizeof OTHER / sizeof *OTHER; i++)
		assert_false(same_record(OTHER[i][0], OTHER[i][1]));
}

static void identities_agree_unless_a_field_differs(void **state)
{
	struct identity a = { .body = SPAN("accounts public"), .session = SPAN("2016-17"), .number = 31 };
	struct identity b = { .title = SPAN("river walls"), .year = 2016 };
	struct identity c = { .session = SPAN("2016-17"), .number = 31, .special = true };

	(void)state;
	assert_false(identity_conflict(&a, &b));
	assert_true(identity_conflict(&a, &c));
	b.year = 2004;
	assert_true(identity_conflict(&a, &b));
	b.year = 2018; /* late, after a prorogation */
	assert_false(identity_conflict(&a, &b));
	identity_merge(&b, &a);
	assert_int_equal(b.number, 31);
	assert_true(identity_complete(&b));
	assert_false(identity_complete(&c));
}

static void sessions_at_the_turn_of_the_century(void **state)
{
	struct identity a = { .session = SPAN("1999-00") }, b = { .year = 2000 }, c = { .year = 2002 };

	(void)state;
	assert_false(identity_conflict(&a, &b));
	assert_true(identity_conflict(&a, &c));
}

static void labels_in_one_spelling(void **state)
{
	static const char *const LABELS[][2] = {
		{ "7C.", "7c" }, { "(3)", "3" }, { "018/14", "018/14" }, { "8.3.", "8.3" },
		{ "4a) iii)", "4aiii" }, { "", "" },
	};
	struct arena *arena = arena_new();
	struct span rest = SPAN("8.3,8.4"), label;

	(void)state;
	for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS; i++)
		assert_true(span_equal(label_key(arena, span_str(LABELS[i][0])), span_str(LABELS[i][1])));
	assert_true(label_next(&rest, &label) && span_equal(label, SPAN("8.3")));
	assert_true(label_next(&rest, &label) && span_equal(label, SPAN("8.4")));
	assert_false(label_next(&rest, &label));
	arena_free(arena);
}

static void a_passage_shares_fingerprints_with_its_text(void **state)
{
	static const char text[] = "When the tide is out the children of the island walk to school across the sand and "
				   "the post is brought by tractor before anybody has had breakfast.";
	struct arena *arena = arena_new();
	struct words whole = shingles_words(arena, span_str(text));
	struct words part = shingles_words(arena, span_slice(span_str(text), 36, 120));
	struct words other = shingles_words(arena, SPAN("Ferries will sail every hour from the first of June."));
	struct words none = shingles_words(arena, SPAN(" -- "));
	uint32_t of_whole[SHINGLES_MAX], of_part[SHINGLES_MAX];
	size_t in_whole = shingles_of(&whole, 2, of_whole), in_part = shingles_of(&part, 2, of_part), shared = 0;

	(void)state;
	for (size_t i = 0; i < in_part; i++)
		for (size_t k = 0; k < in_whole; k++)
			shared += of_part[i] == of_whole[k];
	assert_true(in_part > 0 && shared == in_part);
	assert_true(shingles_share(&whole, &part) == 1 && shingles_share(&part, &whole) == 1);
	assert_true(shingles_share(&whole, &other) < 0.1);
	assert_int_equal(shingles_of(&none, 2, of_part), 0);
	assert_true(shingles_share(&whole, &none) == 0);
	arena_free(arena);
}

static void values_come_back_in_order(void **state)
{
	struct multimap map = { .arena = arena_new() };
	const struct multimap_node *node;

	(void)state;
	assert_null(multimap_find(&map, 7));
	for (uint32_t i = 0; i < 5000; i++)
		multimap_put(&map, i % 1000, i);
	for (uint64_t key = 0; key < 1000; key++) {
		node = multimap_find(&map, key);
		for (uint32_t i = 0; i < 5; i++) {
			assert_non_null(node);
			assert_int_equal(node->value, key + 1000 * i);
			node = multimap_next(&map, node);
		}
		assert_null(node);
	}
	assert_int_equal(multimap_count(&map, 123456), 0);
	assert_int_equal(multimap_count(&map, 123456), 1);
	assert_int_equal(multimap_count(&map, 123456), 2);
	arena_free(map.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_of_one_record),
		cmocka_unit_test(identities_agree_unless_a_field_differs),
		cmocka_unit_test(sessions_at_the_turn_of_the_century),
		cmocka_unit_test(labels_in_one_spelling),
		cmocka_unit_test(a_passage_shares_fingerprints_with_its_text),
		cmocka_unit_test(values_come_back_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
