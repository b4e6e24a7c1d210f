#include "pipeline/show/news.h"

#include <inttypes.h>

#include "pipeline/show/columns.h"
#include "pipeline/show/overview.h"
#include "pipeline/show/phrase.h"

enum { BRIEF = 5, FULL = 40 };

/* ---- collecting ---- */

int64_t news_since(struct store *store)
{
	return overview_number(store, "SELECT coalesce(max(id), 0) FROM runs WHERE finished_at IS NOT NULL "
				      "AND id < (SELECT max(id) FROM runs)");
}

/*
 * For each thing and each kind of change the first and the last row. A file is the
 * same by its path: each of its versions has an id of its own.
 */
static const char net_sql[] =
	"CREATE TEMP TABLE news AS "
	"WITH rows AS (SELECT *, iif(subject = 'source', label, subject_id) AS thing, "
	" iif(change IN ('new','gone','changed'), 'being', change) AS kind FROM changes WHERE run_id > %lld), "
	"ends AS (SELECT *, first_value(change) OVER k AS first_change, first_value(before) OVER k AS first_before, "
	" sum(days) OVER (PARTITION BY subject, thing, kind) AS moved, "
	" row_number() OVER (PARTITION BY subject, thing, kind ORDER BY id DESC) AS from_last "
	" FROM rows WINDOW k AS (PARTITION BY subject, thing, kind ORDER BY id)) "
	"SELECT run_id, subject, subject_id, "
	" CASE WHEN kind <> 'being' OR change = 'gone' THEN change WHEN first_change = 'new' THEN 'new' "
	"  WHEN subject = 'source' THEN 'changed' END AS change, "
	" report_id, label, iif(kind = 'being', before, first_before) AS before, after, moved AS days "
	"FROM ends e WHERE from_last = 1 AND CASE WHEN kind = 'being' "
	" THEN NOT (first_change = 'new' AND change = 'gone') AND NOT (first_change = 'gone' AND change = 'new') "
	" ELSE first_before IS NOT after AND NOT EXISTS (SELECT 1 FROM changes n WHERE n.subject = e.subject "
	"  AND n.subject_id = e.subject_id AND n.change = 'new' AND n.run_id > %lld) END";

/* Its day came meanwhile, or what makes it overdue was said meanwhile. */
static const char overdue_sql[] =
	"CREATE INDEX temp.news_subject ON news(subject, subject_id);"
	"INSERT INTO news SELECT (SELECT max(id) FROM runs), 'recommendation', o.recommendation_id, 'overdue', "
	"o.report_id, o.label, NULL, o.target_date, o.days_overdue FROM overdue o "
	"WHERE o.target_end >= coalesce((SELECT date(coalesce(finished_at, started_at)) FROM runs WHERE id = %lld), '') "
	"OR EXISTS (SELECT 1 FROM news n WHERE n.subject = 'recommendation' AND n.subject_id = o.recommendation_id "
	"AND (n.change IN ('new','position','status') OR (n.change = 'target' AND n.before IS NULL)))";

void news_gather(struct store *store, int64_t since)
{
	struct buffer sql;

	buffer_init(&sql, 1 << 16);
	buffer_printf(&sql, net_sql, (long long)since, (long long)since);
	store_exec(store, sql.data);
	buffer_clear(&sql);
	buffer_printf(&sql, overdue_sql, (long long)since);
	store_exec(store, sql.data);
	buffer_release(&sql);
}

#define NEWS \
	"news c LEFT JOIN reports p ON p.id = c.report_id " \
	"LEFT JOIN record_texts t ON t.record_type = c.subject AND t.record_id = c.subject_id "
#define NEWS_ORDER "p.body, p.session, p.special, p.number, p.paper, p.title, CAST(c.label AS INTEGER), c.label, c.subject_id"

const struct table news_table = {
	"changes",
	"c.run_id, c.subject, c.subject_id, c.change, c.report_id, p.title AS report_title, p.department, c.label, "
	"c.before, c.after, c.days, t.text",
	NULL, NEWS, "c.subject, c.change, " NEWS_ORDER,
};

/* ---- how much ---- */

static const struct {
	const char *subject, *one, *many;
} subjects[] = {
	{ "source", "file", "files" },
	{ "report", "report", "reports" },
	{ "conclusion", "conclusion", "conclusions" },
	{ "recommendation", "recommendation", "recommendations" },
	{ "response", "response", "responses" },
};

static const struct {
	const char *change, *one, *many;
} moves[] = {
	{ "target", "target date moved or set", "target dates moved or set" },
	{ "position", "position changed", "positions changed" },
	{ "status", "status changed", "statuses changed" },
	{ "overdue", "newly overdue", "newly overdue" },
	{ "text", "text changed", "texts changed" },
};

