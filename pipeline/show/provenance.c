#include "pipeline/show/provenance.h"

#include <inttypes.h>

#include "pipeline/show/phrase.h"

enum { PASSAGES_SHOWN = 12, PLACES_SHOWN = 20, GUTTER = 10 };

void provenance_place(struct buffer *out, struct span path, int64_t line_start, int64_t line_end)
{
	buffer_add(out, path);
	if (line_start > 0 && line_end > line_start)
		buffer_printf(out, ", lines %" PRId64 "-%" PRId64, line_start, line_end);
	else if (line_start > 0)
		buffer_printf(out, ", line %" PRId64, line_start);
}

/* ---- passages in context ---- */

/* Of both queries below. */
enum context_column { CONTEXT_SEQ, CONTEXT_MARKER, CONTEXT_TEXT, CONTEXT_LINE, CONTEXT_OWN };

/* One passage with the line it begins on; those of the record in full and marked, neighbours in short. */
static void context_row(struct page *page, const struct query *q)
{
	bool own = query_int(q, CONTEXT_OWN) != 0;
	struct buffer line;

	buffer_init(&line, BUFFER_LIMIT_DEFAULT);
	buffer_printf(&line, " %c %5" PRId64 "  ", own ? '>' : ' ', query_int(q, CONTEXT_LINE));
	if (!query_is_null(q, CONTEXT_MARKER))
		buffer_printf(&line, "%.*s ", SPAN_ARG(query_text(q, CONTEXT_MARKER)));
	if (own)
		buffer_add(&line, query_text(q, CONTEXT_TEXT));
	else
		phrase_excerpt(&line, query_text(q, CONTEXT_TEXT), PAGE_WIDTH - GUTTER - 8);
	page_text(page, 0, GUTTER, buffer_span(&line));
	buffer_release(&line);
}

/* In reading order; "…" where passages between them are left out. */
static void context_rows(struct page *page, struct query *q)
{
	int64_t before = 0;
	long shown = 0;

	while (query_next(q)) {
		int64_t seq = query_int(q, CONTEXT_SEQ);

		if (shown++ >= PASSAGES_SHOWN)
			continue;
		if (shown > 1 && seq > before + 1)
			page_say(page, GUTTER, GUTTER, "…");
		context_row(page, q);
		before = seq;
	}
	page_more(page, GUTTER, PASSAGES_SHOWN, shown);
}

static void item_context(struct page *page, struct store *store, int64_t item)
{
	struct query *q = store_query(store,
		"WITH own AS (SELECT p.document_id AS document, min(p.seq) AS first, max(p.seq) AS last "
		" FROM item_passages x JOIN passages p ON p.id = x.passage_id WHERE x.item_id = ?1) "
		"SELECT p.seq, p.marker, p.text, p.line_start, "
		"p.id IN (SELECT passage_id FROM item_passages WHERE item_id = ?1) AS is_own "
		"FROM passages p JOIN own "
		"ON p.document_id = own.document AND p.seq BETWEEN own.first - 1 AND own.last + 1 "
		"WHERE is_own OR p.seq IN (own.first - 1, own.last + 1) ORDER BY p.seq");

	query_bind_int(q, 1, item);
	context_rows(page, q);
}

void provenance_context(struct page *page, struct store *store, int64_t passage)
{
	struct query *q = store_query(store,
		"SELECT p.seq, p.marker, p.text, p.line_start, p.id = ?1 FROM passages p "
		"JOIN passages o ON o.document_id = p.document_id AND p.seq BETWEEN o.seq - 2 AND o.seq + 2 "
		"WHERE o.id = ?1 ORDER BY p.seq");

	query_bind_int(q, 1, passage);
	context_rows(page, q);
}

/* ---- where a record stands ---- */

enum place_column { PLACE_ITEM, PLACE_LABEL, PLACE_HOW, PLACE_SIMILARITY, PLACE_METHOD, PLACE_RULE, PLACE_PATH,
		    PLACE_LINE, PLACE_LINE_END, PLACE_KIND, PLACE_DATE };
