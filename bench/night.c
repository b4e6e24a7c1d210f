/*
 * night: what a night costs that adds 1 % to a settled database, next to a full run over the same passages.
 *
 *     build/bench/night [MEGABYTES]
 *
 * Texts are those of dedupe_corpus.h, forty to a document; every hundredth document comes with the night, and half as
 * many vanish. The rows it ends with are compared with those of the full run.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "bench/dedupe_corpus.h"
#include "pipeline/dedupe/settle.h"
#include "pipeline/store/fulltext.h"
#include "pipeline/store/store.h"

enum { PASSAGES = 40, HUNDREDTH = 100 };

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void stop(const struct store *s)
{
	fprintf(stderr, "night: %s\n", store_message(s));
	exit(EXIT_FAILURE);
}

static struct store *open_new(const char *path)
{
	struct store *s;

	unlink(path);
	s = store_open(path, STORE_WRITE);
	store_exec(s, "INSERT INTO runs(id, started_at, command, version) VALUES (1, '2026-01-01T00:00:00Z', 'bench', '0')");
	if (store_status(s))
		stop(s);
	return s;
}

static void add_source(struct store *s, int64_t id, int64_t n)
{
	struct query *q = store_query(s, "INSERT INTO sources(id, path, sha256, bytes, mtime, state, first_run_id, last_run_id) "
					 "VALUES (?1, ?2, ?1, 1, 1, 'current', 1, 1)");
	char path[32];

	snprintf(path, sizeof path, "%08" PRId64 ".txt", n);
	query_bind_int(q, 1, id);
	query_bind_text(q, 2, span_str(path));
	query_run(q);
	q = store_query(s, "INSERT INTO documents(id, source_id, seq, kind) VALUES (?1, ?1, 1, 'other')");
	query_bind_int(q, 1, id);
	query_run(q);
	q = store_query(s, "INSERT INTO unindexed(document_id) VALUES (?1)");
	query_bind_int(q, 1, id);
	query_run(q);
}

/* The passages n * PASSAGES .. of the corpus, as a document of this id. */
static void add_document(struct store *s, const struct corpus *c, int64_t id, size_t n)
{
	size_t from = n * PASSAGES, i;

	add_source(s, id, (int64_t)n);
	for (i = from; i < from + PASSAGES && i < c->count; i++) {
		struct query *q = store_query(s, "INSERT INTO passages(id, document_id, seq, role, text) "
						 "VALUES (?1, ?2, ?3, 'paragraph', ?4)");

		query_bind_int(q, 1, id + (int64_t)(i - from) + 1);
		query_bind_int(q, 2, id);
		query_bind_int(q, 3, (int64_t)(i - from) + 1);
		query_bind_text(q, 4, corpus_text(c, i));
		query_run(q);
	}
}

enum when { BEFORE, TONIGHT, GONE };

/* When a document is there. */
static enum when when(size_t n)
{
	return n % HUNDREDTH == 50 ? TONIGHT : n % (2 * HUNDREDTH) == 51 ? GONE : BEFORE;
}

static int64_t id_of(size_t n)
{
	return (int64_t)(n + 1) * 1000;
}

static void add_documents(struct store *s, const struct corpus *c, bool before, bool tonight)
{
	size_t n;

	store_begin(s);
	for (n = 0; n * PASSAGES < c->count; n++)
		if (when(n) == TONIGHT ? tonight : when(n) == GONE ? before && !tonight : before)
			add_document(s, c, id_of(n), n);
	if (!store_commit(s))
		stop(s);
}

static void remove_documents(struct store *s, const struct corpus *c)
{
	size_t n;

	store_begin(s);
	for (n = 0; n * PASSAGES < c->count; n++) {
		struct query *q = store_query(s, "UPDATE sources SET state = 'missing' WHERE id = ?1");

		if (when(n) != GONE)
			continue;
		query_bind_int(q, 1, id_of(n));
		query_run(q);
	}
	store_commit(s);
}

struct cost {
	double dedupe, text;
};

static struct cost settle_now(struct store *s)
{
	struct cost cost;
	double start = seconds();

	store_begin(s);
	dedupe_settle(s);
	cost.dedupe = seconds() - start;
	start = seconds();
	fulltext_update(s);
	store_commit(s);
	cost.text = seconds() - start;
	if (store_status(s))
		stop(s);
	return cost;
}

static int64_t number(struct store *s, const char *sql)
{
	struct query *q = store_query_once(s, sql);
	int64_t n = query_next(q) ? query_int(q, 0) : -1;

	query_free(q);
	return n;
}

static size_t differences(struct store *s, struct store *t)
{
	static const char sql[] = "SELECT passage_id, original_id, kind, similarity FROM duplicates ORDER BY passage_id";
	struct query *x = store_query(s, sql), *y = store_query(t, sql);
	bool more_x = query_next(x), more_y = query_next(y);
	size_t found = 0;

	while (more_x || more_y) {
		int64_t p = more_x ? query_int(x, 0) : INT64_MAX, q = more_y ? query_int(y, 0) : INT64_MAX;

		found += p != q || query_int(x, 1) != query_int(y, 1) || !span_equal(query_text(x, 2), query_text(y, 2)) ||
			 !span_equal(query_text(x, 3), query_text(y, 3));
		more_x = p <= q ? query_next(x) : more_x;
		more_y = q <= p ? query_next(y) : more_y;
	}
	return found;
}

int main(int argc, char **argv)
{
	size_t megabytes = argc > 1 ? strtoul(argv[1], NULL, 10) : 60;
	struct store *s = open_new("/tmp/winnow-bench-night.db"), *t = open_new("/tmp/winnow-bench-full.db");
	struct cost full, night, idle;
	struct corpus c;

	corpus_make(&c, megabytes * 1000000, 5, false);
	add_documents(s, &c, true, false);
	full = settle_now(s);
	add_documents(s, &c, false, true);
	remove_documents(s, &c);
	night = settle_now(s);
	idle = settle_now(s);
	add_documents(t, &c, true, true);
	full = settle_now(t);
	printf("== A night in the database: 1 %% of %" PRId64 " passages come, 0.5 %% go; seconds of the processor\n",
	       number(t, "SELECT count(*) FROM passages"));
	printf("%-34s %8s %10s\n", "", "dedupe", "full text");
	printf("%-34s %8.2f %10.2f\n", "full run", full.dedupe, full.text);
	printf("%-34s %8.2f %10.2f\n", "the night", night.dedupe, night.text);
	printf("%-34s %8.2f %10.2f\n", "nothing new: loading the index", idle.dedupe, idle.text);
	printf("the night takes %.1f %% of the full run; index %" PRId64 " bytes a passage; %zu marks differ\n",
	       100 * night.dedupe / full.dedupe,
	       number(s, "SELECT (SELECT sum(length(sketches) + length(memory)) FROM dedupe_index) / (SELECT count(*) FROM passages)"),
	       differences(s, t));
	corpus_release(&c);
	store_close(t);
	store_close(s);
	return 0;
}
