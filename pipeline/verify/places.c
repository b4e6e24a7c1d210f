#include "pipeline/verify/places.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "pipeline/base/memory.h"
#include "pipeline/intake.h"
#include "pipeline/show/phrase.h"
#include "pipeline/unpack/unpack.h"
#include "pipeline/verify/original.h"
#include "pipeline/verify/proof.h"
#include "pipeline/workers/unpacking.h"

/* What is looked at in every source, and how it was found. */
struct tally {
	struct check *check;
	int64_t found[PROOF_COUNT];
	int64_t indirect; /* records that were found in their passages */
	int64_t seen; /* in sources that are as they were */
	int64_t all;  /* in all current sources */
};

struct places {
	struct checks *checks;
	struct check *sources, *lines;
	struct tally passages, records;
	int64_t intact, changed, line_count;
	struct buffer scratch, joined;
};

/*
 * A record may hold what no byte of its source says: the number of a list item
 * that a browser counts. Then it is looked for in its passages, each behind its
 * marker; they have been looked for in the source themselves.
 */
static bool in_its_passages(struct places *p, int64_t item, struct span text)
{
	struct query *q = store_query(p->checks->store,
		"SELECT group_concat(t, ' ') FROM (SELECT coalesce(p.marker || ' ', '') || p.text AS t "
		"FROM item_passages y JOIN passages p ON p.id = y.passage_id WHERE y.item_id = ?1 ORDER BY p.seq)");
	struct span missing;
	struct buffer folded;
	bool found;

	buffer_init(&folded, BUFFER_LIMIT_DEFAULT);
	query_bind_int(q, 1, item);
	found = query_next(q) && proof_find(query_text(q, 0), text, &folded, &missing) == PROOF_WORDS;
	query_reset(q);
	buffer_release(&folded);
	return found;
}

/* Of the queries for passages and for items. */
enum piece_column { PIECE_NAME, PIECE_TEXT, PIECE_LINE, PIECE_LINE_END, PIECE_BYTE, PIECE_BYTE_END, PIECE_ITEM, PIECE_LIST };

/* "120-163,201-240": the next range; false where there is none. */
static bool next_range(struct span *list, int64_t *from, int64_t *to)
{
	int64_t number[2] = { 0, 0 };
	size_t at = 0;

	for (int i = 0; i < 2; i++, at++)
		for (; at < list->len && list->ptr[at] >= '0' && list->ptr[at] <= '9' && number[i] < INT64_MAX / 16; at++)
			number[i] = number[i] * 10 + (list->ptr[at] - '0');
	*from = number[0];
	*to = number[1];
	*list = span_from(*list, at);
	return at > 2;
}

/* The source where the passage stands; of a passage in columns, its pieces in their order, one a line. */
static struct span source_text(struct places *p, struct original *o, const struct query *q)
{
	struct span list = query_int(q, PIECE_ITEM) ? span_of(NULL, 0) : query_text(q, PIECE_LIST);
	int64_t from, to;

	if (span_empty(list))
		return original_text(o, query_int(q, PIECE_BYTE), query_int(q, PIECE_BYTE_END));
	buffer_clear(&p->joined);
	while (next_range(&list, &from, &to)) {
		buffer_add(&p->joined, original_text(o, from, to));
		buffer_add_char(&p->joined, '\n');
	}
	return buffer_span(&p->joined);
}

static void prove(struct places *p, struct tally *tally, struct original *o, struct span path, const struct query *q)
{
	struct span text = query_text(q, PIECE_TEXT), missing;
	int64_t from = query_int(q, PIECE_BYTE), to = query_int(q, PIECE_BYTE_END);
	enum proof proof = proof_find(source_text(p, o, q), text, &p->scratch, &missing);
	struct buffer excerpt;

	tally->seen++;
	if (proof == PROOF_NONE && tally == &p->records && in_its_passages(p, query_int(q, PIECE_ITEM), text)) {
		tally->indirect++;
		return;
	}
	tally->found[proof]++;
	if (proof != PROOF_NONE)
		return;
	buffer_init(&excerpt, 4096);
	phrase_excerpt(&excerpt, text, 60);
	check_find(p->checks, tally->check, VERDICT_FAILED, path, query_int(q, PIECE_LINE),
		   "%.*s: the word “%.*s” of “%s” is not in its place in bytes %" PRId64 "-%" PRId64,
		   SPAN_ARG(query_text(q, PIECE_NAME)), SPAN_ARG(missing), excerpt.data, from, to);
	buffer_release(&excerpt);
}

