/* Split: passages in, references and items out. Repeats, splices, late pieces, labels, contexts. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/split/split.h"

struct fixture {
	struct family_set *set;
	struct document *d;
};

/* Passages as normalize would give them: "#" a heading, "*" a list item, "~" furniture, "^" a footnote. */
static void add(struct document *d, const char *line)
{
	static const struct {
		char mark;
		enum role role;
	} marks[] = { { '#', ROLE_HEADING }, { '*', ROLE_LIST_ITEM }, { '~', ROLE_FURNITURE }, { '^', ROLE_FOOTNOTE } };
	struct passage *p = document_add_passage(d);

	p->role = ROLE_PARAGRAPH;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (line[0] == marks[i].mark) {
			p->role = marks[i].role;
			line += 2;
			break;
		}
	if (p->role == ROLE_LIST_ITEM)
		p->marker = SPAN("•");
	p->text = span_str(line);
	p->place.line_start = p->place.line_end = (long)d->passage_count;
}

static void split(struct fixture *f, const char *family, const char *const *lines)
{
	f->d = document_new();
	f->d->source.path = SPAN("in.txt");
	for (; *lines; lines++)
		add(f->d, *lines);
	split_document(f->d, f->set, family ? family_set_find(f->set, span_str(family)) : NULL);
}

/* The families, once for all tests. */
static int open_families(void **state)
{
	struct family_error error;
	char file[256];

	*state = family_set_open(NULL, &error, file, sizeof file);
	return *state ? 0 : -1;
}

static int close_families(void **state)
{
	family_set_free(*state);
	return 0;
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	f->set = *state;
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	document_free(f->d);
	free(f);
	return 0;
}

/* The only item of this type and label that is no copy. */
static const struct item *the(const struct fixture *f, enum item_type type, const char *label, int reference)
{
	const struct item *found = NULL;

	for (size_t i = 0; i < f->d->item_count; i++) {
		const struct item *item = &f->d->items[i];

		if (item->type != type || item->copy_of >= 0 || !span_equal(item->label, span_str(label)) ||
		    (reference >= 0 && item->reference != reference))
			continue;
		assert_null(found);
		found = item;
	}
	if (!found)
		fail_msg("no %s %s", item_type_name(type), label);
	return found;
}

static void text_is(struct span text, const char *expected)
{
	if (!span_equal(text, span_str(expected)))
		fail_msg("«%.*s» is not «%s»", SPAN_ARG(text), expected);
}

static size_t originals(const struct fixture *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->d->item_count; i++)
		n += f->d->items[i].copy_of < 0;
	return n;
}

#define TM_3 "3: Committee of Public Accounts conclusion", "The Agency lost count of its pumps.", \
	     "Recommendation:", "The Agency should count its pumps by June 2019."
#define TM_4 "4: Committee of Public Accounts conclusion", "Repairs of pumps are late.", "Recommendation 4b:", \
	     "The Agency should repair its pumps sooner."

static void unlettered_recommendations_get_letters(void **state)
{
	struct fixture *f = *state;
	static const char *const lines[] = {
		"# Conclusions and recommendations", "1.Nobody counts the pumps.", "Recommendations:",
		"The Agency should count them.", "It must also publish the count.", "2.Repairs are late.",
		"Recommendation: The Agency should repair sooner.", "Later text that asks for nothing.", NULL
	};

	split(f, "pac-report", lines);
	assert_int_equal(f->d->item_count, 5);
	text_is(the(f, ITEM_RECOMMENDATION, "1a", -1)->text, "The Agency should count them.");
	text_is(the(f, ITEM_RECOMMENDATION, "1b", -1)->text, "It must also publish the count.");
	text_is(the(f, ITEM_CONCLUSION, "2", -1)->text, "Repairs are late.");
	text_is(the(f, ITEM_RECOMMENDATION, "2", -1)->text,
		"The Agency should repair sooner. Later text that asks for nothing.");
}

static void bullets_belong_to_their_recommendation(void **state)
{
	struct fixture *f = *state;
	static const char *const lines[] = { "# Conclusions and recommendations", "1. Nobody counts.",
					     "Recommendation: The Agency should:", "* count; and",
					     "* it should publish.", NULL };

	split(f, "pac-report", lines);
	text_is(the(f, ITEM_RECOMMENDATION, "1", -1)->text, "The Agency should: • count; and • it should publish.");
}

