#include "pipeline/show/html_data.h"

#include <inttypes.h>

#include "pipeline/ndjson.h"
#include "pipeline/show/html_pairs.h"
#include "pipeline/show/news.h"
#include "pipeline/show/tables.h"
#include "pipeline/version.h"

#define REPORT_ORDER TABLES_REPORT_ORDER
#define LABEL_ORDER(column) TABLES_LABEL_ORDER(column)

/* What the page knows. A text that stands elsewhere already, as a record's or another passage's, is null. */
static const struct table sets[] = {
	{ "runs",
	  "r.id, r.started_at, r.finished_at, r.command, r.version, r.files_seen, r.files_new, r.files_changed, "
	  "r.files_unchanged, r.files_failed",
	  /* Those that the changes are about: from the newest finished run before the last on. */
	  NULL, "(SELECT * FROM runs WHERE id >= coalesce((SELECT max(id) FROM runs WHERE finished_at IS NOT NULL "
	  "AND id < (SELECT max(id) FROM runs)), 0)) r", "r.id" },
	{ "counts", "c.name, c.number", NULL,
	  "(SELECT 'files' AS name, count(*) AS number FROM sources WHERE state = 'current' "
	  "UNION ALL SELECT 'passages', count(*) FROM passages p JOIN current_documents d ON d.id = p.document_id "
	  "UNION ALL SELECT x.kind, count(*) FROM duplicates x JOIN passages p ON p.id = x.passage_id "
	  "JOIN current_documents d ON d.id = p.document_id GROUP BY x.kind) c",
	  "c.name" },
	{ "documents", "d.id, d.source, d.kind, d.title, d.date, d.family, d.publisher, d.url", NULL,
	  "current_documents d", "d.source, d.seq" },
	{ "reports", "p.id, p.body, p.session, p.number, p.special, p.title, p.department, p.paper, p.date, p.attributed",
	  NULL, "reports p", REPORT_ORDER },
	{ "conclusions", "c.id, c.report_id, c.number AS label, c.text", NULL,
	  "conclusions c JOIN reports p ON p.id = c.report_id", REPORT_ORDER ", " LABEL_ORDER("c.number") ", c.id" },
	{ "recommendations",
	  "c.id, c.report_id, c.conclusion_id, c.label, c.text, c.addressee, c.paragraph_ref, n.answered, n.position, "
	  "n.status, n.target_date, n.target_end, c.id IN (SELECT recommendation_id FROM due) AS due",
	  NULL,
	  "recommendations c JOIN outcomes n ON n.recommendation_id = c.id JOIN reports p ON p.id = c.report_id",
	  REPORT_ORDER ", " LABEL_ORDER("c.label") ", c.id" },
	{ "responses",
	  "r.id, r.report_id, r.document_id, r.label, r.who, r.position, r.status, r.target_text, r.target_date, "
	  "r.target_end, r.text, i.position_words, i.status_words",
	  NULL,
	  "responses r JOIN documents d ON d.id = r.document_id JOIN sources s ON s.id = d.source_id "
	  "LEFT JOIN reports p ON p.id = r.report_id LEFT JOIN items i ON i.id = (SELECT min(o.item_id) "
	  "FROM occurrences o WHERE o.record_type = 'response' AND o.record_id = r.id)",
	  "d.date IS NULL, d.date, s.path, d.seq, " REPORT_ORDER ", " LABEL_ORDER("r.label") ", r.id" },
	{ "links", "x.response_id, x.recommendation_id, x.method, x.similarity", NULL, "response_recommendations x",
	  "x.response_id, x.recommendation_id" },
	{ "history",
	  "h.recommendation_id, h.document_id, h.document_date, h.document_kind, h.event, h.response_id, h.who, "
	  "h.position, h.status, h.target_text, h.target_date, h.target_end, h.slip_days",
	  NULL, "history h",
	  "h.recommendation_id, h.document_date IS NULL, h.document_date, h.event DESC, h.who, h.response_id, "
	  "h.document_id" },
	{ "occurrences",
	  "o.record_id, o.document_id, o.label, o.how, o.similarity, o.method, o.rule, o.line_start, o.line_end, "
	  "o.other_text AS text",
	  NULL,
	  "(SELECT o.*, i.rule, i.line_start, i.line_end, i.seq AS place, "
	  "CASE WHEN o.text <> t.text THEN o.text END AS other_text FROM occurrences o "
	  "JOIN items i ON i.id = o.item_id LEFT JOIN record_texts t ON t.record_type = o.record_type "
	  "AND t.record_id = o.record_id) o "
	  "JOIN current_documents d ON d.id = o.document_id",
	  "o.record_id, d.date IS NULL, d.date, d.source, d.seq, o.place" },
	{ "response_times", "t.report_id, t.days", NULL, "response_times t JOIN reports p ON p.id = t.report_id", REPORT_ORDER },
	{ "repetitions", "x.recommendation_id, x.earlier_id, x.days_between, x.method, x.similarity", NULL, "repeated x",
	  "x.recommendation_id" },
	{ "pairs", "x.passage_id, x.other_id, x.kind, x.similarity", NULL, "page_pairs x",
	  "x.kind, x.passage_id, x.other_id" },
	{ "passages", "a.id, a.document_id, a.line_start, a.line_end, a.words AS text", NULL,
	  "(SELECT p.*, CASE WHEN n.needed THEN p.text END AS words FROM page_passages n "
	  "JOIN passages p ON p.id = n.id) a",
	  "a.id" },
	{ "record_passages", "y.record_id, y.passage_id", NULL,
	  "(SELECT DISTINCT o.record_id, y.passage_id FROM occurrences o JOIN item_passages y ON y.item_id = o.item_id "
	  "JOIN page_passages n ON n.id = y.passage_id) y",
	  "y.record_id, y.passage_id" },
	{ "troubles", "s.path, s.state, s.message", NULL,
	  "(SELECT s.id, s.path, s.state, (SELECT g.message FROM diagnostics g WHERE g.source_id = s.id "
	  "AND g.severity = 'error' ORDER BY g.id DESC LIMIT 1) AS message FROM sources s "
	  "WHERE s.state IN ('failed','missing')) s",
	  "s.state, s.path, s.id" },
	{ "warnings", "g.code, g.severity, g.number", NULL,
	  "(SELECT code, severity, count(*) AS number FROM (SELECT DISTINCT g.severity, g.code, g.source_id, g.line, "
	  "g.message FROM diagnostics g LEFT JOIN sources s ON s.id = g.source_id "
	  "WHERE g.severity IN ('warning','error') AND (s.id IS NULL OR s.state = 'current')) "
	  "GROUP BY severity, code) g",
	  "g.number DESC, g.code, g.severity" },
};