static int64_t count_news(struct store *store, const char *subject, const char *change)
{
	struct query *q = store_query(store, "SELECT count(*) FROM news WHERE change = ?2 AND subject = coalesce(?1, subject)");
	int64_t count;

	query_bind_optional(q, 1, span_str(subject));
	query_bind_text(q, 2, span_str(change));
	count = query_next(q) ? query_int(q, 0) : 0;
	query_reset(q);
	return count;
}

/* "new          2 reports, 12 recommendations"; nothing when there are none. */
static void say_subjects(struct page *page, struct store *store, const char *change)
{
	struct buffer line;
	const char *before = "";

	buffer_init(&line, 4096);
	for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
		int64_t count = count_news(store, subjects[i].subject, change);

		if (count == 0)
			continue;
		buffer_add_str(&line, before);
		phrase_count(&line, count, subjects[i].one, subjects[i].many);
		before = ", ";
	}
	page_field(page, change, buffer_span(&line));
	buffer_release(&line);
}

static void say_moves(struct page *page, struct store *store)
{
	struct buffer line;
	const char *before = "";

	buffer_init(&line, 4096);
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
		int64_t count = count_news(store, NULL, moves[i].change);

		if (count == 0)
			continue;
		buffer_add_str(&line, before);
		phrase_count(&line, count, moves[i].one, moves[i].many);
		before = ", ";
	}
	page_field(page, "and", buffer_span(&line));
	buffer_release(&line);
}

static void say_counts(struct page *page, struct store *store)
{
	say_subjects(page, store, "new");
	say_subjects(page, store, "changed");
	say_subjects(page, store, "gone");
	say_moves(page, store);
}

/* ---- each change of a recommendation: two lines ---- */

static void add_value(struct buffer *line, bool date, struct span value, const char *none)
{
	if (span_empty(value))
		buffer_add_str(line, none);
	else if (date)
		phrase_date(line, value);
	else
		phrase_name(line, value);
}

static void add_days(struct buffer *line, int64_t days, const char *later, const char *earlier)
{
	buffer_add_str(line, ", ");
	phrase_count(line, days < 0 ? -days : days, "day", "days");
	buffer_add_str(line, days < 0 ? earlier : later);
}

enum column { LABEL, BEFORE, AFTER, DAYS, REPORT_TITLE, TEXT };

/* "December 2017 → March 2019, 455 days later" */
static void add_move(struct buffer *line, const char *change, const struct query *q)
{
	bool target = strcmp(change, "target") == 0, overdue = strcmp(change, "overdue") == 0;

	if (strcmp(change, "text") == 0)
		return;
	if (overdue)
		buffer_add_str(line, "due ");
	else
		add_value(line, target, query_text(q, BEFORE), target ? "no date" : "unknown");
	buffer_add_str(line, overdue ? "" : " → ");
	add_value(line, target || overdue, query_text(q, AFTER), target ? "no date" : "unknown");
	if (!query_is_null(q, DAYS))
		add_days(line, query_int(q, DAYS), overdue ? " ago" : " later", " earlier");
}

static void move_row(struct page *page, const char *change, const struct query *q)
{
	enum { INDENT = 2, TO = 9 };
	struct buffer line, said;

	buffer_init(&line, 1 << 20);
	buffer_init(&said, 1 << 20);
	buffer_add(&line, query_text(q, LABEL));
	do
		buffer_add_char(&line, ' ');
	while (columns_of(buffer_span(&line)) < TO - INDENT);
	add_move(&said, change, q);
	if (said.len > 0) {
		buffer_add(&line, buffer_span(&said));
		page_text(page, INDENT, TO, buffer_span(&line));
		buffer_clear(&line);
	}
	phrase_title(&line, query_text(q, REPORT_TITLE), SPAN(""));
	buffer_add_str(&line, ": ");
	buffer_add(&line, query_text(q, TEXT));
	buffer_clear(&said);
	phrase_excerpt(&said, buffer_span(&line), PAGE_WIDTH - TO);
	page_text(page, said.len > 0 && strcmp(change, "text") != 0 ? TO : INDENT, TO, buffer_span(&said));
	buffer_release(&said);
	buffer_release(&line);
}

