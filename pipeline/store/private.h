/* private: what store.c, schema.c and query.c share, and nobody else includes. The one place with sqlite3.h. */
#ifndef WINNOW_STORE_PRIVATE_H
#define WINNOW_STORE_PRIVATE_H

#include <sqlite3.h>

#include "pipeline/base/buffer.h"
#include "pipeline/store/lock.h"
#include "pipeline/store/store.h"

/* Of the table of statements: the program has about as many. */
enum { STORE_BUCKETS = 128 };

struct store {
	char *path;
	enum store_mode mode;
	sqlite3 *db;
	struct lock lock;
	int status;
	struct buffer message;
	int depth; /* of nested transactions */
	struct query *queries[STORE_BUCKETS];
};

struct query {
	struct store *store;
	sqlite3_stmt *statement; /* NULL when it could not be prepared */
	const char *sql;         /* the key of a cached one */
	struct query *next;      /* in its bucket */
	struct cleaned *cleaned; /* texts that had to be repaired before they were bound */
};

/* Keeps the first failure; what follows is mostly its consequence. */
void store_fail(struct store *store, int status, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Keeps what SQLite says now. `sql` is named when the fault is ours. */
void store_fail_sqlite(struct store *store, const char *sql);

/* Never NULL; flags as for sqlite3_prepare_v3. Ends with query_free. */
struct query *query_prepare(struct store *store, const char *sql, unsigned flags);

/* Ready to be bound anew. */
void query_clear(struct query *q);

#endif
