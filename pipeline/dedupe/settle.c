#include "pipeline/dedupe/settle.h"

#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/dedupe/stored.h"

struct pair {
	int64_t shorter, longer;
};

struct settle {
	struct store *store;
	struct stored stored;
	struct dedupe *engine;
	struct pair *gone; /* remembered comparisons of passages that do not count any more */
	size_t gone_count, gone_capacity;
};

static bool fetch(void *state, uint64_t key, size_t from, size_t to, struct buffer *out)
{
	struct settle *s = state;

	return stored_fetch(&s->stored, (size_t)key, from, to, out);
}

/* ---- ids and keys: the key of a passage is its place in stored.ids ---- */

struct known {
	int64_t id;
	size_t n;
};

static int by_id(const void *x, const void *y)
{
	const struct known *p = x, *q = y;

	return (p->id > q->id) - (p->id < q->id);
}

/* What is known, sorted by id; the caller frees. */
static struct known *sorted_by_id(const struct stored *s)
{
	struct known *known = memory_new(s->count, sizeof *known);
	size_t i;

	for (i = 0; i < s->count; i++)
		known[i] = (struct known){ s->ids[i], i };
	qsort(known, s->count, sizeof *known, by_id);
	return known;
}

static const struct known *find_known(const struct known *known, size_t count, int64_t id)
{
	const struct known key = { id, 0 };

	return count ? bsearch(&key, known, count, sizeof *known, by_id) : NULL;
}

/* ---- comparisons of earlier runs ---- */

static void recall(struct settle *s, const struct known *known)
{
	struct query *q = store_query(s->store, "SELECT shorter_id, longer_id, verdict FROM dedupe_verdicts "
						"ORDER BY shorter_id, longer_id");

	while (query_next(q)) {
		struct pair pair = { query_int(q, 0), query_int(q, 1) };
		const struct known *p = find_known(known, s->stored.count, pair.shorter);
		const struct known *r = find_known(known, s->stored.count, pair.longer);
		struct span bytes = query_text(q, 2);
		struct dedupe_verdict verdict;

		if (p && r && bytes.len == sizeof verdict.bytes) {
			memcpy(verdict.bytes, bytes.ptr, sizeof verdict.bytes);
			if (dedupe_remember(s->engine, p->n, r->n, &verdict))
				continue;
		}
		s->gone = memory_room(s->gone, s->gone_count, &s->gone_capacity, sizeof *s->gone);
		s->gone[s->gone_count++] = pair;
	}
}

static void forget(struct store *store, struct pair pair)
{
	struct query *q = store_query(store, "DELETE FROM dedupe_verdicts WHERE shorter_id = ?1 AND longer_id = ?2");

	query_bind_int(q, 1, pair.shorter);
	query_bind_int(q, 2, pair.longer);
	query_run(q);
}

static void take_verdict(void *state, uint64_t shorter, uint64_t longer, const struct dedupe_verdict *verdict,
			 enum dedupe_memory memory)
{
	struct settle *s = state;
	struct pair pair = { s->stored.ids[shorter], s->stored.ids[longer] };
	struct query *q;

	if (memory == DEDUPE_STALE)
		forget(s->store, pair);
	if (memory != DEDUPE_FRESH)
		return;
	q = store_query(s->store, "INSERT INTO dedupe_verdicts(shorter_id, longer_id, verdict) VALUES (?1, ?2, ?3) "
				  "ON CONFLICT(shorter_id, longer_id) DO UPDATE SET verdict = ?3");
	query_bind_int(q, 1, pair.shorter);
	query_bind_int(q, 2, pair.longer);
	query_bind_blob(q, 3, span_of((const char *)verdict->bytes, sizeof verdict->bytes));
	query_run(q);
}

static void save_verdicts(struct settle *s)
{
	size_t i;

	for (i = 0; i < s->gone_count; i++)
		forget(s->store, s->gone[i]);
	dedupe_each_verdict(s->engine, s, take_verdict);
}

/* ---- marks ---- */

static void save_mark(struct settle *s, int64_t passage, const struct dedupe_mark *mark)
{
	struct query *q = store_query(s->store,
				      "INSERT INTO duplicates(passage_id, original_id, kind, similarity) VALUES (?1, ?2, ?3, ?4) "
				      "ON CONFLICT(passage_id) DO UPDATE SET original_id = ?2, kind = ?3, similarity = ?4 "
				      "WHERE original_id <> ?2 OR kind <> ?3 OR similarity <> ?4");

	query_bind_int(q, 1, passage);
	query_bind_int(q, 2, s->stored.ids[mark->original]);
	query_bind_text(q, 3, span_str(dedupe_kind_name(mark->kind)));
	query_bind_double(q, 4, mark->similarity);
	query_run(q);
}

/* Rows of passages that are no duplicates any more, or do not count. */
static void drop_old_marks(struct settle *s, const struct known *known)
{
	struct query *q = store_query(s->store, "SELECT passage_id FROM duplicates ORDER BY passage_id");
	int64_t *old = NULL;
	size_t count = 0, capacity = 0, i;

	while (query_next(q)) {
		const struct known *p = find_known(known, s->stored.count, query_int(q, 0));
		struct dedupe_mark mark;

		if (p && dedupe_mark(s->engine, p->n, &mark) && mark.kind != DEDUPE_ORIGINAL)
			continue;
		old = memory_room(old, count, &capacity, sizeof *old);
		old[count++] = query_int(q, 0);
	}
	for (i = 0; i < count; i++) {
		q = store_query(s->store, "DELETE FROM duplicates WHERE passage_id = ?1");
		query_bind_int(q, 1, old[i]);
		query_run(q);
	}
	free(old);
}

static void save_marks(struct settle *s, const struct known *known)
{
	struct dedupe_mark mark;
	size_t n;

	drop_old_marks(s, known);
	for (n = 0; n < dedupe_count(s->engine); n++)
		if (dedupe_mark(s->engine, n, &mark) && mark.kind != DEDUPE_ORIGINAL)
			save_mark(s, s->stored.ids[n], &mark);
}

int dedupe_settle(struct store *store)
{
	struct settle s = { .store = store };
	struct dedupe_source source = { .state = &s, .fetch = fetch, .remember = true };
	struct known *known;

	stored_init(&s.stored, store);
	s.engine = dedupe_new(&source);
	if (stored_add(&s.stored, s.engine, 0, true)) {
		known = sorted_by_id(&s.stored);
		recall(&s, known);
		if (dedupe_decide(s.engine)) {
			save_marks(&s, known);
			save_verdicts(&s);
		}
		free(known);
	}
	dedupe_free(s.engine);
	stored_release(&s.stored);
	free(s.gone);
	return store_status(store);
}
