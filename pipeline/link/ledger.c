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
	REPETITIONS,
	TABLE_COUNT
};

/*
 * Parents first. `source` gives the columns in their order: values that are
 * bound, or a query of the item where the row repeats what the item says. Two of
 * the key's columns tell rows apart: ids are never the same for two types.
 */
#define ANEW "(SELECT id FROM reports WHERE id NOT IN (SELECT report_id FROM temp.kept_reports))"
#define OF_REPORTS "report_id IN " ANEW
#define OF_RESPONSES "response_id IN (SELECT id FROM responses WHERE " OF_REPORTS ")"

static const struct table {
	const char *name;
	const char *key;
	const char *columns[12]; /* the others, up to NULL */
	const char *source;
	const char *telling[2];  /* of the key; the second is NULL where one is enough */
	const char *anew;        /* which rows are of reports that were made anew; NULL: all may be */
} TABLES[TABLE_COUNT] = {
	[REPORTS] = {
		"reports", "id",
		{ "body", "session", "number", "special", "title", "department", "paper", "date", "attributed" },
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", { "id" }, "id IN " ANEW },
	[CONCLUSIONS] = {
		"conclusions", "id", { "report_id", "number", "text" },
		"VALUES (?1, ?2, ?3, ?4)", { "id" }, OF_REPORTS },
	[RECOMMENDATIONS] = {
		"recommendations", "id",
		{ "report_id", "conclusion_id", "label", "text", "addressee", "paragraph_ref" },
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", { "id" }, OF_REPORTS },
	[RESPONSES] = {
		"responses", "id",
		{ "report_id", "document_id", "label", "who", "position", "status", "target_text", "target_date",
		  "target_start", "target_end", "text" },
		"SELECT ?1, ?2, document_id, label, who, coalesce(position, 'unknown'), coalesce(status, 'unknown'),"
		" target_text, target_date, target_start, target_end, text FROM items WHERE id = ?3", { "id" }, OF_REPORTS },
	[RESPONSE_RECOMMENDATIONS] = {
		"response_recommendations", "response_id, recommendation_id",
		{ "method", "similarity", "document_id" },
		"VALUES (?1, ?2, ?3, ?4, ?5)", { "response_id", "recommendation_id" }, OF_RESPONSES },
	[RESPONSE_PARAGRAPHS] = {
		"response_paragraphs", "response_id, seq", { "number", "text", "passage_id" },
		"SELECT ?1, seq, number, text, passage_id FROM item_paragraphs WHERE item_id = ?2 AND seq = ?3",
		{ "response_id", "seq" }, OF_RESPONSES },
	[OCCURRENCES] = {
		"occurrences", "record_type, record_id, item_id",
		{ "document_id", "passage_id", "report_id", "label", "text", "how", "similarity", "method" },
		"VALUES (?1, ?2, ?3, ?4, (SELECT min(passage_id) FROM item_passages WHERE item_id = ?3),"
		" ?5, ?6, ?7, ?8, ?9, ?10)", { "item_id", "record_id" }, OF_REPORTS },
	[REPETITIONS] = {
		"repetitions", "recommendation_id", { "earlier_id", "method", "similarity" },
		"VALUES (?1, ?2, 'text', ?3)", { "recommendation_id" }, NULL },
};

struct row_key {
	int64_t a, b; /* the telling columns; b is 0 where there is one */
};

struct row_keys {
	struct row_key *at;
	size_t count, capacity;
};

struct ledger {
	struct store *store;
	struct query *put[TABLE_COUNT];    /* inserts or updates one row */
	struct row_keys kept[TABLE_COUNT]; /* of what was put */
	bool in_part;                      /* some reports are left as they are */
};

/* ---- SQL from the table of tables ---- */

static void add_put(struct buffer *sql, const struct table *t)
{
	buffer_printf(sql, "INSERT INTO %s (%s", t->name, t->key);
	for (size_t i = 0; t->columns[i]; i++)
		buffer_printf(sql, ", %s", t->columns[i]);
	buffer_printf(sql, ") %s ON CONFLICT (%s) DO UPDATE SET ", t->source, t->key);
	for (size_t i = 0; t->columns[i]; i++)
		buffer_printf(sql, "%s%s = excluded.%s", i > 0 ? ", " : "", t->columns[i], t->columns[i]);
	buffer_add_str(sql, " WHERE ");
	for (size_t i = 0; t->columns[i]; i++)
		buffer_printf(sql, "%s%s.%s IS NOT excluded.%s", i > 0 ? " OR " : "", t->name, t->columns[i],
			      t->columns[i]);
}

static void add_select_keys(struct buffer *sql, const struct table *t)
{
	buffer_printf(sql, "SELECT %s, %s FROM %s", t->telling[0], t->telling[1] ? t->telling[1] : "0", t->name);
}

static void add_select_anew(struct buffer *sql, const struct table *t)
{
	add_select_keys(sql, t);
	if (t->anew)
		buffer_printf(sql, " WHERE %s", t->anew);
}

static void add_delete(struct buffer *sql, const struct table *t)
{
	buffer_printf(sql, "DELETE FROM %s WHERE %s = ?1", t->name, t->telling[0]);
	if (t->telling[1])
		buffer_printf(sql, " AND %s = ?2", t->telling[1]);
}

/* A statement that `add` writes; the caller frees it. */
static struct query *prepare(struct store *store, const struct table *t,
			     void (*add)(struct buffer *sql, const struct table *t))
{
	struct buffer sql;
	struct query *q;

	buffer_init(&sql, BUFFER_LIMIT_DEFAULT);
	add(&sql, t);
	q = store_query_once(store, sql.data);
	buffer_release(&sql);
	return q;
}

struct ledger *ledger_begin(struct store *store)
{
	struct ledger *ledger = memory_new(1, sizeof *ledger);

	ledger->store = store;
	for (size_t i = 0; i < TABLE_COUNT; i++)
		ledger->put[i] = prepare(store, &TABLES[i], add_put);
	return ledger;
}

/* ---- what is there and should not be ---- */

static int compare_keys(const void *a, const void *b)
{
	const struct row_key *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return x->b < y->b ? -1 : x->b > y->b;
}

static void add_key(struct row_keys *keys, int64_t a, int64_t b)
{
	keys->at = memory_room(keys->at, keys->count, &keys->capacity, sizeof *keys->at);
	keys->at[keys->count++] = (struct row_key){ a, b };
}

/* Keys of the table that are not among those kept; of reports that are left as they are none is looked at. */
static struct row_keys find_stale(struct ledger *ledger, const struct table *t, struct row_keys *kept)
{
	struct query *q = prepare(ledger->store, t, ledger->in_part ? add_select_anew : add_select_keys);
	struct row_keys stale = { 0 };

	if (kept->count > 0)
		qsort(kept->at, kept->count, sizeof *kept->at, compare_keys);
	while (query_next(q)) {
		struct row_key key = { query_int(q, 0), query_int(q, 1) };

		if (kept->count == 0 || !bsearch(&key, kept->at, kept->count, sizeof key, compare_keys))
			add_key(&stale, key.a, key.b);
	}
	query_free(q);
	return stale;
}

static void delete_stale(struct ledger *ledger, enum table_index table)
{
	const struct table *t = &TABLES[table];
	struct row_keys stale = find_stale(ledger, t, &ledger->kept[table]);
	struct query *q = prepare(ledger->store, t, add_delete);

	for (size_t i = 0; i < stale.count; i++) {
		query_bind_int(q, 1, stale.at[i].a);
		if (t->telling[1])
			query_bind_int(q, 2, stale.at[i].b);
		query_run(q);
	}
	query_free(q);
	free(stale.at);
}

void ledger_finish(struct ledger *ledger)
{
	for (size_t i = 0; i < TABLE_COUNT; i++)
		query_free(ledger->put[i]);
	for (size_t i = TABLE_COUNT; i > 0; i--) {
		delete_stale(ledger, (enum table_index)(i - 1));
		free(ledger->kept[i - 1].at);
	}
	free(ledger);
}

/* ---- rows ---- */

/* Runs the statement whose values are bound, and remembers the row. */
static void put(struct ledger *ledger, enum table_index table, int64_t a, int64_t b)
{
	query_run(ledger->put[table]);
	add_key(&ledger->kept[table], a, b);
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
	put(ledger, REPORTS, r->id, 0);
}

static void put_conclusion(struct ledger *ledger, const struct records *records, const struct record *r)
{
	struct query *q = ledger->put[CONCLUSIONS];

	query_bind_int(q, 1, r->id);
	query_bind_int(q, 2, records->report->id);
	query_bind_text(q, 3, r->label);
	query_bind_text(q, 4, r->text);
	put(ledger, CONCLUSIONS, r->id, 0);
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
	put(ledger, RECOMMENDATIONS, r->id, 0);
}

static void put_paragraphs(struct ledger *ledger, int64_t response, int64_t item)
{
	struct query *seqs = store_query(ledger->store, "SELECT seq FROM item_paragraphs WHERE item_id = ?1");
	struct query *q = ledger->put[RESPONSE_PARAGRAPHS];

	query_bind_int(seqs, 1, item);
	while (query_next(seqs)) {
		query_bind_int(q, 1, response);
		query_bind_int(q, 2, item);
		query_bind_int(q, 3, query_int(seqs, 0));
		put(ledger, RESPONSE_PARAGRAPHS, response, query_int(seqs, 0));
	}
}

static void put_response(struct ledger *ledger, const struct records *records, const struct response *r)
{
	int64_t item = records->items.at[r->item].id;
	struct query *q = ledger->put[RESPONSES];

	query_bind_int(q, 1, r->id);
	query_bind_int(q, 2, records->report->id);
	query_bind_int(q, 3, item);
	put(ledger, RESPONSES, r->id, 0);
	put_paragraphs(ledger, r->id, item);
}

static void put_answer(struct ledger *ledger, const struct records *records, const struct responses *responses,
		       const struct answer *a)
{
	int64_t response = responses->at[a->response].id, recommendation = records->at[a->record].id;
	const struct link_item *item = &records->items.at[responses->at[a->response].item];
	struct query *q = ledger->put[RESPONSE_RECOMMENDATIONS];

	query_bind_int(q, 1, response);
	query_bind_int(q, 2, recommendation);
	query_bind_text(q, 3, span_str(records_method_name(a->method)));
	bind_similarity(q, 4, a->similarity);
	query_bind_int(q, 5, records->content->documents[item->document].id);
	put(ledger, RESPONSE_RECOMMENDATIONS, response, recommendation);
}

static void put_occurrence(struct ledger *ledger, const struct records *records, size_t item, int64_t record,
			   enum method method, double similarity)
{
	const struct link_item *i = &records->items.at[item];
	struct query *q = ledger->put[OCCURRENCES];

	query_bind_text(q, 1, span_str(item_type_name(i->type)));
	query_bind_int(q, 2, record);
	query_bind_int(q, 3, i->id);
	query_bind_int(q, 4, records->content->documents[i->document].id);
	query_bind_int(q, 5, records->report->id);
	query_bind_text(q, 6, i->label);
	query_bind_text(q, 7, i->text);
	query_bind_text(q, 8, span_str(how_name(i->how)));
	bind_similarity(q, 9, similarity);
	query_bind_text(q, 10, span_str(records_method_name(method)));
	put(ledger, OCCURRENCES, i->id, record);
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

void ledger_keep(struct ledger *ledger, int64_t report)
{
	ledger->in_part = true;
	add_key(&ledger->kept[REPORTS], report, 0);
}

void ledger_put_repetition(struct ledger *ledger, int64_t recommendation, int64_t earlier, double similarity)
{
	struct query *q = ledger->put[REPETITIONS];

	query_bind_int(q, 1, recommendation);
	query_bind_int(q, 2, earlier);
	bind_similarity(q, 3, similarity);
	put(ledger, REPETITIONS, recommendation, 0);
}
