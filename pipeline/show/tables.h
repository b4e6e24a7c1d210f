/*
 * tables: what export writes, as data.
 *
 * Every table is ordered by natural keys and holds nothing of when or how it was
 * read (no runs, no clock): databases of equal content give equal bytes. That is
 * why `overdue` is not among them, nor how long what is unanswered has waited: they
 * change with the day. `standing` holds what they are computed from.
 */
#ifndef WINNOW_SHOW_TABLES_H
#define WINNOW_SHOW_TABLES_H

#include "pipeline/base/buffer.h"

/* The order of reports (p), and of labels in them: 2 before 7, 7 before 7a, 7c before 10. */
#define TABLES_REPORT_ORDER "p.body, p.session, p.special, p.number, p.paper, p.title, p.id"
#define TABLES_LABEL_ORDER(column) "CAST(" column " AS INTEGER), " column

struct table {
	const char *name;    /* of the file, without its ending */
	const char *columns; /* "a.x, a.y AS z": no comma inside an expression */
	const char *json;    /* the one column that holds JSON, or NULL */
	const char *from;    /* what stands between FROM and ORDER BY */
	const char *order;
};

/* The first is `records`. */
extern const struct table tables[];
extern const size_t table_count;

/* The query that gives the columns one by one. */
void tables_select(struct buffer *sql, const struct table *table);
/* The query that gives one JSON object a row: types and escapes are SQLite's own. */
void tables_select_json(struct buffer *sql, const struct table *table);
/* The names of the columns as a JSON array, and the query that gives each row as one. */
void tables_names(struct buffer *json, const struct table *table);
void tables_select_array(struct buffer *sql, const struct table *table);

#endif