static void years_and_cross_references_are_no_items(void **state)
{
	struct fixture *f = *state;
	static const char *const lines[] = { "# Conclusions and recommendations", "1. Nobody counted in",
					     "2013. The count began later.", "40. Of them are lost.",
					     "2. Repairs are late.", NULL };

	split(f, "pac-report", lines);
	assert_int_equal(f->d->item_count, 2);
	text_is(the(f, ITEM_CONCLUSION, "1", -1)->text,
		"Nobody counted in 2013. The count began later. 40. Of them are lost.");
}

static void items_stand_only_in_their_section(void **state)
{
	struct fixture *f = *state;
	static const char *const lines[] = { "Conclusions and recommendations 5", "# 1 The pumps", "1. A paragraph of the body.",
					     "# Conclusions and recommendations", "1. Nobody counts.", "# Formal Minutes",
					     "2. Resolved to adjourn.", NULL };

	split(f, "pac-report", lines);
	assert_int_equal(f->d->item_count, 1);
	text_is(the(f, ITEM_CONCLUSION, "1", -1)->text, "Nobody counts.");
}

static void an_answer_has_paragraphs_position_and_date(void **state)
{
	struct fixture *f = *state;
	static const char *const lines[] = { TM_3, "3.1 The Government agreed with the Committee’s recommendation.",
					     "Revised target implementation date: Summer 2020.",
					     "3.2 The count has begun. It goes on", "^ 12 https://example.org/pumps",
					     "~ Twelfth Report of Session 2017-19 Department for Water",
					     "A further paragraph.", "3.3 It ends soon.", NULL };
	const struct item *r;

	split(f, "treasury-minutes", lines);
	r = the(f, ITEM_RESPONSE, "3", -1);
	assert_int_equal(r->position, POSITION_AGREED);
	assert_int_equal(r->status, STATUS_IN_PROGRESS);
	text_is(r->target_date, "2020-22");
	text_is(r->target_text, "Summer 2020");
	text_is(r->target_end, "2020-08-31");
	assert_int_equal(r->paragraph_count, 3);
	text_is(r->paragraphs[1].number, "3.2");
	text_is(r->paragraphs[1].text, "The count has begun. It goes on A further paragraph.");
	text_is(r->position_words, "The Government agreed");
	assert_int_equal(the(f, ITEM_RECOMMENDATION, "3", -1)->how, HOW_QUOTED);
}

static void the_identity_in_a_running_header_is_used(void **state)
{
	struct fixture *f = *state;
	static const char *const lines[] = { "PAC report: Pumps – Session 2017-19 (HC 77)", TM_3,
					     "~ Twelfth Report of Session 2017-19 Department for Water", "~ Pumps",
					     "3.1 The Government agreed with the Committee’s recommendation.", NULL };
	const struct reference *r;

	split(f, "treasury-minutes", lines);
	assert_int_equal(f->d->reference_count, 1);
	r = &f->d->references[0];
	assert_int_equal(r->number, 12);
	text_is(r->session, "2017-19");
	text_is(r->title, "Pumps");
	text_is(r->paper, "HC 77");
	text_is(r->department, "Department for Water");
	assert_int_equal(r->role, REFERENCE_ANSWERS);
}

static void a_block_scraped_twice_is_one(void **state)
{
	struct fixture *f = *state;
	static const char *const lines[] = { TM_3, "3.1 The Government agreed with the Committee’s recommendation.",
					     TM_3, "3.1 The Government agreed with the Committee’s recommendation.",
					     "3.2 The count has begun in all counties.", TM_4,
					     "4.1 The Government disagreed with the Committee’s recommendation.",
					     "4: Committee of Public Accounts conclusion", "Repairs of pumps are late.",
					     "Recommendation 4b:", "The Agency should repair its", NULL };

	split(f, "treasury-minutes", lines);
	assert_int_equal(originals(f), 6);
	assert_int_equal(the(f, ITEM_RESPONSE, "3", -1)->paragraph_count, 2);
	text_is(the(f, ITEM_RECOMMENDATION, "4b", -1)->text, "The Agency should repair its pumps sooner.");
	assert_int_equal(the(f, ITEM_RESPONSE, "4b", -1)->position, POSITION_DISAGREED);
}

