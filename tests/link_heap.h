/*
 * link_heap: a heap of documents as split leaves them, for the tests of link.
 *
 * A document is written down in a few lines: what it is, which reports it names,
 * what it says. Texts are invented. The heap is a database of its own in a folder
 * that heap_close removes; ids follow from names, as those of load do, so that
 * the order in which documents come must not matter.
 */
#ifndef WINNOW_LINK_HEAP_H
#define WINNOW_LINK_HEAP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/base/buffer.h"
#include "pipeline/link/link.h"
#include "pipeline/store/ident.h"
#include "pipeline/store/store.h"

struct heap {
	char folder[64];
	char database[96];
	struct store *store;
	int64_t document, source;
	int references, items; /* of the document */
};

/* A reference; what is left out is not known. */
struct named {
	const char *role, *body, *session, *title, *department, *paper, *date;
	int number, special;
	int unattributed;
};

/* An item; `how` is "stated" unless it says otherwise. */
struct said {
	const char *type, *label, *text;
	const char *how, *number, *paragraph, *who, *position, *rule;
};

/* SAY(&heap, report, RECOMMENDATION, "1", "We recommend ...", .how = "quoted") */
#define SAY(heap, reference, what, number_of, words, ...) \
	heap_say(heap, reference, (struct said){ .type = what, .label = number_of, .text = words, ##__VA_ARGS__ })
#define NAME(heap, what, ...) heap_name(heap, (struct named){ .role = what, ##__VA_ARGS__ })

#define CONCLUSION "conclusion"
#define RECOMMENDATION "recommendation"
#define RESPONSE "response"

static inline int64_t heap_id(const char *what, int64_t parent, int seq)
{
	char name[64];

	snprintf(name, sizeof name, "%lld/%d", (long long)parent, seq);
	return IDENT(span_str(what), span_str(name));
}

static inline void heap_ok(const struct heap *heap)
{
	if (store_status(heap->store) != 0)
		fail_msg("%s", store_message(heap->store));
}

static inline void heap_open(struct heap *heap)
{
	memset(heap, 0, sizeof *heap);
	strcpy(heap->folder, "/tmp/winnow-link-XXXXXX");
	assert_non_null(mkdtemp(heap->folder));
	snprintf(heap->database, sizeof heap->database, "%s/heap.db", heap->folder);
	heap->store = store_open(heap->database, STORE_WRITE);
	store_exec(heap->store, "INSERT INTO runs (id, started_at, command, version)"
				" VALUES (1, '2026-01-01T00:00:00Z', 'test', '0')");
	heap_ok(heap);
}

static inline void heap_close(struct heap *heap)
{
	heap_ok(heap);
	store_close(heap->store);
	unlink(heap->database);
	rmdir(heap->folder);
}

/* The document that the next references and items belong to. */
static inline void heap_document(struct heap *heap, const char *path, const char *kind)
{
	struct query *q;

	heap->source = IDENT(SPAN("source"), span_str(path));
	heap->document = heap_id("document", heap->source, 1);
	heap->references = heap->items = 0;
	q = store_query(heap->store, "INSERT INTO sources (id, path, sha256, bytes, mtime, state, first_run_id,"
				     " last_run_id) VALUES (?1, ?2, ?2, 1, 1, 'current', 1, 1)");
	query_bind_int(q, 1, heap->source);
	query_bind_text(q, 2, span_str(path));
	query_run(q);
	q = store_query(heap->store, "INSERT INTO documents (id, source_id, seq, kind) VALUES (?1, ?2, 1, ?3)");
	query_bind_int(q, 1, heap->document);
	query_bind_int(q, 2, heap->source);
	query_bind_text(q, 3, span_str(kind));
	query_run(q);
	heap_ok(heap);
}

static inline int64_t heap_name(struct heap *heap, struct named named)
{
	int64_t id = heap_id("reference", heap->document, ++heap->references);
	struct query *q = store_query(heap->store,
		"INSERT INTO report_references (id, document_id, seq, role, attributed, body, session, number, special,"
		" title, department, paper, date)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, nullif(?8, 0), ?9, ?10, ?11, ?12, ?13)");

	query_bind_int(q, 1, id);
	query_bind_int(q, 2, heap->document);
	query_bind_int(q, 3, heap->references);
	query_bind_text(q, 4, span_str(named.role));
	query_bind_int(q, 5, !named.unattributed);
	query_bind_optional(q, 6, span_str(named.body));
	query_bind_optional(q, 7, span_str(named.session));
	query_bind_int(q, 8, named.number);
	query_bind_int(q, 9, named.special);
	query_bind_optional(q, 10, span_str(named.title));
	query_bind_optional(q, 11, span_str(named.department));
	query_bind_optional(q, 12, span_str(named.paper));
	query_bind_optional(q, 13, span_str(named.date));
	query_run(q);
	heap_ok(heap);
	return id;
}

/* `reference` 0: the item belongs to no report that is named. */
static inline int64_t heap_say(struct heap *heap, int64_t reference, struct said said)
{
	int64_t id = heap_id("item", heap->document, ++heap->items);
	struct query *q = store_query(heap->store,
		"INSERT INTO items (id, document_id, seq, item_type, how, reference_id, label, number, text,"
		" paragraph_ref, rule, who, position, line_start)"
		" VALUES (?1, ?2, ?3, ?4, ?5, nullif(?6, 0), ?7, ?8, ?9, ?10, ?13, ?11, ?12, ?3)");

	query_bind_int(q, 1, id);
	query_bind_int(q, 2, heap->document);
	query_bind_int(q, 3, heap->items);
	query_bind_text(q, 4, span_str(said.type));
	query_bind_text(q, 5, span_str(said.how ? said.how : "stated"));
	query_bind_int(q, 6, reference);
	query_bind_text(q, 7, span_str(said.label));
	query_bind_optional(q, 8, span_str(said.number));
	query_bind_text(q, 9, span_str(said.text));
	query_bind_optional(q, 10, span_str(said.paragraph));
	query_bind_optional(q, 11, span_str(said.who));
	query_bind_optional(q, 12, span_str(said.position));
	query_bind_text(q, 13, span_str(said.rule ? said.rule : "test:1"));
	query_run(q);
	heap_ok(heap);
	return id;
}

static inline void heap_settle(struct heap *heap)
{
	if (link_settle(heap->store) != 0)
		fail_msg("%s", store_message(heap->store));
}

/* The first column of the first row; 0 when there is none. */
static inline int64_t heap_int(struct heap *heap, const char *sql)
{
	struct query *q = store_query_once(heap->store, sql);
	int64_t value = query_next(q) ? query_int(q, 0) : 0;

	query_free(q);
	heap_ok(heap);
	return value;
}

/* The rows, columns apart by "|" and rows by "\n"; the caller frees. */
static inline char *heap_rows(struct heap *heap, const char *sql)
{
	struct query *q = store_query_once(heap->store, sql);
	struct buffer out;

	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	while (query_next(q)) {
		if (out.len > 0)
			buffer_add_char(&out, '\n');
		for (int i = 0; i < query_columns(q); i++) {
			if (i > 0)
				buffer_add_char(&out, '|');
			buffer_add(&out, query_text(q, i));
		}
	}
	query_free(q);
	heap_ok(heap);
	return out.len > 0 ? out.data : strdup("");
}

static inline void heap_expect(struct heap *heap, const char *sql, const char *rows)
{
	char *found = heap_rows(heap, sql);

	assert_string_equal(found, rows);
	free(found);
}

/* Everything that link writes, the runs of diagnostics left out; the caller frees. */
static inline char *heap_ledger(struct heap *heap)
{
	static const char *const QUERIES[] = {
		"SELECT * FROM reports ORDER BY id",
		"SELECT * FROM conclusions ORDER BY id",
		"SELECT * FROM recommendations ORDER BY id",
		"SELECT * FROM responses ORDER BY id",
		"SELECT * FROM response_recommendations ORDER BY response_id, recommendation_id",
		"SELECT * FROM response_paragraphs ORDER BY response_id, seq",
		"SELECT * FROM occurrences ORDER BY record_type, record_id, item_id",
		"SELECT * FROM repetitions ORDER BY recommendation_id",
		"SELECT source_id, line, severity, code, message FROM diagnostics ORDER BY 1, 2, 4, 5",
	};
	struct buffer out;

	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	for (size_t i = 0; i < sizeof QUERIES / sizeof *QUERIES; i++) {
		char *rows = heap_rows(heap, QUERIES[i]);

		buffer_printf(&out, "-- %s\n", QUERIES[i]);
		buffer_add_str(&out, rows);
		buffer_add_char(&out, '\n');
		free(rows);
	}
	return out.data;
}

#endif