/* The farthest move first. */
static void list_moves(struct page *page, struct store *store, const char *heading, const char *change, long most)
{
	struct query *q = store_query(store,
		"SELECT c.label, c.before, c.after, c.days, p.title, coalesce(t.text, '') FROM " NEWS
		"WHERE c.change = ?1 ORDER BY c.days IS NULL, c.days DESC, " NEWS_ORDER);
	long shown = 0;

	query_bind_text(q, 1, span_str(change));
	while (query_next(q)) {
		if (shown++ == 0)
			page_heading(page, heading);
		if (shown <= most)
			move_row(page, change, q);
	}
	page_more(page, 2, most, shown);
}

/* ---- what is new or gone: a line for each report, or file ---- */

static void list_records(struct page *page, struct store *store, const char *heading, const char *subject,
			 const char *change)
{
	struct query *q = store_query(store,
		"SELECT p.title, sum(c.times), group_concat(nullif(c.label, ''), ', ') "
		"FROM (SELECT report_id, label, count(*) AS times FROM news WHERE subject = ?1 AND change = ?2 "
		"      GROUP BY report_id, label ORDER BY report_id, CAST(label AS INTEGER), label) c "
		"LEFT JOIN reports p ON p.id = c.report_id "
		"GROUP BY c.report_id ORDER BY sum(c.times) DESC, p.title, c.report_id");
	struct buffer line;
	long shown = 0;

	buffer_init(&line, 1 << 20);
	query_bind_text(q, 1, span_str(subject));
	query_bind_text(q, 2, span_str(change));
	while (query_next(q)) {
		if (shown++ == 0)
			page_heading(page, heading);
		if (shown > FULL)
			continue;
		buffer_clear(&line);
		buffer_printf(&line, "%5" PRId64 "  ", query_int(q, 1));
		phrase_title(&line, query_text(q, 0), SPAN(""));
		buffer_printf(&line, "%s%.*s", query_is_null(q, 2) ? "" : ": ", SPAN_ARG(query_text(q, 2)));
		page_text(page, 2, 9, buffer_span(&line));
	}
	page_more(page, 2, FULL, shown);
	buffer_release(&line);
}

static void list_files(struct page *page, struct store *store)
{
	struct query *q = store_query(store, "SELECT change, after, label FROM news WHERE subject = 'source' "
					     "ORDER BY change, label");
	long shown = 0;

	while (query_next(q)) {
		bool failed = span_equal(query_text(q, 1), SPAN("failed"));

		if (shown++ == 0)
			page_heading(page, "Files");
		if (shown <= FULL)
			page_say(page, 2, 13, "%-9.*s%.*s%s", SPAN_ARG(query_text(q, 0)), SPAN_ARG(query_text(q, 2)),
				 failed ? " (cannot be read)" : "");
	}
	page_more(page, 2, FULL, shown);
}

/* ---- the pages ---- */

void news_brief(struct page *page, struct store *store)
{
	int64_t since = news_since(store);

	if (since == 0)
		return; /* everything is new: the other sections say what */
	news_gather(store, since);
	if (overview_number(store, "SELECT count(*) FROM news") == 0)
		return;
	page_heading(page, "What the last run brought");
	say_counts(page, store);
	list_moves(page, store, "Target dates that it moved", "target", BRIEF);
}

static void say_since(struct page *page, struct store *store, int64_t since)
{
	struct query *q = store_query(store, "SELECT coalesce(finished_at, started_at), command FROM runs WHERE id = ?1");
	struct span when;

	query_bind_int(q, 1, since);
	if (query_next(q)) {
		when = query_text(q, 0);
		page_say(page, 0, 2, "Since run %" PRId64 " (%.*s, %.*s %.*s UTC)", since, SPAN_ARG(query_text(q, 1)),
			 SPAN_ARG(span_slice(when, 0, 10)), SPAN_ARG(span_slice(when, 11, 16)));
	} else {
		page_say(page, 0, 2, "Since the beginning");
	}
	query_reset(q);
}

void news_full(struct page *page, struct store *store, int64_t since)
{
	say_since(page, store, since);
	if (overview_number(store, "SELECT count(*) FROM news") == 0)
		page_say(page, 2, 2, "nothing changed");
	say_counts(page, store);
	list_moves(page, store, "Newly overdue", "overdue", FULL);
	list_moves(page, store, "Target dates moved or set", "target", FULL);
	list_moves(page, store, "Positions", "position", FULL);
	list_moves(page, store, "Statuses", "status", FULL);
	list_records(page, store, "New recommendations", "recommendation", "new");
	list_records(page, store, "New responses", "response", "new");
	list_records(page, store, "Recommendations that are gone", "recommendation", "gone");
	list_records(page, store, "Responses that are gone", "response", "gone");
	list_moves(page, store, "Other words than before", "text", FULL);
	list_files(page, store);
}
