#include "pipeline/show/datasette.h"

#include <string.h>

#include "pipeline/ndjson.h"
#include "pipeline/show/describe.h"
#include "pipeline/store/query.h"

/* How a table or view is shown: the column that names its rows, those to filter by, the order. */
static const struct look {
	const char *table, *label, *facets, *sort_desc;
} looks[] = {
	{ "records", NULL, "[\"record_type\",\"body\",\"session\",\"position\",\"status\"]", NULL },
	{ "reports", "title", "[\"body\",\"session\",\"department\"]", "date" },
	{ "conclusions", "number", "[\"report_id\"]", NULL },
	{ "recommendations", "label", "[\"report_id\",\"addressee\"]", NULL },
	{ "responses", "label", "[\"position\",\"status\",\"who\"]", "target_end" },
	{ "documents", "title", "[\"kind\",\"family\",\"publisher\"]", "date" },
	{ "sources", "path", "[\"state\",\"media_type\",\"encoding\"]", NULL },
	{ "passages", "text", "[\"role\"]", NULL },
	{ "items", "text", "[\"item_type\",\"how\"]", NULL },
	{ "duplicates", NULL, "[\"kind\"]", NULL },
	{ "diagnostics", "code", "[\"severity\",\"code\"]", NULL },
	{ "changes", "label", "[\"subject\",\"change\",\"run_id\"]", "id" },
	{ "runs", "started_at", NULL, "id" },
	{ "history", NULL, "[\"event\",\"position\",\"status\"]", "slip_days" },
	{ "outcomes", NULL, "[\"department\",\"body\",\"session\",\"position\",\"status\"]", NULL },
	{ "overdue", NULL, "[\"department\",\"body\",\"session\"]", "days_overdue" },
	{ "unanswered", NULL, "[\"department\",\"body\",\"session\"]", "days_waiting" },
	{ "response_times", NULL, "[\"department\",\"body\",\"session\"]", "days" },
	{ "repeated", NULL, "[\"body\",\"session\",\"earlier_session\"]", "similarity" },
};

/* What people ask. A word behind a colon is a field of the form. */
static const struct canned {
	const char *name, *title, *sql;
} queries[] = {
	{ "became", "What became of a recommendation, and by how much did its date slip?",
	  "SELECT p.title AS report, h.label, h.document_date, h.source, h.event, h.position, h.status, h.target_date, "
	  "h.slip_days FROM history h JOIN reports p ON p.id = h.report_id "
	  "WHERE p.title LIKE '%' || :report || '%' AND (:label = '' OR h.label = :label) "
	  "ORDER BY p.title, CAST(h.label AS INTEGER), h.label, h.document_date" },
	{ "late", "What was agreed, is not done, and is late?",
	  "SELECT department, report_title, label, text, target_date, days_overdue FROM overdue "
	  "WHERE :department = '' OR department LIKE '%' || :department || '%' ORDER BY days_overdue DESC" },
	{ "rates", "How much is accepted, how much is done, by department, body and session?",
	  "SELECT a.grouped_by, a.name, a.recommendations, a.agreed, a.partially_agreed, a.disagreed, a.noted, a.unknown, "
	  "round(100 * a.acceptance_rate) AS accepted_percent, round(100 * i.implementation_rate) AS implemented_percent "
	  "FROM acceptance_rates a LEFT JOIN implementation_rates i ON i.grouped_by = a.grouped_by AND i.name IS a.name "
	  "ORDER BY a.grouped_by, a.recommendations DESC" },
	{ "silence", "What has no answer, and how long has it waited?",
	  "SELECT report_title, report_date, days_waiting, count(*) AS recommendations, group_concat(label, ', ') AS labels "
	  "FROM unanswered GROUP BY report_id ORDER BY days_waiting DESC" },
	{ "again", "What did a later report recommend again?",
	  "SELECT earlier_report_title, earlier_label, report_title, label, text, days_between, similarity FROM repeated "
	  "ORDER BY similarity DESC" },
	{ "words", "Where does it say these words?",
	  "SELECT d.source, p.line_start, snippet(passages_fts, 0, '[', ']', '…', 24) AS passage, p.id "
	  "FROM passages_fts JOIN unique_passages p ON p.id = passages_fts.rowid "
	  "JOIN current_documents d ON d.id = p.document_id "
	  "WHERE passages_fts MATCH coalesce(nullif(:words, ''), '\"\"') ORDER BY rank LIMIT 100" },
};

