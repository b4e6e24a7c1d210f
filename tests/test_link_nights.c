/* Links night by night: what is left as it was must be what one settle over everything gives. */
#include "tests/link_texts.h"

enum { REPORTS = 9, KINDS = 4, DOCUMENTS = REPORTS * KINDS, ITEMS = 5, NIGHTS = 6, ROUNDS = 7 };

/* The same heap twice: one is settled night by night, the other anew each time. */
struct twins {
	struct heap nightly, anew;
	bool known[DOCUMENTS], here[DOCUMENTS];
	uint32_t round;
};

/* What report n asks as its ith recommendation; some reports ask what another has asked. */
static void write_asking(struct buffer *out, uint32_t round, int report, int i)
{
	uint32_t seed = round * 7919u + (uint32_t)(report % 7) * 101u + (uint32_t)i * 13u + 1, facts = seed ^ 0x5bd1e995u;

	for (int k = 0; k < 8; k++) {
		next_random(&seed);
		next_random(&facts);
	}
	buffer_clear(out);
	add_sentence(out, &seed, &facts);
	add_sentence(out, &seed, &facts);
}

static int64_t name_report(struct heap *h, uint32_t round, int report, int kind)
{
	char title[64], paper[16];

	snprintf(title, sizeof title, "On the works of place %u and %d", (unsigned)round, report);
	snprintf(paper, sizeof paper, "HC %d", 100 + report / 2);
	if (kind == 3) /* a scrape that does not say which report it is */
		return NAME(h, "own", .title = report % 2 ? title : NULL, .unattributed = 1);
	if (report % 4 == 3) /* of which no number is known */
		return NAME(h, kind ? "answers" : "own", .title = title, .session = "2016-17");
	return NAME(h, kind ? "answers" : "own", .body = "Committee of Public Accounts", .session = "2016-17",
		    .number = report + 1, .title = title, .paper = kind < 2 ? paper : NULL);
}

/* Document n: a report, its answer, a progress report, or a scrape; `version` says how its items read. */
static void say_items(struct heap *h, uint32_t round, int n, int version, int64_t reference)
{
	int report = n / KINDS, kind = n % KINDS;
	struct buffer text;

	buffer_init(&text, BUFFER_LIMIT_DEFAULT);
	for (int i = 0; i < ITEMS - (kind + version) % 2; i++) {
		char label[8];

		snprintf(label, sizeof label, "%d", i + 1 + (kind == 2 && report % 3 == 0));
		write_asking(&text, round, report, i);
		if (version && i == 1)
			buffer_add_str(&text, "It should do so within the year.");
		SAY(h, reference, RECOMMENDATION, label, text.data, .how = kind == 0 || kind == 3 ? "stated" : "quoted");
		if (kind == 1 || kind == 2)
			SAY(h, reference, RESPONSE, label, version ? "The Government agrees." : "The Government notes this.",
			    .position = version ? "agreed" : "noted");
	}
	buffer_release(&text);
}

static void come(struct heap *h, uint32_t round, int n)
{
	static const char *const kinds[] = { "committee_report", "government_response", "government_response", "other" };
	char path[32];

	snprintf(path, sizeof path, "heap/%u/%d.txt", (unsigned)round, n);
	heap_document(h, path, kinds[n % KINDS]);
	say_items(h, round, n, 0, name_report(h, round, n / KINDS, n % KINDS));
}

static void find_document(struct heap *h, uint32_t round, int n)
{
	char path[32];

	snprintf(path, sizeof path, "heap/%u/%d.txt", (unsigned)round, n);
	h->source = IDENT(SPAN("source"), span_str(path));
	h->document = heap_id("document", h->source, 1);
}

static void run_with(struct heap *h, const char *sql, int64_t id)
{
	struct query *q = store_query_once(h->store, sql);

	query_bind_int(q, 1, id);
	query_run(q);
	query_free(q);
	heap_ok(h);
}

