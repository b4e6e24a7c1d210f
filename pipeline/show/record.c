#include "pipeline/show/record.h"

#include <inttypes.h>

#include "pipeline/show/phrase.h"
#include "pipeline/show/provenance.h"
#include "pipeline/show/replies.h"

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

/* ---- the report of a record ---- */

enum report_column { REPORT_BODY, REPORT_SESSION, REPORT_NUMBER, REPORT_SPECIAL, REPORT_TITLE, REPORT_PAPER,
		     REPORT_ATTRIBUTED, REPORT_DEPARTMENT };
static const char report_sql[] =
	"SELECT body, session, number, special, title, paper, attributed, department FROM reports WHERE id = ?1";

/* "recommendation 2016-17/31/7c": what explain takes as well as the id. */
static void add_address(struct buffer *line, const struct subject *subject, const struct phrase_report *report,
			struct span label)
{
	if (report->number > 0 && !span_empty(report->session) && !span_empty(label))
		buffer_printf(line, "%s %.*s/%s%" PRId64 "/%.*s", subject_name(subject->type),
			      SPAN_ARG(report->session), report->special ? "s" : "", report->number, SPAN_ARG(label));
}

static void report_fields(struct page *page, struct store *store, const struct subject *subject, int64_t report,
			  struct span label)
{
	struct query *q = store_query(store, report_sql);
	struct phrase_report known;
	struct buffer line;

	query_bind_int(q, 1, report);
	if (!query_next(q))
		return;
	known = (struct phrase_report){
		.body = query_text(q, REPORT_BODY),
		.session = query_text(q, REPORT_SESSION),
		.number = query_int(q, REPORT_NUMBER),
		.special = query_int(q, REPORT_SPECIAL) != 0,
		.title = query_text(q, REPORT_TITLE),
		.paper = query_text(q, REPORT_PAPER),
		.attributed = query_int(q, REPORT_ATTRIBUTED) != 0,
	};
	buffer_init(&line, 1 << 16);
	page_field(page, "Report", known.title);
	phrase_report(&line, &known);
	page_field(page, span_empty(known.title) ? "Report" : "", buffer_span(&line));
	if (!known.attributed)
		page_field(page, "", SPAN("its source does not say which report this is"));
	page_field(page, "Department", query_text(q, REPORT_DEPARTMENT));
	buffer_clear(&line);
	add_address(&line, subject, &known, label);
	page_field(page, "Address", buffer_span(&line));
	buffer_release(&line);
	query_reset(q);
}

/* ---- conclusions ---- */