/* Lines and bytes are two ways to say one place. A range may end behind the line end of its last line. */
static void check_lines(struct places *p, struct original *o, struct span path, const struct query *q)
{
	int64_t line_start = query_int(q, PIECE_LINE), line_end = query_int(q, PIECE_LINE_END);
	int64_t from = query_int(q, PIECE_BYTE), to = query_int(q, PIECE_BYTE_END);
	int64_t first = original_line(o, from), last = original_line(o, to > from ? to - 1 : from);

	p->line_count++;
	if (first != line_start || last != line_end)
		check_find(p->checks, p->lines, VERDICT_FAILED, path, line_start,
			   "%.*s: its bytes %" PRId64 "-%" PRId64 " are lines %" PRId64 "-%" PRId64
			   ", and lines %" PRId64 "-%" PRId64 " are stored",
			   SPAN_ARG(query_text(q, PIECE_NAME)), from, to, first, last, line_start, line_end);
}

static void check_source(struct places *p, struct original *o, int64_t source, struct span path)
{
	struct query *passages = store_query(p->checks->store,
		"SELECT 'passage ' || p.id, p.text, p.line_start, p.line_end, p.byte_start, p.byte_end, "
		"0, p.pieces FROM passages p "
		"JOIN documents d ON d.id = p.document_id WHERE d.source_id = ?1 ORDER BY d.seq, p.seq");
	struct query *items = store_query(p->checks->store,
		"SELECT i.item_type || ' ' || i.label, i.text, i.line_start, i.line_end, i.byte_start, i.byte_end, "
		"i.id, NULL FROM items i JOIN documents d ON d.id = i.document_id WHERE d.source_id = ?1 "
		"ORDER BY d.seq, i.seq");

	query_bind_int(passages, 1, source);
	while (query_next(passages)) {
		prove(p, &p->passages, o, path, passages);
		check_lines(p, o, path, passages);
	}
	query_bind_int(items, 1, source);
	while (query_next(items))
		prove(p, &p->records, o, path, items);
}

/* Columns of a query for sources. */
#define SOURCE_COLUMNS "id, path, sha256, media_type, charset"

static struct original_source source_of(const struct query *q)
{
	return (struct original_source){ query_int(q, 0), query_text(q, 1), query_text(q, 2), query_text(q, 3), query_text(q, 4) };
}

/* Compares what could be opened with what is known of it, and counts it. Closes it. */
static void settle_source(struct places *p, struct original *o, const struct original_source *source, bool open, struct span why)
{
	if (open) {
		p->intact++;
		check_source(p, o, source->id, source->path);
	} else {
		p->changed++;
		check_find(p->checks, p->sources, VERDICT_SKIPPED, source->path, 0, "%.*s", SPAN_ARG(why));
	}
	original_close(o);
}

/* ---- archives: their members in the order in which they come out ---- */

static int by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The sources that were members of the archive and did not come out of it. */
static void find_lost(struct places *p, struct span archive, const int64_t *seen, size_t count)
{
	struct query *q = store_query(p->checks->store, "SELECT id, path FROM sources WHERE state = 'current' "
							"AND path > ?1 || '!/' AND path < ?1 || '!0' ORDER BY path");

	query_bind_text(q, 1, archive);
	while (query_next(q)) {
		int64_t id = query_int(q, 0);

		if (bsearch(&id, seen, count, sizeof id, by_id))
			continue;
		p->changed++;
		check_find(p->checks, p->sources, VERDICT_SKIPPED, query_text(q, 1), 0,
			   "does not come out of its archive; 'winnow ingest' reads it anew");
	}
}

static void check_member(struct places *p, const struct document *d, struct buffer *bytes, int64_t **seen, size_t *count,
			 size_t *capacity)
{
	struct query *q = store_query(p->checks->store, "SELECT " SOURCE_COLUMNS " FROM sources WHERE state = 'current' AND path = ?1");
	struct original_source source;
	struct original o;
	struct arena *arena = d->arena;
	struct span why = SPAN("");
	bool open;

	query_bind_text(q, 1, d->source.path);
	if (!query_next(q))
		return;
	source = source_of(q);
	*seen = memory_room(*seen, *count, capacity, sizeof **seen);
	(*seen)[(*count)++] = source.id;
	open = original_open_bytes(&o, arena, p->checks->options, &source, bytes, &why);
	settle_source(p, &o, &source, open, why);
	query_reset(q);
}

static void check_members(struct places *p, struct document *archive, int fd)
{
	struct unpacking *u = unpacking_open(p->checks->options, fd, archive);
	struct document *d;
	struct buffer bytes;
	int64_t *seen = NULL;
	size_t count = 0, capacity = 0;

	buffer_init(&bytes, BUFFER_LIMIT_DEFAULT);
	while (unpacking_next(u, &d, &bytes)) {
		check_member(p, d, &bytes, &seen, &count, &capacity);
		document_free(d);
	}
	unpacking_close(u);
	if (count)
		qsort(seen, count, sizeof *seen, by_id);
	find_lost(p, archive->source.path, seen, count);
	free(seen);
	buffer_release(&bytes);
}

