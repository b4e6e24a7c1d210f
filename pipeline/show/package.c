#include "pipeline/show/package.h"

#include "pipeline/ndjson.h"
#include "pipeline/show/describe.h"
#include "pipeline/show/tables.h"
#include "pipeline/store/query.h"

#define EACH(array) (sizeof(array) / sizeof((array)[0]))

/* What identifies a row, where a file has it. */
static const struct key {
	const char *table, *columns;
} keys[] = {
	{ "reports", "\"id\"" },
	{ "conclusions", "\"id\"" },
	{ "recommendations", "\"id\"" },
	{ "responses", "\"id\"" },
	{ "documents", "\"id\"" },
	{ "sources", "\"id\"" },
	{ "passages", "\"id\"" },
	{ "response_recommendations", "\"response_id\", \"recommendation_id\"" },
	{ "response_paragraphs", "\"response_id\", \"seq\"" },
	{ "standing", "\"recommendation_id\"" },
	{ "unanswered", "\"recommendation_id\"" },
	{ "outcomes", "\"recommendation_id\"" },
	{ "repeated", "\"recommendation_id\"" },
	{ "response_times", "\"report_id\"" },
};

/* The file in which a column's values are ids, whatever file the column stands in. */
static const struct lead {
	const char *column, *table;
} leads[] = {
	{ "report_id", "reports" },
	{ "earlier_report_id", "reports" },
	{ "conclusion_id", "conclusions" },
	{ "recommendation_id", "recommendations" },
	{ "earlier_id", "recommendations" },
	{ "response_id", "responses" },
	{ "document_id", "documents" },
	{ "passage_id", "passages" },
	{ "duplicate_of", "passages" },
};

/* Columns that the views compute, for which SQLite declares no type, and what is not as it is declared. */
static const struct type {
	const char *column, *type;
} types[] = {
	{ "target_start", "date" },	 { "target_end", "date" },    { "paragraphs", "array" },
	{ "event", "string" },		 { "grouped_by", "string" },  { "position", "string" },
	{ "status", "string" },		 { "target_date", "string" }, { "name", "string" },
	{ "who", "string" },		 { "target_text", "string" },
	{ "acceptance_rate", "number" }, { "implementation_rate", "number" },
};

static void add_text(struct buffer *json, const char *before, const char *name, struct span text)
{
	buffer_printf(json, "%s\"%s\": ", before, name);
	ndjson_write_string(json, text);
}

static const char *type_of(struct query *q, int column)
{
	struct span name = span_str(query_column_name(q, column)), declared = span_str(query_declared(q, column));

	for (size_t i = 0; i < EACH(types); i++)
		if (span_equal(name, span_str(types[i].column)))
			return types[i].type;
	if (span_equal(declared, SPAN("TEXT")))
		return "string";
	return span_equal(declared, SPAN("REAL")) ? "number" : "integer";
}

static void add_field(struct buffer *json, const struct table *table, struct query *q, int column)
{
	struct span name = span_str(query_column_name(q, column));
	const char *words = describe_column(span_str(table->name), name);

	add_text(json, column ? ",\n          { " : "\n          { ", "name", name);
	add_text(json, ", ", "type", span_str(type_of(q, column)));
	if (words)
		add_text(json, ", ", "description", span_str(words));
	buffer_add_str(json, " }");
}

static void add_primary_key(struct buffer *json, const char *table)
{
	for (size_t i = 0; i < EACH(keys); i++)
		if (span_equal(span_str(table), span_str(keys[i].table)))
			buffer_printf(json, ",\n        \"primaryKey\": [%s]", keys[i].columns);
}

/* A key that leads to the file it stands in is written as "", as the standard has it. */
static void add_foreign_key(struct buffer *json, const struct table *table, struct span column, bool *any)
{
	for (size_t i = 0; i < EACH(leads); i++) {
		const char *to = leads[i].table;

		if (!span_equal(column, span_str(leads[i].column)))
			continue;
		buffer_printf(json, "%s\n          { \"fields\": \"%.*s\", \"reference\": { \"resource\": \"%s\", \"fields\": \"id\" } }",
			      *any ? "," : ",\n        \"foreignKeys\": [", SPAN_ARG(column),
			      span_equal(span_str(to), span_str(table->name)) ? "" : to);
		*any = true;
	}
}

static void add_foreign_keys(struct buffer *json, const struct table *table, struct query *q)
{
	bool any = false;

	for (int i = 0; i < query_columns(q); i++)
		add_foreign_key(json, table, span_str(query_column_name(q, i)), &any);
	if (any)
		buffer_add_str(json, "\n        ]");
}

static void add_resource(struct buffer *json, struct store *store, const struct table *table)
{
	const char *words = describe_table(span_str(table->name));
	struct buffer sql;
	struct query *q;

	buffer_init(&sql, 1 << 16);
	tables_select(&sql, table);
	q = store_query_once(store, sql.data);
	add_text(json, "\n    {\n      ", "name", span_str(table->name));
	buffer_printf(json, ",\n      \"path\": \"%s.csv\"", table->name);
	if (words)
		add_text(json, ",\n      ", "description", span_str(words));
	buffer_add_str(json, ",\n      \"profile\": \"tabular-data-resource\",\n      \"format\": \"csv\","
			     "\n      \"mediatype\": \"text/csv\",\n      \"encoding\": \"utf-8\","
			     "\n      \"dialect\": { \"delimiter\": \",\", \"lineTerminator\": \"\\r\\n\", "
			     "\"quoteChar\": \"\\\"\", \"doubleQuote\": true, \"header\": true },"
			     "\n      \"schema\": {\n        \"fields\": [");
	for (int i = 0; i < query_columns(q); i++)
		add_field(json, table, q, i);
	buffer_add_str(json, "\n        ]");
	add_primary_key(json, table->name);
	add_foreign_keys(json, table, q);
	buffer_add_str(json, "\n      }\n    }");
	query_free(q);
	buffer_release(&sql);
}

int package_write(struct output *out, struct store *store, bool raw)
{
	struct buffer json;

	buffer_init(&json, BUFFER_LIMIT_DEFAULT);
	add_text(&json, "{\n  ", "profile", SPAN("tabular-data-package"));
	add_text(&json, ",\n  ", "name", SPAN("recommendations"));
	add_text(&json, ",\n  ", "title", SPAN("Recommendations and what became of them"));
	add_text(&json, ",\n  ", "description",
		 raw ? SPAN("What winnow found in a heap of documents.") :
		       SPAN("What winnow found in a heap of documents. A cell that a spreadsheet could run as a formula "
			    "has an apostrophe in front."));
	buffer_add_str(&json, ",\n  \"licenses\": [\n    { \"name\": \"notspecified\", \"title\": \"License not specified\" }\n  ]");
	buffer_add_str(&json, ",\n  \"resources\": [");
	for (size_t i = 0; i < table_count; i++) {
		buffer_add_str(&json, i ? "," : "");
		add_resource(&json, store, &tables[i]);
	}
	buffer_add_str(&json, "\n  ]\n}\n");
	output_write(out, buffer_span(&json));
	buffer_release(&json);
	return out->status ? out->status : store_status(store);
}
