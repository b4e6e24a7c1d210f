#include "pipeline/link/ledger.h"

#include <stdlib.h>

#include "pipeline/base/buffer.h"
#include "pipeline/base/memory.h"

enum table_index {
	REPORTS,
	CONCLUSIONS,
	RECOMMENDATIONS,
	RESPONSES,
	RESPONSE_RECOMMENDATIONS,
	RESPONSE_PARAGRAPHS,
	OCCURRENCES,
	TABLE_COUNT
};

/*
 * Parents first. `source` gives the columns in their order: values that are
 * bound, or a query of the item where the row repeats what the item says.
 */
static const struct table {
	const char *name;
	const char *const key[4];      /* columns, up to NULL */
	const char *const columns[12]; /* the others */
	const char *kept;              /* the key with its types, which the index is only used with */
	const char *source;
} TABLES[TABLE_COUNT] = {
	[REPORTS] = {
		"reports", { "id" },
		{ "body", "session", "number", "special", "title", "department", "paper", "date", "attributed" },
		"id INTEGER",
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)" },
	[CONCLUSIONS] = {
		"conclusions", { "id" }, { "report_id", "number", "text" },
		"id INTEGER",
		"VALUES (?1, ?2, ?3, ?4)" },
	[RECOMMENDATIONS] = {
		"recommendations", { "id" },
		{ "report_id", "conclusion_id", "label", "text", "addressee", "paragraph_ref" },
		"id INTEGER",
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)" },
	[RESPONSES] = {
		"responses", { "id" },
		{ "report_id", "document_id", "label", "who", "position", "status", "target_text", "target_date",
		  "target_start", "target_end", "text" },
		"id INTEGER",
		"SELECT ?1, ?2, document_id, label, who, coalesce(position, 'unknown'), coalesce(status, 'unknown'),"
		" target_text, target_date, target_start, target_end, text FROM items WHERE id = ?3" },
	[RESPONSE_RECOMMENDATIONS] = {
		"response_recommendations", { "response_id", "recommendation_id" }, { "method", "similarity" },
		"response_id INTEGER, recommendation_id INTEGER",
		"VALUES (?1, ?2, ?3, ?4)" },
	[RESPONSE_PARAGRAPHS] = {
		"response_paragraphs", { "response_id", "seq" }, { "number", "text", "passage_id" },
		"response_id INTEGER, seq INTEGER",
		"SELECT ?1, seq, number, text, passage_id FROM item_paragraphs WHERE item_id = ?2" },
	[OCCURRENCES] = {
		"occurrences", { "record_type", "record_id", "item_id" },
		{ "document_id", "passage_id", "report_id", "label", "text", "how", "similarity", "method" },
		"record_type TEXT, record_id INTEGER, item_id INTEGER",
		"SELECT item_type, ?1, id, document_id,"
		" (SELECT min(passage_id) FROM item_passages WHERE item_id = i.id), ?2, label, text, how, ?3, ?4"
		" FROM items i WHERE id = ?5" },
};

struct ledger {
	struct store *store;
	struct query *put[TABLE_COUNT];  /* inserts or updates one row */
	struct query *keep[TABLE_COUNT]; /* remembers the key of what was put */
};

/* ---- SQL from the table of tables ---- */

static void add_list(struct buffer *out, const char *before, const char *const *names)
{
	for (size_t i = 0; names[i]; i++)
		buffer_printf(out, "%s%s%s", i > 0 ? ", " : "", before, names[i]);
}

static void add_put(struct buffer *sql, const struct table *t)
{
	buffer_printf(sql, "INSERT INTO main.%s (", t->name);
	add_list(sql, "", t->key);
	buffer_add_str(sql, ", ");
	add_list(sql, "", t->columns);
	buffer_printf(sql, ") %s ON CONFLICT (", t->source);
	add_list(sql, "", t->key);
	buffer_add_str(sql, ") DO UPDATE SET ");
	for (size_t i = 0; t->columns[i]; i++)
		buffer_printf(sql, "%s%s = excluded.%s", i > 0 ? ", " : "", t->columns[i], t->columns[i]);
	buffer_add_str(sql, " WHERE ");
	for (size_t i = 0; t->columns[i]; i++)
		buffer_printf(sql, "%s%s.%s IS NOT excluded.%s", i > 0 ? " OR " : "", t->name, t->columns[i],
			      t->columns[i]);
}

