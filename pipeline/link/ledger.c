#include "pipeline/link/ledger.h"

#include "pipeline/base/buffer.h"

/* Parents first. */
static const struct table {
	const char *name;
	const char *const key[4];     /* columns, up to NULL */
	const char *const columns[12]; /* the others */
} TABLES[] = {
	{ "reports", { "id" },
	  { "body", "session", "number", "special", "title", "department", "paper", "date", "attributed" } },
	{ "conclusions", { "id" }, { "report_id", "number", "text" } },
	{ "recommendations", { "id" }, { "report_id", "conclusion_id", "label", "text", "addressee", "paragraph_ref" } },
	{ "responses", { "id" },
	  { "report_id", "document_id", "label", "who", "position", "status", "target_text", "target_date",
	    "target_start", "target_end", "text" } },
	{ "response_recommendations", { "response_id", "recommendation_id" }, { "method", "similarity" } },
	{ "response_paragraphs", { "response_id", "seq" }, { "number", "text", "passage_id" } },
	{ "occurrences", { "record_type", "record_id", "item_id" },
	  { "document_id", "passage_id", "report_id", "label", "text", "how", "similarity", "method" } },
};

enum { TABLE_COUNT = sizeof TABLES / sizeof *TABLES };

/* ---- SQL from the table of tables ---- */

static void add_list(struct buffer *out, const char *before, const char *const *names, const char *separator)
{
	for (size_t i = 0; names[i]; i++)
		buffer_printf(out, "%s%s%s", i > 0 ? separator : "", before, names[i]);
}

/* All columns, the key first. */
static void add_columns(struct buffer *out, const char *before, const struct table *t)
{
	add_list(out, before, t->key, ", ");
	buffer_add_str(out, ", ");
	add_list(out, before, t->columns, ", ");
}

/* "w.a = m.a AND w.b = m.b" */
static void add_equal(struct buffer *out, const char *const *names, const char *operator)
{
	for (size_t i = 0; names[i]; i++)
		buffer_printf(out, "%sw.%s %s m.%s", i > 0 ? " AND " : "", names[i], operator, names[i]);
}

static void run(struct store *store, struct buffer *sql)
{
	store_exec(store, sql->data);
	buffer_clear(sql);
}

static void add_create(struct buffer *sql, const struct table *t)
{
	buffer_printf(sql, "CREATE TEMP TABLE IF NOT EXISTS want_%s AS SELECT ", t->name);
	add_columns(sql, "", t);
	buffer_printf(sql, " FROM main.%s WHERE 0; CREATE UNIQUE INDEX IF NOT EXISTS temp.want_%s_key ON want_%s(",
		      t->name, t->name, t->name);
	add_list(sql, "", t->key, ", ");
	buffer_printf(sql, "); DELETE FROM temp.want_%s", t->name);
}

/* Inserts what is missing and updates what differs. */
static void add_upsert(struct buffer *sql, const struct table *t)
{
	buffer_printf(sql, "INSERT INTO main.%s (", t->name);
	add_columns(sql, "", t);
	buffer_add_str(sql, ") SELECT ");
	add_columns(sql, "w.", t);
	buffer_printf(sql, " FROM temp.want_%s w WHERE NOT EXISTS (SELECT 1 FROM main.%s m WHERE ", t->name, t->name);
	add_equal(sql, t->key, "=");
	buffer_add_str(sql, " AND ");
	add_equal(sql, t->columns, "IS");
	buffer_add_str(sql, ") ON CONFLICT (");
	add_list(sql, "", t->key, ", ");
	buffer_add_str(sql, ") DO UPDATE SET ");
	for (size_t i = 0; t->columns[i]; i++)
		buffer_printf(sql, "%s%s = excluded.%s", i > 0 ? ", " : "", t->columns[i], t->columns[i]);
}

static void add_delete(struct buffer *sql, const struct table *t)
{
	buffer_printf(sql, "DELETE FROM main.%s AS m WHERE NOT EXISTS (SELECT 1 FROM temp.want_%s w WHERE ", t->name,
		      t->name);
	add_equal(sql, t->key, "=");
	buffer_add_str(sql, ")");
}

void ledger_begin(struct store *store)
{
	struct buffer sql;

	buffer_init(&sql, BUFFER_LIMIT_DEFAULT);
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		add_create(&sql, &TABLES[i]);
		run(store, &sql);
	}
	buffer_release(&sql);
}

void ledger_finish(struct store *store)
{
	struct buffer sql;

	buffer_init(&sql, BUFFER_LIMIT_DEFAULT);
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		add_upsert(&sql, &TABLES[i]);
		run(store, &sql);
	}
	for (size_t i = TABLE_COUNT; i > 0; i--) {
		add_delete(&sql, &TABLES[i - 1]);
		run(store, &sql);
	}
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		buffer_printf(&sql, "DELETE FROM temp.want_%s", TABLES[i].name);
		run(store, &sql);
	}
	buffer_release(&sql);
}

/* ---- rows ---- */

