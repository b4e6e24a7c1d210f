/* overview, second part: how far the recommendations are. */
#include "pipeline/show/overview.h"

#include <inttypes.h>

#include "pipeline/show/columns.h"
#include "pipeline/show/phrase.h"

enum { OVERDUE_SHOWN = 10, UNANSWERED_SHOWN = 10 };

/* Appends blanks up to a column, at least one. */
static void pad_to(struct buffer *line, size_t column)
{
	do
		buffer_add_char(line, ' ');
	while (columns_of(buffer_span(line)) < column);
}

/* ---- where they stand ---- */

#define IS_ANSWERED \
	"EXISTS (SELECT 1 FROM response_recommendations x WHERE x.recommendation_id = n.recommendation_id) "

static void add_status(struct buffer *line, struct span status, int64_t count, bool first)
{
	if (!first)
		buffer_add_str(line, ", ");
	phrase_number(line, count);
	buffer_add_char(line, ' ');
	if (span_equal(status, SPAN("unknown")))
		buffer_add_str(line, "of unknown status");
	else
		phrase_name(line, status);
}

/* One line for a position: "agreed      12   9 implemented, 3 in progress". */
static void standing_row(struct page *page, struct store *store, struct span position, int64_t count)
{
	struct query *q = store_query(store,
		"SELECT coalesce(status, 'unknown') AS s, count(*) FROM standing n "
		"WHERE coalesce(position, 'unknown') = ?1 AND " IS_ANSWERED
		"GROUP BY s ORDER BY s = 'unknown', count(*) DESC, s");
	char digits[PHRASE_DIGITS];
	bool first = true;
	struct buffer line;

	buffer_init(&line, 4096);
	if (span_equal(position, SPAN("unknown")))
		buffer_add_str(&line, "position unknown");
	else
		phrase_name(&line, position);
	pad_to(&line, 18);
	buffer_printf(&line, "%7s   ", phrase_digits(digits, count));
	query_bind_text(q, 1, position);
	for (; query_next(q); first = false)
		add_status(&line, query_text(q, 0), query_int(q, 1), first);
	page_text(page, 2, 30, buffer_span(&line));
	buffer_release(&line);
}

void overview_standing(struct page *page, struct store *store)
{
	struct query *q = store_query(store,
		"SELECT coalesce(position, 'unknown') AS p, count(*) FROM standing n WHERE " IS_ANSWERED
		"GROUP BY p ORDER BY p = 'unknown', count(*) DESC, p");
	int64_t open = overview_number(store, "SELECT count(*) FROM unanswered");
	char digits[PHRASE_DIGITS];

	if (overview_number(store, "SELECT count(*) FROM recommendations") == 0)
		return;
	page_heading(page, "Where the recommendations stand");
	while (query_next(q))
		standing_row(page, store, query_text(q, 0), query_int(q, 1));
	if (open > 0)
		page_say(page, 2, 2, "%-18s%7s", "no response found", phrase_digits(digits, open));
}

/* ---- what is late ---- */

/* A file that a report stands in, to tell those without a title apart. */
#define FILE_OF(report) \
	"(SELECT min(d.source) FROM occurrences o JOIN current_documents d ON d.id = o.document_id " \
	"WHERE o.report_id = " report ")"

static void add_title(struct buffer *line, struct span title, struct span path, size_t columns)
{
	struct buffer whole;

	buffer_init(&whole, BUFFER_LIMIT_DEFAULT);
	phrase_title(&whole, title, path);
	phrase_excerpt(line, buffer_span(&whole), columns);
	buffer_release(&whole);
}

static void overdue_row(struct page *page, const struct query *q)
{
	enum { LABEL = 39, TITLE = 46 };
	struct buffer line, days;

	buffer_init(&days, 64);
	phrase_count(&days, query_int(q, 4), "day", "days");
	buffer_init(&line, 1 << 16);
	buffer_printf(&line, "%10s   due ", days.data);
	phrase_date(&line, query_text(q, 3));
	pad_to(&line, LABEL);
	buffer_add(&line, query_text(q, 0));
	pad_to(&line, TITLE);
	add_title(&line, query_text(q, 2), query_text(q, 5), PAGE_WIDTH - 2 - TITLE);
	page_text(page, 2, 15, buffer_span(&line));
	buffer_clear(&line);
	phrase_excerpt(&line, query_text(q, 1), PAGE_WIDTH - 15);
	page_text(page, 15, 15, buffer_span(&line));
	buffer_release(&line);
	buffer_release(&days);
}

void overview_overdue(struct page *page, struct store *store)
{
	struct query *q = store_query(store,
		"SELECT label, text, report_title, target_date, days_overdue, "
		"CASE WHEN report_title IS NULL THEN " FILE_OF("report_id") " END "
		"FROM overdue "
		"ORDER BY days_overdue DESC, report_title, CAST(label AS INTEGER), label, recommendation_id");
	long shown = 0;

	while (query_next(q)) {
		if (shown++ == 0)
			page_heading(page, "Overdue: agreed, not implemented, and the date is past");
		if (shown <= OVERDUE_SHOWN)
			overdue_row(page, q);
	}
	page_more(page, 2, OVERDUE_SHOWN, shown);
}

/* ---- what has no answer ---- */

static void unanswered_row(struct page *page, const struct query *q)
{
	struct buffer line;

	buffer_init(&line, 1 << 20);
	buffer_printf(&line, "%4" PRId64 " of %-4" PRId64 "  ", query_int(q, 1), query_int(q, 2));
	add_title(&line, query_text(q, 0), query_text(q, 4), 40);
	buffer_add_str(&line, query_is_null(q, 3) ? "" : ": ");
	phrase_excerpt(&line, query_text(q, 3), 24);
	page_text(page, 2, 16, buffer_span(&line));
	buffer_release(&line);
}

void overview_unanswered(struct page *page, struct store *store)
{
	struct query *q = store_query(store,
		"SELECT u.report_title, count(*), "
		"(SELECT count(*) FROM recommendations c WHERE c.report_id = u.report_id), "
		"group_concat(nullif(u.label, ''), ', '), "
		"CASE WHEN u.report_title IS NULL THEN " FILE_OF("u.report_id") " END FROM "
		"(SELECT * FROM unanswered ORDER BY report_id, CAST(label AS INTEGER), label, recommendation_id) u "
		"GROUP BY u.report_id ORDER BY count(*) DESC, u.report_title, u.report_id");
	long shown = 0;

	while (query_next(q)) {
		if (shown++ == 0)
			page_heading(page, "No response found");
		if (shown <= UNANSWERED_SHOWN)
			unanswered_row(page, q);
	}
	page_more(page, 2, UNANSWERED_SHOWN, shown);
}
