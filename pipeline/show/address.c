#include "pipeline/show/address.h"

#include "pipeline/show/phrase.h"

/* At how many slashes, from the end, a label may begin: 018/14 has one itself. */
enum { LABEL_SLASHES = 4 };

static const char *const names[] = {
	[SUBJECT_CONCLUSION] = "conclusion",
	[SUBJECT_RECOMMENDATION] = "recommendation",
	[SUBJECT_RESPONSE] = "response",
	[SUBJECT_PASSAGE] = "passage",
};

/* What identifies a record, from one row of records_sql. */
enum column {
	COLUMN_TYPE, COLUMN_ID, COLUMN_LABEL, COLUMN_TEXT, COLUMN_REPORT, COLUMN_BODY, COLUMN_SESSION, COLUMN_NUMBER,
	COLUMN_SPECIAL, COLUMN_TITLE, COLUMN_PAPER, COLUMN_SOURCE
};

#define RECORDS(where) \
	"SELECT t.*, p.body, p.session, p.number, p.special, p.title, p.paper, " \
	"(SELECT min(s.path) FROM occurrences o JOIN documents d ON d.id = o.document_id " \
	" JOIN sources s ON s.id = d.source_id WHERE o.record_type = t.type AND o.record_id = t.id) FROM (" \
	"SELECT 'conclusion' AS type, id, number AS label, text, report_id AS report FROM conclusions " \
	"WHERE " where("number") \
	" UNION ALL SELECT 'recommendation', id, label, text, report_id FROM recommendations WHERE " where("label") \
	" UNION ALL SELECT 'response', id, label, text, report_id FROM responses WHERE " where("label") \
	") t LEFT JOIN reports p ON p.id = t.report " \
	"ORDER BY p.body, p.session, p.number, p.id, t.type, CAST(t.label AS INTEGER), t.label, 12, t.id"
#define BY_ID(label) "id = ?1"
#define BY_LABEL(label) label " = ?1 COLLATE NOCASE"

#define PASSAGES(where) \
	"SELECT p.id, p.text, s.path, d.seq, p.seq, s.state FROM passages p JOIN documents d ON d.id = p.document_id " \
	"JOIN sources s ON s.id = d.source_id WHERE " where " ORDER BY s.state <> 'current', s.path, d.seq, p.seq"
/* A path as it was given, or its end. */
#define PATH_IS "s.state = 'current' AND (s.path = ?1 OR substr(s.path, -length(?1) - 1) = '/' || ?1)"

const char *subject_name(enum subject_type type)
{
	return type < SUBJECT_COUNT ? names[type] : "record";
}

static enum subject_type type_of(struct span word)
{
	for (int i = 0; i < SUBJECT_COUNT; i++)
		if (span_equal_nocase(word, span_str(names[i])))
			return (enum subject_type)i;
	return SUBJECT_COUNT;
}

static bool all_digits(struct span text, int64_t *value)
{
	*value = 0;
	if (text.len == 0 || text.len > 18)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
		*value = *value * 10 + (text.ptr[i] - '0');
	}
	return true;
}

static void add(struct address *a, struct arena *arena, enum subject_type type, int64_t id, struct span name,
		struct span text)
{
	if (a->wanted != SUBJECT_COUNT && a->wanted != type)
		return;
	for (size_t i = 0; i < a->count; i++)
		if (a->found[i].type == type && a->found[i].id == id)
			return;
	a->found = arena_room(arena, a->found, a->count, &a->capacity, sizeof *a->found);
	a->found[a->count++] = (struct subject){ type, id, name, arena_copy(arena, text) };
}

static void add_record(struct address *a, struct arena *arena, const struct query *q)
{
	enum subject_type type = type_of(query_text(q, COLUMN_TYPE));
	struct span title = query_text(q, COLUMN_TITLE), label = query_text(q, COLUMN_LABEL);
	struct span name = arena_printf(arena, "%s%s%.*s%s%.*s, %.*s", names[type], label.len ? " " : "",
					SPAN_ARG(label), title.len ? ", " : "", SPAN_ARG(title),
					SPAN_ARG(query_text(q, COLUMN_SOURCE)));

	add(a, arena, type, query_int(q, COLUMN_ID), name, query_text(q, COLUMN_TEXT));
}

static void add_passages(struct address *a, struct arena *arena, struct query *q)
{
	while (query_next(q)) {
		struct span name = arena_printf(arena, "passage %.*s#%d.%d", SPAN_ARG(query_text(q, 2)),
						(int)query_int(q, 3), (int)query_int(q, 4));

		add(a, arena, SUBJECT_PASSAGE, query_int(q, 0), name, query_text(q, 1));
	}
}