static void a_paragraph_cut_off_its_response_finds_it(void **state)
{
	struct fixture *f = *state;
	static const char *const lines[] = { TM_3, "3.1 The Government agreed with the Committee’s recommendation.", TM_4,
					     "4.1 The Government agreed with the Committee’s recommendation.",
					     "3.2 The count has begun.", "9.9 This fits nothing.", NULL };

	split(f, "treasury-minutes", lines);
	assert_int_equal(the(f, ITEM_RESPONSE, "3", -1)->paragraph_count, 2);
	assert_int_equal(the(f, ITEM_RESPONSE, "4b", -1)->paragraph_count, 1);
}

static void letters_of_one_number_do_not_contest_it(void **state)
{
	struct fixture *f = *state;
	static const char *const lines[] = {
		"3 October 2018", "Dear Anne,",
		"On recommendation 3b (The Agency should publish a map of pumps), we will publish it in March.",
		"On recommendation 3c (Each county should train its ferry pilots), they are being trained.", NULL
	};

	split(f, "letter", lines);
	assert_int_equal(originals(f), 4);
	assert_int_equal(the(f, ITEM_RECOMMENDATION, "3b", -1)->reference,
			 the(f, ITEM_RECOMMENDATION, "3c", -1)->reference);
}

static void a_line_written_twice_at_the_cut_is_no_text(void **state)
{
	struct fixture *f = *state;
	static const char *const lines[] = {
		TM_3, "3: Committee of Public Accounts conclusion", "The Agency lost count of its pumps.",
		"Recommendation:", "The Agency should count its pumps by The Agency should count its pumps by", NULL
	};

	split(f, "treasury-minutes", lines);
	assert_int_equal(originals(f), 2);
	text_is(f->d->items[f->d->item_count - 1].text, "The Agency should count its pumps by");
}

/* A piece of a report on ferries stands between two copies of a report on pumps. */
static const char *const spliced[] = {
	"The Agency counts pumps, repairs pumps and pays counties for their repairs.",
	TM_3, "3.1 The Government agreed with the Committee’s recommendation.",
	"4: Committee of Public Accounts conclusions:", "Tourists wait hours for ferries to the island.",
	"Recommendation:", "The Ministry should charter another ferry for island tourists.",
	"4.1 The Government agreed with the Committee’s recommendation.",
	"4.2 Charter contracts with ferry owners are being negotiated.",
	"The Agency counts pumps, repairs pumps and pays counties for their repairs.",
	TM_3, "3.1 The Government agreed with the Committee’s recommendation.", TM_4,
	"4.1 The Government disagreed with the Committee’s recommendation.", NULL
};

static void a_piece_of_another_report_is_kept_apart(void **state)
{
	struct fixture *f = *state;
	const struct item *own, *foreign;

	split(f, "treasury-minutes", spliced);
	own = the(f, ITEM_RECOMMENDATION, "4b", -1);
	foreign = the(f, ITEM_RECOMMENDATION, "4", -1);
	assert_int_not_equal(own->reference, foreign->reference);
	assert_false(f->d->references[foreign->reference].attributed);
	assert_int_equal(the(f, ITEM_RESPONSE, "4", -1)->reference, foreign->reference);
	assert_int_equal(the(f, ITEM_RESPONSE, "4", -1)->paragraph_count, 2);
	assert_int_equal(the(f, ITEM_CONCLUSION, "3", -1)->reference, own->reference);
	assert_string_equal(f->d->diagnostics[0].code, "spliced");
}

static void formulas_of_two_reports_have_two_contexts(void **state)
{
	struct fixture *f = *state;
	struct span own, foreign;

	split(f, "treasury-minutes", spliced);
	foreign = f->d->passages[10].context;
	own = f->d->passages[f->d->passage_count - 1].context;
	assert_true(span_starts(f->d->passages[10].text, SPAN("4.1")));
	assert_false(span_equal(own, foreign));
	/* Copies of one record share theirs. */
	assert_true(span_equal(f->d->passages[5].context, f->d->passages[17].context));
	assert_true(span_starts(f->d->passages[5].text, SPAN("3.1")));
	assert_true(span_starts(f->d->passages[17].text, SPAN("3.1")));
}