static void check_archive(struct places *p, const struct original_source *source)
{
	struct file file = { .name = source->path };
	struct buffer none;
	struct document *d;
	int fd, status;

	buffer_init(&none, BUFFER_LIMIT_DEFAULT);
	status = intake_read(&file, &none, &d, &fd);
	if (status == 0 && fd >= 0 && span_equal(d->source.sha256, source->sha256)) {
		p->intact++;
	} else {
		p->changed++;
		check_find(p->checks, p->sources, VERDICT_SKIPPED, source->path, 0, "%s",
			   files_gone(source->path) ? "is no longer there; 'winnow ingest' of its folder marks it missing" :
						      "has changed since it was read; 'winnow ingest' reads it anew");
	}
	if (fd >= 0) {
		check_members(p, d, fd);
		close(fd);
	} else {
		find_lost(p, source->path, NULL, 0);
	}
	document_free(d);
	buffer_release(&none);
}

static void check_sources(struct places *p)
{
	struct query *q = store_query(p->checks->store, "SELECT " SOURCE_COLUMNS " FROM sources "
							"WHERE state = 'current' AND instr(path, '!/') = 0 ORDER BY path, id");
	struct arena *arena = arena_new();

	while (query_next(q)) {
		struct original_source source = source_of(q);
		struct original o;
		struct span why = SPAN("");

		if (unpack_is_archive(source.media_type)) {
			check_archive(p, &source);
		} else {
			bool open = original_open(&o, arena, p->checks->options, &source, &why);

			settle_source(p, &o, &source, open, why);
		}
		arena_reset(arena);
	}
	arena_free(arena);
}

/* What stands in sources that could not be compared was not looked at: that is no failure, and not well. */
static void count_unseen(struct places *p, struct tally *t, const char *sql)
{
	struct query *q = store_query(p->checks->store, sql);

	t->all = query_next(q) ? query_int(q, 0) : 0;
	query_reset(q);
	if (t->all > t->seen && t->check->verdict < VERDICT_SKIPPED)
		t->check->verdict = VERDICT_SKIPPED;
}

/* "300 of 312 found again in their files: 290 word for word, 10 by their letters, spacing aside" */
static void say_tally(struct places *p, const struct tally *t)
{
	static const char *const ways[PROOF_COUNT] = {
		[PROOF_WORDS] = "word for word",
		[PROOF_LETTERS] = "by their letters, spacing aside",
		[PROOF_ASCII] = "by their ASCII letters, in repaired text",
		[PROOF_FONT] = "by the glyph numbers of their font",
	};
	const char *before = ": ";
	struct buffer line;

	buffer_init(&line, 4096);
	phrase_number(&line, t->seen - t->found[PROOF_NONE]);
	buffer_add_str(&line, " of ");
	phrase_number(&line, t->all);
	buffer_add_str(&line, " found again in their files");
	for (int i = PROOF_WORDS; i < PROOF_COUNT; i++) {
		if (t->found[i] == 0)
			continue;
		buffer_add_str(&line, before);
		phrase_number(&line, t->found[i]);
		buffer_printf(&line, " %s", ways[i]);
		before = ", ";
	}
	if (t->indirect > 0) {
		buffer_add_str(&line, before);
		phrase_number(&line, t->indirect);
		buffer_add_str(&line, " in their passages and the list numbers before them");
	}
	check_say(p->checks, t->check, "%s", line.data);
	buffer_release(&line);
}

void places_check(struct checks *checks)
{
	struct places p = { .checks = checks };
	char digits[2][PHRASE_DIGITS];

	p.sources = check_add(checks, "sources");
	p.passages.check = check_add(checks, "passages");
	p.lines = check_add(checks, "lines");
	p.records.check = check_add(checks, "records");
	buffer_init(&p.scratch, BUFFER_LIMIT_DEFAULT);
	buffer_init(&p.joined, BUFFER_LIMIT_DEFAULT);
	check_sources(&p);
	buffer_release(&p.joined);
	buffer_release(&p.scratch);
	count_unseen(&p, &p.passages,
		     "SELECT count(*) FROM passages a JOIN current_documents d ON d.id = a.document_id");
	count_unseen(&p, &p.records,
		     "SELECT count(*) FROM items i JOIN current_documents d ON d.id = i.document_id");
	check_say(checks, p.sources, "%s of %s are on disk as they were read (SHA-256)%s",
		  phrase_digits(digits[0], p.intact), phrase_digits(digits[1], p.intact + p.changed),
		  p.changed ? "; paths are looked up from the folder you are in now" : "");
	say_tally(&p, &p.passages);
	check_say(checks, p.lines, "%s of %s line numbers agree with the bytes",
		  phrase_digits(digits[0], p.line_count - (int64_t)p.lines->total),
		  phrase_digits(digits[1], p.line_count));
	say_tally(&p, &p.records);
}
