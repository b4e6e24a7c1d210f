#include "pipeline/dedupe/recall.h"

#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/dedupe/little.h"

enum { STATE = 2, ENTRY = 25 + DEDUPE_VERDICT_BYTES };

/* ---- taking ---- */

static int by_id(const void *x, const void *y)
{
	const struct stored_document *p = *(const struct stored_document *const *)x;
	const struct stored_document *q = *(const struct stored_document *const *)y;

	return (p->id > q->id) - (p->id < q->id);
}

/* The documents by id; the caller frees. */
static const struct stored_document **sorted(const struct stored *s)
{
	const struct stored_document **documents = memory_new(s->document_count + 1, sizeof *documents);
	size_t i;

	for (i = 0; i < s->document_count; i++)
		documents[i] = &s->documents[i];
	qsort(documents, s->document_count, sizeof *documents, by_id);
	return documents;
}

static const struct stored_document *find(const struct stored_document **documents, size_t count, int64_t id)
{
	const struct stored_document sought = { .id = id }, *key = &sought, **found;

	found = count ? bsearch(&key, documents, count, sizeof *documents, by_id) : NULL;
	return found ? *found : NULL;
}

/* The document that an entry names: as it was when that was written. */
static const struct stored_document *find_named(const struct stored_document **documents, size_t count, int64_t id)
{
	const struct stored_document *before = find(documents, count, -id);

	return before ? before : find(documents, count, id);
}

static bool readable(const struct stored *s)
{
	size_t i;

	for (i = 0; i < s->document_count; i++) {
		const struct stored_document *x = &s->documents[i];

		if (x->broken || (x->known && (x->memory.len < x->count * STATE || (x->memory.len - x->count * STATE) % ENTRY)))
			return false;
	}
	return true;
}

static unsigned state_at(const struct stored_document *x, size_t i)
{
	const unsigned char *p = (const unsigned char *)x->memory.ptr + i * STATE;

	return p[0] | (unsigned)p[1] << 8;
}

static void take_states(const struct stored_document *x, struct dedupe *d, bool known)
{
	size_t i;

	for (i = 0; i < x->count; i++)
		dedupe_recall(d, x->first + i, (known ? state_at(x, i) & ~(unsigned)DEDUPE_GONE : 0) |
						       (x->gone ? DEDUPE_GONE : 0));
}

static void take_entry(const struct stored_document *x, const struct stored_document *other, struct dedupe *d,
		       const char *p)
{
	size_t place = little_get_32(p), other_place = little_get_32(p + 16);
	struct dedupe_memory memory = { .passage = x->first + place,
					.other = other->first + other_place,
					.unit = little_get_32(p + 4),
					.other_unit = little_get_32(p + 20),
					.use = (uint8_t)p[24] };

	memcpy(memory.verdict.bytes, p + 25, DEDUPE_VERDICT_BYTES);
	if (place < x->count && other_place < other->count)
		dedupe_remember(d, &memory);
}

void recall_take(const struct stored *s, struct dedupe *d)
{
	const struct stored_document **documents = sorted(s);
	bool known = readable(s);
	size_t i, at;

	for (i = 0; i < s->document_count; i++) {
		const struct stored_document *x = &s->documents[i];

		if (x->gone || (x->known && known))
			take_states(x, d, known);
		for (at = x->count * STATE; known && x->known && !x->gone && at < x->memory.len; at += ENTRY) {
			const char *p = x->memory.ptr + at;
			const struct stored_document *other =
				find_named(documents, s->document_count, (int64_t)little_get_64(p + 8));

			if (other)
				take_entry(x, other, d, p);
		}
	}
	free(documents);
}

/* ---- saving ---- */

/* A comparison as it is written, under the place of its document. */
struct entry {
	size_t document;
	char bytes[ENTRY];
};

struct saving {
	const struct stored *s;
	bool *changed; /* of each document */
	bool collect;  /* the second time round: entries of those that changed */
	struct entry *entries;
	size_t count, capacity;
	struct buffer blob;
};