/* The other version under the same ids, as reread.c does it. */
static void read_again(struct heap *h, uint32_t round, int n, int version)
{
	find_document(h, round, n);
	store_exec(h->store, "PRAGMA foreign_keys=OFF");
	run_with(h, "DELETE FROM occurrences WHERE document_id = ?1", h->document);
	run_with(h, "DELETE FROM response_recommendations WHERE document_id = ?1", h->document);
	run_with(h, "DELETE FROM responses WHERE document_id = ?1", h->document);
	run_with(h, "DELETE FROM items WHERE document_id = ?1", h->document);
	run_with(h, "INSERT INTO relink(document_id) VALUES (?1)", h->document);
	h->items = 0;
	say_items(h, round, n, version, heap_id("reference", h->document, 1));
}

static void set_here(struct heap *h, uint32_t round, int n, bool here)
{
	find_document(h, round, n);
	run_with(h, here ? "UPDATE sources SET state = 'current' WHERE id = ?1"
			 : "UPDATE sources SET state = 'missing' WHERE id = ?1", h->source);
}

static void change_both(struct twins *t, int n, uint32_t dice)
{
	struct heap *const both[] = { &t->nightly, &t->anew };

	for (int i = 0; i < 2; i++) {
		if (!t->known[n])
			come(both[i], t->round, n);
		else if (t->here[n] && dice % 2)
			read_again(both[i], t->round, n, (int)(dice / 2 % 2));
		else
			set_here(both[i], t->round, n, !t->here[n]);
	}
	t->here[n] = !t->known[n] || (t->here[n] && dice % 2) || !t->here[n];
	t->known[n] = true;
}

static void compare(struct twins *t)
{
	char *x, *y;

	heap_settle(&t->nightly);
	store_exec(t->anew.store, "PRAGMA foreign_keys=OFF; DELETE FROM link_reports; DELETE FROM link_notes;");
	heap_settle(&t->anew);
	x = heap_ledger(&t->nightly);
	y = heap_ledger(&t->anew);
	assert_string_equal(x, y);
	free(x);
	free(y);
	x = heap_rows(&t->nightly, "SELECT report_id, made_of, hex(askings) FROM link_reports ORDER BY report_id");
	y = heap_rows(&t->anew, "SELECT report_id, made_of, hex(askings) FROM link_reports ORDER BY report_id");
	assert_string_equal(x, y);
	free(x);
	free(y);
}

static void nights_give_what_one_settle_gives(void **state)
{
	uint32_t seed = 77;
	int64_t answers = 0, repeated = 0, notes = 0;

	(void)state;
	for (uint32_t round = 1; round <= ROUNDS; round++) {
		struct twins t = { .round = round };

		heap_open(&t.nightly);
		heap_open(&t.anew);
		store_exec(t.nightly.store, "PRAGMA synchronous=OFF");
		store_exec(t.anew.store, "PRAGMA synchronous=OFF");
		for (int night = 0; night < NIGHTS; night++) {
			uint32_t every = night == 0 ? 2 : 3 + next_random(&seed) % 20;

			for (int n = 0; n < DOCUMENTS; n++)
				if (next_random(&seed) % every == 0)
					change_both(&t, n, next_random(&seed));
			compare(&t);
		}
		answers += heap_int(&t.nightly, "SELECT count(*) FROM response_recommendations");
		repeated += heap_int(&t.nightly, "SELECT count(*) FROM repetitions");
		notes += heap_int(&t.nightly, "SELECT count(*) FROM link_notes");
		heap_close(&t.nightly);
		heap_close(&t.anew);
	}
	assert_true(answers > 100);
	assert_true(repeated > 10);
	assert_true(notes > 10);
}

/* Rows of a report that no document of the night speaks of are not even looked at. */
static void other_reports_are_left_alone(void **state)
{
	struct heap h;

	(void)state;
	heap_open(&h);
	come(&h, 1, 0);
	come(&h, 1, KINDS);
	heap_settle(&h);
	store_exec(h.store, "UPDATE reports SET department = 'left alone'");
	come(&h, 1, KINDS + 1);
	heap_settle(&h);
	heap_expect(&h, "SELECT count(*) FROM reports", "2");
	heap_expect(&h, "SELECT number FROM reports WHERE department = 'left alone'", "1");
	store_exec(h.store, "UPDATE meta SET value = 'another version' WHERE key = 'link_reports'");
	heap_settle(&h);
	heap_expect(&h, "SELECT count(*) FROM reports WHERE department = 'left alone'", "0");
	heap_close(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nights_give_what_one_settle_gives),
		cmocka_unit_test(other_reports_are_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
