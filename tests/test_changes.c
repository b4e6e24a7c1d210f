/* changes: what is written down of each run, and what several runs come to. */
#include "pipeline/show/news.h"
#include "tests/view_ledger.h"

/* What a document says in one run; the same path and version again is the same file. */
struct page_of {
	const char *path;
	int version;
	enum document_kind kind;
	const char *date;
	const char *recommendation; /* NULL: none */
	const char *answer;         /* NULL: none; to recommendation 1 */
	enum position position;
	enum status status;
	const char *target, *target_end;
};

static const struct page_of REPORT = { "report", 1, KIND_COMMITTEE_REPORT, "2010-01-10",
				       .recommendation = "The county should paint every bridge before the winter." };
static const struct page_of ANSWER = { "answer", 1, KIND_GOVERNMENT_RESPONSE, "2010-04-01", .answer = "We shall paint them.",
				       .position = POSITION_AGREED, .status = STATUS_IN_PROGRESS,
				       .target = "2011-01", .target_end = "2011-01-31" };
static const struct page_of PROGRESS = { "progress", 1, KIND_GOVERNMENT_RESPONSE, "2011-02-01",
					 .answer = "Half of them are painted.", .position = POSITION_AGREED,
					 .status = STATUS_IN_PROGRESS, .target = "2011-07", .target_end = "2011-07-31" };
static const struct page_of LATE = { "late", 1, KIND_GOVERNMENT_RESPONSE, "2011-08-01", .answer = "The last is painted.",
				     .position = POSITION_UNKNOWN, .status = STATUS_IMPLEMENTED };

static void add_passage(struct document *d, const char *text)
{
	struct passage *p = document_add_passage(d);

	p->role = ROLE_PARAGRAPH;
	p->text = span_str(text);
	p->place = (struct place){ 1, 1, 0, 10 };
}

static struct item *add_item(struct document *d, enum item_type type, const char *text)
{
	struct item *item = document_add_item(d);

	add_passage(d, text);
	item->type = type;
	item->reference = 0;
	item->label = SPAN("1");
	item->text = span_str(text);
	item->rule = SPAN("test:1");
	return item;
}

static void put(struct load *load, const struct page_of *page)
{
	struct document *d = document_new();
	struct item *item;

	d->source.path = span_str(page->path);
	d->source.sha256 = arena_printf(d->arena, "%064d", page->version);
	d->source.bytes = d->source.mtime = 1000;
	d->kind = page->kind;
	d->date = span_str(page->date);
	*document_add_reference(d) = (struct reference){
		.role = page->recommendation ? REFERENCE_OWN : REFERENCE_ANSWERS, .attributed = true,
		.body = SPAN("Committee on Bridges"), .session = SPAN("2009-10"), .number = 7, .title = SPAN("Bridges") };
	if (page->recommendation)
		add_item(d, ITEM_RECOMMENDATION, page->recommendation);
	if (page->answer) {
		item = add_item(d, ITEM_RESPONSE, page->answer);
		item->position = page->position;
		item->status = page->status;
		item->target_date = item->target_text = span_str(page->target);
		item->target_start = item->target_end = span_str(page->target_end);
	}
	load_document(load, d);
	document_free(d);
}

static bool is_gone(struct span path, void *context)
{
	return context && span_equal(path, span_str(context));
}

/* A run that reads these pages, up to NULL, and finds that `gone` is no more. */
static void run(struct store *s, const char *gone, const struct page_of *const *pages)
{
	struct load *load = load_begin(s, "ingest");

	for (; *pages; pages++)
		put(load, *pages);
	load_mark_missing(load, is_gone, (void *)gone);
	sample_finish(load, s);
}

#define RUN(store, gone, ...) run(store, gone, (const struct page_of *const[]){ __VA_ARGS__, NULL })

#define CHANGES(run) "SELECT subject, change, label, before, after, days FROM changes WHERE run_id = " #run " ORDER BY id"

static void expect_news(struct store *s, int64_t since, const char *rows)
{
	news_gather(s, since);
	expect(s, "SELECT subject, change, label, before, after, days FROM news WHERE change <> 'overdue' "
		  "ORDER BY subject, change, label", rows);
	sample_exec(s, "DROP TABLE news");
}

static void test_each_run(void **state)
{
	struct store *s = sample_store("runs.db");

	(void)state;
	RUN(s, NULL, &REPORT);
	expect(s, CHANGES(1), "source|new|report||current|\n"
			      "recommendation|new|1|||\n"
			      "report|new|Bridges|||\n");
	RUN(s, NULL, &REPORT, &ANSWER);
	expect(s, CHANGES(2), "source|new|answer||current|\n"
			      "response|new|1|||\n"
			      "recommendation|position|1||agreed|\n"
			      "recommendation|status|1||in_progress|\n"
			      "recommendation|target|1||2011-01|\n");
	RUN(s, NULL, &REPORT, &ANSWER, &PROGRESS);
	expect(s, CHANGES(3), "source|new|progress||current|\n"
			      "response|new|1|||\n"
			      "recommendation|target|1|2011-01|2011-07|181\n");
	RUN(s, NULL, &REPORT, &ANSWER, &PROGRESS);
	expect(s, CHANGES(4), "");
	RUN(s, "answer", &REPORT, &PROGRESS, &LATE);
	expect(s, CHANGES(5), "source|new|late||current|\n"
			      "source|gone|answer||missing|\n"
			      "response|new|1|||\n"
			      "response|gone|1|We shall paint them.||\n"
			      "recommendation|status|1|in_progress|implemented|\n");
	store_close(s);
}

