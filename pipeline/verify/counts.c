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

static int64_t number(struct query *q, const struct stated *s)
{
	int64_t found;

	query_bind_int(q, 1, s->report);
	query_bind_int(q, 2, s->document);
	query_bind_text(q, 3, span_str(s->name));
	found = query_next(q) ? query_int(q, 0) : 0;
	query_reset(q);
	return found;
}

/* ?1 the report, ?2 the document, ?3 the name. */
#define ANSWERED "SELECT count(DISTINCT a.recommendation_id) FROM answers a WHERE a.report_id = ?1 "
#define AS_NAMED "AND (a.position = ?3 OR a.status = ?3) "

static int64_t known(struct store *store, const struct stated *s)
{
	return number(store_query(store, "SELECT count(*) FROM recommendations WHERE report_id = ?1 AND ?2 AND ?3 <> ''"), s);
}

static int64_t known_conclusions(struct store *store, const struct stated *s)
{
	return number(store_query(store, "SELECT count(*) FROM conclusions WHERE report_id = ?1 AND ?2 AND ?3 <> ''"), s);
}

static int64_t answered_here(struct store *store, const struct stated *s)
{
	return number(store_query(store, ANSWERED "AND a.document_id = ?2 AND ?3 <> ''"), s);
}

static int64_t so_here(struct store *store, const struct stated *s)
{
	return number(store_query(store, ANSWERED AS_NAMED "AND a.document_id = ?2"), s);
}

/* Before it: of an earlier date. Where one of the two has no date, nobody can tell. */
#define BEFORE "AND a.document_id <> ?2 AND a.document_date < (SELECT date FROM documents WHERE id = ?2)"

static int64_t answered_before(struct store *store, const struct stated *s)
{
	return number(store_query(store, ANSWERED BEFORE "AND ?3 <> ''"), s);
}

static int64_t so_before(struct store *store, const struct stated *s)
{
	return number(store_query(store, ANSWERED AS_NAMED BEFORE), s);
}

static int64_t answered_anywhere(struct store *store, const struct stated *s)
{
	return number(store_query(store, ANSWERED "AND ?2 AND ?3 <> ''"), s);
}

static int64_t so_anywhere(struct store *store, const struct stated *s)
{
	return number(store_query(store, ANSWERED AS_NAMED "AND ?2"), s);
}

/* What was counted for a stated count, and over how many recommendations. */
struct found {
	int64_t count;
	int64_t looked_at; /* recommendations whose answers were looked at */
};

/* What was open before is what a progress report sets out now. */
static struct found find_answers(struct store *store, const struct stated *s)
{
	struct found here = { so_here(store, s), answered_here(store, s) };

	if (s->when == WHEN_BEFORE && strcmp(s->name, "in_progress") == 0)
		return (struct found){ here.looked_at, here.looked_at };
	if (s->when == WHEN_BEFORE)
		return (struct found){ so_before(store, s), answered_before(store, s) };
	if (s->when == WHEN_NOW || here.count == s->count)
		return here;
	return (struct found){ so_anywhere(store, s), answered_anywhere(store, s) };
}

static bool report_is_here(struct store *store, const struct stated *s)
{
	return number(store_query(store, "SELECT count(*) FROM occurrences o JOIN current_documents d ON d.id = o.document_id "
					 "WHERE o.report_id = ?1 AND o.how = 'stated' AND ?2 AND ?3 <> '' "
					 "AND o.record_type <> 'response'"), s) > 0;
}

static bool is_about_records(const struct stated *s)
{
	return strcmp(s->name, "recommendations") == 0 || strcmp(s->name, "conclusions") == 0;
}

/* Fewer than stated says nothing as long as the documents that it speaks of are not all here. */
static void judge(struct checks *checks, struct check *check, struct tally *tally, const struct stated *s)
{
	bool records = is_about_records(s), here = report_is_here(checks->store, s);
	int64_t all = known(checks->store, s);
	struct found found = records ? (struct found){ all, all } : find_answers(checks->store, s);

	if (strcmp(s->name, "conclusions") == 0)
		found.count = known_conclusions(checks->store, s);
	tally->all++;
	if (found.count == s->count) {
		tally->agree++;
	} else if (found.count < s->count && (records ? !here : found.looked_at < all || all == 0)) {
		tally->open++;
		check_find(checks, check, VERDICT_OK, s->path, s->line, records ?
			   "states %" PRId64 " (%.*s), and %" PRId64 " are known: the report itself is not in this database" :
			   "states %" PRId64 " (%.*s), and %" PRId64 " are known: not all answers that it speaks of are in this database",
			   s->count, SPAN_ARG(s->what), found.count);
	} else {
		tally->differ++;
		check_find(checks, check, VERDICT_WARNING, s->path, s->line,
			   "states %" PRId64 " (%.*s), and %" PRId64 " were found in %s; they may be counted otherwise there, or "
			   "one was missed: compare with winnow explain",
			   s->count, SPAN_ARG(s->what), found.count,
			   records ? "the report" : "the answers to all its recommendations");
	}
}

void counts_check(struct checks *checks)
{
	struct check *check = check_add(checks, "stated counts");
	struct query *q = store_query(checks->store,
		"SELECT d.source, n.what, n.document_id, coalesce((SELECT o.report_id FROM items i JOIN occurrences o "
		"ON o.item_id = i.id WHERE i.document_id = n.document_id AND i.reference_id IS n.reference_id "
		"AND o.report_id IS NOT NULL GROUP BY o.report_id ORDER BY count(*) DESC, o.report_id LIMIT 1), 0), "
		"n.count, n.line FROM stated_counts n JOIN current_documents d ON d.id = n.document_id "
		"ORDER BY d.source, d.seq, n.seq");
	struct tally tally = { 0 };

	while (query_next(q)) {
		struct stated s = { query_text(q, 0), query_text(q, 1), query_int(q, 2), query_int(q, 3), query_int(q, 4),
				    query_int(q, 5), { 0 }, WHEN_ANY };

		read_what(&s);
		judge(checks, check, &tally, &s);
	}
	if (tally.all == 0)
		check_say(checks, check, "the documents state none");
	else
		check_say(checks, check, "%" PRId64 " stated by the documents: %" PRId64 " agree with what was found, %" PRId64
			  " differ, %" PRId64 " cannot be told", tally.all, tally.agree, tally.differ, tally.open);
}
