/* overview, third part: what was folded, what went wrong, what to type next. */
#include "pipeline/show/overview.h"

#include <inttypes.h>

#include "pipeline/show/phrase.h"

enum { ATTENTION_SHOWN = 10 };

/* ---- duplicates ---- */

/* In the order and words of the contract. */
static const struct {
	const char *kind, *meaning;
} duplicate_kinds[] = {
	{ "exact", "the same text, white space aside" },
	{ "folded", "the same but for case, punctuation, quotes, hyphens" },
	{ "truncated", "the beginning or the end of another, cut short" },
	{ "contained", "a part of a longer one" },
	{ "spliced", "made of parts of two or more others" },
	{ "near", "nearly the same" },
};

void overview_duplicates(struct page *page, struct store *store)
{
	struct query *q = store_query(store,
		"SELECT count(*) FROM duplicates x JOIN passages p ON p.id = x.passage_id "
		"JOIN current_documents d ON d.id = p.document_id WHERE x.kind = ?1");
	char digits[PHRASE_DIGITS];
	bool headed = false;

	for (size_t i = 0; i < sizeof duplicate_kinds / sizeof duplicate_kinds[0]; i++) {
		int64_t count;

		query_bind_text(q, 1, span_str(duplicate_kinds[i].kind));
		count = query_next(q) ? query_int(q, 0) : 0;
		query_reset(q);
		if (count == 0)
			continue;
		if (!headed)
			page_heading(page, "Duplicate passages, marked and kept");
		headed = true;
		page_say(page, 2, 30, "%-18s%7s   %s", duplicate_kinds[i].kind, phrase_digits(digits, count),
			 duplicate_kinds[i].meaning);
	}
}

/* ---- what needs attention ---- */

static long attention_sources(struct page *page, struct store *store)
{
	struct query *q = store_query(store,
		"SELECT s.path, s.state, (SELECT g.message FROM diagnostics g WHERE g.source_id = s.id "
		"AND g.severity = 'error' ORDER BY g.id DESC LIMIT 1) FROM sources s "
		"WHERE s.state IN ('failed','missing') ORDER BY s.state, s.path, s.id");
	long shown = 0;

	while (query_next(q)) {
		bool failed = span_equal(query_text(q, 1), SPAN("failed"));
		struct span why = query_text(q, 2);

		if (shown++ == 0)
			page_heading(page, "Needs attention");
		if (shown > ATTENTION_SHOWN)
			continue;
		if (failed)
			page_say(page, 2, 4, "%.*s: %.*s", SPAN_ARG(query_text(q, 0)),
				 SPAN_ARG(span_empty(why) ? SPAN("could not be read") : why));
		else
			page_say(page, 2, 4, "%.*s: is no longer there; its records are kept and do not count",
				 SPAN_ARG(query_text(q, 0)));
	}
	page_more(page, 2, ATTENTION_SHOWN, shown);
	return shown;
}

/*
 * Warnings and errors about what counts now, the same one said in several runs
 * counted once. The example is the first by place: SQLite takes the other columns
 * from the row that min() chose.
 */
static const char attention_sql[] =
	"SELECT code, severity, count(*), path, line, message, "
	"min(printf('%s %012d %s', path, coalesce(line, 0), message)) "
	"FROM (SELECT DISTINCT g.severity, g.code, s.path, g.line, g.message FROM diagnostics g "
	"LEFT JOIN sources s ON s.id = g.source_id "
	"WHERE g.severity IN ('warning','error') AND (s.id IS NULL OR s.state = 'current')) "
	"GROUP BY severity, code ORDER BY severity, count(*) DESC, code";

static void attention_row(struct page *page, const struct query *q)
{
	struct buffer line;

	buffer_init(&line, 1 << 20);
	buffer_printf(&line, "%.*s: ", SPAN_ARG(query_text(q, 0)));
	if (span_equal(query_text(q, 1), SPAN("warning")))
		phrase_count(&line, query_int(q, 2), "warning", "warnings");
	else
		phrase_count(&line, query_int(q, 2), "error", "errors");
	buffer_add_str(&line, query_int(q, 2) > 1 ? ", such as: " : ": ");
	if (!query_is_null(q, 3))
		buffer_printf(&line, "%.*s", SPAN_ARG(query_text(q, 3)));
	if (query_int(q, 4) > 0)
		buffer_printf(&line, ":%" PRId64, query_int(q, 4));
	buffer_add_str(&line, query_is_null(q, 3) ? "" : ": ");
	buffer_add(&line, query_text(q, 5));
	page_text(page, 2, 4, buffer_span(&line));
	buffer_release(&line);
}

void overview_attention(struct page *page, struct store *store)
{
	long sources = attention_sources(page, store), shown = 0;
	struct query *q = store_query(store, attention_sql);

	while (query_next(q)) {
		if (shown++ == 0 && sources == 0)
			page_heading(page, "Needs attention");
		if (shown <= ATTENTION_SHOWN)
			attention_row(page, q);
	}
	page_more(page, 2, ATTENTION_SHOWN, shown);
}

/* ---- what to type next ---- */

/* A record that is worth a look: late ones first, then those that stand in most documents. */
static const char example_sql[] =
	"SELECT c.id, c.label FROM recommendations c "
	"ORDER BY c.id IN (SELECT recommendation_id FROM overdue) DESC, (SELECT count(*) FROM occurrences o "
	"WHERE o.record_type = 'recommendation' AND o.record_id = c.id) DESC, c.id LIMIT 1";

static void suggest(struct page *page, struct store *store, const char *before, const char *after)
{
	struct buffer line;

	buffer_init(&line, 1 << 16);
	buffer_add_str(&line, before);
	phrase_shell(&line, span_str(store_path(store)));
	buffer_add_str(&line, after);
	page_command(page, buffer_span(&line));
	buffer_release(&line);
}

void overview_next(struct page *page, struct store *store)
{
	struct query *q = store_query(store, example_sql);
	char after[96];

	page_heading(page, "What to type next");
	if (overview_number(store, "SELECT count(*) FROM current_documents") == 0) {
		suggest(page, store, "winnow ingest -d ", " FOLDER");
		return;
	}
	if (query_next(q)) {
		snprintf(after, sizeof after, " %" PRId64 "  # a recommendation%s%.*s", query_int(q, 0),
			 query_text(q, 1).len > 0 ? ": " : "", SPAN_ARG(span_slice(query_text(q, 1), 0, 24)));
		suggest(page, store, "winnow explain -d ", after);
	}
	query_reset(q);
	suggest(page, store, "winnow verify -d ", "");
	suggest(page, store, "winnow export -d ", " --format csv tables");
	suggest(page, store, "sqlite3 -box ",
		" 'SELECT label, status, target_date FROM standing'");
}