/* Another version of a file replaces records that say the same: they are neither new nor gone. */
static void test_changed_files(void **state)
{
	struct store *s = sample_store("changed.db");
	struct page_of answer = ANSWER, report = REPORT;

	(void)state;
	RUN(s, NULL, &REPORT, &ANSWER);
	answer.version = report.version = 2;
	RUN(s, NULL, &report, &answer);
	expect(s, CHANGES(2), "source|changed|report||current|\n"
			      "source|changed|answer||current|\n");
	answer.version = 3;
	answer.target = "2012-03";
	answer.target_end = "2012-03-31";
	RUN(s, NULL, &report, &answer);
	expect(s, CHANGES(3), "source|changed|answer||current|\n"
			      "recommendation|target|1|2011-01|2012-03|425\n");
	report.version = 3;
	report.recommendation = "The county should paint every bridge before the summer.";
	RUN(s, NULL, &report, &answer);
	expect(s, CHANGES(4), "source|changed|report||current|\n"
			      "recommendation|text|1|The county should paint every bridge before the winter.|"
			      "The county should paint every bridge before the summer.|\n");
	store_close(s);
}

/* A second copy of a document brings a file, and nothing else. */
static void test_copies(void **state)
{
	struct store *s = sample_store("copies.db");
	struct page_of copy = ANSWER, both = ANSWER;

	(void)state;
	copy.path = "copy";
	both.path = "another copy";
	RUN(s, NULL, &REPORT, &ANSWER, &both);
	expect(s, "SELECT count(*) FROM changes WHERE subject = 'response'", "1\n");
	RUN(s, NULL, &REPORT, &ANSWER, &both, &copy);
	expect(s, CHANGES(2), "source|new|copy||current|\n");
	store_close(s);
}

static void test_several_runs(void **state)
{
	struct store *s = sample_store("several.db");

	(void)state;
	RUN(s, NULL, &REPORT, &ANSWER);
	RUN(s, NULL, &REPORT, &ANSWER, &PROGRESS);
	RUN(s, NULL, &REPORT, &ANSWER, &PROGRESS, &LATE);
	expect_news(s, 2, "recommendation|status|1|in_progress|implemented|\n"
			  "response|new|1|||\n"
			  "source|new|late||current|\n");
	assert_int_equal(news_since(s), 2);
	RUN(s, "progress", &REPORT, &ANSWER, &LATE);
	expect_news(s, 1, "recommendation|status|1|in_progress|implemented|\n"
			  "response|new|1|||\n"
			  "source|new|late||current|\n"); /* the progress report came and went */
	RUN(s, NULL, &REPORT, &ANSWER, &PROGRESS, &LATE);
	expect_news(s, 3, "source|changed|progress||current|\n");
	expect_news(s, 0, "recommendation|new|1|||\n"
			  "report|new|Bridges|||\n"
			  "response|new|1|||\nresponse|new|1|||\nresponse|new|1|||\n"
			  "source|new|answer||current|\nsource|new|late||current|\nsource|new|progress||current|\n"
			  "source|new|report||current|\n");
	expect_news(s, 5, "");
	store_close(s);
}

static void test_newly_overdue(void **state)
{
	struct store *s = sample_store("overdue.db");
	struct page_of answer = ANSWER;

	(void)state;
	RUN(s, NULL, &REPORT);
	RUN(s, NULL, &REPORT, &answer);
	news_gather(s, 1);
	expect(s, "SELECT label, after, days > 5000 FROM news WHERE change = 'overdue'", "1|2011-01|1\n");
	sample_exec(s, "DROP TABLE news");
	news_gather(s, 2);
	expect(s, "SELECT count(*) FROM news", "0\n");
	sample_exec(s, "DROP TABLE news; UPDATE runs SET started_at = '2011-01-31T03:00:00Z', finished_at = NULL "
		       "WHERE id = 2");
	news_gather(s, 2); /* its day was the day of that run */
	expect(s, "SELECT count(*) FROM news WHERE change = 'overdue'", "1\n");
	store_close(s);
}

/* A run that was killed before it settled leaves its part to the next one. */
static void test_killed_run(void **state)
{
	struct store *s = sample_store("killed.db");

	(void)state;
	RUN(s, NULL, &REPORT);
	sample_exec(s, "INSERT INTO runs(id, started_at, command, version) VALUES (2, '2020', 'ingest', '0')");
	RUN(s, NULL, &REPORT, &ANSWER);
	assert_int_equal(news_since(s), 1);
	expect(s, "SELECT DISTINCT run_id FROM changes ORDER BY 1", "1\n3\n");
	store_close(s);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_run),
		cmocka_unit_test(test_changed_files),
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_several_runs),
		cmocka_unit_test(test_newly_overdue),
		cmocka_unit_test(test_killed_run),
	};

	return cmocka_run_group_tests(tests, sample_setup, sample_teardown);
}
