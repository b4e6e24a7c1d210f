#include "pipeline/dedupe/stored.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/dedupe/little.h"

void stored_init(struct stored *s, struct store *store)
{
	*s = (struct stored){ .store = store, .memories = arena_new() };
	tokens_init(&s->tokens);
	sketch_init(&s->sketch);
	buffer_init(&s->context, BUFFER_LIMIT_DEFAULT);
	buffer_init(&s->blob, BUFFER_LIMIT_DEFAULT);
}

void stored_release(struct stored *s)
{
	free(s->ids);
	free(s->documents);
	arena_free(s->memories);
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

enum { PASSAGE_HEAD = 16 };

/* Adds the passage whose sketch is at hand. */
static void add_passage(struct stored *s, struct dedupe *d, uint64_t first_key, int64_t id, uint32_t context)
{
	dedupe_add_sketch(d, first_key + s->count, &s->sketch, context);
	s->ids = memory_room(s->ids, s->count, &s->capacity, sizeof *s->ids);
	s->ids[s->count++] = id;
}

/* A sketch of another version is made anew. */
static void read_sketch(struct stored *s, int64_t id, struct span stored)
{
	struct query *q;

	if (sketch_read(&s->sketch, stored))
		return;
	q = text_query(s->store, id);
	sketch_make(&s->sketch, &s->tokens, query_next(q) ? query_text(q, 0) : SPAN(""));
	query_reset(q);
}

/* Is it of the form that add_fresh writes? */
static bool well_formed(struct span sketches)
{
	size_t at = 0;

	while (sketches.len - at >= PASSAGE_HEAD) {
		size_t len = little_get_32(sketches.ptr + at + 12);

		if (len > sketches.len - at - PASSAGE_HEAD)
			return false;
		at += PASSAGE_HEAD + len;
	}
	return at == sketches.len;
}

static void add_known(struct stored *s, struct dedupe *d, uint64_t first_key, struct span sketches)
{
	const char *p = sketches.ptr, *end = sketches.ptr + sketches.len;

	while (p < end) {
		int64_t id = (int64_t)little_get_64(p);
		uint32_t context = little_get_32(p + 8), len = little_get_32(p + 12);

		read_sketch(s, id, span_of(p + PASSAGE_HEAD, len));
		add_passage(s, d, first_key, id, context);
		p += PASSAGE_HEAD + len;
	}
}

/* Makes the sketches of a document, and their blob. */
static void add_fresh(struct stored *s, struct dedupe *d, uint64_t first_key, int64_t document)
{
	struct query *q = store_query(s->store, "SELECT id, role, context, text FROM passages WHERE document_id = ?1 ORDER BY seq");
	char name[32];

	snprintf(name, sizeof name, "%" PRId64, document);
	query_bind_int(q, 1, document);
	buffer_clear(&s->blob);
	while (query_next(q)) {
		int role = role_from_name(query_text(q, 1));
		int64_t id = query_int(q, 0);
		size_t head = s->blob.len;
		uint32_t context, len;

		if (role < 0 || !stored_takes_part((enum role)role))
			continue;
		stored_context(&s->context, (enum role)role, query_text(q, 2), span_str(name));
		context = dedupe_context(buffer_span(&s->context));
		sketch_make(&s->sketch, &s->tokens, query_text(q, 3));
		little_put_64(&s->blob, (uint64_t)id);
		little_put_32(&s->blob, context);
		little_put_32(&s->blob, 0);
		sketch_write(&s->sketch, &s->blob);
		if (!s->blob.overflow) {
			len = htole32((uint32_t)(s->blob.len - head - PASSAGE_HEAD));
			memcpy(s->blob.data + head + 12, &len, sizeof len);
		}
		add_passage(s, d, first_key, id, context);
	}
}

static void save_fresh(struct stored *s, int64_t document)
{
	struct query *q = store_query(s->store, "INSERT INTO dedupe_index(document_id, sketches, memory) VALUES (?1, ?2, x'') "
						"ON CONFLICT(document_id) DO UPDATE SET sketches = ?2, memory = x''");

	if (s->blob.overflow) /* it will be read again the next time */
		return;
	query_bind_int(q, 1, document);
	query_bind_blob(q, 2, buffer_span(&s->blob));
	query_run(q);
}

/* Makes what is known of a document and compares it with what the table has. */
static void add_compared(struct stored *s, struct dedupe *d, int64_t id, uint64_t first_key)
{
	struct query *q = store_query(s->store, "SELECT sketches FROM dedupe_index WHERE document_id = ?1");

	add_fresh(s, d, first_key, id);
	query_bind_int(q, 1, id);
	s->stale += !query_next(q) || !span_equal(query_text(q, 0), buffer_span(&s->blob));
	query_reset(q);
}

static void add_document(struct stored *s, struct dedupe *d, int64_t id, uint64_t first_key, bool save, bool gone)
{
	struct query *q = store_query(s->store, "SELECT sketches, memory FROM dedupe_index WHERE document_id = ?1");
	struct stored_document document = { .id = id, .first = s->count, .gone = gone };

	query_bind_int(q, 1, id);
	document.known = query_next(q);
	document.broken = document.known && !well_formed(query_text(q, 0));
	document.known &= !document.broken;
	if (document.known) {
		add_known(s, d, first_key, query_text(q, 0));
		if (save)
			document.memory = arena_copy(s->memories, query_text(q, 1));
	}
	query_reset(q);
	if (!document.known && !gone) {
		add_fresh(s, d, first_key, id);
		if (save)
			save_fresh(s, id);
	}
	document.count = s->count - document.first;
	s->documents = memory_room(s->documents, s->document_count, &s->document_capacity, sizeof *s->documents);
	s->documents[s->document_count++] = document;
}

bool stored_add(struct stored *s, struct dedupe *d, uint64_t first_key, bool save)
{
	struct query *q = store_query(s->store, "SELECT d.id FROM documents d JOIN sources s ON s.id = d.source_id "
						"WHERE s.state = 'current' ORDER BY s.path, d.seq");

	while (query_next(q))
		if (s->anew)
			add_compared(s, d, query_int(q, 0), first_key);
		else
			add_document(s, d, query_int(q, 0), first_key, save, false);
	if (!save)
		return store_status(s->store) == 0;
	q = store_query(s->store, "SELECT document_id FROM dedupe_index WHERE document_id NOT IN "
				  "(SELECT id FROM current_documents) ORDER BY document_id");
	while (query_next(q))
		add_document(s, d, query_int(q, 0), first_key, save, true);
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