static void add_keep_table(struct buffer *sql, const struct table *t)
{
	buffer_printf(sql, "CREATE TEMP TABLE IF NOT EXISTS kept_%s (%s, PRIMARY KEY (", t->name, t->kept);
	add_list(sql, "", t->key);
	buffer_printf(sql, ")) WITHOUT ROWID; DELETE FROM temp.kept_%s", t->name);
}

/* The key is made as the row is, so that one that a query makes is the same. */
static void add_keep(struct buffer *sql, const struct table *t)
{
	buffer_printf(sql, "INSERT OR IGNORE INTO temp.kept_%s (", t->name);
	add_list(sql, "", t->key);
	if (t == &TABLES[RESPONSE_PARAGRAPHS])
		buffer_add_str(sql, ") SELECT ?1, seq FROM item_paragraphs WHERE item_id = ?2");
	else
		buffer_printf(sql, ") VALUES (?1%s%s)", t->key[1] ? ", ?2" : "", t->key[1] && t->key[2] ? ", ?3" : "");
}

static void add_delete(struct buffer *sql, const struct table *t)
{
	buffer_printf(sql, "DELETE FROM main.%s AS m WHERE NOT EXISTS (SELECT 1 FROM temp.kept_%s k WHERE ", t->name,
		      t->name);
	for (size_t i = 0; t->key[i]; i++)
		buffer_printf(sql, "%sk.%s = m.%s", i > 0 ? " AND " : "", t->key[i], t->key[i]);
	buffer_add_str(sql, ")");
}

struct ledger *ledger_begin(struct store *store)
{
	struct ledger *ledger = memory_new(1, sizeof *ledger);
	struct buffer sql;

	ledger->store = store;
	buffer_init(&sql, BUFFER_LIMIT_DEFAULT);
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		buffer_clear(&sql);
		add_keep_table(&sql, &TABLES[i]);
		store_exec(store, sql.data);
		buffer_clear(&sql);
		add_put(&sql, &TABLES[i]);
		ledger->put[i] = store_query_once(store, sql.data);
		buffer_clear(&sql);
		add_keep(&sql, &TABLES[i]);
		ledger->keep[i] = store_query_once(store, sql.data);
	}
	buffer_release(&sql);
	return ledger;
}

void ledger_finish(struct ledger *ledger)
{
	struct buffer sql;

	buffer_init(&sql, BUFFER_LIMIT_DEFAULT);
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		query_free(ledger->put[i]);
		query_free(ledger->keep[i]);
	}
	for (size_t i = TABLE_COUNT; i > 0; i--) {
		buffer_clear(&sql);
		add_delete(&sql, &TABLES[i - 1]);
		buffer_printf(&sql, "; DELETE FROM temp.kept_%s", TABLES[i - 1].name);
		store_exec(ledger->store, sql.data);
	}
	buffer_release(&sql);
	free(ledger);
}

/* ---- rows ---- */

static void keep_id(struct ledger *ledger, enum table_index table, int64_t id)
{
	query_bind_int(ledger->keep[table], 1, id);
	query_run(ledger->keep[table]);
}

static void keep_pair(struct ledger *ledger, enum table_index table, int64_t a, int64_t b)
{
	query_bind_int(ledger->keep[table], 2, b);
	keep_id(ledger, table, a);
}

/* NULL for 0. */
static void bind_known(struct query *q, int index, int64_t value)
{
	if (value)
		query_bind_int(q, index, value);
	else
		query_bind_null(q, index);
}

/* Four digits are more than a comparison of words means. NULL where nothing was compared. */
static void bind_similarity(struct query *q, int index, double similarity)
{
	if (similarity >= 0)
		query_bind_double(q, index, (double)(long)(similarity * 10000 + 0.5) / 10000);
	else
		query_bind_null(q, index);
}

static void put_report(struct ledger *ledger, const struct report *r)
{
	struct query *q = ledger->put[REPORTS];

	query_bind_int(q, 1, r->id);
	query_bind_optional(q, 2, r->body);
	query_bind_optional(q, 3, r->session);
	bind_known(q, 4, r->number);
	query_bind_int(q, 5, r->special);
	query_bind_optional(q, 6, r->title);
	query_bind_optional(q, 7, r->department);
	query_bind_optional(q, 8, r->paper);
	query_bind_optional(q, 9, r->date);
	query_bind_int(q, 10, r->attributed);
	query_run(q);
	keep_id(ledger, REPORTS, r->id);
}

