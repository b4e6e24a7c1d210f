/* Family files: what they can say, what is refused and where, and that the shipped ones do what they say. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "pipeline/split/family_check.h"

static struct family *parse(const char *text, struct family_error *error)
{
	return family_parse(SPAN("mine"), span_str(text), NULL, NULL, error);
}

static void refused(const char *text, int line, const char *words)
{
	struct family_error error;

	assert_null(parse(text, &error));
	assert_int_equal(error.line, line);
	if (!strstr(error.message, words))
		fail_msg("«%s» does not say «%s»", error.message, words);
}

static void a_file_becomes_rules(void **state)
{
	struct family_error error;
	struct family *f = parse("# mine\n"
				 "reads reports of mine\n"
				 "kind committee_report\n"
				 "let num = \\d{1,2}\n"
				 "recognise 5..20 ^Mine\n"
				 "item ^(?<number>{num})\\.\n"
				 "    ascending 2\n"
				 "    anywhere\n"
				 "response ^Answer:\n"
				 "position agreed agrees\n",
				 &error);

	(void)state;
	assert_non_null(f);
	assert_int_equal(f->kind, KIND_COMMITTEE_REPORT);
	assert_int_equal(f->starts.count, 2);
	assert_true(f->starts.rules[0].ascending && f->starts.rules[0].anywhere);
	assert_int_equal(f->starts.rules[0].gap, 2);
	assert_int_equal(f->starts.rules[0].line, 6);
	assert_true(pattern_found(f->starts.rules[0].pattern, SPAN("12. x")));
	assert_int_equal(f->lists[RULE_RECOGNISE].rules[0].points_most, 20);
	assert_int_equal(f->lists[RULE_POSITION].rules[0].value, POSITION_AGREED);
	family_free(f);
}

static void faults_name_the_line_and_the_remedy(void **state)
{
	(void)state;
	refused("kind report\n", 1, "committee_report");
	refused("reads x\n\nitm ^1\n", 3, "itm");
	refused("item ^(\n", 1, "parenthesis");
	refused("item\n", 1, "pattern");
	refused("position maybe x\n", 1, "partially_agreed");
	refused("    anywhere\n", 1, "no rule above");
	refused("item ^1\n    sideways\n", 2, "sideways");
	refused("recognise many ^x\n", 1, "points");
	refused("=> nothing\n", 1, "example");
	refused("use other\n", 1, "other");
	refused("item ^1\n    ascending 0\n", 2, "ascending");
	refused("item caf\xe9\n", 1, "UTF-8");
	refused("let x\n", 1, "let");
}

static bool find_itself(void *context, struct span name, struct span *text)
{
	(void)context;
	(void)name;
	*text = SPAN("use mine\n");
	return true;
}

static void a_file_that_uses_itself_is_refused(void **state)
{
	struct family_error error;

	(void)state;
	assert_null(family_parse(SPAN("mine"), SPAN("use mine\n"), find_itself, NULL, &error));
	assert_non_null(strstr(error.message, "use itself"));
}

static bool find_words(void *context, struct span name, struct span *text)
{
	(void)context;
	*text = SPAN("let digit = [0-9]\nitem ^from-used\nkind news\nreads other\n");
	return span_equal(name, SPAN("words"));
}

static void what_is_used_comes_behind_and_keeps_its_origin(void **state)
{
	struct family_error error;
	struct family *f = family_parse(SPAN("mine"), SPAN("kind letter\nitem ^own\nuse words\nitem ^{digit}\n"),
					find_words, NULL, &error);

	(void)state;
	assert_non_null(f);
	assert_int_equal(f->kind, KIND_LETTER);
	assert_int_equal(f->starts.count, 3);
	assert_true(span_equal(f->starts.rules[1].family, SPAN("words")));
	assert_int_equal(f->starts.rules[1].line, 2);
	assert_true(span_equal(f->starts.rules[2].family, SPAN("mine")));
	assert_int_equal(f->starts.rules[2].line, 4);
	assert_true(pattern_found(f->starts.rules[2].pattern, SPAN("7")));
	family_free(f);
}

static struct family_set *open_set(const char *folder)
{
	struct family_error error;
	char file[256];
	struct family_set *set = family_set_open(folder, &error, file, sizeof file);

	if (!set)
		fail_msg("%s:%d: %s", file, error.line, error.message);
	return set;
}

static void shipped_families_pass_their_examples(void **state)
{
	struct family_set *set = open_set(NULL);
	struct buffer failures;

	(void)state;
	buffer_init(&failures, BUFFER_LIMIT_DEFAULT);
	assert_true(family_set_count(set) >= 5);
	for (size_t i = 0; i < family_set_count(set); i++) {
		const struct family *f = family_set_at(set, i);
		size_t run;

		if (family_check(f, set, &failures, &run) > 0)
			fail_msg("%.*s: %s", SPAN_ARG(f->name), failures.data);
		assert_true(f->reads.len > 0);
		assert_true(run > 0);
	}
	buffer_release(&failures);
	family_set_free(set);
}

static void a_wrong_expectation_fails(void **state)
{
	static const char text[] = "reads x\nitem ^(?<number>\\d)\\. \nexample one\n| 1. Ships sink.\n=> conclusion 1: Boats sink.\n"
				   "example two\n| 1. Ships sink.\n=> nothing\n"
				   "example three\n| 1. Ships sink.\n=> conclusion 1: Ships sink.\n";
	struct family_set *set = open_set(NULL);
	struct family_error error;
	struct family *f = parse(text, &error);
	struct buffer failures;
	size_t run;

	(void)state;
	assert_non_null(f);
	buffer_init(&failures, BUFFER_LIMIT_DEFAULT);
	assert_int_equal(family_check(f, set, &failures, &run), 2);
	assert_int_equal(run, 3);
	assert_non_null(strstr(failures.data, "wanted conclusion 1: Boats sink."));
	assert_non_null(strstr(failures.data, "line 6: example «two»: also gives conclusion 1"));
	buffer_release(&failures);
	family_free(f);
	family_set_free(set);
}

static void a_folder_takes_the_place_of_what_is_compiled_in(void **state)
{
	char folder[] = "/tmp/winnow-families-XXXXXX", path[300];
	struct family_set *set;
	FILE *out;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/generic.family", folder);
	out = fopen(path, "w");
	fputs("reads mine\nrecognise 7 .\n", out);
	fclose(out);
	set = open_set(folder);
	assert_true(span_equal(family_set_find(set, SPAN("generic"))->reads, SPAN("mine")));
	assert_non_null(family_set_find(set, SPAN("letter")));
	family_set_free(set);
	unlink(path);
	rmdir(folder);
}

enum { HOSTILE_BYTES = 1024 * 1024 };

/* Adds so many bytes of a text on which patterns with nested repeats would run for hours. */
static void add_hostile(struct buffer *b, const char *unit, size_t bytes)
{
	size_t end = b->len + bytes;

	while (b->len < end)
		buffer_add_str(b, unit);
}

