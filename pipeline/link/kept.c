#include "pipeline/link/kept.h"

#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/dedupe/little.h"
#include "pipeline/store/meta.h"

/* ---- beginning ---- */

static void read_reports(struct kept *kept)
{
	struct query *q = store_query(kept->store, "SELECT report_id, made_of, askings FROM link_reports ORDER BY report_id");
	struct arena *arena = kept->content->arena;

	while (query_next(q)) {
		kept->at = arena_room(arena, kept->at, kept->count, &kept->capacity, sizeof *kept->at);
		kept->at[kept->count++] = (struct kept_report){ .id = query_int(q, 0),
								.made_of = (uint64_t)query_int(q, 1),
								.askings = arena_copy(arena, query_text(q, 2)) };
	}
}

/* Documents are in the order of their ids, too. */
static void read_documents(struct kept *kept)
{
	struct query *q = store_query(kept->store, "SELECT document_id FROM relink ORDER BY document_id");
	const struct content *content = kept->content;
	size_t i = 0;

	kept->read_again = arena_array(content->arena, content->document_count + 1, sizeof *kept->read_again);
	while (query_next(q)) {
		while (i < content->document_count && content->documents[i].id < query_int(q, 0))
			i++;
		if (i < content->document_count)
			kept->read_again[i] = content->documents[i].id == query_int(q, 0);
	}
}

void kept_begin(struct kept *kept, const struct content *content, struct store *store)
{
	*kept = (struct kept){ .store = store, .content = content };
	meta_forget_other_versions(store, SPAN("link_reports"), "DELETE FROM link_reports; DELETE FROM link_notes");
	store_exec(store, "CREATE TEMP TABLE IF NOT EXISTS kept_reports (report_id INTEGER PRIMARY KEY);"
			  "DELETE FROM temp.kept_reports");
	read_reports(kept);
	read_documents(kept);
}

/* ---- one report ---- */

static void add_number(struct buffer *out, int64_t number)
{
	little_put_64(out, (uint64_t)number);
}

static void add_text(struct buffer *out, struct span text)
{
	add_number(out, (int64_t)text.len);
	buffer_add(out, text);
}

static void add_fields(struct buffer *out, const struct report *r)
{
	add_number(out, r->id);
	add_text(out, r->body);
	add_text(out, r->session);
	add_text(out, r->title);
	add_text(out, r->department);
	add_text(out, r->paper);
	add_text(out, r->date);
	add_number(out, r->number);
	add_number(out, r->special);
	add_number(out, r->attributed);
}

/* In the order that reports.c gives them, which follows from what they are. */
static void add_members(struct buffer *out, const struct content *content, const struct report *report)
{
	for (size_t i = 0; i < report->reference_count; i++) {
		const struct link_reference *r = &content->references[report->references[i]];

		add_number(out, r->id);
		add_number(out, content->documents[r->document].id);
		add_number(out, (int64_t)r->stated);
		add_number(out, (int64_t)r->quoted);
	}
}

static uint64_t hash_of(const struct content *content, const struct report *report)
{
	struct buffer bytes;
	uint64_t hash;

	buffer_init(&bytes, SIZE_MAX);
	add_fields(&bytes, report);
	add_members(&bytes, content, report);
	hash = hash_64(buffer_span(&bytes));
	buffer_release(&bytes);
	return hash;
}

static bool was_read_again(const struct kept *kept, const struct report *report)
{
	for (size_t i = 0; i < report->reference_count; i++)
		if (kept->read_again[kept->content->references[report->references[i]].document])
			return true;
	return false;
}

static int compare_ids(const void *a, const void *b)
{
	const struct kept_report *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

static struct kept_report *find(const struct kept *kept, int64_t id)
{
	const struct kept_report sought = { .id = id };

	return kept->count ? bsearch(&sought, kept->at, kept->count, sizeof *kept->at, compare_ids) : NULL;
}

bool kept_find(struct kept *kept, const struct report *report, struct span *askings)
{
	struct kept_report *known = find(kept, report->id);
	struct query *q;

	if (!known)
		return false;
	known->here = true;
	if (was_read_again(kept, report) || hash_of(kept->content, report) != known->made_of)
		return false;
	*askings = known->askings;
	kept->same++;
	q = store_query(kept->store, "INSERT INTO temp.kept_reports(report_id) VALUES (?1)");
	query_bind_int(q, 1, report->id);
	query_run(q);
	return true;
}

/* ---- what is kept of it ---- */

static void forget_notes(struct kept *kept, int64_t report)
{
	struct query *q = store_query(kept->store, "DELETE FROM link_notes WHERE report_id = ?1");

	query_bind_int(q, 1, report);
	query_run(q);
}

static void keep_notes(struct kept *kept, int64_t report, struct notes *notes, size_t from)
{
	for (size_t i = from; i < notes->count; i++) {
		const struct note *note = &notes->at[i];
		struct query *q = store_query(kept->store,
			"INSERT INTO link_notes(report_id, seq, source_id, line, severity, code, message) "
			"VALUES (?1, ?2, ?3, nullif(?4, 0), ?5, ?6, ?7)");

		query_bind_int(q, 1, report);
		query_bind_int(q, 2, (int64_t)(i - from));
		query_bind_int(q, 3, note->source_id);
		query_bind_int(q, 4, note->line > 0 ? note->line : 0);
		query_bind_text(q, 5, span_str(severity_name(note->severity)));
		query_bind_text(q, 6, span_str(note->code));
		query_bind_text(q, 7, note->message);
		query_run(q);
	}
	notes->count = from;
}

void kept_put(struct kept *kept, const struct report *report, struct span askings, struct notes *notes, size_t from)
{
	struct query *q = store_query(kept->store, "INSERT INTO link_reports(report_id, made_of, askings) VALUES (?1, ?2, ?3) "
						   "ON CONFLICT(report_id) DO UPDATE SET made_of = ?2, askings = ?3");

	query_bind_int(q, 1, report->id);
	query_bind_int(q, 2, (int64_t)hash_of(kept->content, report));
	query_bind_blob(q, 3, askings);
	query_run(q);
	forget_notes(kept, report->id);
	keep_notes(kept, report->id, notes, from);
}

void kept_finish(struct kept *kept)
{
	for (size_t i = 0; i < kept->count; i++) {
		struct query *q;

		if (kept->at[i].here)
			continue;
		forget_notes(kept, kept->at[i].id);
		q = store_query(kept->store, "DELETE FROM link_reports WHERE report_id = ?1");
		query_bind_int(q, 1, kept->at[i].id);
		query_run(q);
	}
	store_exec(kept->store, "DELETE FROM relink");
}