#define EACH(array) (sizeof(array) / sizeof((array)[0]))

/* `"name": "text"`, with what stands before it. */
static void add_text(struct buffer *json, const char *before, const char *name, struct span text)
{
	buffer_printf(json, "%s\"%s\": ", before, name);
	ndjson_write_string(json, text);
}

static const struct look *look_of(struct span table)
{
	for (size_t i = 0; i < EACH(looks); i++)
		if (span_equal(table, span_str(looks[i].table)))
			return &looks[i];
	return NULL;
}

static void add_columns(struct buffer *json, struct store *store, struct span table)
{
	struct query *q = store_query(store, "SELECT name FROM pragma_table_info(?1)");
	const char *before = "\n";

	buffer_add_str(json, ",\n          \"columns\": {");
	query_bind_text(q, 1, table);
	while (query_next(q)) {
		const char *words = describe_column(table, query_text(q, 0));

		if (!words)
			continue;
		buffer_printf(json, "%s            ", before);
		ndjson_write_string(json, query_text(q, 0));
		buffer_add_str(json, ": ");
		ndjson_write_string(json, span_str(words));
		before = ",\n";
	}
	query_reset(q);
	buffer_add_str(json, "\n          }");
}

static void add_table(struct buffer *json, struct store *store, struct span table)
{
	const struct look *look = look_of(table);
	const char *words = describe_table(table);

	add_text(json, "{\n          ", "description", span_str(words ? words : ""));
	if (look && look->label)
		add_text(json, ",\n          ", "label_column", span_str(look->label));
	if (look && look->facets)
		buffer_printf(json, ",\n          \"facets\": %s", look->facets);
	if (look && look->sort_desc)
		add_text(json, ",\n          ", "sort_desc", span_str(look->sort_desc));
	add_columns(json, store, table);
	buffer_add_str(json, "\n        }");
}

static void add_tables(struct buffer *json, struct store *store)
{
	struct query *q = store_query_once(store,
		"SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table','view') "
		"AND name NOT LIKE 'sqlite_%' ORDER BY name");
	const char *before = "\n";

	buffer_add_str(json, ",\n      \"tables\": {");
	while (query_next(q)) {
		buffer_printf(json, "%s        ", before);
		ndjson_write_string(json, query_text(q, 0));
		buffer_add_str(json, ": ");
		add_table(json, store, query_text(q, 0));
		before = ",\n";
	}
	query_free(q);
	buffer_add_str(json, "\n      }");
}

static void add_queries(struct buffer *json)
{
	buffer_add_str(json, ",\n      \"queries\": {");
	for (size_t i = 0; i < EACH(queries); i++) {
		buffer_printf(json, "%s        \"%s\": {", i ? ",\n" : "\n", queries[i].name);
		add_text(json, "\n          ", "title", span_str(queries[i].title));
		add_text(json, ",\n          ", "sql", span_str(queries[i].sql));
		buffer_add_str(json, "\n        }");
	}
	buffer_add_str(json, "\n      }");
}

/* Datasette calls a database by its file's name without the ending. */
static struct span name_of_database(struct store *store)
{
	struct span path = span_str(store_path(store));
	const char *slash = strrchr(path.ptr, '/'), *dot;

	if (slash)
		path = span_from(path, (size_t)(slash - path.ptr) + 1);
	dot = strrchr(path.ptr, '.');
	return dot && dot > path.ptr ? span_slice(path, 0, (size_t)(dot - path.ptr)) : path;
}

int datasette_write(struct output *out, struct store *store)
{
	struct buffer json;

	buffer_init(&json, BUFFER_LIMIT_DEFAULT);
	buffer_add_str(&json, "{\n  \"databases\": {\n    ");
	ndjson_write_string(&json, name_of_database(store));
	add_text(&json, ": {\n      ", "title", SPAN("Recommendations and what became of them"));
	add_text(&json, ",\n      ", "description",
		 SPAN("Conclusions, recommendations and responses that winnow found in a heap of documents. "
		      "Begin with the view records, or with one of the queries."));
	add_tables(&json, store);
	add_queries(&json);
	buffer_add_str(&json, "\n    }\n  }\n}\n");
	output_write(out, buffer_span(&json));
	buffer_release(&json);
	return out->status ? out->status : store_status(store);
}
