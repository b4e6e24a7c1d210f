#include "pipeline/show/record.h"

#include <inttypes.h>

#include "pipeline/show/provenance.h"
#include "pipeline/show/phrase.h"

/* Columns of a conclusion that stands on its recommendation's page; its own page has it all. */
enum { CONCLUSION_SHOWN = 200 };

/* "Recommendation 7c, id 123", the text, an empty line. */
static void head(struct page *page, const struct subject *subject, struct span label, struct span text)
{
	static const char *const titles[] = { "Conclusion", "Recommendation", "Response", "Passage" };
	struct buffer line;

	buffer_init(&line, 1 << 16);
	buffer_add_str(&line, titles[subject->type]);
	if (!span_empty(label))
		buffer_printf(&line, " %.*s", SPAN_ARG(label));
	buffer_printf(&line, ", id %" PRId64, subject->id);
	page_title(page, buffer_span(&line));
	page_text(page, 2, 2, text);
	page_text(page, 0, 0, span_of(NULL, 0));
	buffer_release(&line);
}

/* The report that a record belongs to, and how the record can be addressed by it. */
static void report_fields(struct page *page, struct store *store, const struct subject *subject, int64_t report,
			  struct span label)
{
	struct query *q = store_query(store, "SELECT body, session, number, special, title, paper, attributed, department "
					     "FROM reports WHERE id = ?1");
	struct phrase_report r;
	struct buffer line;

	query_bind_int(q, 1, report);
	if (!query_next(q))
		return;
	r = (struct phrase_report){ query_text(q, 0), query_text(q, 1), query_text(q, 4), query_text(q, 5),
				    query_int(q, 2), query_int(q, 3) != 0, query_int(q, 6) != 0 };
	buffer_init(&line, 1 << 16);
	page_field(page, "Report", r.title);
	phrase_report(&line, &r);
	page_field(page, span_empty(r.title) ? "Report" : "", buffer_span(&line));
	if (!r.attributed)
		page_field(page, "", SPAN("its source does not say which report this is"));
	page_field(page, "Department", query_text(q, 7));
	buffer_clear(&line);
	if (r.number > 0 && !span_empty(r.session) && !span_empty(label))
		buffer_printf(&line, "%s %.*s/%s%" PRId64 "/%.*s", subject_name(subject->type), SPAN_ARG(r.session),
			      r.special ? "s" : "", r.number, SPAN_ARG(label));
	page_field(page, "Address", buffer_span(&line));
	buffer_release(&line);
	query_reset(q);
}

/* ---- conclusions ---- */

static void conclusion_recommendations(struct page *page, struct store *store, int64_t conclusion)
{
	struct query *q = store_query(store, "SELECT label, text, id FROM recommendations WHERE conclusion_id = ?1 "
					     "ORDER BY CAST(label AS INTEGER), label, id");
	bool headed = false;

	query_bind_int(q, 1, conclusion);
	while (query_next(q)) {
		if (!headed)
			page_heading(page, "Recommendations that follow from it");
		headed = true;
		page_say(page, 2, 6, "%.*s  %.*s (id %" PRId64 ")", SPAN_ARG(query_text(q, 0)),
			 SPAN_ARG(query_text(q, 1)), query_int(q, 2));
	}
}

void record_conclusion(struct page *page, struct store *store, const struct subject *subject)
{
	struct query *q = store_query(store, "SELECT number, text, report_id FROM conclusions WHERE id = ?1");

	query_bind_int(q, 1, subject->id);
	if (!query_next(q))
		return;
	head(page, subject, query_text(q, 0), query_text(q, 1));
	report_fields(page, store, subject, query_int(q, 2), query_text(q, 0));
	query_reset(q);
	conclusion_recommendations(page, store, subject->id);
}

/* ---- responses ---- */

