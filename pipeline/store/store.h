/*
 * store: the SQLite database. Only store.c, schema.c and query.c know that it is SQLite.
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
#include "pipeline/store/query.h"

struct store;

enum store_mode {
	STORE_READ,  /* an existing database, opened read-only */
	STORE_WRITE  /* created when missing; holds the lock <path>.lock until closed */
};

/* As store_open for writing, but waits up to so many seconds for another writer to end. */
struct store *store_open_waiting(const char *path, long seconds);
/* Never NULL: when it could not be opened, store_status() is not 0 and store_message() says why. */
struct store *store_open(const char *path, enum store_mode mode);
/* Publishes (journal_mode=DELETE) and closes; NULL is allowed. Returns store_status(). */
int store_close(struct store *store);

/* 0, or the sysexits status of the first failure (66 cannot open, 70 fault, 73/74 cannot write, 75 busy). */
int store_status(const struct store *store);
/* What went wrong, where, and what to do; "" when nothing did. Borrowed. */
const char *store_message(const struct store *store);
/* Fails the store for what another was refused for; `message` names that one. */
void store_refuse(struct store *store, int status, const char *message);
const char *store_path(const struct store *store);

/*
 * The statement for this SQL, ready to bind: reset, bindings cleared. `sql` must
 * be a string literal: statements are cached by its address. Parameters are ?1, ?2, ...
 */
struct query *store_query(struct store *store, const char *sql);
/* As store_query, for SQL made at run time; the caller frees it with query_free. */
struct query *store_query_once(struct store *store, const char *sql);

/* Statements without parameters or rows, one or several. */
bool store_exec(struct store *store, const char *sql);
/* Rows changed by the last statement. */
int64_t store_changes(const struct store *store);

/* Looks at every reference between rows; one that points nowhere is a fault, which store_message() tells. */
bool store_check_keys(struct store *store);

/*
 * Transactions nest: the outermost is BEGIN IMMEDIATE, those inside are
 * savepoints. So a function that begins and commits can be called alone or as
 * part of something larger. store_close rolls back what is not committed.
 */
bool store_begin(struct store *store);
bool store_commit(struct store *store);
bool store_rollback(struct store *store);

#endif
