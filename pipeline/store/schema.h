/*
 * schema: makes the tables and views of a new database, and brings those of an
 * older one to the form that schema.sql and views.sql give them.
 */
#ifndef WINNOW_SCHEMA_H
#define WINNOW_SCHEMA_H

#include "pipeline/store/store.h"

enum {
	APPLICATION_ID = 0x77696E6E, /* "winn": file(1) and every reader can tell whose it is */
	SCHEMA_VERSION = 9           /* PRAGMA user_version: raised with every change of schema.sql or views.sql */
};

/* Fills a new database, in one transaction. False on failure, which store_status() has. */
bool schema_create(struct store *store);

/*
 * Brings a database of a lower version to this one. Its rows stay; what is computed
 * from them is marked as not settled. In one
 * transaction: on failure, or after a crash, the database is what it was. What
 * the schema does not name is left alone: it may be the user's. Wants foreign
 * keys to be off, as they are until store_open() turns them on.
 */
bool schema_migrate(struct store *store);

#endif
