/* The words that take a position, each of them once: what the answer to a recommendation is read as. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "pipeline/split/split.h"

/* The answer to «Recommendation 1: Every harbour should light its lamps at dusk.» */
static const struct {
	const char *answer;
	enum position position;
} wordings[] = {
	{ "The Government agreed with the Committee’s recommendation.", POSITION_AGREED },
	{ "The Government agrees with the Committee‘s conclusion.", POSITION_AGREED },
	{ "The Government agrees with the need to light lamps.", POSITION_AGREED },
	{ "The Government agrees that lamps should be lit at dusk.", POSITION_AGREED },
	{ "The government accepts this recommendation in principle.", POSITION_AGREED },
	{ "The government accepts recommendation 1 in full.", POSITION_AGREED },
	{ "The government supports this recommendation.", POSITION_AGREED },
	{ "The government fully supports this recommendation.", POSITION_AGREED },
	{ "The Australian Government supports the recommendation in principle.", POSITION_AGREED },
	{ "The Government accepts in principle.", POSITION_AGREED },
	{ "We agree. Lamps will be lit.", POSITION_AGREED },
	{ "We accept this recommendation and will act on it.", POSITION_AGREED },
	{ "This recommendation is accepted in full by the Harbour Government and the Isles Government.", POSITION_AGREED },
	{ "This recommendation is accepted.", POSITION_AGREED },
	{ "Accepted in principle.", POSITION_AGREED },
	{ "Accept. The order has been given.", POSITION_AGREED },
	{ "Agreed.", POSITION_AGREED },
	{ "Supported.", POSITION_AGREED },
	{ "Yes.", POSITION_AGREED },
	{ "Management concurred.", POSITION_AGREED },
	{ "The Department concurs with the recommendation.", POSITION_AGREED },
	{ "The Government partially accepts this recommendation.", POSITION_PARTIALLY_AGREED },
	{ "The government broadly accepts this recommendation.", POSITION_PARTIALLY_AGREED },
	{ "The Government accepts this recommendation in part.", POSITION_PARTIALLY_AGREED },
	{ "Accepted in part.", POSITION_PARTIALLY_AGREED },
	{ "Partially agreed.", POSITION_PARTIALLY_AGREED },
	{ "Partly accepted. Some lamps are lit.", POSITION_PARTIALLY_AGREED },
	{ "Management partially concurred.", POSITION_PARTIALLY_AGREED },
	{ "The Government does not agree with the Committee‘s view.", POSITION_DISAGREED },
	{ "The government does not accept this recommendation.", POSITION_DISAGREED },
	{ "The Government did not agree with the Committee’s recommendation.", POSITION_DISAGREED },
	{ "The Government disagrees with the Committee’s recommendation.", POSITION_DISAGREED },
	{ "The government rejects this recommendation.", POSITION_DISAGREED },
	{ "The Government cannot accept this recommendation.", POSITION_DISAGREED },
	{ "We do not support this recommendation.", POSITION_DISAGREED },
	{ "This recommendation is not accepted.", POSITION_DISAGREED },
	{ "Not accepted.", POSITION_DISAGREED },
	{ "Not agreed. Lamps burn oil.", POSITION_DISAGREED },
	{ "Rejected.", POSITION_DISAGREED },
	{ "Reject. Lamps burn oil.", POSITION_DISAGREED },
	{ "Do not accept.", POSITION_DISAGREED },
	{ "Management did not concur.", POSITION_DISAGREED },
	{ "Noted.", POSITION_NOTED },
	{ "Acknowledged.", POSITION_NOTED },
	{ "The Australian Government notes this recommendation.", POSITION_NOTED },
	{ "The Government acknowledges this recommendation.", POSITION_NOTED },
	/* Nothing is guessed from the tone. */
	{ "This recommendation is not for the UK government to respond to.", POSITION_UNKNOWN },
	{ "State neither agreed nor disagreed with our recommendations.", POSITION_UNKNOWN },
	{ "Lamps are lit in most harbours already.", POSITION_UNKNOWN },
	{ "The Government welcomes the interest of the Committee.", POSITION_UNKNOWN },
	{ "The Government agrees that openness is good.", POSITION_UNKNOWN },
	{ "The Government will consider the matter.", POSITION_UNKNOWN },
};

static struct passage *add(struct document *d, enum role role, const char *text)
{
	struct passage *p = document_add_passage(d);

	p->role = role;
	p->text = span_str(text);
	p->place.line_start = p->place.line_end = (long)d->passage_count;
	return p;
}

static const struct item *answer_of(const struct document *d)
{
	for (size_t i = 0; i < d->item_count; i++)
		if (d->items[i].type == ITEM_RESPONSE)
			return &d->items[i];
	return NULL;
}

static enum position position_of(const struct family_set *set, const char *answer)
{
	struct document *d = document_new();
	const struct item *item;
	enum position position;

	d->source.path = SPAN("in.txt");
	add(d, ROLE_HEADING, "Recommendation 1");
	add(d, ROLE_PARAGRAPH, "Every harbour should light its lamps at dusk.");
	add(d, ROLE_HEADING, "Government response");
	add(d, ROLE_PARAGRAPH, answer);
	split_document(d, set, family_set_find(set, SPAN("labelled-response")));
	item = answer_of(d);
	if (!item)
		fail_msg("no response: %s", answer);
	position = item->position;
	document_free(d);
	return position;
}

static void each_wording_is_read_as_it_is_meant(void **state)
{
	struct family_error error;
	char file[256];
	struct family_set *set = family_set_open(NULL, &error, file, sizeof file);
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++) {
		enum position position = position_of(set, wordings[i].answer);

		if (position == wordings[i].position)
			continue;
		print_error("«%s» is read as %s\n", wordings[i].answer, position_name(position));
		wrong++;
	}
	family_set_free(set);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(each_wording_is_read_as_it_is_meant) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
