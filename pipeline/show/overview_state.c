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

/* Warnings and errors about what counts now, the same one said in several runs counted once. */
static const char attention_sql[] =
	"SELECT g.severity, g.code, count(*), count(DISTINCT g.source_id) FROM (SELECT DISTINCT source_id, line, "
	"severity, code, message FROM diagnostics WHERE severity IN ('warning','error')) g "
	"LEFT JOIN sources s ON s.id = g.source_id WHERE s.id IS NULL OR s.state = 'current' "
	"GROUP BY g.severity, g.code ORDER BY g.severity, count(*) DESC, g.code";

void overview_attention(struct page *page, struct store *store)
{
	long sources = attention_sources(page, store), shown = 0;
	struct query *q = store_query(store, attention_sql);
	struct buffer files;

	buffer_init(&files, 64);
	while (query_next(q)) {
		if (shown++ == 0 && sources == 0)
			page_heading(page, "Needs attention");
		if (shown > ATTENTION_SHOWN)
			continue;
		buffer_clear(&files);
		phrase_count(&files, query_int(q, 3), "file", "files");
		page_say(page, 2, 4, "%" PRId64 " × %.*s (%.*s), in %s", query_int(q, 2), SPAN_ARG(query_text(q, 1)),
			 SPAN_ARG(query_text(q, 0)), files.data);
	}
	page_more(page, 2, ATTENTION_SHOWN, shown);
	buffer_release(&files);
}

/* ---- what to type next ---- */

/* A record that is worth a look: late ones first, then those that stand in most documents. */
static const char example_sql[] =
	"SELECT c.id, c.label, p.title FROM recommendations c JOIN reports p ON p.id = c.report_id "
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
		snprintf(after, sizeof after, " %" PRId64 "  # recommendation %.*s", query_int(q, 0),
			 SPAN_ARG(span_slice(query_text(q, 1), 0, 24)));
		suggest(page, store, "winnow explain -d ", after);
	}
	query_reset(q);
	suggest(page, store, "winnow verify -d ", "");
	suggest(page, store, "winnow export -d ", " --format csv tables");
	suggest(page, store, "sqlite3 -box ",
		" 'SELECT label, status, target_date FROM standing'");
}