/* The document that the nth passage belongs to. */
static size_t document_of(const struct stored *s, size_t n)
{
	size_t low = 0, high = s->document_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (s->documents[middle].first <= n)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Of a document that was read again: others have the ids of its passages now, and its rows are gone (reread.c). */
static bool was_read_again(const struct stored *s, size_t document)
{
	return s->documents[document].id < 0;
}

/* Rows for explain: what is alike but for facts. */
static void save_variant(struct store *store, int64_t shorter, int64_t longer, const struct dedupe_memory *memory)
{
	double similarity;
	bool variant = memory->use && dedupe_verdict_variant(&memory->verdict, &similarity);
	struct query *q = variant ? store_query(store, "INSERT INTO dedupe_verdicts(shorter_id, longer_id, verdict) VALUES (?1, ?2, ?3) "
						       "ON CONFLICT(shorter_id, longer_id) DO UPDATE SET verdict = ?3")
				  : store_query(store, "DELETE FROM dedupe_verdicts WHERE shorter_id = ?1 AND longer_id = ?2");

	query_bind_int(q, 1, shorter);
	query_bind_int(q, 2, longer);
	if (variant)
		query_bind_blob(q, 3, span_of((const char *)memory->verdict.bytes, DEDUPE_VERDICT_BYTES));
	query_run(q);
}

static void take_memory(void *state, const struct dedupe_memory *memory, bool changed)
{
	struct saving *w = state;
	size_t document, other;
	struct buffer *b = &w->blob;

	if (!w->collect) {
		if (!changed)
			return;
		document = document_of(w->s, memory->passage);
		w->changed[document] = true;
		if (!memory->unit && !memory->other_unit && !was_read_again(w->s, document) &&
		    !was_read_again(w->s, document_of(w->s, memory->other)))
			save_variant(w->s->store, w->s->ids[memory->passage], w->s->ids[memory->other], memory);
		return;
	}
	document = document_of(w->s, memory->passage);
	if (!memory->use || !w->changed[document])
		return;
	other = document_of(w->s, memory->other);
	buffer_clear(b);
	little_put_32(b, (uint32_t)(memory->passage - w->s->documents[document].first));
	little_put_32(b, memory->unit);
	little_put_64(b, (uint64_t)w->s->documents[other].id);
	little_put_32(b, (uint32_t)(memory->other - w->s->documents[other].first));
	little_put_32(b, memory->other_unit);
	buffer_add_char(b, (char)memory->use);
	buffer_add(b, span_of((const char *)memory->verdict.bytes, DEDUPE_VERDICT_BYTES));
	w->entries = memory_room(w->entries, w->count, &w->capacity, sizeof *w->entries);
	w->entries[w->count].document = document;
	memcpy(w->entries[w->count++].bytes, b->data, ENTRY);
}

static int by_document(const void *x, const void *y)
{
	const struct entry *p = x, *q = y;

	return p->document != q->document ? (p->document < q->document ? -1 : 1) : memcmp(p->bytes, q->bytes, ENTRY);
}

/* Places of documents change from night to night, so what is new has nothing to be compared with. */
static bool states_changed(const struct stored_document *x, const struct dedupe *d)
{
	size_t i = 0;

	if (!x->known || x->memory.len < x->count * STATE)
		return true;
	while (i < x->count && state_at(x, i) == dedupe_state(d, x->first + i))
		i++;
	return i < x->count;
}

static void save_document(struct saving *w, const struct dedupe *d, size_t document, size_t *entry)
{
	const struct stored_document *x = &w->s->documents[document];
	struct query *q = store_query(w->s->store, "UPDATE dedupe_index SET memory = ?2 WHERE document_id = ?1");
	size_t i;

	buffer_clear(&w->blob);
	for (i = 0; i < x->count; i++) {
		unsigned state = dedupe_state(d, x->first + i);

		buffer_add_char(&w->blob, (char)(state & 0xFF));
		buffer_add_char(&w->blob, (char)(state >> 8));
	}
	for (; *entry < w->count && w->entries[*entry].document == document; ++*entry)
		buffer_add(&w->blob, span_of(w->entries[*entry].bytes, ENTRY));
	query_bind_int(q, 1, x->id);
	query_bind_blob(q, 2, buffer_span(&w->blob));
	query_run(q);
}

static void drop(const struct stored *s, const struct stored_document *x)
{
	struct query *q = store_query(s->store, "DELETE FROM dedupe_index WHERE document_id = ?1");
	size_t i;

	query_bind_int(q, 1, x->id);
	query_run(q);
	for (i = x->first; x->id > 0 && i < x->first + x->count; i++) {
		q = store_query(s->store, "DELETE FROM dedupe_verdicts WHERE shorter_id = ?1");
		query_bind_int(q, 1, s->ids[i]);
		query_run(q);
	}
}

void recall_save(const struct stored *s, struct dedupe *d)
{
	struct saving w = { .s = s, .changed = memory_new(s->document_count + 1, sizeof *w.changed) };
	size_t i, entry = 0;

	buffer_init(&w.blob, BUFFER_LIMIT_DEFAULT);
	dedupe_each_memory(d, &w, take_memory);
	for (i = 0; i < s->document_count; i++)
		if (!s->documents[i].gone)
			w.changed[i] |= states_changed(&s->documents[i], d);
	w.collect = true;
	dedupe_each_memory(d, &w, take_memory);
	if (w.count)
		qsort(w.entries, w.count, sizeof *w.entries, by_document);
	for (i = 0; i < s->document_count; i++)
		if (s->documents[i].gone)
			drop(s, &s->documents[i]);
		else if (w.changed[i])
			save_document(&w, d, i, &entry);
	buffer_release(&w.blob);
	free(w.entries);
	free(w.changed);
}
