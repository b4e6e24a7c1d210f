/* provenance, second part: what repeats the passages, what is only like them, and what was noted about them. */
#include "pipeline/show/provenance.h"

#include <inttypes.h>

#include "pipeline/base/utf8.h"
#include "pipeline/dedupe/dedupe.h"
#include "pipeline/show/wording.h"

enum { REPEATS_SHOWN = 20, VARIANTS_SHOWN = 20, DIAGNOSTICS_SHOWN = 20, CONTEXT_WORDS = 4, DIFFERENCES_SHOWN = 600 };

/* The passages that a page is about: of all places of a record, or the one. */
#define OWN_PASSAGES \
	"WITH own AS (SELECT y.passage_id AS id FROM occurrences o JOIN item_passages y ON y.item_id = o.item_id " \
	"WHERE o.record_type = ?1 AND o.record_id = ?2 UNION SELECT ?2 WHERE ?1 = 'passage') "

static struct query *bound(struct query *q, const struct subject *subject)
{
	query_bind_text(q, 1, span_str(subject_name(subject->type)));
	query_bind_int(q, 2, subject->id);
	return q;
}

/* ---- repeats ---- */

enum repeat_column { REPEAT_ID, REPEAT_ORIGINAL, REPEAT_KIND, REPEAT_SIMILARITY, REPEAT_PATH, REPEAT_LINE, REPEAT_TEXT,
		     ORIGINAL_PATH, ORIGINAL_LINE, ORIGINAL_TEXT };
static const char repeats_sql[] = OWN_PASSAGES
	"SELECT x.passage_id, x.original_id, x.kind, x.similarity, s.path, p.line_start, p.text, t.path, r.line_start, "
	"r.text FROM duplicates x JOIN passages p ON p.id = x.passage_id JOIN documents d ON d.id = p.document_id "
	"JOIN sources s ON s.id = d.source_id JOIN passages r ON r.id = x.original_id "
	"JOIN documents e ON e.id = r.document_id JOIN sources t ON t.id = e.source_id "
	"WHERE x.passage_id IN (SELECT id FROM own) OR x.original_id IN (SELECT id FROM own) "
	"ORDER BY t.path, e.seq, r.seq, s.path, d.seq, p.seq";

void provenance_difference(struct page *page, struct span left, struct span right)
{
	struct arena *arena = arena_new();
	struct wording wording;
	struct buffer line;

	buffer_init(&line, BUFFER_LIMIT_DEFAULT);
	wording_compare(&wording, arena, left, right);
	wording_write(&line, &wording, CONTEXT_WORDS);
	if (line.len > DIFFERENCES_SHOWN) {
		buffer_truncate(&line, DIFFERENCES_SHOWN);
		buffer_truncate(&line, utf8_valid_prefix(buffer_span(&line)));
		buffer_add_str(&line, " …");
	}
	page_text(page, 7, 7, buffer_span(&line));
	buffer_release(&line);
	arena_free(arena);
}

/* "b.txt, line 6 (passage 200004) repeats a.txt, line 8 (passage 100005): near, similarity 0.93; what differs:" */
static void repeat_row(struct page *page, const struct query *q)
{
	bool same = span_equal(query_text(q, REPEAT_TEXT), query_text(q, ORIGINAL_TEXT));
	int64_t line_of_repeat = query_int(q, REPEAT_LINE), line_of_original = query_int(q, ORIGINAL_LINE);
	struct buffer line;

	buffer_init(&line, 1 << 16);
	provenance_place(&line, query_text(q, REPEAT_PATH), line_of_repeat, line_of_repeat);
	buffer_printf(&line, " (passage %" PRId64 ") repeats ", query_int(q, REPEAT_ID));
	provenance_place(&line, query_text(q, ORIGINAL_PATH), line_of_original, line_of_original);
	buffer_printf(&line, " (passage %" PRId64 "): %.*s, similarity %.2f%s", query_int(q, REPEAT_ORIGINAL),
		      SPAN_ARG(query_text(q, REPEAT_KIND)), query_double(q, REPEAT_SIMILARITY),
		      same ? ", word for word" : "; what differs:");
	page_text(page, 2, 4, buffer_span(&line));
	if (!same)
		provenance_difference(page, query_text(q, REPEAT_TEXT), query_text(q, ORIGINAL_TEXT));
	buffer_release(&line);
}

void provenance_duplicates(struct page *page, struct store *store, const struct subject *subject)
{
	struct query *q = bound(store_query(store, repeats_sql), subject);
	long shown = 0;

	while (query_next(q)) {
		if (shown++ == 0)
			page_heading(page, "Passages that repeat ([-only in the repeat-], {+only in the original+})");
		if (shown <= REPEATS_SHOWN)
			repeat_row(page, q);
	}
	page_more(page, 2, REPEATS_SHOWN, shown);
}

/* ---- variants ---- */

#define ALIKE 0.7 /* so much of the one stands in the other; less is worth no line */

enum variant_column { VARIANT_ID, VARIANT_OTHER, VARIANT_VERDICT, VARIANT_PATH, VARIANT_LINE, VARIANT_TEXT, OTHER_PATH, OTHER_LINE,
		      OTHER_TEXT };
