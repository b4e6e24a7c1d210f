/* overview, fourth part: rates by department, how long answers took, what is asked again. */
#include "pipeline/show/overview.h"

#include <inttypes.h>

#include "pipeline/show/columns.h"
#include "pipeline/show/phrase.h"

enum { DEPARTMENTS_SHOWN = 15, SLOWEST_SHOWN = 5, REPEATED_SHOWN = 10, NAME = 34 };

/* The name of a group, as wide as NAME. */
static void add_name(struct buffer *line, struct span name, const char *otherwise)
{
	struct buffer short_name;
	size_t columns;

	buffer_init(&short_name, 1 << 16);
	phrase_excerpt(&short_name, span_empty(name) ? span_str(otherwise) : name, NAME - 1);
	buffer_add(line, buffer_span(&short_name));
	for (columns = columns_of(buffer_span(&short_name)); columns < NAME; columns++)
		buffer_add_char(line, ' ');
	buffer_release(&short_name);
}

/* ---- rates ---- */

/* "78 %", or "-" where there is nothing to divide by. */
static void add_rate(struct buffer *line, const struct query *q, int column)
{
	if (query_is_null(q, column))
		buffer_printf(line, "%10s", "-");
	else
		buffer_printf(line, "%8.0f %%", query_double(q, column) * 100);
}

static void rate_row(struct page *page, const struct query *q)
{
	struct buffer line;

	buffer_init(&line, 1 << 16);
	add_name(&line, query_text(q, 0), "(no department named)");
	buffer_printf(&line, "%6" PRId64, query_int(q, 1));
	add_rate(&line, q, 2);
	buffer_printf(&line, "%6" PRId64 "%6" PRId64, query_int(q, 3), query_int(q, 4));
	add_rate(&line, q, 5);
	buffer_printf(&line, "%6" PRId64, query_int(q, 6));
	page_text(page, 0, 0, buffer_span(&line));
	buffer_release(&line);
}

void overview_rates(struct page *page, struct store *store)
{
	struct query *q = store_query(store,
		"SELECT a.name, a.recommendations, a.acceptance_rate, a.noted, a.unknown, i.implementation_rate, i.unknown "
		"FROM acceptance_rates a JOIN implementation_rates i ON i.grouped_by = a.grouped_by AND i.name IS a.name "
		"WHERE a.grouped_by = 'department' AND a.answered > 0 "
		"ORDER BY a.recommendations DESC, a.name");
	long shown = 0;

	while (query_next(q)) {
		if (shown++ == 0) {
			page_heading(page, "By department                     recom.  accepted noted unkn.   implem. unkn.");
		}
		if (shown <= DEPARTMENTS_SHOWN)
			rate_row(page, q);
	}
	page_more(page, 0, DEPARTMENTS_SHOWN, shown);
}

/* ---- what is late, by department ---- */

void overview_overdue_departments(struct page *page, struct store *store)
{
	struct query *q = store_query(store, "SELECT department, overdue, mean_days, most_days FROM overdue_by_department "
					     "ORDER BY overdue DESC, department");
	char mean[PHRASE_DIGITS], most[PHRASE_DIGITS];
	struct buffer line;
	long shown = 0;

	buffer_init(&line, 1 << 16);
	while (query_next(q)) {
		if (shown++ == 0)
			page_heading(page, "Overdue, by department            number mean days most days");
		if (shown > DEPARTMENTS_SHOWN)
			continue;
		buffer_clear(&line);
		add_name(&line, query_text(q, 0), "(no department named)");
		buffer_printf(&line, "%6" PRId64 "%10s%10s", query_int(q, 1), phrase_digits(mean, query_int(q, 2)),
			      phrase_digits(most, query_int(q, 3)));
		page_text(page, 0, 0, buffer_span(&line));
	}
	page_more(page, 0, DEPARTMENTS_SHOWN, shown);
	buffer_release(&line);
}

/* ---- how long answers took ---- */

static int64_t days_at(struct store *store, int64_t place)
{
	struct query *q = store_query(store, "SELECT days FROM response_times WHERE days IS NOT NULL "
					     "ORDER BY days LIMIT 1 OFFSET ?1");
	int64_t days;

	query_bind_int(q, 1, place);
	days = query_next(q) ? query_int(q, 0) : 0;
	query_reset(q);
	return days;
}

static void slow_row(struct page *page, const struct query *q)
{
	struct buffer line, days;

	buffer_init(&line, 1 << 16);
	buffer_init(&days, 64);
	phrase_count(&days, query_int(q, 0), "day", "days");
	buffer_printf(&line, "%10s   ", days.data);
	phrase_date(&line, query_text(q, 1));
	buffer_add_str(&line, " to ");
	phrase_date(&line, query_text(q, 2));
	buffer_add_str(&line, ": ");
	phrase_title(&line, query_text(q, 3), query_text(q, 4));
	page_text(page, 2, 15, buffer_span(&line));
	buffer_release(&days);
	buffer_release(&line);
}

void overview_response_times(struct page *page, struct store *store)
{
	int64_t count = overview_number(store, "SELECT count(days) FROM response_times");
	struct query *q = store_query(store, "SELECT days, report_date, response_date, report_title, source "
					     "FROM response_times WHERE days IS NOT NULL "
					     "ORDER BY days DESC, report_title, report_id");
	long shown = 0;

	if (count == 0)
		return;
	page_heading(page, "Days from report to response");
	if (count > 1)
		page_say(page, 2, 2, "%" PRId64 " reports: %" PRId64 " to %" PRId64 " days, half of them within %" PRId64,
			 count, days_at(store, 0), days_at(store, count - 1), days_at(store, (count - 1) / 2));
	while (query_next(q))
		if (shown++ < SLOWEST_SHOWN)
			slow_row(page, q);
	page_more(page, 2, SLOWEST_SHOWN, shown);
}

/* ---- what is asked again ---- */

static void add_place(struct buffer *line, struct span label, struct span title, struct span date)
{
	buffer_printf(line, "%.*s%s", SPAN_ARG(label), span_empty(label) ? "" : " of ");
	phrase_title(line, title, SPAN(""));
	if (span_empty(date))
		return;
	buffer_add_str(line, " (");
	phrase_date(line, date);
	buffer_add_char(line, ')');
}

static void repeated_row(struct page *page, const struct query *q)
{
	struct buffer line;

	buffer_init(&line, 1 << 20);
	add_place(&line, query_text(q, 0), query_text(q, 1), query_text(q, 2));
	buffer_add_str(&line, ", after ");
	add_place(&line, query_text(q, 3), query_text(q, 4), query_text(q, 5));
	page_text(page, 2, 4, buffer_span(&line));
	buffer_clear(&line);
	phrase_excerpt(&line, query_text(q, 6), PAGE_WIDTH - 4);
	page_text(page, 4, 4, buffer_span(&line));
	buffer_release(&line);
}

void overview_repeated(struct page *page, struct store *store)
{
	struct query *q = store_query(store,
		"SELECT label, report_title, report_date, earlier_label, earlier_report_title, earlier_report_date, text "
		"FROM repeated ORDER BY report_date DESC, report_title, CAST(label AS INTEGER), label, recommendation_id");
	long shown = 0;

	while (query_next(q)) {
		if (shown++ == 0)
			page_heading(page, "Recommended again in a later report");
		if (shown <= REPEATED_SHOWN)
			repeated_row(page, q);
	}
	page_more(page, 2, REPEATED_SHOWN, shown);
}
