/*
 * query: a prepared statement of a store; see store.h for how to get one.
 *
 *     struct query *q = store_query(store, "SELECT id, path FROM sources WHERE state = ?1");
 *
 *     query_bind_text(q, 1, SPAN("failed"));
 *     while (query_next(q))
 *             use(query_int(q, 0), query_text(q, 1));
 *
 * Parameters count from 1, columns from 0. Who leaves the loop early resets the
 * query. A failure goes to the store, and ends the loop.
 */
#ifndef WINNOW_QUERY_H
#define WINNOW_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/span.h"

struct query;

/* For a query of store_query_once; NULL is allowed. */
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
/* The type that the column of a table was declared with, also through views; "" for what is computed. */
const char *query_declared(const struct query *q, int column);
bool query_is_null(const struct query *q, int column);
int64_t query_int(const struct query *q, int column);
double query_double(const struct query *q, int column);
/* Borrowed until the next query_next or query_reset; empty for NULL. */
struct span query_text(const struct query *q, int column);

#endif