static void put_conclusion(struct ledger *ledger, const struct records *records, const struct record *r)
{
	struct query *q = ledger->put[CONCLUSIONS];

	query_bind_int(q, 1, r->id);
	query_bind_int(q, 2, records->report->id);
	query_bind_text(q, 3, r->label);
	query_bind_text(q, 4, r->text);
	query_run(q);
	keep_id(ledger, CONCLUSIONS, r->id);
}

static void put_recommendation(struct ledger *ledger, const struct records *records, const struct record *r)
{
	struct query *q = ledger->put[RECOMMENDATIONS];

	query_bind_int(q, 1, r->id);
	query_bind_int(q, 2, records->report->id);
	bind_known(q, 3, r->conclusion == RECORD_NONE ? 0 : records->at[r->conclusion].id);
	query_bind_text(q, 4, r->label);
	query_bind_text(q, 5, r->text);
	query_bind_optional(q, 6, r->addressee);
	query_bind_optional(q, 7, r->paragraph_ref);
	query_run(q);
	keep_id(ledger, RECOMMENDATIONS, r->id);
}

static void put_response(struct ledger *ledger, const struct records *records, const struct response *r)
{
	int64_t item = records->items.at[r->item].id;
	struct query *q = ledger->put[RESPONSES];

	query_bind_int(q, 1, r->id);
	query_bind_int(q, 2, records->report->id);
	query_bind_int(q, 3, item);
	query_run(q);
	keep_id(ledger, RESPONSES, r->id);
	q = ledger->put[RESPONSE_PARAGRAPHS];
	query_bind_int(q, 1, r->id);
	query_bind_int(q, 2, item);
	query_run(q);
	keep_pair(ledger, RESPONSE_PARAGRAPHS, r->id, item);
}

static void put_answer(struct ledger *ledger, const struct records *records, const struct responses *responses,
		       const struct answer *a)
{
	int64_t response = responses->at[a->response].id, recommendation = records->at[a->record].id;
	struct query *q = ledger->put[RESPONSE_RECOMMENDATIONS];

	query_bind_int(q, 1, response);
	query_bind_int(q, 2, recommendation);
	query_bind_text(q, 3, span_str(records_method_name(a->method)));
	bind_similarity(q, 4, a->similarity);
	query_run(q);
	keep_pair(ledger, RESPONSE_RECOMMENDATIONS, response, recommendation);
}

static void put_occurrence(struct ledger *ledger, const struct records *records, size_t item, int64_t record,
			   enum method method, double similarity)
{
	const struct link_item *i = &records->items.at[item];
	struct query *q = ledger->put[OCCURRENCES];

	query_bind_int(q, 1, record);
	query_bind_int(q, 2, records->report->id);
	bind_similarity(q, 3, similarity);
	query_bind_text(q, 4, span_str(records_method_name(method)));
	query_bind_int(q, 5, i->id);
	query_run(q);
	q = ledger->keep[OCCURRENCES];
	query_bind_text(q, 1, span_str(item_type_name(i->type)));
	query_bind_int(q, 2, record);
	query_bind_int(q, 3, i->id);
	query_run(q);
}

/* A recommendation may stand under a conclusion that was found after it. */
static void put_records(struct ledger *ledger, const struct records *records)
{
	for (size_t i = 0; i < records->count; i++)
		if (records->at[i].type == ITEM_CONCLUSION)
			put_conclusion(ledger, records, &records->at[i]);
	for (size_t i = 0; i < records->count; i++)
		if (records->at[i].type == ITEM_RECOMMENDATION)
			put_recommendation(ledger, records, &records->at[i]);
}

void ledger_put(struct ledger *ledger, const struct records *records, const struct responses *responses)
{
	put_report(ledger, records->report);
	put_records(ledger, records);
	for (size_t i = 0; i < records->items.count; i++) {
		const struct sighting *s = &records->sightings[i];

		if (s->record != RECORD_NONE)
			put_occurrence(ledger, records, i, records->at[s->record].id, s->method, s->similarity);
	}
	for (size_t i = 0; i < responses->count; i++) {
		put_response(ledger, records, &responses->at[i]);
		put_occurrence(ledger, records, responses->at[i].item, responses->at[i].id, METHOD_STATED, 1);
	}
	for (size_t i = 0; i < responses->answer_count; i++)
		put_answer(ledger, records, responses, &responses->answers[i]);
}