static void add_target(struct buffer *line, const struct query *q, int text)
{
	buffer_printf(line, "“%.*s”", SPAN_ARG(query_text(q, text)));
	if (query_is_null(q, text + 1))
		buffer_add_str(line, ", read as no date");
	else
		buffer_printf(line, ", read as %.*s, from %.*s to %.*s", SPAN_ARG(query_text(q, text + 1)),
			      SPAN_ARG(query_text(q, text + 2)), SPAN_ARG(query_text(q, text + 3)));
}

/* A name and the words it was read from: "agreed, from “The Government agrees”". */
static void read_field(struct page *page, const char *name, struct span value, struct span words)
{
	struct buffer line;

	buffer_init(&line, 1 << 16);
	phrase_name(&line, value);
	if (!span_empty(words))
		buffer_printf(&line, ", from “%.*s”", SPAN_ARG(span_trim(words)));
	else if (span_equal(value, SPAN("unknown")))
		buffer_add_str(&line, ": no explicit words for it were found");
	page_field(page, name, buffer_span(&line));
	buffer_release(&line);
}

/* Columns from `first` on: position, position_words, status, status_words, target text, date, start, end, who. */
static void answer_fields(struct page *page, const struct query *q, int first)
{
	struct buffer line;

	page_field(page, "Who answers", query_text(q, first + 8));
	read_field(page, "Position", query_text(q, first), query_text(q, first + 1));
	read_field(page, "Status", query_text(q, first + 2), query_text(q, first + 3));
	if (query_is_null(q, first + 4))
		return;
	buffer_init(&line, 1 << 16);
	add_target(&line, q, first + 4);
	page_field(page, "Target", buffer_span(&line));
	buffer_release(&line);
}

static void response_links(struct page *page, struct store *store, int64_t response)
{
	struct query *q = store_query(store,
		"SELECT c.label, c.text, c.id, x.method, x.similarity FROM response_recommendations x "
		"JOIN recommendations c ON c.id = x.recommendation_id WHERE x.response_id = ?1 "
		"ORDER BY CAST(c.label AS INTEGER), c.label, c.id");
	bool headed = false;

	query_bind_int(q, 1, response);
	for (; query_next(q); headed = true) {
		if (!headed)
			page_heading(page, "Answers");
		page_say(page, 2, 6, "recommendation %.*s (id %" PRId64 "), joined by %.*s%s", SPAN_ARG(query_text(q, 0)),
			 query_int(q, 2), SPAN_ARG(query_text(q, 3)), query_is_null(q, 4) ? "" : ":");
		page_text(page, 6, 6, query_text(q, 1));
	}
	if (!headed)
		page_heading(page, "It is joined to no recommendation");
}

void record_response(struct page *page, struct store *store, const struct subject *subject)
{
	struct query *q = store_query(store,
		"SELECT r.label, r.text, r.report_id, r.position, i.position_words, r.status, i.status_words, r.target_text, "
		"r.target_date, r.target_start, r.target_end, r.who FROM responses r LEFT JOIN occurrences o "
		"ON o.record_type = 'response' AND o.record_id = r.id LEFT JOIN items i ON i.id = o.item_id "
		"WHERE r.id = ?1 ORDER BY o.how = 'stated' DESC, i.seq LIMIT 1");

	query_bind_int(q, 1, subject->id);
	if (!query_next(q))
		return;
	head(page, subject, query_text(q, 0), query_text(q, 1));
	report_fields(page, store, subject, query_int(q, 2), query_text(q, 0));
	answer_fields(page, q, 3);
	query_reset(q);
	response_links(page, store, subject->id);
}

/* ---- recommendations ---- */