/* JSON has these characters in strings only, so they can be replaced wherever they stand. */
static void add_safe(struct buffer *out, struct span json)
{
	size_t from = 0;

	for (size_t i = 0; i < json.len; i++) {
		bool separator = json.len - i > 2 && memcmp(json.ptr + i, "\xE2\x80", 2) == 0 &&
				 (json.ptr[i + 2] == '\xA8' || json.ptr[i + 2] == '\xA9');

		if (json.ptr[i] != '<' && !separator)
			continue;
		buffer_add(out, span_slice(json, from, i));
		buffer_add_str(out, !separator ? "\\u003c" : json.ptr[i + 2] == '\xA8' ? "\\u2028" : "\\u2029");
		i += separator ? 2 : 0;
		from = i + 1;
	}
	buffer_add(out, span_from(json, from));
}

static void write_rows(struct output *out, struct query *q)
{
	const char *before = "";
	struct buffer row;

	buffer_init(&row, BUFFER_LIMIT_DEFAULT);
	for (; query_next(q) && out->status == 0; before = ",") {
		buffer_clear(&row);
		buffer_printf(&row, "%s\n", before);
		add_safe(&row, query_text(q, 0));
		output_write(out, buffer_span(&row));
	}
	query_reset(q);
	buffer_release(&row);
}

/* ,"reports":{"columns":[...],"rows":[...]} */
static void write_set(struct output *out, struct store *store, const struct table *set)
{
	struct buffer text;
	struct query *q;

	buffer_init(&text, 1 << 16);
	buffer_printf(&text, ",\n\"%s\":{\"columns\":", set->name);
	tables_names(&text, set);
	buffer_add_str(&text, ",\"rows\":[");
	output_write(out, buffer_span(&text));
	buffer_clear(&text);
	tables_select_array(&text, set);
	q = store_query_once(store, text.data);
	if (store_status(store) == 0)
		write_rows(out, q);
	query_free(q);
	buffer_release(&text);
	output_write(out, SPAN("]}"));
}

static void write_head(struct output *out, struct store *store, int64_t since)
{
	struct buffer name, head;

	buffer_init(&name, 1 << 20);
	buffer_init(&head, 1 << 20);
	ndjson_write_string(&name, span_str(store_path(store)));
	buffer_printf(&head, "{\"winnow\":\"%s\",\"since\":%" PRId64 ",\"database\":", WINNOW_VERSION, since);
	add_safe(&head, buffer_span(&name));
	output_write(out, buffer_span(&head));
	buffer_release(&head);
	buffer_release(&name);
}

int html_data_write(struct output *out, struct store *store)
{
	int64_t since = news_since(store);

	html_pairs_gather(store);
	write_head(out, store, since);
	for (size_t i = 0; i < sizeof sets / sizeof *sets && store_status(store) == 0; i++)
		write_set(out, store, &sets[i]);
	if (since > 0 && store_status(store) == 0) {
		news_gather(store, since);
		/* The page says itself what became overdue: that depends on the day. */
		store_exec(store, "DELETE FROM news WHERE change = 'overdue'");
		write_set(out, store, &news_table);
	}
	output_write(out, SPAN("}"));
	return out->status ? out->status : store_status(store);
}
