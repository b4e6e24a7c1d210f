/*
 * The hard cases of linking: precision and recall on a made heap in which little is
 * said in full.
 *
 * Four committees make 240 reports in sessions that each count from one, so that
 * every ordinal and every paper number is there many times. Every third report fills
 * the one before it in again, for another committee, with other years and names. An
 * answer names its report in one of the ways NAMED, quotes as in link_texts.h, and
 * every fifth answers a second report too. Half of the titles are longer than what
 * others call them. Progress reports quote nothing; letters
 * know a title, a number and six tenths of a recommendation. What an item really is
 * stands in its `rule`.
 */
#include "tests/link_texts.h"

enum { REPORTS = 240, MOST = 9 };

static const char *const BODIES[] = { "Committee of Public Accounts", "Transport Committee", "Home Affairs Committee",
				      "House of Lords Science Committee" };
static const char *const SHORT_BODIES[] = { "Public Accounts Committee", "the Transport Select Committee",
					    "Home Affairs Select Committee", "Lords Science Committee" };

enum naming {
	NAMED_IN_FULL,
	NAMED_BY_NUMBER,        /* body, session, number */
	NAMED_BY_TITLE,         /* body and title, maybe cut short */
	NAMED_BY_PAPER,         /* paper and session */
	NAMED_BY_PAPER_TITLE,   /* paper without session, and title */
	NAMED_BY_SHORT_BODY,    /* another name of the body, session, number */
	NAMED_BY_LONG_PAPER,    /* "HC 113-I", session, title */
	NAMED_BY_NUMBER_TITLE,  /* number, session, title; no body */
	NAMINGS
};

struct made {
	char texts[MOST][TEXT_MAX];
	int count, body, number;
	char session[16], title[96], short_title[64], paper[16], long_paper[16];
};

/* How the report of that index was numbered: sessions of 60 reports, 15 for each committee. */
static void make_report(struct made *m, int index)
{
	uint32_t seed = 7919u * (uint32_t)(index % 3 == 2 ? index : index + 1) + 13;
	uint32_t facts = 104729u * (uint32_t)index + 17;
	uint32_t titles = seed;
	static const char *const PLACES[] = { "the north", "Wales", "the islands", "the uplands", "two cities", "the Fens" };
	int year = 2010 + index / 60;

	m->body = index % 4;
	m->count = 5 + (int)(next_random(&seed) % 5);
	m->number = index % 60 / 4 + 1;
	snprintf(m->session, sizeof m->session, "%d-%02d", year, year % 100 + 1);
	snprintf(m->short_title, sizeof m->short_title, "%s %s in %s", PICK(&titles, "Repairing", "Selling", "Counting", "Funding"),
		 PICK(&titles, "bridges", "eels", "trains", "museums", "roofs", "prisons", "lighthouses", "orchards"),
		 PLACES[(next_random(&titles) + (uint32_t)m->body) % 6]);
	snprintf(m->title, sizeof m->title, "%s%s", m->short_title,
		 index % 2 ? ": lessons of the last ten years" : "");
	snprintf(m->paper, sizeof m->paper, "HC %d", 100 + index % 60);
	snprintf(m->long_paper, sizeof m->long_paper, "HC %d-I", 100 + index % 60);
	for (int i = 0; i < m->count; i++)
		make_text(m->texts[i], &seed, &facts);
}

static int64_t name(struct heap *h, const struct made *m, const char *role, enum naming naming)
{
	const char *body = BODIES[m->body];

	switch (naming) {
	case NAMED_BY_NUMBER:
		return NAME(h, role, .body = body, .session = m->session, .number = m->number);
	case NAMED_BY_TITLE:
		return NAME(h, role, .body = body, .title = m->short_title);
	case NAMED_BY_PAPER:
		return NAME(h, role, .paper = m->paper, .session = m->session);
	case NAMED_BY_PAPER_TITLE:
		return NAME(h, role, .paper = m->paper, .title = m->title);
	case NAMED_BY_SHORT_BODY:
		return NAME(h, role, .body = SHORT_BODIES[m->body], .session = m->session, .number = m->number);
	case NAMED_BY_LONG_PAPER:
		return NAME(h, role, .paper = m->long_paper, .session = m->session, .title = m->title);
	case NAMED_BY_NUMBER_TITLE:
		return NAME(h, role, .session = m->session, .number = m->number, .title = m->title);
	default:
		return NAME(h, role, .body = body, .session = m->session, .number = m->number, .title = m->title,
			    .paper = m->paper);
	}
}

static void document(struct heap *h, const char *what, int index, const char *kind)
{
	char path[32];

	snprintf(path, sizeof path, "%s-%d", what, index);
	heap_document(h, path, kind);
}

/* The rule of an item: which recommendation it is about, and which case of the test it belongs to. */
static const char *truth(char rule[48], const char *kind, int index, int i)
{
	snprintf(rule, 48, "%d.%d %s", index, i + 1, kind);
	return rule;
}

static const char *label_of(char label[16], int i)
{
	snprintf(label, 16, "%d", i + 1);
	return label;
}

static void say_report(struct heap *h, const struct made *m, int index)
{
	char label[16], rule[48];
	int64_t report;

	document(h, "report", index, "committee_report");
	report = name(h, m, "own", index % 7 == 6 ? NAMED_BY_NUMBER_TITLE : NAMED_IN_FULL);
	for (int i = 0; i < m->count; i++)
		SAY(h, report, RECOMMENDATION, label_of(label, i), m->texts[i], .rule = truth(rule, "report", index, i));
}

