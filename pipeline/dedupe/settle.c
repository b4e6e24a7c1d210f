#include "pipeline/dedupe/settle.h"

#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/dedupe/recall.h"
#include "pipeline/dedupe/stored.h"
#include "pipeline/store/meta.h"

static bool fetch(void *state, uint64_t key, size_t from, size_t to, struct buffer *out)
{
	return stored_fetch(state, (size_t)key, from, to, out);
}

/* ---- marks ---- */

/* The row of a duplicate. */
struct row {
	int64_t passage, original;
	const char *kind;
	double similarity;
};

static int by_passage(const void *x, const void *y)
{
	const struct row *p = x, *q = y;

	return (p->passage > q->passage) - (p->passage < q->passage);
}

/* The rows that there should be, in the order of their passages; the caller frees. */
static struct row *make_rows(const struct stored *s, const struct dedupe *d, size_t *count)
{
	struct row *rows = NULL;
	size_t capacity = 0, n;
	struct dedupe_mark mark;

	*count = 0;
	for (n = 0; n < dedupe_count(d); n++) {
		if (!dedupe_mark(d, n, &mark) || mark.kind == DEDUPE_ORIGINAL)
			continue;
		rows = memory_room(rows, *count, &capacity, sizeof *rows);
		rows[(*count)++] = (struct row){ s->ids[n], s->ids[mark.original], dedupe_kind_name(mark.kind),
						 mark.similarity };
	}
	if (*count)
		qsort(rows, *count, sizeof *rows, by_passage);
	return rows;
}

static void write_row(struct store *store, const struct row *row)
{
	struct query *q = store_query(store,
				      "INSERT INTO duplicates(passage_id, original_id, kind, similarity) VALUES (?1, ?2, ?3, ?4) "
				      "ON CONFLICT(passage_id) DO UPDATE SET original_id = ?2, kind = ?3, similarity = ?4");

	query_bind_int(q, 1, row->passage);
	query_bind_int(q, 2, row->original);
	query_bind_text(q, 3, span_str(row->kind));
	query_bind_double(q, 4, row->similarity);
	query_run(q);
}

static void drop_row(struct store *store, int64_t passage)
{
	struct query *q = store_query(store, "DELETE FROM duplicates WHERE passage_id = ?1");

	query_bind_int(q, 1, passage);
	query_run(q);
}

/* What is to be written and what to be dropped. */
struct changes {
	struct row *write;
	int64_t *drop;
	size_t written, dropped, capacity;
};

static bool same_row(const struct row *row, const struct query *q)
{
	return row->original == query_int(q, 1) && span_equal(span_str(row->kind), query_text(q, 2)) &&
	       row->similarity == query_double(q, 3);
}

/* Goes through the rows that are there and those that should be side by side. */
static struct changes find_changes(struct store *store, const struct row *rows, size_t count)
{
	struct query *q = store_query(store, "SELECT passage_id, original_id, kind, similarity FROM duplicates ORDER BY passage_id");
	struct changes c = { .write = memory_new(count + 1, sizeof *c.write) };
	size_t i = 0;

	while (query_next(q)) {
		int64_t passage = query_int(q, 0);

		while (i < count && rows[i].passage < passage)
			c.write[c.written++] = rows[i++];
		if (i < count && rows[i].passage == passage) {
			if (!same_row(&rows[i], q))
				c.write[c.written++] = rows[i];
			i++;
		} else {
			c.drop = memory_room(c.drop, c.dropped, &c.capacity, sizeof *c.drop);
			c.drop[c.dropped++] = passage;
		}
	}
	while (i < count)
		c.write[c.written++] = rows[i++];
	return c;
}

static void save_rows(struct store *store, const struct row *rows, size_t count)
{
	struct changes c = find_changes(store, rows, count);
	size_t i;

	for (i = 0; i < c.dropped; i++)
		drop_row(store, c.drop[i]);
	for (i = 0; i < c.written; i++)
		write_row(store, &c.write[i]);
	free(c.drop);
	free(c.write);
}

/* ---- all ---- */

int dedupe_settle(struct store *store)
{
	struct stored stored;
	struct dedupe_source source = { .state = &stored, .fetch = fetch, .remember = true };
	struct dedupe *engine = dedupe_new(&source);
	struct row *rows;
	size_t count;

	stored_init(&stored, store);
	meta_forget_other_versions(store, SPAN("dedupe_index"),
				   "DELETE FROM dedupe_index; DELETE FROM dedupe_verdicts");
	if (stored_add(&stored, engine, 0, true)) {
		recall_take(&stored, engine);
		if (dedupe_decide(engine)) {
			rows = make_rows(&stored, engine, &count);
			save_rows(store, rows, count);
			recall_save(&stored, engine);
			free(rows);
		}
	}
	dedupe_free(engine);
	stored_release(&stored);
	return store_status(store);
}

struct dedupe_proof dedupe_prove(struct store *store)
{
	struct stored stored;
	struct dedupe_source source = { .state = &stored, .fetch = fetch };
	struct dedupe *engine = dedupe_new(&source);
	struct dedupe_proof proof = { 0 };
	struct changes c;
	struct row *rows;

	stored_init(&stored, store);
	stored.anew = true;
	if (stored_add(&stored, engine, 0, false) && dedupe_decide(engine)) {
		rows = make_rows(&stored, engine, &proof.duplicates);
		c = find_changes(store, rows, proof.duplicates);
		proof.passages = stored.count;
		proof.stale = stored.stale;
		proof.wrong = c.written + c.dropped;
		proof.first_wrong = c.written ? c.write[0].passage : c.dropped ? c.drop[0] : 0;
		free(c.drop);
		free(c.write);
		free(rows);
	}
	dedupe_free(engine);
	stored_release(&stored);
	return proof;
}
