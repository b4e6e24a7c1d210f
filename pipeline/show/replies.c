#include "pipeline/show/replies.h"

#include <inttypes.h>

#include "pipeline/show/phrase.h"
#include "pipeline/show/provenance.h"

/* ---- what a response says ---- */

/* Both queries for responses begin with these columns. */
enum reply_column { REPLY_POSITION, REPLY_POSITION_WORDS, REPLY_STATUS, REPLY_STATUS_WORDS, REPLY_TARGET, REPLY_DATE,
		    REPLY_FIRST_DAY, REPLY_LAST_DAY, REPLY_WHO, REPLY_NEXT };
#define REPLY_COLUMNS \
	"r.position, i.position_words, r.status, i.status_words, r.target_text, r.target_date, r.target_start, " \
	"r.target_end, r.who"

/* A name and the words it was read from: "agreed, from “The Government agrees”". */
static void read_field(struct page *page, const char *name, struct span value, struct span words)
{
	struct buffer line;

	words = span_trim(words);
	buffer_init(&line, 1 << 16);
	phrase_name(&line, value);
	if (!span_empty(words))
		buffer_printf(&line, ", from “%.*s”", SPAN_ARG(words));
	else if (span_equal(value, SPAN("unknown")))
		buffer_add_str(&line, ": no explicit words for it were found");
	page_field(page, name, buffer_span(&line));
	buffer_release(&line);
}

static void target_field(struct page *page, const struct query *q)
{
	struct buffer line;

	if (query_is_null(q, REPLY_TARGET))
		return;
	buffer_init(&line, 1 << 16);
	buffer_printf(&line, "“%.*s”", SPAN_ARG(query_text(q, REPLY_TARGET)));
	if (query_is_null(q, REPLY_DATE))
		buffer_add_str(&line, ", read as no date");
	else
		buffer_printf(&line, ", read as %.*s, from %.*s to %.*s", SPAN_ARG(query_text(q, REPLY_DATE)),
			      SPAN_ARG(query_text(q, REPLY_FIRST_DAY)), SPAN_ARG(query_text(q, REPLY_LAST_DAY)));
	page_field(page, "Target", buffer_span(&line));
	buffer_release(&line);
}

static void reply_fields(struct page *page, const struct query *q)
{
	page_field(page, "Who answers", query_text(q, REPLY_WHO));
	read_field(page, "Position", query_text(q, REPLY_POSITION), query_text(q, REPLY_POSITION_WORDS));
	read_field(page, "Status", query_text(q, REPLY_STATUS), query_text(q, REPLY_STATUS_WORDS));
	target_field(page, q);
}

/* ---- one response ---- */

/* "label, similarity 1.00" */
static void add_method(struct buffer *line, const struct query *q, int method, int similarity)
{
	buffer_add(line, query_text(q, method));
	if (!query_is_null(q, similarity))
		buffer_printf(line, ", similarity %.2f", query_double(q, similarity));
}

static void answered(struct page *page, struct store *store, int64_t response)
{
	enum { LABEL, TEXT, ID, METHOD, SIMILARITY };
	struct query *q = store_query(store,
		"SELECT c.label, c.text, c.id, x.method, x.similarity FROM response_recommendations x "
		"JOIN recommendations c ON c.id = x.recommendation_id WHERE x.response_id = ?1 "
		"ORDER BY CAST(c.label AS INTEGER), c.label, c.id");
	struct buffer line;
	bool headed = false;

	buffer_init(&line, 1 << 16);
	query_bind_int(q, 1, response);
	for (; query_next(q); headed = true) {
		if (!headed)
			page_heading(page, "Answers");
		buffer_clear(&line);
		buffer_printf(&line, "recommendation %.*s (id %" PRId64 "), joined by ", SPAN_ARG(query_text(q, LABEL)),
			      query_int(q, ID));
		add_method(&line, q, METHOD, SIMILARITY);
		page_text(page, 2, 6, buffer_span(&line));
		page_text(page, 6, 6, query_text(q, TEXT));
	}
	if (!headed)
		page_heading(page, "It is joined to no recommendation");
	buffer_release(&line);
}

void replies_of_response(struct page *page, struct store *store, int64_t response)
{
	struct query *q = store_query(store,
		"SELECT " REPLY_COLUMNS " FROM responses r "
		"LEFT JOIN occurrences o ON o.record_type = 'response' AND o.record_id = r.id "
		"LEFT JOIN items i ON i.id = o.item_id WHERE r.id = ?1 ORDER BY o.how = 'stated' DESC, i.seq LIMIT 1");

	query_bind_int(q, 1, response);
	if (query_next(q))
		reply_fields(page, q);
	query_reset(q);
	answered(page, store, response);
}

