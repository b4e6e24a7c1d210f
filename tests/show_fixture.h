/*
 * show_fixture: a small heap of files and its database, made by hand.
 *
 * One report of two conclusions and three recommendations; a response that
 * agrees with one and disagrees with another; a progress report that moves a
 * date; a file that could not be read. Invented, in the manner of the real ones.
 * For the tests of the commands that people read: they share it, and the way to
 * run a command and catch what it prints.
 */
#ifndef WINNOW_SHOW_FIXTURE_H
#define WINNOW_SHOW_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/fixity.h"
#include "pipeline/options.h"
#include "pipeline/store/store.h"

struct fixture {
	char folder[64];
	char database[96];
	struct store *store; /* open while the database is being filled */
};

/* What a command printed, and how it ended. */
struct outcome {
	int status;
	char *out, *err;
};

/* Record ids, as large as real ones. */
enum {
	REPORT_1 = 900000001,
	CONCLUSION_1 = 910000001,
	CONCLUSION_2,
	RECOMMENDATION_1 = 920000001,
	RECOMMENDATION_2A,
	RECOMMENDATION_2B,
	RESPONSE_1 = 930000001,
	RESPONSE_2A,
	RESPONSE_1_LATER,
	DOCUMENT_REPORT = 100000,
	DOCUMENT_RESPONSE = 200000,
	DOCUMENT_LATER = 300000,
	ITEM_BASE = 700000
};

static const char report_text[] =
	"Harbour dredging\n"
	"Conclusions and recommendations\n"
	"1. The Agency does not know what dredging costs. It keeps no\n"
	"accounts of its vessels, and the har-\n"
	"bours keep none either.\n"
	"Recommendation: The Agency should publish the cost of each vessel by January 2018.\n"
	"2. Small harbours wait longest.\n"
	"Recommendation: The Agency should publish a list of the harbours that wait.\n"
	"The Agency should say how it chose them.\n"
	"Small harbours wait longest.\n";

static const char response_text[] =
	"Government response on Harbour dredging\n"
	"There were 3 recommendations in this report.\n"
	"1: Recommendation: The Agency should publish the cost of each vessel by January 2018.\n"
	"1.1 The Government agrees with the recommendation.\n"
	"Target implementation date: January 2018.\n"
	"2a: Recommendation: The Agency should publish a list of harbours that wait.\n"
	"2.1 The Government disagrees with the recommendation.\n";

static const char later_text[] =
	"Progress on Harbour dredging\n"
	"1: Recommendation: The Agency should publish the cost of each vessel by January 2018.\n"
	"1.1 The Government agreed with the recommendation.\n"
	"Revised target implementation date: spring 2019.\n";

