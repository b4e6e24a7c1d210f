/*
 * store: the SQLite database, and the only code that includes sqlite3.h.
 *
 * Errors are sticky: the first failure is kept with a message that names the
 * database and the remedy; from then on every call on the store does nothing
 * and returns "no row" or 0. So callers write straight code and ask
 * store_status() once, at the end of a unit of work, before they commit.
 */
#ifndef WINNOW_STORE_H
#define WINNOW_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/span.h"

struct store;
struct query; /* a prepared statement; owned by the store, kept for its life */

enum store_mode {
	STORE_READ,  /* an existing database, opened read-only */
	STORE_WRITE  /* created when missing; holds the lock <path>.lock until closed */
};

/* Never NULL: when it could not be opened, store_status() is not 0 and store_message() says why. */
struct store *store_open(const char *path, enum store_mode mode);
/* Publishes (journal_mode=DELETE) and closes; NULL is allowed. Returns store_status(). */
int store_close(struct store *store);

/* 0, or the sysexits status of the first failure (66 cannot open, 70 fault, 73/74 cannot write, 75 busy). */
int store_status(const struct store *store);
/* What went wrong, where, and what to do; "" when nothing did. Borrowed. */
const char *store_message(const struct store *store);
const char *store_path(const struct store *store);

/*
 * The statement for this SQL, ready to bind: reset, bindings cleared. `sql` must
 * be a string literal: statements are cached by its address. Parameters are ?1, ?2, ...
 */
struct query *store_query(struct store *store, const char *sql);
/* As store_query, for SQL made at run time; the caller frees it with query_free. */
struct query *store_query_once(struct store *store, const char *sql);
void query_free(struct query *q);

void query_bind_int(struct query *q, int index, int64_t value);
void query_bind_double(struct query *q, int index, double value);
/* Borrowed until the next reset. An empty span binds ''; see query_bind_optional for NULL. */
void query_bind_text(struct query *q, int index, struct span text);
/* NULL when the span is empty. */
void query_bind_optional(struct query *q, int index, struct span text);
void query_bind_blob(struct query *q, int index, struct span bytes);
void query_bind_null(struct query *q, int index);

/* Steps to the next row; false at the end or on failure, and then the query is reset. */
bool query_next(struct query *q);
/* For statements without rows: steps, resets; true when it went well. */
bool query_run(struct query *q);
void query_reset(struct query *q);

int query_columns(const struct query *q);
const char *query_column_name(const struct query *q, int column);
bool query_is_null(const struct query *q, int column);
int64_t query_int(const struct query *q, int column);
double query_double(const struct query *q, int column);
/* Borrowed until the next query_next or query_reset; empty for NULL. */
struct span query_text(const struct query *q, int column);

/* Statements without parameters or rows, one or several. */
bool store_exec(struct store *store, const char *sql);
/* Rows changed by the last statement. */
int64_t store_changes(const struct store *store);

/*
 * Transactions nest: the outermost is BEGIN IMMEDIATE, those inside are
 * savepoints. So a function that begins and commits can be called alone or as
 * part of something larger. store_close rolls back what is not committed.
 */
bool store_begin(struct store *store);
bool store_commit(struct store *store);
bool store_rollback(struct store *store);

#endif
