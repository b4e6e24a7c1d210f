#include "pipeline/show/overview.h"

#include "pipeline/show/columns.h"
#include "pipeline/show/phrase.h"

/* Rows of a list before it is cut. */
enum { REPORTS_SHOWN = 25 };

int64_t overview_number(struct store *store, const char *sql)
{
	struct query *q = store_query(store, sql);
	int64_t number = query_next(q) ? query_int(q, 0) : 0;

	query_reset(q);
	return number;
}

/* ---- what it holds ---- */

static const struct {
	const char *name, *one, *many;
} kinds[] = {
	{ "committee_report", "committee report", "committee reports" },
	{ "government_response", "government response", "government responses" },
	{ "letter", "letter", "letters" },
	{ "news", "news page", "news pages" },
	{ "other", "of another kind", "of another kind" },
};

static void add_kind(struct buffer *line, struct span name, int64_t count)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (span_equal(name, span_str(kinds[i].name)))
			phrase_count(line, count, kinds[i].one, kinds[i].many);
}

/* "5 documents from 5 files: 2 committee reports, 1 letter" */
static void holdings_documents(struct page *page, struct store *store)
{
	struct query *q = store_query(store, "SELECT kind, count(*) FROM current_documents GROUP BY kind "
					     "ORDER BY count(*) DESC, kind");
	const char *before = ": ";
	struct buffer line;

	buffer_init(&line, 4096);
	phrase_count(&line, overview_number(store, "SELECT count(*) FROM current_documents"), "document", "documents");
	buffer_add_str(&line, " from ");
	phrase_count(&line, overview_number(store, "SELECT count(*) FROM sources WHERE state = 'current'"), "file",
		     "files");
	while (query_next(q)) {
		buffer_add_str(&line, before);
		add_kind(&line, query_text(q, 0), query_int(q, 1));
		before = ", ";
	}
	page_text(page, 0, 2, buffer_span(&line));
	buffer_release(&line);
}

static void holdings_records(struct page *page, struct store *store)
{
	struct buffer line;

	buffer_init(&line, 4096);
	phrase_count(&line, overview_number(store, "SELECT count(*) FROM reports"), "report", "reports");
	buffer_add_str(&line, ", ");
	phrase_count(&line, overview_number(store, "SELECT count(*) FROM conclusions"), "conclusion", "conclusions");
	buffer_add_str(&line, ", ");
	phrase_count(&line, overview_number(store, "SELECT count(*) FROM recommendations"), "recommendation",
		     "recommendations");
	buffer_add_str(&line, ", ");
	phrase_count(&line, overview_number(store, "SELECT count(*) FROM responses"), "response", "responses");
	page_text(page, 0, 2, buffer_span(&line));
	buffer_release(&line);
}

static const char passages_sql[] = "SELECT count(*) FROM passages p JOIN current_documents d ON d.id = p.document_id";
static const char duplicates_sql[] = "SELECT count(*) FROM duplicates x JOIN passages p ON p.id = x.passage_id "
				     "JOIN current_documents d ON d.id = p.document_id";

static void holdings_passages(struct page *page, struct store *store)
{
	int64_t repeated = overview_number(store, duplicates_sql);
	struct buffer line;

	buffer_init(&line, 4096);
	phrase_count(&line, overview_number(store, passages_sql), "passage", "passages");
	buffer_add_str(&line, ", ");
	phrase_number(&line, repeated);
	buffer_add_str(&line, repeated == 1 ? " of them repeats another" : " of them repeat others");
	page_text(page, 0, 2, buffer_span(&line));
	buffer_release(&line);
}

