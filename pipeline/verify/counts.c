#include "pipeline/verify/counts.h"

#include <inttypes.h>

/* When the counted thing was so, by the ending of the rule's word: "implemented-before". */
enum when {
	WHEN_ANY,    /* in this document, or in all that is known */
	WHEN_BEFORE, /* in the documents of an earlier date */
	WHEN_NOW     /* in this document */
};

struct stated {
	struct span path, what;
	int64_t document, report, count, line;
	char name[32]; /* a position, a status, "recommendations" or "conclusions" */
	enum when when;
};

struct tally {
	int64_t all, agree, differ, open;
};

/* "in-progress-before" -> "in_progress", WHEN_BEFORE */
static void read_what(struct stated *s)
{
	static const struct {
		const char *ending;
		enum when when;
	} endings[] = { { "-before", WHEN_BEFORE }, { "-now", WHEN_NOW } };
	struct span name = s->what;

	s->when = WHEN_ANY;
	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
		if (span_ends(name, span_str(endings[i].ending))) {
			s->when = endings[i].when;
			name = span_slice(name, 0, name.len - strlen(endings[i].ending));
		}
	name = span_slice(name, 0, sizeof s->name - 1);
	memcpy(s->name, name.ptr, name.len);
	s->name[name.len] = '\0';
	for (char *c = s->name; *c; c++)
		if (*c == '-')
			*c = '_';
}

static bool is_named(const struct stated *s, const char *name)
{
	return strcmp(s->name, name) == 0;
}

/* ---- what is known ---- */

/* What a query asks for, in the order of its parameters; it takes the first of them. */
enum parameter { BY_REPORT = 1, BY_NAME, BY_DOCUMENT };

static int64_t number(struct query *q, const struct stated *s, enum parameter last)
{
	int64_t found;

	query_bind_int(q, BY_REPORT, s->report);
	if (last >= BY_NAME)
		query_bind_text(q, BY_NAME, span_str(s->name));
	if (last >= BY_DOCUMENT)
		query_bind_int(q, BY_DOCUMENT, s->document);
	found = query_next(q) ? query_int(q, 0) : 0;
	query_reset(q);
	return found;
}

static int64_t known(struct store *store, const struct stated *s)
{
	return number(store_query(store, "SELECT count(*) FROM recommendations WHERE report_id = ?1"), s, BY_REPORT);
}

static int64_t known_conclusions(struct store *store, const struct stated *s)
{
	return number(store_query(store, "SELECT count(*) FROM conclusions WHERE report_id = ?1"), s, BY_REPORT);
}

static bool report_is_here(struct store *store, const struct stated *s)
{
	return number(store_query(store,
		"SELECT count(*) FROM occurrences o JOIN current_documents d ON d.id = o.document_id "
		"WHERE o.report_id = ?1 AND o.how = 'stated' AND o.record_type <> 'response'"), s, BY_REPORT) > 0;
}

#define ANSWERED "SELECT count(DISTINCT a.recommendation_id) FROM answers a WHERE a.report_id = ?1 "
#define AS_NAMED "AND (a.position = ?2 OR a.status = ?2) "
#define HERE "AND a.document_id = ?3 "
/* Before it: of an earlier date. Where one of the two has no date, nobody can tell. */
#define BEFORE "AND a.document_id <> ?3 AND a.document_date < (SELECT date FROM documents WHERE id = ?3)"

/* What was counted for a stated count, and over how many recommendations. */
struct found {
	int64_t count;
	int64_t looked_at; /* recommendations whose answers were looked at */
};

static struct found find_here(struct store *store, const struct stated *s)
{
	return (struct found){
		.count = number(store_query(store, ANSWERED AS_NAMED HERE), s, BY_DOCUMENT),
		.looked_at = number(store_query(store, ANSWERED HERE), s, BY_DOCUMENT),
	};
}

static struct found find_before(struct store *store, const struct stated *s)
{
	return (struct found){
		.count = number(store_query(store, ANSWERED AS_NAMED BEFORE), s, BY_DOCUMENT),
		.looked_at = number(store_query(store, ANSWERED BEFORE), s, BY_DOCUMENT),
	};
}