static void add_report(struct store *store, const struct report *r)
{
	struct query *q = store_query(store, "INSERT INTO temp.want_reports (id, body, session, number, special, title,"
					     " department, paper, date, attributed)"
					     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");

	query_bind_int(q, 1, r->id);
	query_bind_optional(q, 2, r->body);
	query_bind_optional(q, 3, r->session);
	if (r->number > 0)
		query_bind_int(q, 4, r->number);
	query_bind_int(q, 5, r->special);
	query_bind_optional(q, 6, r->title);
	query_bind_optional(q, 7, r->department);
	query_bind_optional(q, 8, r->paper);
	query_bind_optional(q, 9, r->date);
	query_bind_int(q, 10, r->attributed);
	query_run(q);
}

static void add_conclusion(struct store *store, const struct records *records, const struct record *r)
{
	struct query *q = store_query(store, "INSERT INTO temp.want_conclusions (id, report_id, number, text)"
					     " VALUES (?1, ?2, ?3, ?4)");

	query_bind_int(q, 1, r->id);
	query_bind_int(q, 2, records->report->id);
	query_bind_text(q, 3, r->label);
	query_bind_text(q, 4, r->text);
	query_run(q);
}

static void add_recommendation(struct store *store, const struct records *records, const struct record *r)
{
	struct query *q = store_query(store, "INSERT INTO temp.want_recommendations (id, report_id, conclusion_id, label,"
					     " text, addressee, paragraph_ref) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

	query_bind_int(q, 1, r->id);
	query_bind_int(q, 2, records->report->id);
	if (r->conclusion != RECORD_NONE)
		query_bind_int(q, 3, records->at[r->conclusion].id);
	query_bind_text(q, 4, r->label);
	query_bind_text(q, 5, r->text);
	query_bind_optional(q, 6, r->addressee);
	query_bind_optional(q, 7, r->paragraph_ref);
	query_run(q);
}

static void add_response(struct store *store, const struct records *records, const struct response *r)
{
	struct query *q = store_query(store,
		"INSERT INTO temp.want_responses (id, report_id, document_id, label, who, position, status, target_text,"
		" target_date, target_start, target_end, text)"
		" SELECT ?1, ?2, document_id, label, who, coalesce(position, 'unknown'), coalesce(status, 'unknown'),"
		" target_text, target_date, target_start, target_end, text FROM items WHERE id = ?3");

	query_bind_int(q, 1, r->id);
	query_bind_int(q, 2, records->report->id);
	query_bind_int(q, 3, records->items.at[r->item].id);
	query_run(q);
	q = store_query(store, "INSERT INTO temp.want_response_paragraphs (response_id, seq, number, text, passage_id)"
			       " SELECT ?1, seq, number, text, passage_id FROM item_paragraphs WHERE item_id = ?2");
	query_bind_int(q, 1, r->id);
	query_bind_int(q, 2, records->items.at[r->item].id);
	query_run(q);
}

/* Four digits are more than a comparison of words means. */
static void bind_similarity(struct query *q, int index, double similarity)
{
	if (similarity >= 0)
		query_bind_double(q, index, (double)(long)(similarity * 10000 + 0.5) / 10000);
}

static void add_answer(struct store *store, const struct records *records, const struct responses *responses,
		       const struct answer *a)
{
	struct query *q = store_query(store, "INSERT INTO temp.want_response_recommendations"
					     " (response_id, recommendation_id, method, similarity)"
					     " VALUES (?1, ?2, ?3, ?4)");

	query_bind_int(q, 1, responses->at[a->response].id);
	query_bind_int(q, 2, records->at[a->record].id);
	query_bind_text(q, 3, span_str(records_method_name(a->method)));
	bind_similarity(q, 4, a->similarity);
	query_run(q);
}

static void add_occurrence(struct store *store, const struct records *records, size_t item, int64_t record_id,
			   enum method method, double similarity)
{
	struct query *q = store_query(store,
		"INSERT INTO temp.want_occurrences (record_type, record_id, item_id, document_id, passage_id, report_id,"
		" label, text, how, similarity, method)"
		" SELECT item_type, ?1, id, document_id,"
		" (SELECT min(passage_id) FROM item_passages WHERE item_id = i.id), ?2, label, text, how, ?3, ?4"
		" FROM items i WHERE id = ?5");

	query_bind_int(q, 1, record_id);
	query_bind_int(q, 2, records->report->id);
	bind_similarity(q, 3, similarity);
	query_bind_text(q, 4, span_str(records_method_name(method)));
	query_bind_int(q, 5, records->items.at[item].id);
	query_run(q);
}

void ledger_add(struct store *store, const struct records *records, const struct responses *responses)
{
	add_report(store, records->report);
	for (size_t i = 0; i < records->count; i++) {
		if (records->at[i].type == ITEM_CONCLUSION)
			add_conclusion(store, records, &records->at[i]);
		else
			add_recommendation(store, records, &records->at[i]);
	}
	for (size_t i = 0; i < records->items.count; i++) {
		const struct sighting *s = &records->sightings[i];

		if (s->record != RECORD_NONE)
			add_occurrence(store, records, i, records->at[s->record].id, s->method, s->similarity);
	}
	for (size_t i = 0; i < responses->count; i++) {
		add_response(store, records, &responses->at[i]);
		add_occurrence(store, records, responses->at[i].item, responses->at[i].id, METHOD_STATED, 1);
	}
	for (size_t i = 0; i < responses->answer_count; i++)
		add_answer(store, records, responses, &responses->answers[i]);
}
