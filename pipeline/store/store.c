#include "pipeline/store/store.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "pipeline/base/memory.h"
#include "pipeline/store/private.h"
#include "pipeline/store/schema.h"

enum {
	BUSY_MS = 2000,      /* how long to wait for another program's lock */
	CACHE_KIB = 65536
};

/* ---- failures ---- */

void store_fail(struct store *store, int status, const char *format, ...)
{
	char text[1024];
	va_list args;

	if (store->status != 0)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	store->status = status;
	buffer_printf(&store->message, "%s: %s", store->path, text);
}

#define BUSY "another program is using it: close that one, or try again"
#define RIGHTS "check the permissions of the file and its folder"
#define SAFE "then run the same again; what was committed is safe"

/* What a failure of SQLite means to the user; what is not listed is a fault of ours. */
static const struct {
	int code;
	int status;
	const char *remedy;
} failures[] = {
	{ SQLITE_BUSY, EX_TEMPFAIL, BUSY },
	{ SQLITE_LOCKED, EX_TEMPFAIL, BUSY },
	{ SQLITE_PROTOCOL, EX_TEMPFAIL, BUSY },
	{ SQLITE_FULL, EX_IOERR, "free some space, " SAFE },
	{ SQLITE_IOERR, EX_IOERR, "check the disk and its free space, " SAFE },
	{ SQLITE_READONLY, EX_CANTCREAT, "it cannot be written: " RIGHTS },
	{ SQLITE_CANTOPEN, EX_NOINPUT, RIGHTS },
	{ SQLITE_PERM, EX_NOINPUT, RIGHTS },
	{ SQLITE_AUTH, EX_NOINPUT, RIGHTS },
	{ SQLITE_NOTADB, EX_NOINPUT, "name a winnow database, or a new file, with -d" },
	{ SQLITE_CORRUPT, EX_NOINPUT, "it is damaged: restore a copy, or ingest anew into another file" },
	{ SQLITE_NOMEM, EX_OSERR, "give it more memory; what was committed is safe" },
	{ SQLITE_TOOBIG, EX_DATAERR, "a text is larger than a database can hold (1 GB)" },
};

void store_refuse(struct store *store, int status, const char *message)
{
	if (store->status != 0)
		return;
	store->status = status;
	buffer_add_str(&store->message, message);
}

void store_fail_sqlite(struct store *store, const char *sql)
{
	int code = sqlite3_errcode(store->db) & 0xFF;
	const char *said = sqlite3_errmsg(store->db);

	for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
		if (failures[i].code == code) {
			store_fail(store, failures[i].status, "%s: %s", said, failures[i].remedy);
			return;
		}
	store_fail(store, EX_SOFTWARE, "%s, in \"%.200s\": a fault of winnow, please report it", said, sql);
}

int store_status(const struct store *store)
{
	return store->status;
}

const char *store_message(const struct store *store)
{
	return store->message.data;
}

const char *store_path(const struct store *store)
{
	return store->path;
}

/* ---- statements ---- */

struct query *store_query(struct store *store, const char *sql)
{
	struct query **bucket = &store->queries[((uintptr_t)sql >> 3) % STORE_BUCKETS];
	struct query *q = *bucket;

	while (q && q->sql != sql)
		q = q->next;
	if (q) {
		query_clear(q);
		return q;
	}
	q = query_prepare(store, sql, SQLITE_PREPARE_PERSISTENT);
	q->next = *bucket;
	*bucket = q;
	return q;
}

struct query *store_query_once(struct store *store, const char *sql)
{
	return query_prepare(store, sql, 0);
}

