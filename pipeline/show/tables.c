#include "pipeline/show/tables.h"

#define REPORT_ORDER TABLES_REPORT_ORDER
#define LABEL_ORDER(column) TABLES_LABEL_ORDER(column)

const struct table tables[] = {
	{ "records",
	  "r.source, r.document_id, r.document_kind, r.document_date, r.report_id, r.body, r.session, r.report_number, "
	  "r.report_title, r.record_type, r.record_id, r.label, r.text, r.position, r.status, r.target_text, "
	  "r.target_date, r.paragraphs, r.line_start, r.line_end",
	  "paragraphs", "records r",
	  "r.source, r.line_start, r.line_end, r.record_type, r.label, r.record_id, r.document_id, r.text" },
	{ "reports",
	  "p.id, p.body, p.session, p.number, p.special, p.title, p.department, p.paper, p.date, p.attributed", NULL,
	  "reports p", REPORT_ORDER },
	{ "conclusions", "c.id, c.report_id, c.number, c.text", NULL,
	  "conclusions c JOIN reports p ON p.id = c.report_id", REPORT_ORDER ", " LABEL_ORDER("c.number") ", c.id" },
	{ "recommendations", "c.id, c.report_id, c.conclusion_id, c.label, c.text, c.addressee, c.paragraph_ref", NULL,
	  "recommendations c JOIN reports p ON p.id = c.report_id",
	  REPORT_ORDER ", " LABEL_ORDER("c.label") ", c.id" },
	{ "responses",
	  "r.id, r.report_id, r.document_id, r.label, r.who, r.position, r.status, r.target_text, r.target_date, "
	  "r.target_start, r.target_end, r.text",
	  NULL,
	  "responses r JOIN documents d ON d.id = r.document_id JOIN sources s ON s.id = d.source_id "
	  "LEFT JOIN reports p ON p.id = r.report_id",
	  "s.path, d.seq, " REPORT_ORDER ", " LABEL_ORDER("r.label") ", r.id" },
	{ "response_recommendations", "x.response_id, x.recommendation_id, x.method, x.similarity", NULL,
	  "response_recommendations x JOIN recommendations c ON c.id = x.recommendation_id "
	  "JOIN reports p ON p.id = c.report_id",
	  REPORT_ORDER ", " LABEL_ORDER("c.label") ", c.id, x.response_id" },
	{ "response_paragraphs", "x.response_id, x.seq, x.number, x.text, x.passage_id", NULL,
	  "response_paragraphs x JOIN responses r ON r.id = x.response_id JOIN documents d ON d.id = r.document_id "
	  "JOIN sources s ON s.id = d.source_id",
	  "s.path, d.seq, " LABEL_ORDER("r.label") ", r.id, x.seq" },
	{ "occurrences",
	  "o.record_type, o.record_id, o.document_id, o.passage_id, o.report_id, o.label, o.text, o.how, "
	  "o.similarity, o.method, i.rule, i.line_start, i.line_end",
	  NULL,
	  "occurrences o JOIN items i ON i.id = o.item_id JOIN documents d ON d.id = o.document_id "
	  "JOIN sources s ON s.id = d.source_id",
	  "s.path, d.seq, i.seq, o.record_type, o.record_id" },
	{ "history",
	  "h.recommendation_id, h.report_id, h.label, h.document_id, h.source, h.document_kind, h.document_date, "
	  "h.event, h.response_id, h.who, h.position, h.status, h.target_text, h.target_date, h.target_end, "
	  "h.slip_days",
	  NULL, "history h JOIN reports p ON p.id = h.report_id",
	  REPORT_ORDER ", " LABEL_ORDER("h.label") ", h.recommendation_id, h.document_date, h.event, h.who, "
	  "h.response_id, h.document_id" },
	{ "standing",
	  "n.recommendation_id, n.report_id, n.label, n.text, n.position, n.status, n.target_date, n.target_end", NULL,
	  "standing n JOIN reports p ON p.id = n.report_id",
	  REPORT_ORDER ", " LABEL_ORDER("n.label") ", n.recommendation_id" },
	{ "unanswered", "u.recommendation_id, u.report_id, u.report_title, u.department, u.body, u.session, u.report_date, u.label, "
	  "u.text",
	  NULL, "unanswered u JOIN reports p ON p.id = u.report_id",
	  REPORT_ORDER ", " LABEL_ORDER("u.label") ", u.recommendation_id" },
	{ "outcomes",
	  "n.recommendation_id, n.report_id, n.report_title, n.department, n.body, n.session, n.report_date, n.label, "
	  "n.text, n.answered, n.position, n.status, n.target_date, n.target_end",
	  NULL, "outcomes n JOIN reports p ON p.id = n.report_id",
	  REPORT_ORDER ", " LABEL_ORDER("n.label") ", n.recommendation_id" },
	{ "acceptance_rates",
	  "a.grouped_by, a.name, a.recommendations, a.answered, a.unanswered, a.agreed, a.partially_agreed, "
	  "a.disagreed, a.noted, a.unknown, a.acceptance_rate",
	  NULL, "acceptance_rates a", "a.grouped_by, a.name" },
	{ "implementation_rates",
	  "a.grouped_by, a.name, a.answered, a.implemented, a.in_progress, a.not_implemented, a.withdrawn, a.unknown, "
	  "a.implementation_rate",
	  NULL, "implementation_rates a", "a.grouped_by, a.name" },
	{ "response_times",
	  "t.report_id, t.report_title, t.department, t.body, t.session, t.report_date, t.document_id, t.source, "
	  "t.response_date, t.days, t.recommendations, t.answered",
	  NULL, "response_times t JOIN reports p ON p.id = t.report_id", REPORT_ORDER },
	{ "repeated",
	  "x.recommendation_id, x.report_id, x.report_title, x.body, x.session, x.report_date, x.label, x.text, "
	  "x.earlier_id, x.earlier_report_id, x.earlier_report_title, x.earlier_body, x.earlier_session, "
	  "x.earlier_report_date, x.earlier_label, x.earlier_text, x.days_between, x.method, x.similarity",
	  NULL, "repeated x JOIN reports p ON p.id = x.report_id",
	  REPORT_ORDER ", " LABEL_ORDER("x.label") ", x.recommendation_id" },
	{ "documents",
	  "d.id, d.source, d.seq, d.kind, d.family, d.title, d.author, d.publisher, d.date, d.sender, d.recipient, "
	  "d.url, d.language, d.title_from, d.author_from, d.publisher_from, d.date_from, d.url_from, d.language_from",
	  NULL, "current_documents d", "d.source, d.seq" },
	{ "sources", "s.id, s.path, s.sha256, s.bytes, s.media_type, s.encoding, s.state", NULL, "sources s",
	  "s.path, s.sha256, s.id" },
	{ "passages",
	  "a.id, a.document_id, d.source, a.seq, a.role, a.level, a.marker, a.text, a.line_start, a.line_end, "
	  "a.byte_start, a.byte_end, x.original_id AS duplicate_of, x.kind AS duplicate_kind, x.similarity",
	  NULL,
	  "passages a JOIN current_documents d ON d.id = a.document_id LEFT JOIN duplicates x ON x.passage_id = a.id",
	  "d.source, d.seq, a.seq" },
	{ "diagnostics", "s.path AS source, g.line, g.severity, g.code, g.message", NULL,
	  "(SELECT DISTINCT source_id, line, severity, code, message FROM diagnostics) g "
	  "LEFT JOIN sources s ON s.id = g.source_id",
	  "s.path, g.line, g.severity, g.code, g.message, s.sha256" },
};

