#include "pipeline/store/schema.h"

#include <stdarg.h>
#include <stdio.h>

#include "pipeline/base/arena.h"
#include "pipeline/store/private.h"

static const char tables[] =
#include "schema.inc"
	;

static const char views[] =
#include "views.inc"
	;

/*
 * What an older winnow computed and remembered may mean something else to this one:
 * the next run computes it anew from the content, which stays.
 */
static const char forget[] =
	"UPDATE meta SET value = '' WHERE key = 'settled';"
	"DROP TABLE IF EXISTS dedupe_sketches;" /* up to version 5 */
	"DELETE FROM dedupe_index; DELETE FROM dedupe_verdicts; DELETE FROM link_reports; DELETE FROM link_notes";

/* ---- a new one ---- */

static bool set_marks(struct store *store)
{
	char marks[96];

	snprintf(marks, sizeof marks, "PRAGMA application_id=%d; PRAGMA user_version=%d", APPLICATION_ID,
		 SCHEMA_VERSION);
	return store_exec(store, marks);
}

bool schema_create(struct store *store)
{
	if (store_begin(store) && store_exec(store, tables) && store_exec(store, views) && set_marks(store))
		return store_commit(store);
	store_rollback(store);
	return false;
}

/* ---- an older one ---- */

/* A table, an index or a view of the schema, in the order of their making. */
struct object {
	const char *type, *name, *sql;
};

struct model {
	struct arena *arena;
	struct object *at;
	size_t count, capacity;
};

/* NUL-terminated. */
static const char *copy(struct arena *arena, struct span text)
{
	return arena_printf(arena, "%.*s", SPAN_ARG(text)).ptr;
}

/* The shadow tables of FTS5 come and go with the table that they belong to. */
#define OBJECTS "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT IN " \
		"(SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY rowid"

/* Reads the schema as it should be from an empty database in memory that is made with it. */
static void read_model(struct model *model, struct store *store)
{
	struct store memory = { .path = store->path, .mode = STORE_READ };
	struct query *q;

	buffer_init(&memory.message, BUFFER_LIMIT_DEFAULT);
	if (sqlite3_open(":memory:", &memory.db) != SQLITE_OK)
		store_fail_sqlite(&memory, "open");
	schema_create(&memory);
	q = store_query_once(&memory, OBJECTS);
	while (query_next(q)) {
		model->at = arena_room(model->arena, model->at, model->count, &model->capacity, sizeof *model->at);
		model->at[model->count++] = (struct object){ copy(model->arena, query_text(q, 0)),
							     copy(model->arena, query_text(q, 1)),
							     copy(model->arena, query_text(q, 2)) };
	}
	query_free(q);
	sqlite3_close(memory.db);
	if (memory.status != 0)
		store_fail(store, memory.status, "%s", memory.message.data);
	buffer_release(&memory.message);
}

static bool exec_format(struct store *store, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool exec_format(struct store *store, const char *format, ...)
{
	char sql[2048]; /* names of ours, and few of them */
	va_list args;

	va_start(args, format);
	vsnprintf(sql, sizeof sql, format, args);
	va_end(args);
	return store_exec(store, sql);
}

/* What the database has under the name: NULL for nothing. */
static const char *find_sql(struct store *store, struct arena *arena, const char *name)
{
	struct query *q = store_query(store, "SELECT sql FROM sqlite_schema WHERE name = ?1");
	const char *sql;

	query_bind_text(q, 1, span_str(name));
	sql = query_next(q) ? copy(arena, query_text(q, 0)) : NULL;
	query_reset(q);
	return sql;
}

/* The next character of a definition that means something; comments and white space do not. */
static const char *skip_blank(const char *p)
{
	for (;; p++) {
		if (p[0] == '-' && p[1] == '-')
			p += strcspn(p, "\n");
		if (*p == '\0' || !strchr(" \t\n", *p))
			return p;
	}
}

static bool same_definition(const char *a, const char *b)
{
	for (a = skip_blank(a), b = skip_blank(b); *a && *a == *b; a = skip_blank(a + 1), b = skip_blank(b + 1))
		;
	return *a == *b;
}

/* The columns that both tables have, as "a", "b". */
static const char *common_columns(struct store *store, struct arena *arena, const char *a, const char *b)
{
	struct query *q = store_query(store,
		"SELECT group_concat('\"' || name || '\"', ', ') FROM pragma_table_info(?1) "
		"WHERE name IN (SELECT name FROM pragma_table_info(?2))");
	const char *columns;

	query_bind_text(q, 1, span_str(a));
	query_bind_text(q, 2, span_str(b));
	columns = query_next(q) ? copy(arena, query_text(q, 0)) : "";
	query_reset(q);
	return columns;
}

/* As https://www.sqlite.org/lang_altertable.html#otheralter has it; indexes go with the old table, and are made after. */
static void remake_table(struct store *store, struct arena *arena, const struct object *table)
{
	const char *name = table->name, *columns, *before = "before_migration";

	exec_format(store, "ALTER TABLE %s RENAME TO %s", name, before);
	store_exec(store, table->sql);
	columns = common_columns(store, arena, name, before);
	exec_format(store, "INSERT INTO %s (%s) SELECT %s FROM %s", name, columns, columns, before);
	exec_format(store, "DROP TABLE %s", before);
}

/* A full-text index keeps nothing that its content has not. */
static void remake_index(struct store *store, const struct object *object, bool fulltext)
{
	exec_format(store, "DROP %s %s", fulltext ? "TABLE" : "INDEX", object->name);
	store_exec(store, object->sql);
	if (fulltext)
		exec_format(store, "INSERT INTO %s(%s) VALUES ('rebuild')", object->name, object->name);
}

static void bring_to_date(struct store *store, struct arena *arena, const struct object *object)
{
	const char *had = find_sql(store, arena, object->name);
	bool fulltext = strncmp(object->sql, "CREATE VIRTUAL", strlen("CREATE VIRTUAL")) == 0;

	if (!had)
		store_exec(store, object->sql);
	else if (same_definition(had, object->sql))
		return;
	else if (fulltext || strcmp(object->type, "index") == 0)
		remake_index(store, object, fulltext);
	else
		remake_table(store, arena, object);
}

/* Views first: they may name what is about to change. */
static void drop_views(struct store *store, const struct model *model)
{
	for (size_t i = 0; i < model->count; i++)
		if (strcmp(model->at[i].type, "view") == 0)
			exec_format(store, "DROP VIEW IF EXISTS %s", model->at[i].name);
}

bool schema_migrate(struct store *store)
{
	struct model model = { .arena = arena_new() };

	read_model(&model, store);
	/* A table that is renamed must not take the references of the others with it. */
	store_exec(store, "PRAGMA legacy_alter_table=ON");
	if (store_begin(store)) {
		drop_views(store, &model);
		for (size_t i = 0; i < model.count; i++)
			bring_to_date(store, model.arena, &model.at[i]);
		store_exec(store, forget);
		set_marks(store);
		if (!store_commit(store))
			store_rollback(store);
	}
	store_exec(store, "PRAGMA legacy_alter_table=OFF");
	arena_free(model.arena);
	return store_status(store) == 0;
}