/* One response to a recommendation, with the words each fact was read from and the place they stand at. */
static void answer(struct page *page, const struct query *q)
{
	struct buffer line;

	buffer_init(&line, 1 << 16);
	phrase_date(&line, query_is_null(q, 0) ? SPAN("no date") : query_text(q, 0));
	buffer_printf(&line, ", response %.*s (id %" PRId64 ")", SPAN_ARG(query_text(q, 1)), query_int(q, 2));
	page_text(page, 0, 2, buffer_span(&line));
	page_text(page, 2, 2, query_text(q, 3));
	answer_fields(page, q, 4);
	buffer_clear(&line);
	provenance_place(&line, query_text(q, 13), query_int(q, 14), query_int(q, 15));
	page_field(page, "Read in", buffer_span(&line));
	page_field(page, "By rule", query_text(q, 16));
	buffer_clear(&line);
	buffer_add(&line, query_text(q, 17));
	if (!query_is_null(q, 18))
		buffer_printf(&line, ", similarity %.2f", query_double(q, 18));
	page_field(page, "Joined by", buffer_span(&line));
	buffer_release(&line);
}

static void recommendation_answers(struct page *page, struct store *store, int64_t recommendation)
{
	struct query *q = store_query(store,
		"SELECT d.date, r.label, r.id, r.text, r.position, i.position_words, r.status, i.status_words, "
		"r.target_text, r.target_date, r.target_start, r.target_end, r.who, s.path, i.line_start, i.line_end, i.rule, "
		"x.method, x.similarity FROM response_recommendations x JOIN responses r ON r.id = x.response_id "
		"JOIN documents d ON d.id = r.document_id JOIN sources s ON s.id = d.source_id "
		"LEFT JOIN occurrences o ON o.record_type = 'response' AND o.record_id = r.id AND o.document_id = d.id "
		"LEFT JOIN items i ON i.id = o.item_id WHERE x.recommendation_id = ?1 GROUP BY r.id "
		"ORDER BY d.date IS NULL, d.date, s.path, d.seq, i.seq, r.id");
	bool headed = false;

	query_bind_int(q, 1, recommendation);
	for (; query_next(q); headed = true) {
		if (!headed)
			page_heading(page, "Responses");
		else
			page_text(page, 0, 0, span_of(NULL, 0));
		answer(page, q);
	}
	if (!headed)
		page_heading(page, "No response to it was found");
}

/* What happened on a date: "stated", or the position that was taken. */
static void history_row(struct page *page, const struct query *q)
{
	struct buffer target, line;

	buffer_init(&target, 256);
	buffer_init(&line, 1 << 16);
	phrase_date(&target, query_text(q, 3));
	buffer_printf(&line, "%-12.*s%-18.*s%-17.*s%s", SPAN_ARG(query_text(q, 0)), SPAN_ARG(query_text(q, 1)),
		      SPAN_ARG(query_text(q, 2)), target.data);
	if (!query_is_null(q, 4) && query_int(q, 4) != 0) {
		buffer_add_str(&line, query_int(q, 4) > 0 ? ", slipped by " : ", brought forward by ");
		phrase_count(&line, query_int(q, 4) > 0 ? query_int(q, 4) : -query_int(q, 4), "day", "days");
	}
	if (!query_is_null(q, 5))
		buffer_printf(&line, ", %.*s", SPAN_ARG(query_text(q, 5)));
	page_text(page, 2, 14, buffer_span(&line));
	buffer_release(&line);
	buffer_release(&target);
}

static void recommendation_history(struct page *page, struct store *store, int64_t recommendation)
{
	struct query *q = store_query(store,
		"SELECT coalesce(document_date, 'no date'), CASE event WHEN 'answered' THEN replace(position, '_', ' ') "
		"ELSE event END, replace(status, '_', ' '), target_date, slip_days, who FROM history "
		"WHERE recommendation_id = ?1 ORDER BY document_date IS NULL, document_date, event = 'answered', source, "
		"response_id");
	bool headed = false;

	query_bind_int(q, 1, recommendation);
	for (; query_next(q); headed = true) {
		if (!headed)
			page_heading(page, "History       position          status           target");
		history_row(page, q);
	}
}