const size_t table_count = sizeof tables / sizeof tables[0];

static void add_rest(struct buffer *sql, const struct table *table)
{
	buffer_printf(sql, " FROM %s ORDER BY %s", table->from, table->order);
}

void tables_select(struct buffer *sql, const struct table *table)
{
	buffer_printf(sql, "SELECT %s", table->columns);
	add_rest(sql, table);
}

/* The next column of the list: what it is computed from and what it is called. */
static bool next_column(struct span *list, struct span *expression, struct span *name)
{
	long comma, as, dot;
	struct span column;

	if (span_empty(*list))
		return false;
	comma = span_find(*list, SPAN(","), 0);
	column = comma < 0 ? *list : span_slice(*list, 0, (size_t)comma);
	*list = comma < 0 ? span_from(*list, list->len) : span_from(*list, (size_t)comma + 1);
	column = span_trim(column);
	as = span_find(column, SPAN(" AS "), 0);
	dot = span_find(column, SPAN("."), 0);
	*expression = as < 0 ? column : span_slice(column, 0, (size_t)as);
	*name = as < 0 ? span_from(column, (size_t)(dot + 1)) : span_from(column, (size_t)as + 4);
	return true;
}

void tables_select_json(struct buffer *sql, const struct table *table)
{
	struct span list = span_str(table->columns), expression, name;
	const char *before = "SELECT json_object(";

	while (next_column(&list, &expression, &name)) {
		bool json = table->json && span_equal(name, span_str(table->json));

		buffer_printf(sql, json ? "%s'%.*s', json(%.*s)" : "%s'%.*s', %.*s", before, SPAN_ARG(name),
			      SPAN_ARG(expression));
		before = ", ";
	}
	buffer_add_char(sql, ')');
	add_rest(sql, table);
}

void tables_names(struct buffer *json, const struct table *table)
{
	struct span list = span_str(table->columns), expression, name;
	char before = '[';

	for (; next_column(&list, &expression, &name); before = ',')
		buffer_printf(json, "%c\"%.*s\"", before, SPAN_ARG(name));
	buffer_add_char(json, ']');
}

void tables_select_array(struct buffer *sql, const struct table *table)
{
	struct span list = span_str(table->columns), expression, name;
	const char *before = "SELECT json_array(";

	for (; next_column(&list, &expression, &name); before = ", ")
		buffer_printf(sql, "%s%.*s", before, SPAN_ARG(expression));
	buffer_add_char(sql, ')');
	add_rest(sql, table);
}