bool store_exec(struct store *store, const char *sql)
{
	if (store->status == 0 && sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		store_fail_sqlite(store, sql);
	return store->status == 0;
}

int64_t store_changes(const struct store *store)
{
	return store->db ? sqlite3_changes64(store->db) : 0;
}

/* ---- transactions ---- */

bool store_begin(struct store *store)
{
	if (!store_exec(store, store->depth == 0 ? "BEGIN IMMEDIATE" : "SAVEPOINT inner"))
		return false;
	store->depth++;
	return true;
}

bool store_commit(struct store *store)
{
	if (store->status != 0 || store->depth == 0)
		return false;
	if (!store_exec(store, store->depth == 1 ? "COMMIT" : "RELEASE inner"))
		return false;
	store->depth--;
	return true;
}

bool store_rollback(struct store *store)
{
	if (store->depth == 0)
		return false;
	store->depth--;
	/* Also after a failure; SQLite may have rolled back by then, and says so: nothing is lost by it. */
	sqlite3_exec(store->db, store->depth == 0 ? "ROLLBACK" : "ROLLBACK TO inner; RELEASE inner", NULL, NULL, NULL);
	return store->status == 0;
}

/* ---- opening ---- */

static int64_t pragma_int(struct store *store, const char *sql)
{
	struct query *q = store_query_once(store, sql);
	int64_t value = query_next(q) ? query_int(q, 0) : 0;

	query_free(q);
	return value;
}

/* Is there something at the path that can be a database? Says what is wrong if not. */
static bool check_file(struct store *store, bool *exists)
{
	struct stat st;

	*exists = stat(store->path, &st) == 0;
	if (!*exists && errno != ENOENT)
		store_fail(store, EX_NOINPUT, "%s: check the permissions of its folders", strerror(errno));
	else if (!*exists && store->mode == STORE_READ)
		store_fail(store, EX_NOINPUT, "there is no such database: 'winnow ingest' makes it; -d names another");
	else if (*exists && S_ISDIR(st.st_mode))
		store_fail(store, EX_NOINPUT, "is a folder, not a database: name a file with -d");
	else if (*exists && !S_ISREG(st.st_mode))
		store_fail(store, EX_NOINPUT, "is not a regular file: name a database with -d");
	else if (*exists && st.st_size == 0 && store->mode == STORE_READ)
		store_fail(store, EX_NOINPUT, "is empty: fill it with 'winnow ingest -d', or name another with -d");
	return store->status == 0;
}

static bool take_lock(struct store *store, long seconds)
{
	char path[PATH_MAX], who[32] = "another process";
	pid_t holder;

	if (snprintf(path, sizeof path, "%s.lock", store->path) >= (int)sizeof path) {
		store_fail(store, EX_CANTCREAT, "its name is too long: choose a shorter one");
		return false;
	}
	switch (lock_take(&store->lock, path, seconds, &holder)) {
	case LOCK_HELD:
		return true;
	case LOCK_TAKEN:
		if (holder)
			snprintf(who, sizeof who, "process %ld", (long)holder);
		store_fail(store, EX_TEMPFAIL, "is being written by another winnow (%s): try again later, or give --wait SECONDS", who);
		return false;
	case LOCK_FAILED:
		break;
	}
	store_fail(store, EX_CANTCREAT, "cannot make the lock file %s: %s: a database needs a folder that is there "
		   "and can be written", path, strerror(errno));
	return false;
}

/* The file name as SQLite must get it: one that begins with "file:" or ":" means something else to it. */
static void add_plain_name(struct buffer *out, const char *path)
{
	if (path[0] != '/')
		buffer_add_str(out, "./");
	buffer_add_str(out, path);
}

static void configure(sqlite3 *db)
{
	sqlite3_extended_result_codes(db, 1);
	sqlite3_busy_timeout(db, BUSY_MS);
	/* The file may come from elsewhere. TRUSTED_SCHEMA off would be safer, but forbids json_object in views. */
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
}

/* Opens and reads the first page; the answer of SQLite. */
static int open_file(struct store *store, const char *name, int flags)
{
	int code = sqlite3_open_v2(name, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);

	if (code == SQLITE_OK) {
		configure(store->db);
		code = sqlite3_exec(store->db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
	}
	return code & 0xFF;
}

static bool has_leftover(const struct store *store, const char *suffix)
{
	char path[PATH_MAX];
	struct stat st;

	return snprintf(path, sizeof path, "%s%s", store->path, suffix) >= (int)sizeof path ||
	       (stat(path, &st) == 0 && st.st_size > 0);
}

/* "file:NAME?immutable=1", with everything but letters, digits and a few signs escaped. */
static void add_immutable_name(struct buffer *out, const char *plain)
{
	buffer_add_str(out, "file:");
	for (const char *p = plain; *p; p++)
		if ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') ||
		    strchr("/._-", *p))
			buffer_add_char(out, *p);
		else
			buffer_printf(out, "%%%02X", (unsigned)(unsigned char)*p);
	buffer_add_str(out, "?immutable=1");
}

/*
 * A reader in a folder that it may not write cannot make the shared memory that
 * WAL needs. Where no WAL is left the file is complete by itself and is read as
 * it stands; where one is, reading without it would show an old state.
 */
static void open_reader(struct store *store)
{
	struct buffer plain, immutable;
	int code;

	buffer_init(&plain, PATH_MAX * 4);
	buffer_init(&immutable, PATH_MAX * 4);
	add_plain_name(&plain, store->path);
	code = open_file(store, plain.data, SQLITE_OPEN_READONLY);
	if (code == SQLITE_CANTOPEN || code == SQLITE_READONLY) {
		if (has_leftover(store, "-wal") || has_leftover(store, "-journal")) {
			store_fail(store, EX_NOINPUT, "a run was interrupted and has left work in %s-wal or -journal: "
				   "let its owner run 'winnow ingest' on it once, or copy all its files to a folder "
				   "that you can write", store->path);
		} else {
			add_immutable_name(&immutable, plain.data);
			sqlite3_close(store->db);
			store->db = NULL;
			code = open_file(store, immutable.data, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
		}
	}
	if (code != SQLITE_OK)
		store_fail_sqlite(store, "open");
	buffer_release(&plain);
	buffer_release(&immutable);
}

static void open_writer(struct store *store)
{
	struct buffer plain;

	buffer_init(&plain, PATH_MAX * 4);
	add_plain_name(&plain, store->path);
	if (open_file(store, plain.data, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) != SQLITE_OK)
		store_fail_sqlite(store, "open");
	else if (sqlite3_db_readonly(store->db, "main") == 1)
		store_fail(store, EX_CANTCREAT, "is read-only: make it writable (chmod u+w), or name another with -d");
	buffer_release(&plain);
}

/* Is it ours, and of a version we know? True as well for a new one, which has nothing in it: its version is 0. */
static bool identify(struct store *store, int64_t *version)
{
	int64_t application = pragma_int(store, "PRAGMA application_id");
	bool fresh = false;

	*version = pragma_int(store, "PRAGMA user_version");

	if (store->status != 0)
		return false;
	if (application == 0 && *version == 0 && pragma_int(store, "SELECT count(*) FROM sqlite_schema") == 0)
		fresh = true;
	else if (application != APPLICATION_ID)
		store_fail(store, EX_NOINPUT, "is a database of another program: name another file with -d");
	else if (*version > SCHEMA_VERSION)
		store_fail(store, EX_NOINPUT, "was made by a newer winnow (database version %lld): use that one, "
			   "or ingest anew into another file", (long long)*version);
	else if (*version < 1)
		store_fail(store, EX_NOINPUT, "says that it is of version %lld, which no winnow made: "
			   "ingest anew into another file", (long long)*version);
	else if (*version < SCHEMA_VERSION && store->mode == STORE_READ)
		store_fail(store, EX_NOINPUT, "was made by an older winnow (database version %lld): 'winnow ingest' on it "
			   "brings it up to date, and keeps what it holds", (long long)*version);
	if (fresh && store->mode == STORE_READ)
		store_fail(store, EX_NOINPUT, "is empty: fill it with 'winnow ingest -d', or name another with -d");
	return store->status == 0;
}

/* The tables as this program wants them: made, or brought up to date. False on failure. */
static bool prepare_schema(struct store *store)
{
	int64_t version;

	if (!identify(store, &version))
		return false;
	if (version == 0)
		return schema_create(store);
	return version == SCHEMA_VERSION || schema_migrate(store);
}

/* For the length of the run; where a file system has no shared memory SQLite stays in its safe default. */
static void start_writing(struct store *store)
{
	struct query *q = store_query_once(store, "PRAGMA journal_mode=WAL");
	bool wal = query_next(q) && span_equal(query_text(q, 0), SPAN("wal"));
	char cache[48];

	query_free(q);
	snprintf(cache, sizeof cache, "PRAGMA cache_size=-%d", CACHE_KIB);
	store_exec(store, cache);
	if (wal)
		store_exec(store, "PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=4000");
}

static struct store *open_store(const char *path, enum store_mode mode, long seconds)
{
	struct store *store = memory_new(1, sizeof *store);
	bool exists;

	store->path = memory_new(strlen(path) + 1, 1);
	strcpy(store->path, path);
	store->mode = mode;
	store->lock.fd = -1;
	buffer_init(&store->message, BUFFER_LIMIT_DEFAULT);
	if (!check_file(store, &exists))
		return store;
	if (mode == STORE_READ)
		open_reader(store);
	else if (take_lock(store, seconds))
		open_writer(store);
	if (store->status != 0 || !prepare_schema(store))
		return store;
	store_exec(store, "PRAGMA foreign_keys=ON");
	if (mode == STORE_WRITE)
		start_writing(store);
	return store;
}

struct store *store_open(const char *path, enum store_mode mode)
{
	return open_store(path, mode, 0);
}

struct store *store_open_waiting(const char *path, long seconds)
{
	return open_store(path, STORE_WRITE, seconds);
}

bool store_check_keys(struct store *store)
{
	struct query *q = store_query_once(store, "PRAGMA foreign_key_check");
	bool broken = query_next(q);

	if (broken)
		store_fail(store, EX_SOFTWARE, "has a row in %.*s that refers to nothing: this is a fault of winnow; "
			   "ingest anew into another file", SPAN_ARG(query_text(q, 0)));
	query_free(q);
	return !broken && store->status == 0;
}

static void free_queries(struct store *store)
{
	for (size_t i = 0; i < STORE_BUCKETS; i++)
		while (store->queries[i]) {
			struct query *next = store->queries[i]->next;

			query_free(store->queries[i]);
			store->queries[i] = next;
		}
}

/*
 * Back to one file that opens anywhere, also read-only. A reader that is at work
 * hinders it; then the database stays in WAL, complete, until the next run ends.
 */
static void publish(struct store *store)
{
	while (store->depth > 0)
		store_rollback(store);
	if (store->mode == STORE_WRITE)
		sqlite3_exec(store->db, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
}

int store_close(struct store *store)
{
	int status;

	if (!store)
		return 0;
	free_queries(store);
	if (store->db)
		publish(store);
	sqlite3_close(store->db);
	lock_release(&store->lock);
	status = store->status;
	buffer_release(&store->message);
	free(store->path);
	free(store);
	return status;
}
