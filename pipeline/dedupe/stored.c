#include "pipeline/dedupe/stored.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/memory.h"

void stored_init(struct stored *s, struct store *store)
{
	*s = (struct stored){ .store = store };
	tokens_init(&s->tokens);
	sketch_init(&s->sketch);
	buffer_init(&s->context, BUFFER_LIMIT_DEFAULT);
	buffer_init(&s->blob, BUFFER_LIMIT_DEFAULT);
}

void stored_release(struct stored *s)
{
	free(s->ids);
	tokens_release(&s->tokens);
	sketch_release(&s->sketch);
	buffer_release(&s->context);
	buffer_release(&s->blob);
}

bool stored_takes_part(enum role role)
{
	return role != ROLE_FURNITURE && role != ROLE_BOILERPLATE && role != ROLE_NOISE;
}

void stored_context(struct buffer *out, enum role role, struct span record, struct span document)
{
	buffer_clear(out);
	if (!span_empty(record)) {
		buffer_add(out, record);
	} else if (role == ROLE_HEADING || role == ROLE_TABLE_ROW) {
		buffer_add_str(out, "document ");
		buffer_add(out, document);
	}
}

/* ---- adding ---- */

static struct query *text_query(struct store *store, int64_t id)
{
	struct query *q = store_query(store, "SELECT text FROM passages WHERE id = ?1");

	query_bind_int(q, 1, id);
	return q;
}

static void save_sketch(struct stored *s, int64_t id)
{
	struct query *q = store_query(s->store, "INSERT INTO dedupe_sketches(passage_id, sketch) VALUES (?1, ?2) "
						"ON CONFLICT(passage_id) DO UPDATE SET sketch = ?2");

	buffer_clear(&s->blob);
	sketch_write(&s->sketch, &s->blob);
	query_bind_int(q, 1, id);
	query_bind_blob(q, 2, buffer_span(&s->blob));
	query_run(q);
}

/* Reads the stored sketch, or makes it from the text. */
static bool make_sketch(struct stored *s, int64_t id, struct span sketch, bool save)
{
	struct query *q;
	bool found;

	if (sketch_read(&s->sketch, sketch))
		return true;
	q = text_query(s->store, id);
	found = query_next(q);
	if (found)
		sketch_make(&s->sketch, &s->tokens, query_text(q, 0));
	query_reset(q);
	if (found && save)
		save_sketch(s, id);
	return found;
}

static void add_document(struct stored *s, struct dedupe *d, int64_t document, uint64_t first_key, bool save)
{
	struct query *q = store_query(s->store, "SELECT p.id, p.role, p.context, k.sketch FROM passages p "
						"LEFT JOIN dedupe_sketches k ON k.passage_id = p.id "
						"WHERE p.document_id = ?1 ORDER BY p.seq");
	char name[32];

	snprintf(name, sizeof name, "%" PRId64, document);
	query_bind_int(q, 1, document);
	while (query_next(q)) {
		int role = role_from_name(query_text(q, 1));
		int64_t id = query_int(q, 0);

		if (role < 0 || !stored_takes_part((enum role)role) || !make_sketch(s, id, query_text(q, 3), save))
			continue;
		stored_context(&s->context, (enum role)role, query_text(q, 2), span_str(name));
		dedupe_add_sketch(d, first_key + s->count, &s->sketch, buffer_span(&s->context));
		s->ids = memory_room(s->ids, s->count, &s->capacity, sizeof *s->ids);
		s->ids[s->count++] = id;
	}
}

static void drop_old_sketches(struct stored *s)
{
	store_exec(s->store, "DELETE FROM dedupe_sketches WHERE passage_id NOT IN (SELECT p.id FROM passages p "
			     "JOIN current_documents d ON d.id = p.document_id)");
}

bool stored_add(struct stored *s, struct dedupe *d, uint64_t first_key, bool save)
{
	struct query *q;

	if (save)
		drop_old_sketches(s);
	q = store_query(s->store, "SELECT d.id FROM documents d JOIN sources s ON s.id = d.source_id "
				  "WHERE s.state = 'current' ORDER BY s.path, d.seq");
	while (query_next(q))
		add_document(s, d, query_int(q, 0), first_key, save);
	return store_status(s->store) == 0;
}

/* ---- reading ---- */

bool stored_fetch(struct stored *s, size_t n, size_t from, size_t to, struct buffer *out)
{
	struct query *q = text_query(s->store, s->ids[n]);
	bool found = query_next(q);

	buffer_clear(out);
	if (found)
		buffer_add(out, span_slice(query_text(q, 0), from, to));
	query_reset(q);
	return found;
}

bool stored_name(struct stored *s, size_t n, struct buffer *out)
{
	struct query *q = store_query(s->store, "SELECT s.path, d.seq, p.seq FROM passages p "
						"JOIN documents d ON d.id = p.document_id "
						"JOIN sources s ON s.id = d.source_id WHERE p.id = ?1");
	bool found;

	query_bind_int(q, 1, s->ids[n]);
	found = query_next(q);
	buffer_clear(out);
	if (found) {
		buffer_add(out, query_text(q, 0));
		buffer_printf(out, "#%" PRId64 ".%" PRId64, query_int(q, 1), query_int(q, 2));
	}
	query_reset(q);
	return found;
}