static void answer_one(struct heap *h, const struct made *m, int index, const char *kind, enum naming naming)
{
	enum way way = (enum way)(index / 4 % WAYS);
	uint32_t seed = (uint32_t)index * 31 + 7;
	int64_t report = name(h, m, "answers", naming);
	char label[16], rule[48], text[TEXT_MAX];
	int number = 0;

	for (int i = 0; i < m->count; i++) {
		if (way == RENUMBERED && next_random(&seed) % 4 == 0)
			continue;
		label_of(label, way == RENUMBERED ? number++ : i);
		quote(text, m->texts[i], way, &seed);
		SAY(h, report, RECOMMENDATION, label, text, .how = "quoted", .rule = truth(rule, kind, index, i));
		SAY(h, report, RESPONSE, label, "The Government agrees with this.", .rule = truth(rule, kind, index, i));
	}
}

static void say_answers(struct heap *h, const struct made *made, int index)
{
	enum naming naming = (enum naming)(index % NAMINGS);

	document(h, "answer", index, "government_response");
	answer_one(h, &made[index], index, "answer", naming);
	if (index % 5 == 0 && index + 7 < REPORTS)
		answer_one(h, &made[index + 7], index + 7, "second", NAMED_BY_NUMBER);
}

/* "Recommendation 3 of the Twelfth Report": a number and nothing quoted. */
static void say_progress(struct heap *h, const struct made *m, int index)
{
	char label[16], rule[48];
	int64_t report;

	document(h, "progress", index, "government_response");
	report = name(h, m, "answers", NAMED_BY_NUMBER);
	for (int i = index % 2; i < m->count; i += 2)
		SAY(h, report, RESPONSE, label_of(label, i), "It was done in the spring.",
		    .rule = truth(rule, "progress", index, i));
}

static void say_letter(struct heap *h, const struct made *m, int index)
{
	uint32_t seed = (uint32_t)index + 3;
	char label[16], rule[48], text[TEXT_MAX];
	int i = index % m->count;
	int64_t report;

	document(h, "letter", index, "letter");
	report = NAME(h, "answers", .title = m->short_title);
	quote(text, m->texts[i], CUT, &seed);
	SAY(h, report, RECOMMENDATION, label_of(label, i), text, .how = "quoted", .rule = truth(rule, "letter", index, i));
	SAY(h, report, RESPONSE, label, "My officials meet them every month.", .rule = truth(rule, "letter", index, i));
}

static const char truth_tables[] =
	"CREATE TEMP TABLE truth AS SELECT o.record_id, substr(i.rule, 1, instr(i.rule, ' ') - 1) AS is_really "
	"FROM occurrences o JOIN items i ON i.id = o.item_id "
	"WHERE o.record_type = 'recommendation' AND o.how = 'stated' AND i.rule LIKE '% report';"
	"CREATE INDEX temp.truth_record ON truth(record_id);"
	"CREATE TEMP TABLE links AS SELECT substr(i.rule, instr(i.rule, ' ') + 1) AS kind, "
	"coalesce(t.is_really, '') = substr(i.rule, 1, instr(i.rule, ' ') - 1) AS right, i.id AS item, "
	"t.is_really IS NULL AS loose "
	"FROM response_recommendations x JOIN occurrences o ON o.record_type = 'response' AND o.record_id = x.response_id "
	"JOIN items i ON i.id = o.item_id LEFT JOIN truth t ON t.record_id = x.recommendation_id";

/* A link to a recommendation that no report states (`loose`) is no wrong one, but finds nothing either. */
static void measure(struct heap *h, const char *kind, double precision_least, double recall_least)
{
	char sql[256];
	double right, wrong, all, precision, recall;

	snprintf(sql, sizeof sql, "SELECT count(*) FROM links WHERE kind = '%s' AND right", kind);
	right = (double)heap_int(h, sql);
	snprintf(sql, sizeof sql, "SELECT count(*) FROM links WHERE kind = '%s' AND NOT right AND NOT loose", kind);
	wrong = (double)heap_int(h, sql);
	snprintf(sql, sizeof sql, "SELECT count(*) FROM items WHERE item_type = 'response' AND rule LIKE '%% %s'", kind);
	all = (double)heap_int(h, sql);
	precision = right + wrong > 0 ? right / (right + wrong) : 1;
	recall = right / all;
	print_message("%-9s right %.0f, wrong %.0f, of %.0f: precision %.4f, recall %.4f\n", kind, right, wrong, all,
		      precision, recall);
	if (precision < precision_least || recall < recall_least)
		fail_msg("%s: below %.3f and %.3f", kind, precision_least, recall_least);
}

static void hard_links_are_right(void **state)
{
	struct made *made = calloc(REPORTS, sizeof *made);
	struct heap h;

	(void)state;
	heap_open(&h);
	store_begin(h.store);
	for (int i = 0; i < REPORTS; i++)
		make_report(&made[i], i);
	for (int i = 0; i < REPORTS; i++) {
		say_report(&h, &made[i], i);
		say_answers(&h, made, i);
		if (i % 3 == 0)
			say_progress(&h, &made[i], i);
		if (i % 4 == 1)
			say_letter(&h, &made[i], i);
	}
	store_commit(h.store);
	heap_settle(&h);
	store_exec(h.store, truth_tables);
	measure(&h, "answer", 0.999, 0.99);
	measure(&h, "second", 0.999, 0.99);
	/* Some are about reports whose committee no paper names: by their number they could be any of four. */
	measure(&h, "progress", 0.999, 0.94);
	measure(&h, "letter", 0.999, 0.94);
	free(made);
	heap_close(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(hard_links_are_right) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
