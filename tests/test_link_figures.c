/*
 * How often link is right: precision and recall of its links on a made heap.
 *
 * 300 reports of seven to twelve recommendations, put together from a small
 * vocabulary so that many are nearly alike: every third report says what the one
 * before it says with other years, amounts and names. Each is answered, in one of
 * the ways that the real ones are: as it stands, renumbered with some left out,
 * cut to a half, with words exchanged and letters misread; and a fifth of the
 * reports have lost their names. What an item really is stands in its `rule`.
 */
#include "tests/link_texts.h"

enum { REPORTS = 300, RECOMMENDATIONS_MAX = 12 };

struct made {
	char texts[RECOMMENDATIONS_MAX][TEXT_MAX];
	int count;
	int session; /* first year */
	int number;
	bool nameless;
};

/* The same `seed` and other `facts` fill one template in again. */
static void make_report(struct made *made, int index)
{
	uint32_t seed = 7919u * (uint32_t)(index % 3 == 2 ? index : index + 1) + 13;
	uint32_t facts = 104729u * (uint32_t)index + 17;

	made->count = 7 + (int)(next_random(&seed) % 6);
	made->session = 2010 + index / 40;
	made->number = index % 40 + 1;
	made->nameless = index % 5 == 4;
	for (int i = 0; i < made->count; i++)
		make_text(made->texts[i], &seed, &facts);
}

static struct named name_of(const struct made *made, const char *role, char session[16])
{
	snprintf(session, 16, "%d-%02d", made->session, (made->session + 1) % 100);
	return (struct named){ .role = role, .body = "Committee of Public Accounts", .session = session,
			       .number = made->number };
}

static void say_report(struct heap *h, const struct made *made, int index)
{
	char path[32], session[16], label[16], rule[32];
	int64_t report;

	snprintf(path, sizeof path, "report-%d", index);
	heap_document(h, path, "committee_report");
	report = made->nameless ? NAME(h, "own", .unattributed = 1) : heap_name(h, name_of(made, "own", session));
	for (int i = 0; i < made->count; i++) {
		snprintf(label, sizeof label, "%d", i + 1);
		snprintf(rule, sizeof rule, "%d.%d", index, i + 1);
		SAY(h, report, RECOMMENDATION, label, made->texts[i], .rule = rule);
	}
}

static void say_answer(struct heap *h, const struct made *made, int index)
{
	char path[32], session[16], label[16], rule[32], text[TEXT_MAX];
	enum way way = (enum way)(index / 3 % WAYS);
	uint32_t seed = (uint32_t)index + 1;
	int64_t report;
	int number = 0;

	snprintf(path, sizeof path, "answer-%d", index);
	heap_document(h, path, "government_response");
	report = heap_name(h, name_of(made, "answers", session));
	for (int i = 0; i < made->count; i++) {
		if (way == RENUMBERED && next_random(&seed) % 4 == 0)
			continue;
		number = way == RENUMBERED ? number + 1 : i + 1;
		quote(text, made->texts[i], way, &seed);
		snprintf(label, sizeof label, "%d", number);
		snprintf(rule, sizeof rule, "%d.%d", index, i + 1);
		SAY(h, report, RECOMMENDATION, label, text, .how = "quoted", .rule = rule);
		SAY(h, report, RESPONSE, label, "The Government agrees with this.", .rule = rule);
	}
}

/* What a recommendation is, is what its statement in the report is. */
static const char truth_view[] =
	"CREATE TEMP TABLE truth AS SELECT o.record_id, i.rule FROM occurrences o JOIN items i ON i.id = o.item_id"
	" WHERE o.record_type = 'recommendation' AND o.how = 'stated';"
	"CREATE INDEX temp.truth_record ON truth(record_id)";

static void measure(struct heap *h, const char *what, int64_t right, int64_t wrong, int64_t all)
{
	double precision = right + wrong > 0 ? (double)right / (double)(right + wrong) : 1;
	double recall = all > 0 ? (double)right / (double)all : 1;

	(void)h;
	print_message("%-10s right %lld, wrong %lld, of %lld: precision %.4f, recall %.4f\n", what, (long long)right,
		      (long long)wrong, (long long)all, precision, recall);
	assert_true(precision >= 0.999);
	assert_true(recall >= 0.99);
}

static void links_are_right(void **state)
{
	struct made *made = calloc(REPORTS, sizeof *made);
	struct heap h;

	(void)state;
	heap_open(&h);
	store_begin(h.store);
	for (int i = 0; i < REPORTS; i++) {
		make_report(&made[i], i);
		say_report(&h, &made[i], i);
		say_answer(&h, &made[i], i);
	}
	store_commit(h.store);
	heap_settle(&h);
	store_exec(h.store, truth_view);
	measure(&h, "quotations",
		heap_int(&h, "SELECT count(*) FROM occurrences o JOIN items i ON i.id = o.item_id"
			     " JOIN truth t ON t.record_id = o.record_id WHERE o.how = 'quoted' AND t.rule = i.rule"),
		heap_int(&h, "SELECT count(*) FROM occurrences o JOIN items i ON i.id = o.item_id"
			     " JOIN truth t ON t.record_id = o.record_id WHERE o.how = 'quoted' AND t.rule <> i.rule"),
		heap_int(&h, "SELECT count(*) FROM items WHERE how = 'quoted'"));
	measure(&h, "answers",
		heap_int(&h, "SELECT count(*) FROM response_recommendations x"
			     " JOIN truth t ON t.record_id = x.recommendation_id"
			     " JOIN occurrences o ON o.record_type = 'response' AND o.record_id = x.response_id"
			     " JOIN items i ON i.id = o.item_id WHERE i.rule = t.rule"),
		heap_int(&h, "SELECT count(*) FROM response_recommendations x"
			     " JOIN truth t ON t.record_id = x.recommendation_id"
			     " JOIN occurrences o ON o.record_type = 'response' AND o.record_id = x.response_id"
			     " JOIN items i ON i.id = o.item_id WHERE i.rule <> t.rule"),
		heap_int(&h, "SELECT count(*) FROM items WHERE item_type = 'response'"));
	free(made);
	heap_close(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(links_are_right) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
