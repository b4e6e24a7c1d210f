/* Patterns: named groups, what is refused, and limits on hostile text. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>

#include "pipeline/base/buffer.h"
#include "pipeline/split/pattern.h"

static struct pattern *compile(const char *source)
{
	char message[256];
	size_t offset;
	struct pattern *p = pattern_new(span_str(source), message, sizeof message, &offset);

	assert_non_null(p);
	return p;
}

static void groups_are_found_by_name(void **state)
{
	struct pattern *p = compile("^(?<number>\\d+)\\.\\s*(?<text>.*)$");
	struct match m;

	(void)state;
	assert_int_equal(pattern_match(p, SPAN("12. The Office"), 0, &m), MATCH_FOUND);
	assert_true(span_equal(m.groups[GROUP_NUMBER], SPAN("12")));
	assert_true(span_equal(m.groups[GROUP_TEXT], SPAN("The Office")));
	assert_null(m.groups[GROUP_LABEL].ptr);
	assert_int_equal(pattern_match(p, SPAN("The Office"), 0, &m), MATCH_NONE);
	pattern_free(p);
}

static void alternatives_share_a_group(void **state)
{
	struct pattern *p = compile("(?|in (?<date>\\w+)|(?<date>by \\w+))");
	struct match m;

	(void)state;
	assert_int_equal(pattern_match(p, SPAN("done by June"), 0, &m), MATCH_FOUND);
	assert_true(span_equal(m.groups[GROUP_DATE], SPAN("by June")));
	assert_int_equal(pattern_match(p, SPAN("done in June"), 0, &m), MATCH_FOUND);
	assert_true(span_equal(m.groups[GROUP_DATE], SPAN("June")));
	pattern_free(p);
}

static void letters_are_unicode(void **state)
{
	struct pattern *p = compile("(?i)^\\p{Lu}\\w+ ÉTAT$");

	(void)state;
	assert_true(pattern_found(p, SPAN("Œuvre état")));
	pattern_free(p);
}

static void an_empty_subject_is_no_fault(void **state)
{
	struct pattern *p = compile("^$");

	(void)state;
	assert_true(pattern_found(p, (struct span){ NULL, 0 }));
	pattern_free(p);
}

static void faults_say_where(void **state)
{
	char message[256];
	size_t offset;

	(void)state;
	assert_null(pattern_new(SPAN("abc(def"), message, sizeof message, &offset));
	assert_int_equal(offset, 7);
	assert_non_null(strstr(message, "parenthes"));
	assert_null(pattern_new(SPAN("(?<nmber>\\d)"), message, sizeof message, &offset));
	assert_non_null(strstr(message, "nmber"));
}

static void a_careless_pattern_meets_its_limit(void **state)
{
	struct pattern *p = compile("^(?:a+)+$");
	struct buffer text;
	struct match m;

	(void)state;
	buffer_init(&text, BUFFER_LIMIT_DEFAULT);
	for (int i = 0; i < 100000; i++)
		buffer_add_char(&text, 'a');
	buffer_add_char(&text, '!');
	assert_int_equal(pattern_match(p, buffer_span(&text), 0, &m), MATCH_LIMIT);
	assert_false(pattern_found(p, buffer_span(&text)));
	buffer_release(&text);
	pattern_free(p);
}

/* One that remembers a way back for each character needs more than the first stack of JIT. */
static void a_long_subject_gets_a_larger_stack(void **state)
{
	enum { LENGTH = 4000 };
	struct pattern *p = compile("^(?:a|bc)*$");
	char *text = malloc(LENGTH);

	(void)state;
	assert_non_null(text);
	memset(text, 'a', LENGTH);
	assert_true(pattern_found(p, span_of(text, LENGTH)));
	assert_true(pattern_found(p, span_of(text, LENGTH / 2)));
	text[LENGTH - 1] = 'x';
	assert_false(pattern_found(p, span_of(text, LENGTH)));
	free(text);
	pattern_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(groups_are_found_by_name),
		cmocka_unit_test(alternatives_share_a_group),
		cmocka_unit_test(letters_are_unicode),
		cmocka_unit_test(an_empty_subject_is_no_fault),
		cmocka_unit_test(faults_say_where),
		cmocka_unit_test(a_careless_pattern_meets_its_limit),
		cmocka_unit_test(a_long_subject_gets_a_larger_stack),
	};

	return cmocka_run_group_tests_name("pattern", tests, NULL, NULL);
}
