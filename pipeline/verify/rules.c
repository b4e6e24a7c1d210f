#include "pipeline/verify/rules.h"

#include <inttypes.h>

#include "pipeline/show/phrase.h"

/* Passages whose rarest-looking word is looked up in the index; spread over all of them. */
enum { PROBES_MOST = 5000, WORD_SHORTEST = 4 };

/* ---- structure ---- */

void rules_check_structure(struct checks *checks)
{
	struct check *check = check_add(checks, "structure");
	struct query *integrity = store_query(checks->store, "PRAGMA integrity_check(50)");
	struct query *keys = store_query(checks->store, "PRAGMA foreign_key_check");

	while (query_next(integrity))
		if (!span_equal(query_text(integrity, 0), SPAN("ok")))
			check_find(checks, check, VERDICT_FAILED, span_of(NULL, 0), 0, "integrity_check: %.*s",
				   SPAN_ARG(query_text(integrity, 0)));
	while (query_next(keys))
		check_find(checks, check, VERDICT_FAILED, span_of(NULL, 0), 0,
			   "foreign_key_check: row %" PRId64 " of %.*s refers to no row of %.*s", query_int(keys, 1),
			   SPAN_ARG(query_text(keys, 0)), SPAN_ARG(query_text(keys, 2)));
	check_say(checks, check, "integrity_check and foreign_key_check find %s",
		  check->total ? "faults: ingest anew, or restore a copy" : "nothing");
}

/* ---- rules between tables ---- */

#define CURRENT_ITEMS \
	"items i JOIN documents d ON d.id = i.document_id JOIN sources s ON s.id = d.source_id AND s.state = 'current' "
#define MARKED_PASSAGES \
	"duplicates x JOIN passages p ON p.id = x.passage_id JOIN documents d ON d.id = p.document_id " \
	"JOIN sources s ON s.id = d.source_id "
#define ITEM_NAME "i.item_type || ' ' || i.label"

struct rule {
	const char *name, *one, *many; /* what is counted */
	const char *claim;      /* what holds for each of them */
	const char *total;      /* how many there are */
	const char *violations; /* path, line, message; ordered */
};

static const struct rule rules[] = {
	{ "evidence", "record", "records", "each with its passages",
	  "SELECT count(*) FROM " CURRENT_ITEMS,
	  "SELECT s.path, i.line_start, " ITEM_NAME " || ' has no passage' FROM " CURRENT_ITEMS
	  "WHERE NOT EXISTS (SELECT 1 FROM item_passages y WHERE y.item_id = i.id) "
	  "UNION ALL SELECT s.path, i.line_start, " ITEM_NAME " || ' has a passage of another document' "
	  "FROM " CURRENT_ITEMS
	  "WHERE EXISTS (SELECT 1 FROM item_passages y JOIN passages p ON p.id = y.passage_id "
	  "WHERE y.item_id = i.id AND p.document_id <> i.document_id) ORDER BY 1, 2, 3" },
	{ "ledger", "place of a record", "places of records", "each in the ledger",
	  "SELECT count(*) FROM occurrences",
	  "SELECT s.path, i.line_start, " ITEM_NAME " || ' is in no row of the ledger' FROM " CURRENT_ITEMS
	  "WHERE i.how IN ('stated','quoted') AND i.copy_of IS NULL "
	  "AND NOT EXISTS (SELECT 1 FROM occurrences o WHERE o.item_id = i.id) "
	  "UNION ALL SELECT s.path, i.line_start, "
	  "o.record_type || ' ' || o.record_id || ' does not exist, but has a place here' "
	  "FROM " CURRENT_ITEMS "JOIN occurrences o ON o.item_id = i.id WHERE NOT EXISTS (SELECT 1 FROM record_list r "
	  "WHERE r.record_type = o.record_type AND r.record_id = o.record_id) "
	  "UNION ALL SELECT NULL, NULL, r.record_type || ' ' || r.record_id || ' stands in no document' "
	  "FROM record_list r WHERE NOT EXISTS (SELECT 1 FROM occurrences o "
	  "JOIN current_documents d ON d.id = o.document_id "
	  "WHERE o.record_type = r.record_type AND o.record_id = r.record_id) ORDER BY 1, 2, 3" },
	{ "duplicates", "marked passage", "marked passages", "each with an original that is kept",
	  "SELECT count(*) FROM duplicates",
	  "SELECT s.path, p.line_start, "
	  "'passage ' || p.id || ' repeats ' || x.original_id || ', which is marked itself' FROM "
	  MARKED_PASSAGES "WHERE x.original_id IN (SELECT passage_id FROM duplicates) "
	  "UNION ALL SELECT s.path, p.line_start, 'passage ' || p.id || ' repeats itself' FROM " MARKED_PASSAGES
	  "WHERE x.original_id = x.passage_id "
	  "UNION ALL SELECT s.path, p.line_start, "
	  "'passage ' || p.id || ' repeats ' || x.original_id || ', which does not count any more' FROM "
	  MARKED_PASSAGES "WHERE s.state = 'current' AND NOT EXISTS (SELECT 1 FROM passages o "
	  "JOIN current_documents e ON e.id = o.document_id WHERE o.id = x.original_id) "
	  "UNION ALL SELECT s.path, p.line_start, 'passage ' || p.id || ' has the similarity ' || x.similarity FROM "
	  MARKED_PASSAGES "WHERE NOT (x.similarity > 0 AND x.similarity <= 1) ORDER BY 1, 2, 3" },
};

