#include "pipeline/store/rows.h"

#include <stdio.h>

#include "pipeline/store/ident.h"

/* What is being written. */
struct writing {
	struct store *store;
	const struct document *d;
	int64_t source, run, document; /* ids */
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

/* Is an id of `table` taken that the document and what is in it would have? */
static bool taken(struct writing *w, const char *sql, int64_t document, size_t count)
{
	struct query *q = store_query(w->store, sql);
	bool found;

	query_bind_int(q, 1, document);
	query_bind_int(q, 2, document + (int64_t)count);
	found = query_next(q);
	query_reset(q);
	return found;
}

static bool document_taken(struct writing *w, int64_t id)
{
	const struct document *d = w->d;
	size_t most = d->passage_count > d->item_count ? d->passage_count : d->item_count;

	most = most > d->reference_count ? most : d->reference_count;
	return (id + (int64_t)most) >> IDENT_BITS != 0 ||
	       taken(w, "SELECT 1 FROM documents WHERE id BETWEEN ?1 AND ?2 LIMIT 1", id, most) ||
	       taken(w, "SELECT 1 FROM passages WHERE id BETWEEN ?1 AND ?2 LIMIT 1", id, most) ||
	       taken(w, "SELECT 1 FROM report_references WHERE id BETWEEN ?1 AND ?2 LIMIT 1", id, most) ||
	       taken(w, "SELECT 1 FROM items WHERE id BETWEEN ?1 AND ?2 LIMIT 1", id, most);
}

/* The first id that is free, with room behind it. Documents are found by source and seq, so none ever moves. */
static int64_t document_id(struct writing *w)
{
	const struct document *d = w->d;
	char seq[16], nth[16];
	struct span parts[5] = { SPAN("document"), d->source.path, d->source.sha256,
				 span_of(seq, (size_t)snprintf(seq, sizeof seq, "%d", d->seq)) };
	int64_t id = ident_of(parts, 4);
	char message[96];

	for (int attempt = 1; document_taken(w, id); attempt++) {
		snprintf(message, sizeof message, "document %d cannot have the id %lld: another has it", d->seq, (long long)id);
		write_note(w, "note", "id-taken", 0, span_str(message));
		parts[4] = span_of(nth, (size_t)snprintf(nth, sizeof nth, "%d", attempt));
		id = ident_of(parts, 5);
	}
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

/* The id of the passage, reference or item with this index. */
static int64_t part_id(const struct writing *w, size_t at)
{
	return w->document + (int64_t)at + 1;
}

/* NULL where the index points nowhere. */
static void bind_part(const struct writing *w, struct query *q, int index, size_t count, int at)
{
	if (at >= 0 && (size_t)at < count)
		query_bind_int(q, index, part_id(w, (size_t)at));
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
		"                      recipient, url, language, title_from, author_from, publisher_from, date_from, "
		"                      url_from, language_from) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)");

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
	query_bind_optional(q, 14, d->title_from);
	query_bind_optional(q, 15, d->author_from);
	query_bind_optional(q, 16, d->publisher_from);
	query_bind_optional(q, 17, d->date_from);
	query_bind_optional(q, 18, d->url_from);
	query_bind_optional(q, 19, d->language_from);
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
		"                     byte_start, byte_end, pieces) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");

	query_bind_int(q, 1, part_id(w, at));
	query_bind_int(q, 2, w->document);
	query_bind_int(q, 3, (int64_t)at + 1);
	query_bind_text(q, 4, span_str(role_name(role)));
	if (p->level > 0)
		query_bind_int(q, 5, p->level);
	query_bind_optional(q, 6, p->marker);
	query_bind_text(q, 7, p->text);
	query_bind_optional(q, 8, p->context);
	bind_place(q, 9, p->place);
	query_bind_optional(q, 13, p->pieces);
	write_row(w, q);
}

static void write_reference(struct writing *w, size_t at)
{
	const struct reference *r = &w->d->references[at];
	struct query *q = store_query(w->store,
		"INSERT INTO report_references(id, document_id, seq, role, attributed, body, session, number, special, "
		"                              title, department, paper, date, line_start, line_end) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)");

	query_bind_int(q, 1, part_id(w, at));
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

	query_bind_int(q, 1, part_id(w, at));
	query_bind_int(q, 2, w->document);
	query_bind_int(q, 3, (int64_t)at + 1);
	query_bind_text(q, 4, span_str(item_type_name(item->type)));
	query_bind_text(q, 5, span_str(how_name(item->how)));
	bind_part(w, q, 6, w->d->reference_count, item->reference);
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
		query_bind_int(q, 1, part_id(w, at));
		bind_part(w, q, 2, w->d->passage_count, item->passages[i]);
		write_row(w, q);
	}
	for (size_t i = 0; i < item->paragraph_count; i++) {
		q = store_query(w->store, "INSERT INTO item_paragraphs(item_id, seq, number, text, passage_id) "
					  "VALUES (?1, ?2, ?3, ?4, ?5)");
		query_bind_int(q, 1, part_id(w, at));
		query_bind_int(q, 2, (int64_t)i + 1);
		query_bind_optional(q, 3, item->paragraphs[i].number);
		query_bind_text(q, 4, item->paragraphs[i].text);
		bind_part(w, q, 5, w->d->passage_count, item->paragraphs[i].passage);
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
	query_bind_int(q, 1, part_id(w, at));
	query_bind_int(q, 2, part_id(w, (size_t)original));
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
	bind_part(w, q, 3, w->d->reference_count, count->reference);
	query_bind_text(q, 4, count->what);
	query_bind_int(q, 5, count->count);
	bind_line(q, 6, count->place.line_start);
	write_row(w, q);
}

size_t rows_write_document(struct store *store, const struct document *d, int64_t source, int64_t run)
{
	struct writing w = { .store = store, .d = d, .source = source, .run = run };

	w.document = document_id(&w);
	write_document(&w);
	for (size_t i = 0; i < d->passage_count; i++)
		write_passage(&w, i);
	for (size_t i = 0; i < d->reference_count; i++)
		write_reference(&w, i);
	for (size_t i = 0; i < d->item_count; i++) {
		write_item(&w, i);
		write_item_parts(&w, i);
	}
	for (size_t i = 0; i < d->item_count; i++)
		write_copy(&w, i);
	for (size_t i = 0; i < d->count_count; i++)
		write_count(&w, i);
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