enum { RULES_MOST = 4000 };

/* Rules of shipped families, those of files that several use only once. */
struct rules {
	const struct rule *list[RULES_MOST];
	size_t count;
};

static void collect(struct rules *rules, const struct rule_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct rule *rule = &list->rules[i];
		size_t k = 0;

		while (k < rules->count && (rules->list[k]->line != rule->line ||
					    !span_equal(rules->list[k]->family, rule->family)))
			k++;
		assert_true(k < RULES_MOST);
		if (k == rules->count)
			rules->list[rules->count++] = rule;
	}
}

static void try_rules(const struct rules *rules, struct span text)
{
	struct match m;

	for (size_t i = 0; i < rules->count; i++) {
		pattern_match(rules->list[i]->pattern, text, 0, &m);
		if (rules->list[i]->tail)
			pattern_match(rules->list[i]->tail, text, 0, &m);
	}
}

static void shipped_patterns_stand_hostile_text(void **state)
{
	static const char *const units[] = { "a",    " ",      "1.",       "Recommendation 1 ", "The Government ", "by the end of ",
					     "( (",  "twenty ", "HC 1-",   "“‘",                "1.1 The ",        "January 20" };
	struct family_set *set = open_set(NULL);
	struct rules rules = { .count = 0 };
	struct buffer text;
	size_t from = 0;

	(void)state;
	for (size_t i = 0; i < family_set_count(set); i++) {
		const struct family *f = family_set_at(set, i);

		collect(&rules, &f->starts);
		for (int kind = 0; kind < RULE_KIND_COUNT; kind++)
			collect(&rules, &f->lists[kind]);
	}
	assert_true(rules.count > 200);
	buffer_init(&text, BUFFER_LIMIT_DEFAULT);
	for (size_t u = 0; u < sizeof units / sizeof *units; u++) { /* each by itself, for what is anchored */
		add_hostile(&text, units[u], HOSTILE_BYTES / (sizeof units / sizeof *units));
		try_rules(&rules, span_from(buffer_span(&text), from));
		from = text.len;
	}
	assert_true(text.len >= HOSTILE_BYTES - 1000);
	try_rules(&rules, buffer_span(&text));
	buffer_release(&text);
	family_set_free(set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_becomes_rules),
		cmocka_unit_test(faults_name_the_line_and_the_remedy),
		cmocka_unit_test(a_file_that_uses_itself_is_refused),
		cmocka_unit_test(what_is_used_comes_behind_and_keeps_its_origin),
		cmocka_unit_test(shipped_families_pass_their_examples),
		cmocka_unit_test(a_wrong_expectation_fails),
		cmocka_unit_test(a_folder_takes_the_place_of_what_is_compiled_in),
		cmocka_unit_test(shipped_patterns_stand_hostile_text),
	};

	return cmocka_run_group_tests_name("family", tests, NULL, NULL);
}
