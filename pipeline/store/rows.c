#include "pipeline/store/rows.h"

#include <stdio.h>

#include "pipeline/base/memory.h"
#include "pipeline/store/ident.h"

/* What is being written: the document, and the ids that its rows refer to. */
struct writing {
	struct store *store;
	const struct document *d;
	int64_t source, run, document;
	int64_t *references; /* id of each reference; in `arena` */
	int64_t *items;
	struct arena *arena;
	size_t rows;
};

static void write_note(struct writing *w, const char *severity, const char *code, long line, struct span message)
{
	struct query *q = store_query(w->store,
		"INSERT INTO diagnostics(run_id, source_id, line, severity, code, message) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

	query_bind_int(q, 1, w->run);
	query_bind_int(q, 2, w->source);
	if (line > 0)
		query_bind_int(q, 3, line);
	query_bind_text(q, 4, span_str(severity));
	query_bind_text(q, 5, span_str(code));
	query_bind_text(q, 6, message);
	query_run(q);
	w->rows++;
}

/* ---- ids ---- */

struct decimal {
	char digits[24];
};

static struct span decimal(struct decimal *d, long value)
{
	return span_of(d->digits, (size_t)snprintf(d->digits, sizeof d->digits, "%ld", value));
}

/* The id of the seq-th thing of this kind in the document (seq 0: the document itself), at the nth attempt. */
static int64_t name_id(const struct writing *w, struct span kind, long seq, long attempt)
{
	struct decimal document, own, nth;
	struct span parts[6] = { kind, w->d->source.path, w->d->source.sha256, decimal(&document, w->d->seq) };
	size_t count = 4;

	if (seq)
		parts[count++] = decimal(&own, seq);
	if (attempt)
		parts[count++] = decimal(&nth, attempt);
	return ident_of(parts, count);
}

static bool taken(struct writing *w, const char *sql, int64_t first, int64_t last)
{
	struct query *q = store_query(w->store, sql);
	bool found;

	query_bind_int(q, 1, first);
	query_bind_int(q, 2, last);
	found = query_next(q);
	query_reset(q);
	return found;
}

static bool document_taken(struct writing *w, int64_t id)
{
	int64_t last = id + (int64_t)w->d->passage_count;

	return last >> IDENT_BITS != 0 ||
	       taken(w, "SELECT 1 FROM documents WHERE id BETWEEN ?1 AND ?2 LIMIT 1", id, last) ||
	       taken(w, "SELECT 1 FROM passages WHERE id BETWEEN ?1 AND ?2 LIMIT 1", id, last);
}

static bool reference_taken(struct writing *w, int64_t id)
{
	return taken(w, "SELECT 1 FROM report_references WHERE id BETWEEN ?1 AND ?2", id, id);
}

static bool item_taken(struct writing *w, int64_t id)
{
	return taken(w, "SELECT 1 FROM items WHERE id BETWEEN ?1 AND ?2", id, id);
}

/* The first id that is free. Others are found by what they name, so none ever changes because of it. */
static int64_t free_id(struct writing *w, struct span kind, long seq, bool (*is_taken)(struct writing *, int64_t))
{
	long attempt = 0;
	int64_t id = name_id(w, kind, seq, 0);

	while (is_taken(w, id))
		id = name_id(w, kind, seq, ++attempt);
	if (attempt)
		write_note(w, "note", "id-taken", 0,
			   arena_printf(w->arena, "%.*s %ld of document %d has the id %lld: another row had its own",
					SPAN_ARG(kind), seq, w->d->seq, (long long)id));
	return id;
}

/* ---- values ---- */

static void bind_line(struct query *q, int index, long line)
{
	if (line > 0)
		query_bind_int(q, index, line);
}

/* Four columns from `index` on; NULL where the place is not known. */
static void bind_place(struct query *q, int index, struct place place)
{
	if (place.line_start <= 0)
		return;
	query_bind_int(q, index, place.line_start);
	query_bind_int(q, index + 1, place.line_end);
	query_bind_int(q, index + 2, place.byte_start);
	query_bind_int(q, index + 3, place.byte_end);
}

/* The id that an index refers to; NULL where it points nowhere. */
static void bind_index(struct query *q, int index, const int64_t *ids, size_t count, int at)
{
	if (at >= 0 && (size_t)at < count)
		query_bind_int(q, index, ids[at]);
}

static void bind_passage(const struct writing *w, struct query *q, int index, int at)
{
	if (at >= 0 && (size_t)at < w->d->passage_count)
		query_bind_int(q, index, w->document + at + 1);
}

static void write_row(struct writing *w, struct query *q)
{
	query_run(q);
	w->rows++;
}

/* ---- rows ---- */

static void write_document(struct writing *w)
{
	const struct document *d = w->d;
	struct query *q = store_query(w->store,
		"INSERT INTO documents(id, source_id, seq, kind, family, title, author, publisher, date, sender, "
		"                      recipient, url, language) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");

	query_bind_int(q, 1, w->document);
	query_bind_int(q, 2, w->source);
	query_bind_int(q, 3, d->seq);
	query_bind_text(q, 4, span_str(document_kind_name(d->kind)));
	query_bind_optional(q, 5, d->family);
	query_bind_optional(q, 6, d->title);
	query_bind_optional(q, 7, d->author);
	query_bind_optional(q, 8, d->publisher);
	query_bind_optional(q, 9, d->date);
	query_bind_optional(q, 10, d->sender);
	query_bind_optional(q, 11, d->recipient);
	query_bind_optional(q, 12, d->url);
	query_bind_optional(q, 13, d->language);
	write_row(w, q);
	q = store_query(w->store, "INSERT INTO unindexed(document_id) VALUES (?1)");
	query_bind_int(q, 1, w->document);
	query_run(q);
}

static void write_passage(struct writing *w, size_t at)
{
	const struct passage *p = &w->d->passages[at];
	/* Blocks that come here unnormalized are the lines of a plain text. */
	enum role role = p->role == ROLE_LINE ? ROLE_PARAGRAPH : p->role;
	struct query *q = store_query(w->store,
		"INSERT INTO passages(id, document_id, seq, role, level, marker, text, context, line_start, line_end, "
		"                     byte_start, byte_end) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");

	query_bind_int(q, 1, w->document + (int64_t)at + 1);
	query_bind_int(q, 2, w->document);
	query_bind_int(q, 3, (int64_t)at + 1);
	query_bind_text(q, 4, span_str(role_name(role)));
	if (p->level > 0)
		query_bind_int(q, 5, p->level);
	query_bind_optional(q, 6, p->marker);
	query_bind_text(q, 7, p->text);
	query_bind_optional(q, 8, p->context);
	bind_place(q, 9, p->place);
	write_row(w, q);
}

static void write_reference(struct writing *w, size_t at)
{
	const struct reference *r = &w->d->references[at];
	struct query *q = store_query(w->store,
		"INSERT INTO report_references(id, document_id, seq, role, attributed, body, session, number, special, "
		"                              title, department, paper, date, line_start, line_end) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)");

	query_bind_int(q, 1, w->references[at]);
	query_bind_int(q, 2, w->document);
	query_bind_int(q, 3, (int64_t)at + 1);
	query_bind_text(q, 4, span_str(reference_role_name(r->role)));
	query_bind_int(q, 5, r->attributed);
	query_bind_optional(q, 6, r->body);
	query_bind_optional(q, 7, r->session);
	if (r->number > 0)
		query_bind_int(q, 8, r->number);
	query_bind_int(q, 9, r->special);
	query_bind_optional(q, 10, r->title);
	query_bind_optional(q, 11, r->department);
	query_bind_optional(q, 12, r->paper);
	query_bind_optional(q, 13, r->date);
	bind_line(q, 14, r->place.line_start);
	bind_line(q, 15, r->place.line_end);
	write_row(w, q);
}

static void bind_answer(struct query *q, const struct item *item)
{
	query_bind_text(q, 12, span_str(position_name(item->position)));
	query_bind_text(q, 13, span_str(status_name(item->status)));
	query_bind_optional(q, 14, item->position_words);
	query_bind_optional(q, 15, item->status_words);
	query_bind_optional(q, 16, item->who);
	query_bind_optional(q, 17, item->target_text);
	query_bind_optional(q, 18, item->target_date);
	query_bind_optional(q, 19, item->target_start);
	query_bind_optional(q, 20, item->target_end);
}

/* copy_of is set later: it may name an item that comes after this one. */
static void write_item(struct writing *w, size_t at)
{
	const struct item *item = &w->d->items[at];
	struct query *q = store_query(w->store,
		"INSERT INTO items(id, document_id, seq, item_type, how, reference_id, label, number, text, addressee, "
		"                  paragraph_ref, position, status, position_words, status_words, who, target_text, "
		"                  target_date, target_start, target_end, rule, line_start, line_end, byte_start, "
		"                  byte_end) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, "
		"        ?21, ?22, ?23, ?24, ?25)");

	query_bind_int(q, 1, w->items[at]);
	query_bind_int(q, 2, w->document);
	query_bind_int(q, 3, (int64_t)at + 1);
	query_bind_text(q, 4, span_str(item_type_name(item->type)));
	query_bind_text(q, 5, span_str(how_name(item->how)));
	bind_index(q, 6, w->references, w->d->reference_count, item->reference);
	query_bind_text(q, 7, item->label);
	query_bind_optional(q, 8, item->number);
	query_bind_text(q, 9, item->text);
	query_bind_optional(q, 10, item->addressee);
	query_bind_optional(q, 11, item->paragraph_ref);
	if (item->type == ITEM_RESPONSE)
		bind_answer(q, item);
	query_bind_text(q, 21, item->rule);
	bind_place(q, 22, item->place);
	write_row(w, q);
}

static void write_item_parts(struct writing *w, size_t at)
{
	const struct item *item = &w->d->items[at];
	struct query *q;

	for (size_t i = 0; i < item->passage_count; i++) {
		if (item->passages[i] < 0 || (size_t)item->passages[i] >= w->d->passage_count)
			continue;
		q = store_query(w->store, "INSERT INTO item_passages(item_id, passage_id) VALUES (?1, ?2) "
					  "ON CONFLICT DO NOTHING");
		query_bind_int(q, 1, w->items[at]);
		bind_passage(w, q, 2, item->passages[i]);
		write_row(w, q);
	}
	for (size_t i = 0; i < item->paragraph_count; i++) {
		q = store_query(w->store, "INSERT INTO item_paragraphs(item_id, seq, number, text, passage_id) "
					  "VALUES (?1, ?2, ?3, ?4, ?5)");
		query_bind_int(q, 1, w->items[at]);
		query_bind_int(q, 2, (int64_t)i + 1);
		query_bind_optional(q, 3, item->paragraphs[i].number);
		query_bind_text(q, 4, item->paragraphs[i].text);
		bind_passage(w, q, 5, item->paragraphs[i].passage);
		write_row(w, q);
	}
}

static void write_copy(struct writing *w, size_t at)
{
	int original = w->d->items[at].copy_of;
	struct query *q;

	if (original < 0 || (size_t)original >= w->d->item_count || (size_t)original == at)
		return;
	q = store_query(w->store, "UPDATE items SET copy_of = ?2 WHERE id = ?1");
	query_bind_int(q, 1, w->items[at]);
	query_bind_int(q, 2, w->items[original]);
	query_run(q);
}

static void write_count(struct writing *w, size_t at)
{
	const struct stated_count *count = &w->d->counts[at];
	struct query *q = store_query(w->store,
		"INSERT INTO stated_counts(document_id, seq, reference_id, what, count, line) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

	query_bind_int(q, 1, w->document);
	query_bind_int(q, 2, (int64_t)at + 1);
	bind_index(q, 3, w->references, w->d->reference_count, count->reference);
	query_bind_text(q, 4, count->what);
	query_bind_int(q, 5, count->count);
	bind_line(q, 6, count->place.line_start);
	write_row(w, q);
}

static void write_items(struct writing *w)
{
	size_t count = w->d->item_count;

	w->items = arena_array(w->arena, count, sizeof *w->items);
	for (size_t i = 0; i < count; i++) {
		w->items[i] = free_id(w, SPAN("item"), (long)i + 1, item_taken);
		write_item(w, i);
		write_item_parts(w, i);
	}
	for (size_t i = 0; i < count; i++)
		write_copy(w, i);
}

size_t rows_write_document(struct store *store, const struct document *d, int64_t source, int64_t run)
{
	struct writing w = { .store = store, .d = d, .source = source, .run = run, .arena = arena_new() };

	w.document = free_id(&w, SPAN("document"), 0, document_taken);
	write_document(&w);
	for (size_t i = 0; i < d->passage_count; i++)
		write_passage(&w, i);
	w.references = arena_array(w.arena, d->reference_count, sizeof *w.references);
	for (size_t i = 0; i < d->reference_count; i++) {
		w.references[i] = free_id(&w, SPAN("reference"), (long)i + 1, reference_taken);
		write_reference(&w, i);
	}
	write_items(&w);
	for (size_t i = 0; i < d->count_count; i++)
		write_count(&w, i);
	arena_free(w.arena);
	return w.rows;
}

size_t rows_write_diagnostics(struct store *store, const struct document *d, int64_t source, int64_t run)
{
	struct writing w = { .store = store, .d = d, .source = source, .run = run };

	for (size_t i = 0; i < d->diagnostic_count; i++) {
		const struct diagnostic *note = &d->diagnostics[i];

		write_note(&w, severity_name(note->severity), note->code, note->line, note->message);
	}
	return w.rows;
}

void rows_forget_diagnostics(struct store *store, int64_t source)
{
	struct query *q = store_query(store, "DELETE FROM diagnostics WHERE source_id = ?1 AND code NOT GLOB 'link-*'");

	query_bind_int(q, 1, source);
	query_run(q);
}

int64_t rows_find_document(struct store *store, int64_t source, int seq)
{
	struct query *q = store_query(store, "SELECT id FROM documents WHERE source_id = ?1 AND seq = ?2");
	int64_t id;

	query_bind_int(q, 1, source);
	query_bind_int(q, 2, seq);
	id = query_next(q) ? query_int(q, 0) : 0;
	query_reset(q);
	return id;
}
