/* Needles: what a pattern cannot match without, and that nothing is ruled out that matches. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>

#include "pipeline/split/family_set.h"

static bool may(const char *pattern, const char *text)
{
	struct needles *n = needles_make(span_str(pattern));
	struct grams g;
	bool answer;

	grams_make(&g, span_str(text));
	answer = needles_may_occur(n, &g);
	free(n);
	return answer;
}

static void words_that_are_missing_rule_a_pattern_out(void **state)
{
	static const char *const patterns[] = {
		"\\breport\\b",	  "(?i)\\bREPORT\\b",	 "^(?<label>\\d+)\\s+reports?\\b", "(?:the\\s+)?report(?:s|ed)",
		"report(?!er)",	  "(?=report)r",	 "[a-z]+report",		   "a?(?:report){1,3}",
		"report|reporter", "\\(report\\)|report", "(?:x|reports\\.)\\s+report",	   "(?<!x)report\\x{41}?|report",
	};

	(void)state;
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		if (i < sizeof patterns / sizeof *patterns - 1 && may(patterns[i], "nothing of that kind"))
			fail_msg("%s is not ruled out", patterns[i]);
		assert_true(may(patterns[i], "the (reports.) report of a Reporter: REPORT"));
	}
}

static void what_may_be_left_out_is_not_wanted(void **state)
{
	static const char *const patterns[] = { "(?:report)?",	"(?:report)*x",	 "(?:report){0,2}", "report|",	    "(?!report).",
						"(?:report|.)", "re?p",		 "[report]",	    "\\p{Lu}report?|x", "(*FAIL)|report",
						"(report",	"\\Qreport\\E",	 "(a|b)?",	    "" };

	(void)state;
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
		if (!may(patterns[i], "zzz"))
			fail_msg("%s is ruled out", patterns[i]);
}

static void of_two_lists_both_are_wanted(void **state)
{
	(void)state;
	assert_true(may("(?:report|answer)\\s+(?:says|warns)", "the report says"));
	assert_false(may("(?:report|answer)\\s+(?:says|warns)", "the report is long"));
	assert_false(may("(?:report|answer)\\s+(?:says|warns)", "the peer says"));
	assert_true(may("(?:report|answer)\\s+(?:says|warns)|letter", "a letter"));
}

static void letters_of_another_case_rule_nothing_out(void **state)
{
	(void)state;
	assert_true(may("(?i)minutes", "minute\xc5\xbf"));
	assert_true(may("(?i)ask", "as\xe2\x84\xaa"));
}

/* Each shipped pattern matches no text of the families' own examples that its needles rule out. */
static void try_list(const struct rule_list *list, struct span text, size_t *matches)
{
	struct grams g;

	grams_make(&g, text);
	for (size_t i = 0; i < list->count; i++) {
		if (!pattern_found(list->rules[i].pattern, text))
			continue;
		++*matches;
		if (!pattern_may_match(list->rules[i].pattern, &g))
			fail_msg("%.*s:%d is ruled out on «%.*s»", SPAN_ARG(list->rules[i].family), list->rules[i].line,
				 SPAN_ARG(text));
	}
}

static void nothing_is_ruled_out_that_matches(void **state)
{
	struct family_error error;
	char file[256];
	struct family_set *set = family_set_open(NULL, &error, file, sizeof file);
	size_t matches = 0;

	(void)state;
	assert_non_null(set);
	for (size_t i = 0; i < family_set_count(set); i++) {
		const struct family *f = family_set_at(set, i);

		for (size_t e = 0; e < f->example_count; e++) {
			struct span rest = f->examples[e].input, line;

			while (span_next_line(&rest, &line)) {
				try_list(&f->starts, line, &matches);
				for (int kind = 0; kind < RULE_KIND_COUNT; kind++)
					try_list(&f->lists[kind], line, &matches);
			}
		}
	}
	assert_true(matches > 500);
	family_set_free(set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_that_are_missing_rule_a_pattern_out),
		cmocka_unit_test(what_may_be_left_out_is_not_wanted),
		cmocka_unit_test(of_two_lists_both_are_wanted),
		cmocka_unit_test(letters_of_another_case_rule_nothing_out),
		cmocka_unit_test(nothing_is_ruled_out_that_matches),
	};

	return cmocka_run_group_tests_name("needles", tests, NULL, NULL);
}