static void check_rule(struct checks *checks, const struct rule *rule)
{
	struct check *check = check_add(checks, rule->name);
	struct query *total = store_query(checks->store, rule->total);
	struct query *q = store_query(checks->store, rule->violations);
	int64_t all = query_next(total) ? query_int(total, 0) : 0;
	struct buffer line;

	query_reset(total);
	while (query_next(q))
		check_find(checks, check, VERDICT_FAILED, query_text(q, 0), query_int(q, 1), "%.*s",
			   SPAN_ARG(query_text(q, 2)));
	buffer_init(&line, 4096);
	phrase_count(&line, all, rule->one, rule->many);
	buffer_add_str(&line, ", ");
	if (check->total > 0)
		phrase_count(&line, (int64_t)check->total, "fault", "faults");
	else
		buffer_add_str(&line, rule->claim);
	check_say(checks, check, "%s", line.data);
	buffer_release(&line);
}

void rules_check_tables(struct checks *checks)
{
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
		check_rule(checks, &rules[i]);
}

/* ---- full text ---- */

#define REMEDY "; mend it: sqlite3 DB \"INSERT INTO passages_fts(passages_fts) VALUES('rebuild')\""

/* An index that has rows too many or too few. */
static const char strays_sql[] =
	"SELECT 'passage ' || p.id || ' is not in passages_fts' FROM passages p "
	"WHERE NOT EXISTS (SELECT 1 FROM passages_fts_docsize z WHERE z.id = p.id) "
	"UNION ALL SELECT 'passages_fts holds a row ' || z.id || ' that does not exist' FROM passages_fts_docsize z "
	"WHERE NOT EXISTS (SELECT 1 FROM passages p WHERE p.id = z.id) "
	"UNION ALL SELECT r.record_type || ' ' || r.record_id || ' is not in record_texts as it is' FROM record_list r "
	"WHERE NOT EXISTS (SELECT 1 FROM record_texts t WHERE t.record_type = r.record_type "
	"AND t.record_id = r.record_id AND t.text = r.text) "
	"UNION ALL SELECT t.record_type || ' ' || t.record_id || ' is not in records_fts' FROM record_texts t "
	"WHERE NOT EXISTS (SELECT 1 FROM records_fts_docsize z WHERE z.id = t.id) "
	"UNION ALL SELECT 'records_fts holds a row ' || z.id || ' that does not exist' FROM records_fts_docsize z "
	"WHERE NOT EXISTS (SELECT 1 FROM record_texts t WHERE t.id = z.id)";

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The longest run of ASCII letters that stands between blanks: rare, and one token for any tokenizer. */
static struct span telling_word(struct span text)
{
	struct span best = { NULL, 0 };
	size_t at = 0;

	while (at < text.len) {
		size_t from = at;

		while (at < text.len && is_letter(text.ptr[at]))
			at++;
		if (at - from > best.len && (from == 0 || text.ptr[from - 1] == ' ') &&
		    (at == text.len || text.ptr[at] == ' '))
			best = span_slice(text, from, at);
		if (at == from)
			at++;
	}
	return best.len >= WORD_SHORTEST ? best : span_of(NULL, 0);
}

static bool probe(struct checks *checks, int64_t passage, struct span word)
{
	struct query *q = store_query(checks->store,
		"SELECT 1 FROM passages_fts WHERE passages_fts MATCH ?1 AND rowid = ?2");
	char phrase[256];
	bool found;

	if (word.len + 2 >= sizeof phrase)
		return true;
	snprintf(phrase, sizeof phrase, "\"%.*s\"", SPAN_ARG(word));
	query_bind_text(q, 1, span_str(phrase));
	query_bind_int(q, 2, passage);
	found = query_next(q);
	query_reset(q);
	return found;
}

static int64_t probe_passages(struct checks *checks, struct check *check, int64_t passages)
{
	struct query *q = store_query(checks->store, "SELECT id, text FROM passages ORDER BY id");
	int64_t step = passages / PROBES_MOST + 1, probes = 0;

	for (int64_t i = 0; query_next(q); i++) {
		struct span word = i % step == 0 ? telling_word(query_text(q, 1)) : span_of(NULL, 0);

		if (span_empty(word))
			continue;
		probes++;
		if (!probe(checks, query_int(q, 0), word))
			check_find(checks, check, VERDICT_FAILED, span_of(NULL, 0), 0,
				   "passages_fts does not find “%.*s” in passage %" PRId64, SPAN_ARG(word),
				   query_int(q, 0));
	}
	return probes;
}

void rules_check_full_text(struct checks *checks)
{
	struct check *check = check_add(checks, "full text");
	struct query *q = store_query(checks->store, strays_sql);
	struct query *count = store_query(checks->store, "SELECT (SELECT count(*) FROM passages), "
							 "(SELECT count(*) FROM record_texts)");
	int64_t passages = 0, records = 0, probes;
	char digits[3][PHRASE_DIGITS];

	if (query_next(count)) {
		passages = query_int(count, 0);
		records = query_int(count, 1);
	}
	query_reset(count);
	while (query_next(q))
		check_find(checks, check, VERDICT_FAILED, span_of(NULL, 0), 0, "%.*s", SPAN_ARG(query_text(q, 0)));
	probes = probe_passages(checks, check, passages);
	check_say(checks, check, "%s passages and %s records are indexed, %s words looked up%s",
		  phrase_digits(digits[0], passages), phrase_digits(digits[1], records),
		  phrase_digits(digits[2], probes), check->total ? REMEDY : "");
}