void record_recommendation(struct page *page, struct store *store, const struct subject *subject)
{
	struct query *q = store_query(store,
		"SELECT c.label, c.text, c.report_id, c.addressee, c.paragraph_ref, n.number, n.text, n.id FROM recommendations c "
		"LEFT JOIN conclusions n ON n.id = c.conclusion_id WHERE c.id = ?1");
	struct buffer line;

	query_bind_int(q, 1, subject->id);
	if (!query_next(q))
		return;
	head(page, subject, query_text(q, 0), query_text(q, 1));
	report_fields(page, store, subject, query_int(q, 2), query_text(q, 0));
	page_field(page, "Addressee", query_text(q, 3));
	page_field(page, "Paragraph", query_text(q, 4));
	buffer_init(&line, BUFFER_LIMIT_DEFAULT);
	if (!query_is_null(q, 6)) {
		buffer_printf(&line, "%.*s (id %" PRId64 "): ", SPAN_ARG(query_text(q, 5)), query_int(q, 7));
		phrase_excerpt(&line, query_text(q, 6), CONCLUSION_SHOWN);
	}
	page_field(page, "Conclusion", buffer_span(&line));
	buffer_release(&line);
	query_reset(q);
	recommendation_answers(page, store, subject->id);
	recommendation_history(page, store, subject->id);
}

/* ---- passages ---- */

static void passage_records(struct page *page, struct store *store, int64_t passage)
{
	struct query *q = store_query(store,
		"SELECT DISTINCT o.record_type, o.label, o.record_id, o.how, i.rule FROM item_passages y "
		"JOIN items i ON i.id = y.item_id JOIN occurrences o ON o.item_id = coalesce(i.copy_of, i.id) "
		"WHERE y.passage_id = ?1 ORDER BY i.seq, o.record_type, o.record_id");
	bool any = false;

	query_bind_int(q, 1, passage);
	for (; query_next(q); any = true) {
		if (!any)
			page_heading(page, "Records that it is part of");
		page_say(page, 2, 4, "%.*s %.*s (id %" PRId64 "), %.*s here, by rule %.*s", SPAN_ARG(query_text(q, 0)),
			 SPAN_ARG(query_text(q, 1)), query_int(q, 2), SPAN_ARG(query_text(q, 3)),
			 SPAN_ARG(query_text(q, 4)));
	}
	if (!any)
		page_say(page, 2, 2, "It is part of no record.");
}

void record_passage(struct page *page, struct store *store, const struct subject *subject)
{
	struct query *q = store_query(store,
		"SELECT p.text, s.path, p.line_start, p.line_end, p.byte_start, p.byte_end, p.role, d.title, d.kind, "
		"p.marker, s.state FROM passages p JOIN documents d ON d.id = p.document_id "
		"JOIN sources s ON s.id = d.source_id WHERE p.id = ?1");
	struct buffer line;

	query_bind_int(q, 1, subject->id);
	if (!query_next(q))
		return;
	buffer_init(&line, 1 << 16);
	head(page, subject, span_of(NULL, 0), query_text(q, 0));
	page_field(page, "Document", query_text(q, 7));
	phrase_name(&line, query_text(q, 8));
	page_field(page, "Kind", buffer_span(&line));
	buffer_clear(&line);
	provenance_place(&line, query_text(q, 1), query_int(q, 2), query_int(q, 3));
	buffer_printf(&line, ", bytes %" PRId64 "-%" PRId64, query_int(q, 4), query_int(q, 5));
	page_field(page, "Source", buffer_span(&line));
	if (!span_equal(query_text(q, 10), SPAN("current")))
		page_field(page, "", SPAN("this version of the file is history and does not count"));
	page_field(page, "Role", query_text(q, 6));
	page_field(page, "Marker", query_text(q, 9));
	buffer_release(&line);
	query_reset(q);
	page_heading(page, "In its context");
	provenance_context(page, store, subject->id);
	passage_records(page, store, subject->id);
}