static void conclusion_recommendations(struct page *page, struct store *store, int64_t conclusion)
{
	struct query *q = store_query(store,
		"SELECT label, text, id FROM recommendations WHERE conclusion_id = ?1 "
		"ORDER BY CAST(label AS INTEGER), label, id");
	bool headed = false;

	query_bind_int(q, 1, conclusion);
	for (; query_next(q); headed = true) {
		if (!headed)
			page_heading(page, "Recommendations that follow from it");
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

void record_response(struct page *page, struct store *store, const struct subject *subject)
{
	struct query *q = store_query(store, "SELECT label, text, report_id FROM responses WHERE id = ?1");

	query_bind_int(q, 1, subject->id);
	if (!query_next(q))
		return;
	head(page, subject, query_text(q, 0), query_text(q, 1));
	report_fields(page, store, subject, query_int(q, 2), query_text(q, 0));
	query_reset(q);
	replies_of_response(page, store, subject->id);
}

/* ---- asked again ---- */

enum again_column { AGAIN_EARLIER, AGAIN_ID, AGAIN_LABEL, AGAIN_TITLE, AGAIN_TEXT, AGAIN_DAYS, AGAIN_SIMILARITY, AGAIN_OWN };
static const char again_sql[] =
	"SELECT 1, earlier_id, earlier_label, earlier_report_title, earlier_text, days_between, similarity, text, 0 AS date "
	"FROM repeated WHERE recommendation_id = ?1 "
	"UNION ALL SELECT 0, recommendation_id, label, report_title, text, days_between, similarity, earlier_text, "
	"report_date FROM repeated WHERE earlier_id = ?1 ORDER BY 1 DESC, 9, 2";

/* "365 days before: recommendation 5 of Looking after bridges (id 123), similarity 0.91; what differs:" */
static void again_row(struct page *page, const struct query *q)
{
	bool earlier = query_int(q, AGAIN_EARLIER) != 0;
	struct buffer line;

	buffer_init(&line, 1 << 20);
	if (query_is_null(q, AGAIN_DAYS))
		buffer_add_str(&line, earlier ? "before" : "later");
	else
		phrase_count(&line, query_int(q, AGAIN_DAYS), earlier ? "day before" : "day later",
			     earlier ? "days before" : "days later");
	buffer_printf(&line, ": recommendation %.*s of ", SPAN_ARG(query_text(q, AGAIN_LABEL)));
	phrase_title(&line, query_text(q, AGAIN_TITLE), span_of(NULL, 0));
	buffer_printf(&line, " (id %" PRId64 "), similarity %.2f", query_int(q, AGAIN_ID), query_double(q, AGAIN_SIMILARITY));
	buffer_add_str(&line, span_equal(query_text(q, AGAIN_TEXT), query_text(q, AGAIN_OWN)) ? ", word for word"
											      : "; what differs:");
	page_text(page, 2, 4, buffer_span(&line));
	if (!span_equal(query_text(q, AGAIN_TEXT), query_text(q, AGAIN_OWN)))
		provenance_difference(page, query_text(q, AGAIN_OWN), query_text(q, AGAIN_TEXT));
	buffer_release(&line);
}

static void asked_again(struct page *page, struct store *store, int64_t recommendation)
{
	enum { SHOWN = 10 };
	struct query *q = store_query(store, again_sql);
	long shown = 0;

	query_bind_int(q, 1, recommendation);
	while (query_next(q)) {
		if (shown++ == 0)
			page_heading(page, "Asked again in another report, with answers of its own ([-here-], {+there+})");
		if (shown <= SHOWN)
			again_row(page, q);
	}
	page_more(page, 2, SHOWN, shown);
}

/* ---- recommendations ---- */

enum recommendation_column { REC_LABEL, REC_TEXT, REC_REPORT, REC_ADDRESSEE, REC_PARAGRAPH, REC_CONCLUSION_NUMBER,
			     REC_CONCLUSION_TEXT, REC_CONCLUSION };
static const char recommendation_sql[] =
	"SELECT c.label, c.text, c.report_id, c.addressee, c.paragraph_ref, n.number, n.text, n.id "
	"FROM recommendations c LEFT JOIN conclusions n ON n.id = c.conclusion_id WHERE c.id = ?1";

void record_recommendation(struct page *page, struct store *store, const struct subject *subject)
{
	struct query *q = store_query(store, recommendation_sql);
	struct buffer line;

	query_bind_int(q, 1, subject->id);
	if (!query_next(q))
		return;
	head(page, subject, query_text(q, REC_LABEL), query_text(q, REC_TEXT));
	report_fields(page, store, subject, query_int(q, REC_REPORT), query_text(q, REC_LABEL));
	page_field(page, "Addressee", query_text(q, REC_ADDRESSEE));
	page_field(page, "Paragraph", query_text(q, REC_PARAGRAPH));
	buffer_init(&line, BUFFER_LIMIT_DEFAULT);
	if (!query_is_null(q, REC_CONCLUSION)) {
		buffer_printf(&line, "%.*s (id %" PRId64 "): ", SPAN_ARG(query_text(q, REC_CONCLUSION_NUMBER)),
			      query_int(q, REC_CONCLUSION));
		phrase_excerpt(&line, query_text(q, REC_CONCLUSION_TEXT), CONCLUSION_SHOWN);
	}
	page_field(page, "Conclusion", buffer_span(&line));
	buffer_release(&line);
	query_reset(q);
	replies_to_recommendation(page, store, subject->id);
	replies_history(page, store, subject->id);
	asked_again(page, store, subject->id);
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
		page_heading(page, "It is part of no record");
}

enum passage_column { PASSAGE_TEXT, PASSAGE_PATH, PASSAGE_LINE, PASSAGE_LINE_END, PASSAGE_BYTE, PASSAGE_BYTE_END,
		      PASSAGE_ROLE, PASSAGE_TITLE, PASSAGE_KIND, PASSAGE_MARKER, PASSAGE_STATE, PASSAGE_TITLE_FROM,
		      PASSAGE_AUTHOR, PASSAGE_AUTHOR_FROM, PASSAGE_DATE, PASSAGE_DATE_FROM, PASSAGE_PUBLISHER,
		      PASSAGE_PUBLISHER_FROM, PASSAGE_URL, PASSAGE_URL_FROM, PASSAGE_LANGUAGE, PASSAGE_LANGUAGE_FROM };
static const char passage_sql[] =
	"SELECT p.text, s.path, p.line_start, p.line_end, p.byte_start, p.byte_end, p.role, d.title, d.kind, p.marker, "
	"s.state, d.title_from, d.author, d.author_from, d.date, d.date_from, d.publisher, d.publisher_from, d.url, "
	"d.url_from, d.language, d.language_from FROM passages p JOIN documents d ON d.id = p.document_id JOIN sources s ON s.id = d.source_id "
	"WHERE p.id = ?1";

/* "8 February 2017, from <time>" */
static void given_field(struct page *page, const char *name, struct span value, struct span from)
{
	struct buffer line;

	if (span_empty(value))
		return;
	buffer_init(&line, 1 << 16);
	buffer_add(&line, value);
	if (!span_empty(from))
		buffer_printf(&line, ", from %.*s", SPAN_ARG(from));
	page_field(page, name, buffer_span(&line));
	buffer_release(&line);
}

static void document_fields(struct page *page, const struct query *q)
{
	static const struct {
		const char *name;
		int value, from;
	} given[] = {
		{ "Document", PASSAGE_TITLE, PASSAGE_TITLE_FROM },     { "Author", PASSAGE_AUTHOR, PASSAGE_AUTHOR_FROM },
		{ "Date", PASSAGE_DATE, PASSAGE_DATE_FROM },	       { "Publisher", PASSAGE_PUBLISHER, PASSAGE_PUBLISHER_FROM },
		{ "Language", PASSAGE_LANGUAGE, PASSAGE_LANGUAGE_FROM }, { "Address", PASSAGE_URL, PASSAGE_URL_FROM },
	};

	for (size_t i = 0; i < sizeof given / sizeof *given; i++)
		given_field(page, given[i].name, query_text(q, given[i].value), query_text(q, given[i].from));
}

static void passage_fields(struct page *page, const struct query *q)
{
	struct buffer line;

	buffer_init(&line, 1 << 16);
	document_fields(page, q);
	phrase_name(&line, query_text(q, PASSAGE_KIND));
	page_field(page, "Kind", buffer_span(&line));
	buffer_clear(&line);
	provenance_place(&line, query_text(q, PASSAGE_PATH), query_int(q, PASSAGE_LINE),
			 query_int(q, PASSAGE_LINE_END));
	buffer_printf(&line, ", bytes %" PRId64 "-%" PRId64, query_int(q, PASSAGE_BYTE),
		      query_int(q, PASSAGE_BYTE_END));
	page_field(page, "Source", buffer_span(&line));
	if (!span_equal(query_text(q, PASSAGE_STATE), SPAN("current")))
		page_field(page, "", SPAN("this version of the file is history and does not count"));
	page_field(page, "Role", query_text(q, PASSAGE_ROLE));
	page_field(page, "Marker", query_text(q, PASSAGE_MARKER));
	buffer_release(&line);
}

void record_passage(struct page *page, struct store *store, const struct subject *subject)
{
	struct query *q = store_query(store, passage_sql);

	query_bind_int(q, 1, subject->id);
	if (!query_next(q))
		return;
	head(page, subject, span_of(NULL, 0), query_text(q, PASSAGE_TEXT));
	passage_fields(page, q);
	query_reset(q);
	page_heading(page, "In its context");
	provenance_context(page, store, subject->id);
	passage_records(page, store, subject->id);
}