static const char places_sql[] =
	"SELECT o.item_id, o.label, o.how, o.similarity, o.method, i.rule, s.path, i.line_start, i.line_end, d.kind, "
	"d.date FROM occurrences o JOIN items i ON i.id = o.item_id JOIN documents d ON d.id = o.document_id "
	"JOIN sources s ON s.id = d.source_id WHERE o.record_type = ?1 AND o.record_id = ?2 "
	"ORDER BY d.date IS NULL, d.date, s.path, d.seq, i.seq";

/* Why an occurrence is this record, by the method that link stored. */
static const struct {
	const char *method, *reason;
} reasons[] = {
	{ "stated", "the report's own words" },
	{ "label", "joined to the record by report and label" },
	{ "paragraph", "joined to the record by the paragraph of the report that it names" },
	{ "text", "joined to the record by its text" },
};

static void add_reason(struct buffer *line, struct span method)
{
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
		if (span_equal(method, span_str(reasons[i].method))) {
			buffer_add_str(line, reasons[i].reason);
			return;
		}
	buffer_printf(line, "joined to the record by %.*s", SPAN_ARG(method));
}

/* "quoted there as 2a; found by rule harbour:13; joined to the record by its text, similarity 0.93" */
static void place_reason(struct page *page, const struct query *q)
{
	struct span label = query_text(q, PLACE_LABEL), method = query_text(q, PLACE_METHOD);
	struct buffer line;

	buffer_init(&line, 1 << 16);
	phrase_name(&line, query_text(q, PLACE_HOW));
	buffer_add_str(&line, " there");
	if (!span_empty(label))
		buffer_printf(&line, " as %.*s", SPAN_ARG(label));
	buffer_printf(&line, "; found by rule %.*s", SPAN_ARG(query_text(q, PLACE_RULE)));
	if (!span_empty(method)) {
		buffer_add_str(&line, "; ");
		add_reason(&line, method);
	}
	if (!query_is_null(q, PLACE_SIMILARITY) && !span_equal(method, SPAN("stated")))
		buffer_printf(&line, ", similarity %.2f", query_double(q, PLACE_SIMILARITY));
	page_text(page, 5, 5, buffer_span(&line));
	buffer_release(&line);
}

/* The same once more in this document: "repeated on lines 40-44, 60-62" */
static void place_copies(struct page *page, struct store *store, int64_t item)
{
	struct query *q = store_query(store, "SELECT line_start, line_end FROM items WHERE copy_of = ?1 ORDER BY seq");
	struct buffer line;
	const char *before = "repeated on lines ";

	buffer_init(&line, 1 << 16);
	query_bind_int(q, 1, item);
	for (; query_next(q); before = ", ")
		buffer_printf(&line, "%s%" PRId64 "-%" PRId64, before, query_int(q, 0), query_int(q, 1));
	if (line.len > 0)
		page_text(page, 5, 7, buffer_span(&line));
	buffer_release(&line);
}

/* " 1. heap/a.txt, lines 3-5 (committee report, 15 December 2016)" and what follows from it */
static void place(struct page *page, struct store *store, const struct query *q, long number)
{
	struct buffer line;

	buffer_init(&line, 1 << 16);
	buffer_printf(&line, "%2ld. ", number);
	provenance_place(&line, query_text(q, PLACE_PATH), query_int(q, PLACE_LINE), query_int(q, PLACE_LINE_END));
	buffer_add_str(&line, " (");
	phrase_name(&line, query_text(q, PLACE_KIND));
	buffer_add_str(&line, query_is_null(q, PLACE_DATE) ? "" : ", ");
	phrase_date(&line, query_text(q, PLACE_DATE));
	buffer_add_char(&line, ')');
	page_text(page, 1, 5, buffer_span(&line));
	buffer_release(&line);
	place_reason(page, q);
	place_copies(page, store, query_int(q, PLACE_ITEM));
	item_context(page, store, query_int(q, PLACE_ITEM));
}

void provenance_places(struct page *page, struct store *store, const struct subject *subject)
{
	struct query *q = store_query(store, places_sql);
	long shown = 0;

	query_bind_text(q, 1, span_str(subject_name(subject->type)));
	query_bind_int(q, 2, subject->id);
	page_heading(page, "Where it stands");
	while (query_next(q))
		if (shown++ < PLACES_SHOWN)
			place(page, store, q, shown);
	page_more(page, 1, PLACES_SHOWN, shown);
	if (shown == 0)
		page_say(page, 2, 2, "in no document that counts now");
}
