#include "pipeline/show/rivals.h"

#include <inttypes.h>

#include "pipeline/link/agree.h"
#include "pipeline/show/phrase.h"
#include "pipeline/show/provenance.h"

enum { PLACES_SHOWN = 8, RIVALS_SHOWN = 3 };

#define ALIKE 0.3 /* so much of the shorter text stands in the other; less was no rival */

/* Copies of a document quote in the same words: of each the first, whose row SQLite takes with min(). */
enum place_column { PLACE_LABEL, PLACE_TEXT, PLACE_TYPE, PLACE_REPORT, PLACE_RECORD, PLACE_RECORD_LABEL, PLACE_RECORD_TEXT,
		    PLACE_PATH, PLACE_LINE, PLACE_LINE_END };
static const char places_sql[] =
	"SELECT o.label, o.text, o.record_type, o.report_id, o.record_id, t.label, t.text, s.path, i.line_start, "
	"i.line_end, min(o.item_id) "
	"FROM occurrences o JOIN items i ON i.id = o.item_id JOIN documents d ON d.id = o.document_id "
	"JOIN sources s ON s.id = d.source_id "
	"JOIN record_texts t ON t.record_type = o.record_type AND t.record_id = o.record_id "
	"WHERE o.method <> 'stated' AND o.record_type <> 'response' AND ((o.record_type = ?1 AND o.record_id = ?2) OR "
	"(?1 = 'response' AND o.record_type = 'recommendation' AND o.record_id IN (SELECT x.recommendation_id "
	"FROM response_recommendations x WHERE x.response_id = ?2 AND x.document_id = o.document_id))) "
	"GROUP BY o.record_id, o.label, o.text ORDER BY s.path, i.seq, o.record_id";

enum other_column { OTHER_ID, OTHER_LABEL, OTHER_TEXT };
static const char others_sql[] =
	"SELECT id, label, text FROM (SELECT 'recommendation' AS type, id, report_id, label, text FROM recommendations "
	"UNION ALL SELECT 'conclusion', id, report_id, number, text FROM conclusions) "
	"WHERE type = ?1 AND report_id = ?2 AND id <> ?3 ORDER BY CAST(label AS INTEGER), label, id";

struct rival {
	int64_t id;
	bool label; /* the place's own */
	struct agreement agreement;
};

/* The best so far, the one with most words in common first. */
struct rivals {
	struct rival at[RIVALS_SHOWN];
	int count;
};

static void add_rival(struct rivals *rivals, const struct rival *rival)
{
	int i = rivals->count < RIVALS_SHOWN ? rivals->count++ : RIVALS_SHOWN;

	for (; i > 0 && rivals->at[i - 1].agreement.covered < rival->agreement.covered; i--)
		if (i < RIVALS_SHOWN)
			rivals->at[i] = rivals->at[i - 1];
	if (i < RIVALS_SHOWN)
		rivals->at[i] = *rival;
}

static void find_rivals(struct rivals *rivals, struct store *store, const struct query *place)
{
	struct query *q = store_query(store, others_sql);

	query_bind_text(q, 1, query_text(place, PLACE_TYPE));
	query_bind_int(q, 2, query_int(place, PLACE_REPORT));
	query_bind_int(q, 3, query_int(place, PLACE_RECORD));
	while (query_next(q)) {
		struct span label = query_text(q, OTHER_LABEL);
		struct rival rival = {
			.id = query_int(q, OTHER_ID),
			.label = !span_empty(label) && span_equal_nocase(label, query_text(place, PLACE_LABEL)),
			.agreement = agree_compare(query_text(place, PLACE_TEXT), query_text(q, OTHER_TEXT)),
		};

		if (rival.label || rival.agreement.covered >= ALIKE)
			add_rival(rivals, &rival);
	}
}

/* "has the label, but states other facts, at 0.88" */
static void add_reason(struct buffer *line, const struct rival *rival, const struct agreement *winner)
{
	buffer_add_str(line, rival->label ? "has this label, but " : "");
	if (rival->agreement.facts_differ)
		buffer_add_str(line, "states other facts (a date, an amount, a name)");
	else if (rival->agreement.covered < winner->covered)
		buffer_add_str(line, rival->label ? "its text agrees less" : "agrees less");
	else
		buffer_add_str(line, rival->label ? "its text agrees no better" : "agrees no better, and has another label");
	buffer_printf(line, ": %.2f", rival->agreement.covered);
}

static void rival_row(struct page *page, struct store *store, const struct query *place, const struct rival *rival,
		      const struct agreement *winner)
{
	struct query *q = store_query(store, "SELECT label, text FROM record_texts WHERE record_type = ?1 AND record_id = ?2");
	struct buffer line;

	buffer_init(&line, 1 << 20);
	query_bind_text(q, 1, query_text(place, PLACE_TYPE));
	query_bind_int(q, 2, rival->id);
	if (query_next(q)) {
		buffer_printf(&line, "not %.*s (id %" PRId64 "): ", SPAN_ARG(query_text(q, 0)), rival->id);
		add_reason(&line, rival, winner);
		page_text(page, 5, 7, buffer_span(&line));
		buffer_clear(&line);
		phrase_excerpt(&line, query_text(q, 1), PAGE_WIDTH - 7);
		page_text(page, 7, 7, buffer_span(&line));
	}
	query_reset(q);
	buffer_release(&line);
}

/* "heap/b.txt, lines 3-4, as 2a: taken for 2b, 0.97 of the shorter text stands in the other" */
static void place_row(struct page *page, const struct query *q, const struct agreement *winner)
{
	struct span label = query_text(q, PLACE_LABEL);
	struct buffer line;

	buffer_init(&line, 1 << 20);
	provenance_place(&line, query_text(q, PLACE_PATH), query_int(q, PLACE_LINE), query_int(q, PLACE_LINE_END));
	if (!span_empty(label))
		buffer_printf(&line, ", as %.*s", SPAN_ARG(label));
	buffer_printf(&line, ": is %.*s %.*s; ", SPAN_ARG(query_text(q, PLACE_TYPE)),
		      SPAN_ARG(query_text(q, PLACE_RECORD_LABEL)));
	if (span_empty(query_text(q, PLACE_TEXT)))
		buffer_add_str(&line, "nothing is quoted");
	else
		buffer_printf(&line, "%.2f of the shorter text stands in the longer", winner->covered);
	page_text(page, 2, 4, buffer_span(&line));
	buffer_release(&line);
}

void rivals_show(struct page *page, struct store *store, const struct subject *subject)
{
	struct query *q = store_query(store, places_sql);
	long shown = 0;

	query_bind_text(q, 1, span_str(subject_name(subject->type)));
	query_bind_int(q, 2, subject->id);
	while (query_next(q)) {
		const struct agreement winner = agree_compare(query_text(q, PLACE_TEXT), query_text(q, PLACE_RECORD_TEXT));
		struct rivals rivals = { .count = 0 };

		find_rivals(&rivals, store, q);
		if (rivals.count == 0)
			continue;
		if (shown++ == 0)
			page_heading(page, "What its quotations could have been instead, and why they are not");
		if (shown > PLACES_SHOWN)
			continue;
		place_row(page, q, &winner);
		for (int i = 0; i < rivals.count; i++)
			rival_row(page, store, q, &rivals.at[i], &winner);
	}
	page_more(page, 2, PLACES_SHOWN, shown);
}