static void a_letter_quotes_and_answers_in_one_passage(void **state)
{
	struct fixture *f = *state;
	static const char *const lines[] = {
		"3 October 2018", "Dear Anne,", "Twelfth PAC report of Session 2017-19 - Rural pumps",
		"* On recommendation 2 (The Agency should publish a map), we will publish it in March.",
		"We consider recommendation 4b (The Agency should name an owner), to be implemented. Ms Roe is the owner.",
		"We will write again.", NULL
	};
	const struct item *r;

	split(f, "letter", lines);
	assert_int_equal(f->d->item_count, 4);
	text_is(f->d->date, "2018-10-03");
	r = the(f, ITEM_RESPONSE, "2", -1);
	text_is(r->target_date, "2019-03");
	assert_int_equal(r->position, POSITION_UNKNOWN);
	assert_int_equal(the(f, ITEM_RECOMMENDATION, "2", -1)->how, HOW_QUOTED);
	r = the(f, ITEM_RESPONSE, "4b", -1);
	assert_int_equal(r->status, STATUS_IMPLEMENTED);
	text_is(r->text, "Ms Roe is the owner.");
	assert_int_equal(f->d->references[0].number, 12);
}

static void counts_that_are_stated_are_kept(void **state)
{
	struct fixture *f = *state;
	static const char *const lines[] = {
		"There were 9 recommendations in this report. 3 recommendations had been implemented.", TM_3, NULL
	};

	split(f, "treasury-minutes", lines);
	assert_int_equal(f->d->count_count, 2);
	text_is(f->d->counts[0].what, "recommendations");
	assert_int_equal(f->d->counts[0].count, 9);
}

static void the_family_follows_from_the_text(void **state)
{
	static const struct {
		const char *family;
		const char *lines[6];
	} cases[] = {
		{ "treasury-minutes", { TM_3, "3.1 The Government agreed with the Committee’s recommendation." } },
		{ "letter", { "3 May 2019", "Dear Chair,", "I am writing to explain.", "Yours sincerely," } },
		{ "pac-report", { "# Conclusions and recommendations", "1.Nobody counts.", "Recommendation: Count." } },
		{ "generic", { "# A guide", "Some text." } },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		split(f, NULL, cases[i].lines);
		text_is(f->d->family, cases[i].family);
		document_free(f->d);
		f->d = NULL;
	}
}

/* Many items of one number, and one item of many passages: no step may be quadratic in them. */
static void hostile_numbers_take_linear_time(void **state)
{
	struct fixture *f = *state;
	struct document *d = f->d = document_new();

	d->source.path = SPAN("in.txt");
	for (int i = 0; i < 5000; i++) {
		add(d, "3: Committee of Public Accounts conclusion");
		document_add_passage(d)->text = arena_printf(d->arena, "Text %d of pump %d and of county %d.", i, i * 7, i * 13);
		d->passages[d->passage_count - 1].role = ROLE_PARAGRAPH;
		add(d, "3.1 The Government agreed with the Committee’s recommendation.");
	}
	split_document(d, f->set, family_set_find(f->set, SPAN("treasury-minutes")));
	assert_int_equal(d->item_count, 10000);
}

static void an_empty_document_is_no_fault(void **state)
{
	static const char *const none[] = { NULL };

	split(*state, NULL, none);
	assert_int_equal(((struct fixture *)*state)->d->item_count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(unlettered_recommendations_get_letters),
		TEST(bullets_belong_to_their_recommendation),
		TEST(years_and_cross_references_are_no_items),
		TEST(items_stand_only_in_their_section),
		TEST(an_answer_has_paragraphs_position_and_date),
		TEST(the_identity_in_a_running_header_is_used),
		TEST(a_block_scraped_twice_is_one),
		TEST(a_paragraph_cut_off_its_response_finds_it),
		TEST(letters_of_one_number_do_not_contest_it),
		TEST(a_line_written_twice_at_the_cut_is_no_text),
		TEST(a_piece_of_another_report_is_kept_apart),
		TEST(formulas_of_two_reports_have_two_contexts),
		TEST(a_letter_quotes_and_answers_in_one_passage),
		TEST(counts_that_are_stated_are_kept),
		TEST(the_family_follows_from_the_text),
		TEST(hostile_numbers_take_linear_time),
		TEST(an_empty_document_is_no_fault),
	};

	return cmocka_run_group_tests_name("split", tests, open_families, close_families);
}