/* ---- all responses to a recommendation ---- */

enum { TO_DOCUMENT_DATE = REPLY_NEXT, TO_LABEL, TO_ID, TO_TEXT, TO_PATH, TO_LINE, TO_LINE_END, TO_RULE, TO_METHOD,
       TO_SIMILARITY };
static const char replies_sql[] =
	"SELECT " REPLY_COLUMNS ", d.date, r.label, r.id, r.text, s.path, i.line_start, i.line_end, i.rule, x.method, "
	"x.similarity FROM response_recommendations x JOIN responses r ON r.id = x.response_id "
	"JOIN documents d ON d.id = r.document_id JOIN sources s ON s.id = d.source_id "
	"LEFT JOIN items i ON i.id = (SELECT min(o.item_id) FROM occurrences o "
	"WHERE o.record_type = 'response' AND o.record_id = r.id AND o.document_id = d.id) "
	"WHERE x.recommendation_id = ?1 ORDER BY d.date IS NULL, d.date, s.path, d.seq, i.seq, r.id";

static void reply(struct page *page, const struct query *q)
{
	struct buffer line;

	buffer_init(&line, 1 << 16);
	phrase_date(&line, query_is_null(q, TO_DOCUMENT_DATE) ? SPAN("no date") : query_text(q, TO_DOCUMENT_DATE));
	buffer_printf(&line, ", response %.*s (id %" PRId64 ")", SPAN_ARG(query_text(q, TO_LABEL)),
		      query_int(q, TO_ID));
	page_text(page, 0, 2, buffer_span(&line));
	page_text(page, 2, 2, query_text(q, TO_TEXT));
	reply_fields(page, q);
	buffer_clear(&line);
	provenance_place(&line, query_text(q, TO_PATH), query_int(q, TO_LINE), query_int(q, TO_LINE_END));
	page_field(page, "Read in", buffer_span(&line));
	page_field(page, "By rule", query_text(q, TO_RULE));
	buffer_clear(&line);
	add_method(&line, q, TO_METHOD, TO_SIMILARITY);
	page_field(page, "Joined by", buffer_span(&line));
	buffer_release(&line);
}

void replies_to_recommendation(struct page *page, struct store *store, int64_t recommendation)
{
	struct query *q = store_query(store, replies_sql);
	bool headed = false;

	query_bind_int(q, 1, recommendation);
	for (; query_next(q); headed = true) {
		if (headed)
			page_text(page, 0, 0, span_of(NULL, 0));
		else
			page_heading(page, "Responses");
		reply(page, q);
	}
	if (!headed)
		page_heading(page, "No response to it was found");
}

/* ---- history ---- */

enum event_column { EVENT_DATE, EVENT_WHAT, EVENT_STATUS, EVENT_TARGET, EVENT_SLIP, EVENT_WHO };
static const char history_sql[] =
	"SELECT coalesce(document_date, 'no date'), "
	"CASE event WHEN 'answered' THEN replace(position, '_', ' ') ELSE event END, replace(status, '_', ' '), "
	"target_date, slip_days, who FROM history WHERE recommendation_id = ?1 "
	"ORDER BY document_date IS NULL, document_date, event = 'answered', source, response_id";

static void add_slip(struct buffer *line, int64_t days)
{
	buffer_add_str(line, days > 0 ? ", slipped by " : ", brought forward by ");
	phrase_count(line, days > 0 ? days : -days, "day", "days");
}

static void event(struct page *page, const struct query *q)
{
	struct buffer line;

	buffer_init(&line, 1 << 16);
	buffer_printf(&line, "%-12.*s%-18.*s%-17.*s", SPAN_ARG(query_text(q, EVENT_DATE)),
		      SPAN_ARG(query_text(q, EVENT_WHAT)), SPAN_ARG(query_text(q, EVENT_STATUS)));
	phrase_date(&line, query_text(q, EVENT_TARGET));
	if (query_int(q, EVENT_SLIP) != 0)
		add_slip(&line, query_int(q, EVENT_SLIP));
	if (!query_is_null(q, EVENT_WHO))
		buffer_printf(&line, ", %.*s", SPAN_ARG(query_text(q, EVENT_WHO)));
	page_text(page, 2, 14, buffer_span(&line));
	buffer_release(&line);
}

void replies_history(struct page *page, struct store *store, int64_t recommendation)
{
	struct query *q = store_query(store, history_sql);
	bool headed = false;

	query_bind_int(q, 1, recommendation);
	for (; query_next(q); headed = true) {
		if (!headed)
			page_heading(page, "History       position          status           target");
		event(page, q);
	}
}