static struct found find_anywhere(struct store *store, const struct stated *s)
{
	return (struct found){
		.count = number(store_query(store, ANSWERED AS_NAMED), s, BY_NAME),
		.looked_at = number(store_query(store, ANSWERED), s, BY_REPORT),
	};
}

/* What was open before is what a progress report sets out now. */
static struct found find_answers(struct store *store, const struct stated *s)
{
	struct found here = find_here(store, s);

	if (s->when == WHEN_BEFORE && is_named(s, "in_progress"))
		return (struct found){ here.looked_at, here.looked_at };
	if (s->when == WHEN_BEFORE)
		return find_before(store, s);
	if (s->when == WHEN_NOW || here.count == s->count)
		return here;
	return find_anywhere(store, s);
}

/* ---- stated against found ---- */

static void say_open(struct checks *checks, struct check *check, const struct stated *s, int64_t found, bool records)
{
	check_find(checks, check, VERDICT_OK, s->path, s->line,
		   "states %" PRId64 " (%.*s), and %" PRId64 " are known: %s in this database", s->count,
		   SPAN_ARG(s->what), found,
		   records ? "the report itself is not" : "not all answers that it speaks of are");
}

static void say_difference(struct checks *checks, struct check *check, const struct stated *s, int64_t found,
			   bool records)
{
	check_find(checks, check, VERDICT_WARNING, s->path, s->line,
		   "states %" PRId64 " (%.*s), and %" PRId64 " were found in %s; they may be counted otherwise there, "
		   "or one was missed: compare with winnow explain", s->count, SPAN_ARG(s->what), found,
		   records ? "the report" : "the answers to all its recommendations");
}

/* Fewer than stated says nothing as long as the documents that it speaks of are not all here. */
static void judge(struct checks *checks, struct check *check, struct tally *tally, const struct stated *s)
{
	bool conclusions = is_named(s, "conclusions"), records = conclusions || is_named(s, "recommendations");
	int64_t all = known(checks->store, s);
	struct found found = { conclusions ? known_conclusions(checks->store, s) : all, all };
	bool complete;

	if (!records)
		found = find_answers(checks->store, s);
	complete = records ? report_is_here(checks->store, s) : found.looked_at >= all && all > 0;
	tally->all++;
	if (found.count == s->count) {
		tally->agree++;
	} else if (found.count < s->count && !complete) {
		tally->open++;
		say_open(checks, check, s, found.count, records);
	} else {
		tally->differ++;
		say_difference(checks, check, s, found.count, records);
	}
}

enum count_column { COUNT_PATH, COUNT_WHAT, COUNT_DOCUMENT, COUNT_REPORT, COUNT_NUMBER, COUNT_LINE };

/* A count speaks of the report that most items of its reference belong to. */
static const char counts_sql[] =
	"SELECT d.source, n.what, n.document_id, coalesce((SELECT o.report_id FROM items i "
	"JOIN occurrences o ON o.item_id = i.id WHERE i.document_id = n.document_id "
	"AND i.reference_id IS n.reference_id AND o.report_id IS NOT NULL "
	"GROUP BY o.report_id ORDER BY count(*) DESC, o.report_id LIMIT 1), 0), n.count, n.line "
	"FROM stated_counts n JOIN current_documents d ON d.id = n.document_id ORDER BY d.source, d.seq, n.seq";

void counts_check(struct checks *checks)
{
	struct check *check = check_add(checks, "stated counts");
	struct query *q = store_query(checks->store, counts_sql);
	struct tally tally = { 0 };

	while (query_next(q)) {
		struct stated s = {
			.path = query_text(q, COUNT_PATH),
			.what = query_text(q, COUNT_WHAT),
			.document = query_int(q, COUNT_DOCUMENT),
			.report = query_int(q, COUNT_REPORT),
			.count = query_int(q, COUNT_NUMBER),
			.line = query_int(q, COUNT_LINE),
		};

		read_what(&s);
		judge(checks, check, &tally, &s);
	}
	if (tally.all == 0)
		check_say(checks, check, "the documents state none");
	else
		check_say(checks, check,
			  "%" PRId64 " stated by the documents: %" PRId64 " agree with what was found, %" PRId64
			  " differ, %" PRId64 " cannot be told", tally.all, tally.agree, tally.differ, tally.open);
}
