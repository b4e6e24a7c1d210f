#include "pipeline/store/query.h"

#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"
#include "pipeline/store/private.h"

struct cleaned {
	struct cleaned *next;
	struct buffer text;
};

struct query *query_prepare(struct store *store, const char *sql, unsigned flags)
{
	struct query *q = memory_new(1, sizeof *q);

	q->store = store;
	q->sql = sql;
	if (store->status == 0 && sqlite3_prepare_v3(store->db, sql, -1, flags, &q->statement, NULL) != SQLITE_OK)
		store_fail_sqlite(store, sql);
	return q;
}

static void free_cleaned(struct query *q)
{
	while (q->cleaned) {
		struct cleaned *next = q->cleaned->next;

		buffer_release(&q->cleaned->text);
		free(q->cleaned);
		q->cleaned = next;
	}
}

void query_free(struct query *q)
{
	if (!q)
		return;
	sqlite3_finalize(q->statement);
	free_cleaned(q);
	free(q);
}

void query_clear(struct query *q)
{
	query_reset(q);
	if (q->statement)
		sqlite3_clear_bindings(q->statement);
	free_cleaned(q);
}

static bool usable(const struct query *q)
{
	return q->statement && q->store->status == 0;
}

static void bound(struct query *q, int code)
{
	if (code != SQLITE_OK)
		store_fail_sqlite(q->store, q->sql);
}

void query_bind_int(struct query *q, int index, int64_t value)
{
	if (usable(q))
		bound(q, sqlite3_bind_int64(q->statement, index, value));
}

void query_bind_double(struct query *q, int index, double value)
{
	if (usable(q))
		bound(q, sqlite3_bind_double(q->statement, index, value));
}

void query_bind_null(struct query *q, int index)
{
	if (usable(q))
		bound(q, sqlite3_bind_null(q->statement, index));
}

void query_bind_blob(struct query *q, int index, struct span bytes)
{
	if (usable(q))
		bound(q, sqlite3_bind_blob64(q->statement, index, bytes.len ? bytes.ptr : "", bytes.len,
					     SQLITE_STATIC));
}

/* A copy that SQLite stores and gives back unchanged: U+FFFD for NUL and for what is not UTF-8. */
static struct span clean_text(struct query *q, struct span text)
{
	struct cleaned *cleaned = memory_new(1, sizeof *cleaned);

	buffer_init(&cleaned->text, BUFFER_LIMIT_DEFAULT);
	for (size_t at = 0; at < text.len;) {
		unsigned c = utf8_next(text, &at);

		buffer_add_utf8(&cleaned->text, c ? c : UTF8_REPLACEMENT);
	}
	cleaned->next = q->cleaned;
	q->cleaned = cleaned;
	return buffer_span(&cleaned->text);
}

void query_bind_text(struct query *q, int index, struct span text)
{
	if (!usable(q))
		return;
	if (text.len && (memchr(text.ptr, '\0', text.len) || !utf8_valid(text)))
		text = clean_text(q, text);
	bound(q, sqlite3_bind_text64(q->statement, index, text.len ? text.ptr : "", text.len, SQLITE_STATIC,
				     SQLITE_UTF8));
}

void query_bind_optional(struct query *q, int index, struct span text)
{
	if (span_empty(text))
		query_bind_null(q, index);
	else
		query_bind_text(q, index, text);
}

bool query_next(struct query *q)
{
	int code;

	if (!usable(q))
		return false;
	code = sqlite3_step(q->statement);
	if (code == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE)
		store_fail_sqlite(q->store, q->sql);
	sqlite3_reset(q->statement);
	return false;
}

bool query_run(struct query *q)
{
	while (query_next(q))
		;
	return usable(q);
}

void query_reset(struct query *q)
{
	sqlite3_reset(q->statement); /* its result repeats a failure that is already known */
}

int query_columns(const struct query *q)
{
	return sqlite3_column_count(q->statement);
}

const char *query_column_name(const struct query *q, int column)
{
	const char *name = q->statement ? sqlite3_column_name(q->statement, column) : NULL;

	return name ? name : "";
}

const char *query_declared(const struct query *q, int column)
{
	const char *type = q->statement ? sqlite3_column_decltype(q->statement, column) : NULL;

	return type ? type : "";
}

bool query_is_null(const struct query *q, int column)
{
	return sqlite3_column_type(q->statement, column) == SQLITE_NULL;
}

int64_t query_int(const struct query *q, int column)
{
	return sqlite3_column_int64(q->statement, column);
}

double query_double(const struct query *q, int column)
{
	return sqlite3_column_double(q->statement, column);
}

struct span query_text(const struct query *q, int column)
{
	const char *text = (const char *)sqlite3_column_text(q->statement, column);

	return span_of(text, text ? (size_t)sqlite3_column_bytes(q->statement, column) : 0);
}
