/*
 * describe: what the tables, views and columns of the database are, in words.
 *
 * The words are the comments of schema.sql and views.sql (man/sql.awk makes them
 * C at build time), so that export, the manual page and the schema say the same.
 */
#ifndef WINNOW_DESCRIBE_H
#define WINNOW_DESCRIBE_H

#include "pipeline/base/span.h"

/* What a table or view is; NULL where nothing is said of it. */
const char *describe_table(struct span table);
/*
 * What a column is: what its table or view says; else, for views, what is said of all
 * of them; else what the first table says that has a column of this name. NULL: nothing.
 */
const char *describe_column(struct span table, struct span column);

#endif