static void fixture_exec(struct fixture *f, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void fixture_exec(struct fixture *f, const char *format, ...)
{
	va_list args;
	char sql[4096];

	va_start(args, format);
	vsnprintf(sql, sizeof sql, format, args);
	va_end(args);
	if (!store_exec(f->store, sql))
		fail_msg("%s\n%s", store_message(f->store), sql);
}

static void fixture_write(const struct fixture *f, const char *name, const char *text)
{
	char path[160];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", f->folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* A source with one document, whose id is the source's id too. */
static void fixture_document(struct fixture *f, int64_t id, const char *name, const char *text, const char *kind,
			     const char *title, const char *date)
{
	char hex[FIXITY_HEX + 1];

	fixture_write(f, name, text);
	fixity_sha256(span_str(text), hex);
	fixture_exec(f,
		     "INSERT INTO sources(id, path, sha256, bytes, mtime, media_type, encoding, state, first_run_id, last_run_id) "
		     "VALUES (%lld, '%s/%s', '%s', %zu, 0, 'text/plain', 'utf-8', 'current', 1, 1);"
		     "INSERT INTO documents (id, source_id, seq, kind, family, title, date) VALUES "
		     "(%lld, %lld, 1, '%s', 'harbour', '%s', '%s');",
		     (long long)id, f->folder, name, hex, strlen(text), (long long)id, (long long)id, kind, title,
		     date);
}

static int line_of(const char *text, const char *at)
{
	int line = 1;

	for (const char *c = text; c < at; c++)
		line += *c == '\n';
	return line;
}

/* A passage that stands in the file as `raw`, the `nth` time (from 0); its id is document + seq. */
static void fixture_passage(struct fixture *f, int64_t document, int seq, const char *role, const char *file,
			    const char *raw, int nth, const char *text)
{
	const char *at = strstr(file, raw);

	while (at && nth-- > 0)
		at = strstr(at + 1, raw);
	assert_non_null(at);
	fixture_exec(f,
		     "INSERT INTO passages (id, document_id, seq, role, text, line_start, line_end, byte_start, "
		     "byte_end) VALUES (%lld, %lld, %d, '%s', '%s', %d, %d, %td, %td)",
		     (long long)document + seq, (long long)document, seq, role, text, line_of(file, at),
		     line_of(file, at + strlen(raw) - 1), at - file, at - file + (ptrdiff_t)strlen(raw));
}

/* The item of a passage, and the occurrence of a record there; the item takes its place from the passage. */
static void fixture_item(struct fixture *f, int64_t document, int seq, const char *type, int64_t record,
			 const char *label, const char *how, int passage, double similarity, const char *method)
{
	long long item = ITEM_BASE + document + seq, place = document + passage;

	fixture_exec(f,
		     "INSERT INTO items (id, document_id, seq, item_type, how, label, number, text, rule, line_start, "
		     "line_end, byte_start, byte_end) SELECT %lld, %lld, %d, '%s', '%s', '%s', NULL, text, "
		     "'harbour:%d', line_start, line_end, byte_start, byte_end FROM passages WHERE id = %lld;"
		     "INSERT INTO item_passages VALUES (%lld, %lld);"
		     "INSERT INTO occurrences SELECT '%s', %lld, %lld, %lld, %lld, %d, '%s', text, '%s', %g, '%s' "
		     "FROM items WHERE id = %lld;",
		     item, (long long)document, seq, type, how, label, 10 + seq, place, item, place, type,
		     (long long)record, (long long)document, item, place, REPORT_1, label, how, similarity, method,
		     item);
}

static void fill_report(struct fixture *f)
{
	const int64_t d = DOCUMENT_REPORT;

	fixture_document(f, d, "report.txt", report_text, "committee_report", "Harbour dredging", "2016-12-15");
	fixture_passage(f, d, 1, "heading", report_text, "Harbour dredging", 0, "Harbour dredging");
	fixture_passage(f, d, 2, "paragraph", report_text,
			"The Agency does not know what dredging costs. It keeps no\n"
			"accounts of its vessels, and the har-\nbours keep none either.", 0,
			"The Agency does not know what dredging costs. It keeps no accounts of its vessels, and the "
			"harbours keep none either.");
	fixture_passage(f, d, 3, "paragraph", report_text,
			"The Agency should publish the cost of each vessel by January 2018.", 0,
			"The Agency should publish the cost of each vessel by January 2018.");
	fixture_passage(f, d, 4, "paragraph", report_text, "Small harbours wait longest.", 0,
			"Small harbours wait longest.");
	fixture_passage(f, d, 5, "paragraph", report_text,
			"The Agency should publish a list of the harbours that wait.", 0,
			"The Agency should publish a list of the harbours that wait.");
	fixture_passage(f, d, 6, "paragraph", report_text, "The Agency should say how it chose them.", 0,
			"The Agency should say how it chose them.");
	fixture_passage(f, d, 7, "paragraph", report_text, "Small harbours wait longest.", 1,
			"Small harbours wait longest.");
	fixture_item(f, d, 1, "conclusion", CONCLUSION_1, "1", "stated", 2, 1, "stated");
	fixture_item(f, d, 2, "recommendation", RECOMMENDATION_1, "1", "stated", 3, 1, "stated");
	fixture_item(f, d, 3, "conclusion", CONCLUSION_2, "2", "stated", 4, 1, "stated");
	fixture_item(f, d, 4, "recommendation", RECOMMENDATION_2A, "2a", "stated", 5, 1, "stated");
	fixture_item(f, d, 5, "recommendation", RECOMMENDATION_2B, "2b", "stated", 6, 1, "stated");
	fixture_exec(f, "INSERT INTO duplicates VALUES (%lld, %lld, 'exact', 1)", (long long)d + 7, (long long)d + 4);
}

static void fill_response(struct fixture *f)
{
	const int64_t d = DOCUMENT_RESPONSE;

	fixture_document(f, d, "response.txt", response_text, "government_response", "Response on Harbour dredging",
			 "2017-03-01");
	fixture_passage(f, d, 1, "paragraph", response_text, "There were 3 recommendations in this report.", 0,
			"There were 3 recommendations in this report.");
	fixture_passage(f, d, 2, "paragraph", response_text,
			"The Agency should publish the cost of each vessel by January 2018.", 0,
			"The Agency should publish the cost of each vessel by January 2018.");
	fixture_passage(f, d, 3, "paragraph", response_text,
			"The Government agrees with the recommendation.\nTarget implementation date: January 2018.", 0,
			"The Government agrees with the recommendation. Target implementation date: January 2018.");
	fixture_passage(f, d, 4, "paragraph", response_text,
			"The Agency should publish a list of harbours that wait.", 0,
			"The Agency should publish a list of harbours that wait.");
	fixture_passage(f, d, 5, "paragraph", response_text, "The Government disagrees with the recommendation.", 0,
			"The Government disagrees with the recommendation.");
	fixture_item(f, d, 1, "recommendation", RECOMMENDATION_1, "1", "quoted", 2, 1, "label");
	fixture_item(f, d, 2, "response", RESPONSE_1, "1", "stated", 3, 1, "stated");
	fixture_item(f, d, 3, "recommendation", RECOMMENDATION_2A, "2a", "quoted", 4, 0.93, "text");
	fixture_item(f, d, 4, "response", RESPONSE_2A, "2a", "stated", 5, 1, "stated");
	fixture_exec(f, "UPDATE items SET position_words = 'The Government agrees', position = 'agreed', status = "
			"'in_progress', status_words = 'Target implementation date', target_text = 'January 2018' "
			"WHERE id = %d", ITEM_BASE + DOCUMENT_RESPONSE + 2);
	fixture_exec(f, "INSERT INTO duplicates VALUES (%lld, %d, 'exact', 1), (%lld, %d, 'near', 0.93)",
		     (long long)d + 2, DOCUMENT_REPORT + 3, (long long)d + 4, DOCUMENT_REPORT + 5);
	fixture_exec(f, "INSERT INTO report_references (id, document_id, seq, role, attributed, session, number, "
			"title) VALUES (600001, %lld, 1, 'answers', 1, '2016-17', 12, 'Harbour dredging');"
			"UPDATE items SET reference_id = 600001 WHERE document_id = %lld;"
			"INSERT INTO stated_counts VALUES (%lld, 1, 600001, 'recommendations', 3, 2)",
		     (long long)d, (long long)d, (long long)d);
}

static void fill_later(struct fixture *f)
{
	const int64_t d = DOCUMENT_LATER;

	fixture_document(f, d, "later.txt", later_text, "government_response", "Progress", "2018-06-01");
	fixture_passage(f, d, 1, "paragraph", later_text,
			"The Agency should publish the cost of each vessel by January 2018.", 0,
			"The Agency should publish the cost of each vessel by January 2018.");
	fixture_passage(f, d, 2, "paragraph", later_text,
			"The Government agreed with the recommendation.\n"
			"Revised target implementation date: spring 2019.", 0,
			"The Government agreed with the recommendation. "
			"Revised target implementation date: spring 2019.");
	fixture_item(f, d, 1, "recommendation", RECOMMENDATION_1, "1", "quoted", 1, 1, "label");
	fixture_item(f, d, 2, "response", RESPONSE_1_LATER, "1", "stated", 2, 1, "stated");
	fixture_exec(f, "INSERT INTO duplicates VALUES (%lld, %d, 'exact', 1)", (long long)d + 1, DOCUMENT_REPORT + 3);
}

static void fill_ledger(struct fixture *f)
{
	fixture_exec(f,
		     "INSERT INTO reports VALUES (%d, 'Committee of Harbour Accounts', '2016-17', 12, 0, "
		     "'Harbour dredging', 'Harbour Agency', 'HC 901', '2016-12-15', 1)", REPORT_1);
	fixture_exec(f,
		     "INSERT INTO conclusions SELECT record_id, report_id, label, text FROM occurrences "
		     "WHERE record_type = 'conclusion';"
		     "INSERT INTO recommendations SELECT record_id, report_id, "
		     "CASE WHEN label = '1' THEN %d ELSE %d END, label, text, 'The Agency', NULL "
		     "FROM occurrences WHERE record_type = 'recommendation' "
		     "AND how = 'stated'", CONCLUSION_1, CONCLUSION_2);
	fixture_exec(f,
		     "INSERT INTO responses SELECT record_id, report_id, document_id, label, NULL, "
		     "CASE record_id WHEN %d THEN 'disagreed' ELSE 'agreed' END, "
		     "CASE record_id WHEN %d THEN 'not_implemented' ELSE 'in_progress' END, NULL, NULL, NULL, NULL, "
		     "text FROM occurrences WHERE record_type = 'response'", RESPONSE_2A, RESPONSE_2A);
	fixture_exec(f,
		     "UPDATE responses SET target_text = 'January 2018', target_date = '2018-01', target_start = "
		     "'2018-01-01', target_end = '2018-01-31' WHERE id = %d;"
		     "UPDATE responses SET target_text = 'spring 2019', target_date = '2019-21', target_start = "
		     "'2019-03-01', target_end = '2019-05-31' WHERE id = %d", RESPONSE_1, RESPONSE_1_LATER);
	fixture_exec(f,
		     "INSERT INTO response_paragraphs VALUES (%d, 1, '1.1', "
		     "'The Government agrees with the recommendation.', %d);"
		     "INSERT INTO response_recommendations VALUES (%d, %d, 'position in the document', 1, %d), "
		     "(%d, %d, 'label', 1, %d), (%d, %d, 'label', 1, %d)",
		     RESPONSE_1, DOCUMENT_RESPONSE + 3, RESPONSE_1, RECOMMENDATION_1, DOCUMENT_RESPONSE, RESPONSE_2A,
		     RECOMMENDATION_2A, DOCUMENT_RESPONSE, RESPONSE_1_LATER, RECOMMENDATION_1, DOCUMENT_LATER);
	fixture_exec(f,
		     "INSERT INTO record_texts SELECT rowid_, record_type, record_id, label, text FROM (SELECT "
		     "min(item_id) AS rowid_, record_type, record_id, label, text FROM occurrences "
		     "GROUP BY record_type, record_id);"
		     "INSERT INTO passages_fts(passages_fts) VALUES ('rebuild');"
		     "INSERT INTO records_fts(records_fts) VALUES ('rebuild')");
}

static void fixture_make(struct fixture *f)
{
	strcpy(f->folder, "/tmp/winnow-show-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->database, sizeof f->database, "%s/heap.db", f->folder);
	f->store = store_open(f->database, STORE_WRITE);
	assert_int_equal(store_status(f->store), 0);
	/* Rows are written in the order of the story, not of the keys; test_verify checks the keys. */
	store_exec(f->store, "PRAGMA foreign_keys=OFF");
	store_begin(f->store);
	fixture_exec(f, "INSERT INTO runs(id, started_at, finished_at, command, version, files_seen, files_new, "
		     "files_changed, files_unchanged, files_failed, exit_status) VALUES (1, '2026-01-02T10:00:00Z', '2026-01-02T10:00:04Z', 'ingest', '0.1', "
			"4, 4, 0, 0, 1, 1)");
	fill_report(f);
	fill_response(f);
	fill_later(f);
	fill_ledger(f);
	fixture_exec(f,
		     "INSERT INTO sources(id, path, sha256, bytes, mtime, media_type, encoding, state, first_run_id, last_run_id) "
		     "VALUES (400000, '%s/broken.bin', NULL, 0, 0, NULL, NULL, 'failed', 1, 1);"
		     "INSERT INTO diagnostics VALUES (1, 1, 400000, NULL, 'error', 'unreadable', 'is a binary file'), "
		     "(2, 1, %d, 3, 'warning', 'hyphen-joined', 'a word was joined over a line end')",
		     f->folder, DOCUMENT_REPORT);
	assert_true(store_commit(f->store));
	assert_int_equal(store_close(f->store), 0);
	f->store = NULL;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static void fixture_remove(struct fixture *f)
{
	nftw(f->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Changes the database behind a command's back. */
static inline void fixture_change(struct fixture *f, const char *sql)
{
	f->store = store_open(f->database, STORE_WRITE);
	store_exec(f->store, "PRAGMA foreign_keys=OFF");
	fixture_exec(f, "%s", sql);
	assert_int_equal(store_close(f->store), 0);
	f->store = NULL;
}

static char *slurp(const char *path)
{
	FILE *file = fopen(path, "r");
	size_t capacity = 1 << 20, length;
	char *text = malloc(capacity);

	assert_non_null(file);
	assert_non_null(text);
	length = fread(text, 1, capacity - 1, file);
	text[length] = '\0';
	fclose(file);
	return text;
}

static void redirect(int descriptor, const char *path)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	assert_true(file >= 0);
	dup2(file, descriptor);
	close(file);
}

/* Runs a command on the fixture's database; `words` end with NULL. Free with outcome_free. */
static inline struct outcome fixture_run(struct fixture *f, const struct command *command, const char *format,
				  const char *const *words)
{
	struct options options = { .database = f->database, .format = format, .verbosity = 1 };
	int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
	struct outcome o = { 0 };
	char paths[2][160];

	for (options.paths = (char **)words; words[options.path_count];)
		options.path_count++;
	snprintf(paths[0], sizeof paths[0], "%s/stdout", f->folder);
	snprintf(paths[1], sizeof paths[1], "%s/stderr", f->folder);
	fflush(stdout);
	fflush(stderr);
	redirect(STDOUT_FILENO, paths[0]);
	redirect(STDERR_FILENO, paths[1]);
	o.status = command->run(&options);
	fflush(stdout);
	fflush(stderr);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	close(out);
	close(err);
	o.out = slurp(paths[0]);
	o.err = slurp(paths[1]);
	return o;
}

static inline void outcome_free(struct outcome *o)
{
	free(o->out);
	free(o->err);
}

static inline void assert_status(const struct outcome *o, int status)
{
	if (o->status != status)
		fail_msg("status %d, not %d:\n%s%s", o->status, status, o->out, o->err);
}

static inline void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("'%s' is missing in:\n%s", part, text);
}

/* As assert_has, wherever lines are broken: runs of white space count as one blank in both. */
static inline void assert_says(const char *text, const char *part)
{
	char *flat[2] = { strdup(text), strdup(part) };

	for (int i = 0; i < 2; i++) {
		char *to = flat[i];

		for (const char *from = flat[i]; *from; from++) {
			bool blank = *from == ' ' || *from == '\n';

			if (!blank || to == flat[i] || to[-1] != ' ')
				*to++ = blank ? ' ' : *from;
		}
		*to = '\0';
	}
	if (!strstr(flat[0], flat[1]))
		fail_msg("'%s' is missing in:\n%s", part, text);
	free(flat[0]);
	free(flat[1]);
}

static inline void assert_lacks(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("'%s' should not be in:\n%s", part, text);
}

#endif