/* What dedupe compared, in both directions: the passage of this page first. */
static const char variants_sql[] = OWN_PASSAGES
	"SELECT v.own, v.other, v.verdict, s.path, p.line_start, p.text, t.path, r.line_start, r.text FROM ("
	"SELECT shorter_id AS own, longer_id AS other, verdict FROM dedupe_verdicts WHERE shorter_id IN (SELECT id FROM own) "
	"UNION ALL SELECT longer_id, shorter_id, verdict FROM dedupe_verdicts WHERE longer_id IN (SELECT id FROM own)) v "
	"JOIN passages p ON p.id = v.own JOIN documents d ON d.id = p.document_id JOIN sources s ON s.id = d.source_id "
	"JOIN passages r ON r.id = v.other JOIN documents e ON e.id = r.document_id JOIN sources t ON t.id = e.source_id "
	"ORDER BY s.path, d.seq, p.seq, t.path, e.seq, r.seq";

bool provenance_is_variant(struct span stored, double *similarity)
{
	struct dedupe_verdict verdict;

	if (stored.len != sizeof verdict.bytes)
		return false;
	memcpy(verdict.bytes, stored.ptr, sizeof verdict.bytes);
	return dedupe_verdict_variant(&verdict, similarity) && *similarity >= ALIKE;
}

/* "a.txt, line 8 (passage 100005) is like b.txt, line 6 (passage 200004), similarity 0.96; what differs:" */
static void variant_row(struct page *page, const struct query *q, double similarity)
{
	struct buffer line;

	buffer_init(&line, 1 << 16);
	provenance_place(&line, query_text(q, VARIANT_PATH), query_int(q, VARIANT_LINE), query_int(q, VARIANT_LINE));
	buffer_printf(&line, " (passage %" PRId64 ") is like ", query_int(q, VARIANT_ID));
	provenance_place(&line, query_text(q, OTHER_PATH), query_int(q, OTHER_LINE), query_int(q, OTHER_LINE));
	buffer_printf(&line, " (passage %" PRId64 "), similarity %.2f; what differs:", query_int(q, VARIANT_OTHER), similarity);
	page_text(page, 2, 4, buffer_span(&line));
	provenance_difference(page, query_text(q, VARIANT_TEXT), query_text(q, OTHER_TEXT));
	buffer_release(&line);
}

void provenance_variants(struct page *page, struct store *store, const struct subject *subject)
{
	struct query *q = bound(store_query(store, variants_sql), subject);
	double similarity;
	long shown = 0;

	while (query_next(q)) {
		if (!provenance_is_variant(query_text(q, VARIANT_VERDICT), &similarity))
			continue;
		if (shown++ == 0)
			page_heading(page, "Variants: like these, and no repeats, since they state other facts ([-here-], {+there+})");
		if (shown <= VARIANTS_SHOWN)
			variant_row(page, q, similarity);
	}
	page_more(page, 2, VARIANTS_SHOWN, shown);
}

/* ---- diagnostics ---- */

enum diagnostic_column { DIAGNOSTIC_PATH, DIAGNOSTIC_LINE, DIAGNOSTIC_SEVERITY, DIAGNOSTIC_CODE, DIAGNOSTIC_MESSAGE };
static const char diagnostics_sql[] = OWN_PASSAGES
	"SELECT DISTINCT s.path, g.line, g.severity, g.code, g.message FROM own JOIN passages p ON p.id = own.id "
	"JOIN documents d ON d.id = p.document_id JOIN sources s ON s.id = d.source_id "
	"JOIN diagnostics g ON g.source_id = s.id "
	"WHERE g.line BETWEEN p.line_start AND p.line_end OR coalesce(g.line, 0) = 0 "
	"ORDER BY s.path, g.line, g.severity, g.code, g.message";

static void diagnostic_row(struct page *page, const struct query *q)
{
	struct buffer line;

	buffer_init(&line, 1 << 20);
	provenance_place(&line, query_text(q, DIAGNOSTIC_PATH), query_int(q, DIAGNOSTIC_LINE),
			 query_int(q, DIAGNOSTIC_LINE));
	buffer_printf(&line, ": %.*s: %.*s [%.*s]", SPAN_ARG(query_text(q, DIAGNOSTIC_SEVERITY)),
		      SPAN_ARG(query_text(q, DIAGNOSTIC_MESSAGE)), SPAN_ARG(query_text(q, DIAGNOSTIC_CODE)));
	page_text(page, 2, 4, buffer_span(&line));
	buffer_release(&line);
}

void provenance_diagnostics(struct page *page, struct store *store, const struct subject *subject)
{
	struct query *q = bound(store_query(store, diagnostics_sql), subject);
	long shown = 0;

	while (query_next(q)) {
		if (shown++ == 0)
			page_heading(page, "Noted about these lines and files");
		if (shown <= DIAGNOSTICS_SHOWN)
			diagnostic_row(page, q);
	}
	page_more(page, 2, DIAGNOSTICS_SHOWN, shown);
}