/* "last run: ingest, 2026-01-02 10:00 UTC; 5 files: 4 new, 1 failed" */
static void holdings_run(struct page *page, struct store *store)
{
	static const char *const names[] = { "new", "changed", "unchanged", "failed" };
	struct query *q = store_query(store, "SELECT command, coalesce(finished_at, started_at), finished_at IS NULL, "
					     "files_seen, files_new, files_changed, files_unchanged, files_failed "
					     "FROM runs ORDER BY id DESC LIMIT 1");
	const char *before = ": ";
	struct span when;
	struct buffer line;

	if (!query_next(q))
		return;
	when = query_text(q, 1);
	buffer_init(&line, 4096);
	buffer_printf(&line, "last run: %.*s, %s%.*s %.*s UTC, ", SPAN_ARG(query_text(q, 0)),
		      query_int(q, 2) ? "begun and not finished, " : "", SPAN_ARG(span_slice(when, 0, 10)),
		      SPAN_ARG(span_slice(when, 11, 16)));
	phrase_count(&line, query_int(q, 3), "file", "files");
	for (int i = 0; i < 4; i++) {
		if (query_int(q, 4 + i) == 0)
			continue;
		buffer_add_str(&line, before);
		phrase_number(&line, query_int(q, 4 + i));
		buffer_printf(&line, " %s", names[i]);
		before = ", ";
	}
	query_reset(q);
	page_text(page, 0, 2, buffer_span(&line));
	buffer_release(&line);
}

void overview_holdings(struct page *page, struct store *store)
{
	page_heading(page, store_path(store));
	holdings_documents(page, store);
	holdings_records(page, store);
	holdings_passages(page, store);
	holdings_run(page, store);
}

/* ---- which reports ---- */

/* Two lines a report: its title with the counts, and what identifies it. */
static void report_row(struct page *page, const struct query *q)
{
	enum { TITLE = 56 };
	struct phrase_report report = {
		.body = query_text(q, 1), .session = query_text(q, 2), .number = query_int(q, 3),
		.special = query_int(q, 4) != 0, .title = query_text(q, 5), .paper = query_text(q, 6),
		.attributed = query_int(q, 7) != 0,
	};
	char digits[PHRASE_DIGITS];
	struct buffer line;
	size_t columns;

	buffer_init(&line, 1 << 16);
	phrase_excerpt(&line, span_empty(report.title) ? SPAN("(unnamed report)") : report.title, TITLE);
	for (columns = columns_of(buffer_span(&line)); columns < TITLE; columns++)
		buffer_add_char(&line, ' ');
	for (int i = 8; i <= 10; i++)
		buffer_printf(&line, "%8s", phrase_digits(digits, query_int(q, i)));
	page_text(page, 0, 0, buffer_span(&line));
	buffer_clear(&line);
	if (!report.attributed)
		buffer_printf(&line, "which one is not said in %.*s", SPAN_ARG(query_text(q, 11)));
	else
		phrase_report(&line, &report);
	if (line.len > 0)
		page_text(page, 2, 4, buffer_span(&line));
	buffer_release(&line);
}

void overview_reports(struct page *page, struct store *store)
{
	struct query *q = store_query(store,
		"SELECT * FROM (SELECT p.id, p.body, p.session, p.number, p.special, p.title, p.paper, p.attributed, "
		"(SELECT count(*) FROM conclusions c WHERE c.report_id = p.id) AS c, "
		"(SELECT count(*) FROM recommendations c WHERE c.report_id = p.id) AS r, "
		"(SELECT count(*) FROM responses c WHERE c.report_id = p.id) AS a, "
		"(SELECT min(s.path) FROM occurrences o JOIN documents d ON d.id = o.document_id "
		" JOIN sources s ON s.id = d.source_id WHERE o.report_id = p.id) FROM reports p) "
		"WHERE c + r + a > 0 "
		"ORDER BY attributed DESC, session DESC, body, special, number DESC, title, id");
	long shown = 0, named = (long)overview_number(store, "SELECT count(*) FROM reports");

	while (query_next(q)) {
		if (shown++ == 0)
			page_heading(page, "Reports                                                   "
					   "concl.  recom.   resp.");
		if (shown <= REPORTS_SHOWN)
			report_row(page, q);
	}
	page_more(page, 0, REPORTS_SHOWN, shown);
	if (shown > 0 && named > shown)
		page_say(page, 0, 0, "%ld more named, none of whose records are here", named - shown);
}