static void find_id(struct address *a, struct arena *arena, struct store *store, int64_t id)
{
	struct query *records = store_query(store, RECORDS(BY_ID));
	struct query *passages = store_query(store, PASSAGES("p.id = ?1"));

	query_bind_int(records, 1, id);
	while (query_next(records))
		add_record(a, arena, records);
	query_bind_int(passages, 1, id);
	add_passages(a, arena, passages);
}

/* "s3" or "3" for the third special report, "3" for the third. */
static bool is_number(struct span word, int64_t number, bool special)
{
	int64_t value;

	if (special && word.len > 1 && (word.ptr[0] == 's' || word.ptr[0] == 'S'))
		word = span_from(word, 1);
	return number > 0 && all_digits(word, &value) && value == number;
}

/* Does one part of an address fit the report, or the type, of this row? */
static bool part_fits(struct span part, const struct query *q)
{
	static const enum column texts[] = { COLUMN_TYPE, COLUMN_BODY, COLUMN_SESSION, COLUMN_TITLE, COLUMN_PAPER };

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (span_equal_nocase(part, query_text(q, (int)texts[i])))
			return true;
	return is_number(part, query_int(q, COLUMN_NUMBER), query_int(q, COLUMN_SPECIAL) != 0);
}

/* All parts of "2016-17/31", or the whole as a title or path that holds slashes. */
static bool prefix_fits(struct span prefix, const struct query *q)
{
	size_t from = 0;

	if (span_empty(prefix) || span_equal_nocase(prefix, query_text(q, COLUMN_TITLE)) ||
	    span_equal(prefix, query_text(q, COLUMN_SOURCE)))
		return true;
	while (from <= prefix.len) {
		long slash = span_find(prefix, SPAN("/"), from);
		size_t end = slash < 0 ? prefix.len : (size_t)slash;

		if (!part_fits(span_trim(span_slice(prefix, from, end)), q))
			return false;
		from = end + 1;
	}
	return true;
}

static void find_label(struct address *a, struct arena *arena, struct store *store, struct span prefix,
		       struct span label)
{
	struct query *q = store_query(store, RECORDS(BY_LABEL));

	if (span_empty(label))
		return;
	query_bind_text(q, 1, label);
	while (query_next(q))
		if (prefix_fits(prefix, q))
			add_record(a, arena, q);
}

static void find_labels(struct address *a, struct arena *arena, struct store *store, struct span words)
{
	int slashes = 0;

	find_label(a, arena, store, span_slice(words, 0, 0), words);
	for (size_t i = words.len; i-- > 0 && slashes < LABEL_SLASHES;) {
		if (words.ptr[i] != '/')
			continue;
		find_label(a, arena, store, span_trim(span_slice(words, 0, i)), span_trim(span_from(words, i + 1)));
		slashes++;
	}
}

/* Cuts "X<separator>N" at the last separator: X stays in *words. */
static bool cut_number(struct span *words, char separator, int64_t *number)
{
	for (size_t i = words->len; i > 0; i--) {
		if (words->ptr[i - 1] != separator)
			continue;
		if (!all_digits(span_from(*words, i), number))
			return false;
		*words = span_slice(*words, 0, i - 1);
		return true;
	}
	return false;
}

static void find_place(struct address *a, struct arena *arena, struct store *store, struct span words)
{
	struct query *q = NULL;
	int64_t first, second = 0;

	if (cut_number(&words, ':', &first)) {
		q = store_query(store, PASSAGES(PATH_IS " AND ?2 BETWEEN p.line_start AND p.line_end"));
	} else if (cut_number(&words, '.', &second) && cut_number(&words, '#', &first)) {
		q = store_query(store, PASSAGES(PATH_IS " AND d.seq = ?2 AND p.seq = ?3"));
		query_bind_int(q, 3, second);
	}
	if (!q)
		return;
	query_bind_text(q, 1, words);
	query_bind_int(q, 2, first);
	add_passages(a, arena, q);
}

void address_find(struct address *a, struct arena *arena, struct store *store, struct span words)
{
	long blank;
	int64_t id;

	words = span_trim(words);
	*a = (struct address){ .wanted = SUBJECT_COUNT };
	blank = words.len > 0 ? span_find(words, SPAN(" "), 0) : -1;
	if (blank > 0)
		a->wanted = type_of(span_slice(words, 0, (size_t)blank));
	if (a->wanted != SUBJECT_COUNT)
		words = span_trim(span_from(words, (size_t)blank));
	if (all_digits(words, &id))
		find_id(a, arena, store, id);
	if (a->count == 0)
		find_labels(a, arena, store, words);
	if (a->count == 0)
		find_place(a, arena, store, words);
}

const struct subject *address_choose(const struct address *a)
{
	const struct subject *one = NULL;

	if (a->count == 1)
		return &a->found[0];
	for (size_t i = 0; i < a->count; i++) {
		if (a->found[i].type != SUBJECT_RECOMMENDATION)
			continue;
		if (one)
			return NULL;
		one = &a->found[i];
	}
	return one;
}
