/* load: one document as rows; what a stream may get wrong; ids that are taken; the full text; the stage. */
#include "tests/store_samples.h"

#include <sysexits.h>

#include "pipeline/options.h"
#include "pipeline/store/fulltext.h"
#include "pipeline/store/ident.h"
#include "pipeline/store/settle.h"

/* The first column of the first row as text, in a buffer of the test's. */
static const char *text_of(struct store *store, const char *sql)
{
	static char text[512];
	struct query *q = store_query_once(store, sql);

	text[0] = '\0';
	if (query_next(q))
		snprintf(text, sizeof text, "%.*s", SPAN_ARG(query_text(q, 0)));
	query_free(q);
	assert_string_equal(store_message(store), "");
	return text;
}

static void load_one(struct store *store, struct document *d)
{
	struct load *load = load_begin(store, "load");

	load_document(load, d);
	sample_finish(load, store);
	document_free(d);
}

static struct document *full_document(void)
{
	struct document *d = document_new();
	struct item *item;

	d->source = (struct source){ .path = SPAN("a.txt"), .sha256 = SPAN("00ff"), .bytes = 10, .mtime = 20,
				     .media_type = SPAN("text/plain"), .encoding = SPAN("UTF-8") };
	d->kind = KIND_GOVERNMENT_RESPONSE;
	d->family = SPAN("minutes");
	d->title = SPAN("Answers");
	d->date = SPAN("2003-04");
	document_add_passage(d)->text = SPAN("1.1 The Ministry agreed to paint the bridge.");
	d->passages[0].role = ROLE_LIST_ITEM;
	d->passages[0].level = 2;
	d->passages[0].marker = SPAN("1.1");
	d->passages[0].context = SPAN("2001-02/7/response/1");
	d->passages[0].place = (struct place){ 3, 4, 100, 160 };
	document_add_passage(d)->role = ROLE_LINE;
	*document_add_reference(d) = (struct reference){ .role = REFERENCE_ANSWERS, .attributed = true,
		.session = SPAN("2001-02"), .number = 7, .paper = SPAN("HC 12"), .place = { 1, 2, 0, 9 } };
	item = document_add_item(d);
	*item = (struct item){ .type = ITEM_RESPONSE, .how = HOW_STATED, .reference = 0, .copy_of = 1,
		.label = SPAN("1"),
		.text = SPAN("The Ministry agreed."), .rule = SPAN("minutes:12"), .position = POSITION_AGREED,
		.status = STATUS_IN_PROGRESS, .position_words = SPAN("agreed"), .target_text = SPAN("May 2004"),
		.target_date = SPAN("2004-05"), .target_start = SPAN("2004-05-01"), .target_end = SPAN("2004-05-31"),
		.place = { 3, 4, 100, 160 } };
	document_item_passage(d, item, 0);
	item->paragraphs = arena_array(d->arena, 2, sizeof *item->paragraphs);
	item->paragraph_count = 2;
	item->paragraphs[0] = (struct item_paragraph){ SPAN("1.1"), SPAN("The Ministry"), 0 };
	item->paragraphs[1] = (struct item_paragraph){ SPAN(""), SPAN("agreed."), -1 };
	document_add_item(d)->type = ITEM_RECOMMENDATION;
	document_add_count(d)->count = 9;
	d->counts[0].what = SPAN("recommendations");
	d->counts[0].reference = 0;
	d->counts[0].place.line_start = 5;
	document_note(d, SEVERITY_WARNING, "odd", 3, "something odd");
	return d;
}

static void test_every_table(void **state)
{
	static const struct {
		const char *sql, *expected;
	} rows[] = {
		{ "SELECT json_array(path, sha256, bytes, mtime, media_type, encoding, state, first_run_id = "
		  "last_run_id) "
		  "FROM sources", "[\"a.txt\",\"00ff\",10,20,\"text/plain\",\"UTF-8\",\"current\",1]" },
		{ "SELECT json_array(seq, kind, family, title, author, date, url) FROM documents",
		  "[1,\"government_response\",\"minutes\",\"Answers\",null,\"2003-04\",null]" },
		{ "SELECT json_array(p.id - d.id, p.seq, role, level, marker, text, context, line_start, line_end, "
		  "byte_start, "
		  "byte_end) FROM passages p JOIN documents d WHERE p.seq = 1",
		  "[1,1,\"list_item\",2,\"1.1\",\"1.1 The Ministry agreed to paint the "
		  "bridge.\",\"2001-02/7/response/1\",3,4,"
		  "100,160]" },
		{ "SELECT json_array(role, level, marker, text, context, line_start, byte_start) FROM passages WHERE "
		  "seq = 2",
		  "[\"paragraph\",null,null,\"\",null,null,null]" },
		{ "SELECT json_array(role, attributed, body, session, number, special, paper, line_start, line_end) "
		  "FROM report_references", "[\"answers\",1,null,\"2001-02\",7,0,\"HC 12\",1,2]" },
		{ "SELECT json_array(item_type, how, label, text, rule, position, status, position_words, "
		  "status_words, "
		  "target_text, target_date, target_start, target_end, line_start, byte_end) FROM items WHERE seq = 1",
		  "[\"response\",\"stated\",\"1\",\"The Ministry "
		  "agreed.\",\"minutes:12\",\"agreed\",\"in_progress\",\"agreed\","
		  "null,\"May 2004\",\"2004-05\",\"2004-05-01\",\"2004-05-31\",3,160]" },
		{ "SELECT json_array(i.reference_id = r.id, i.copy_of = c.id, c.copy_of, c.reference_id, c.position) "
		  "FROM items i JOIN report_references r JOIN items c ON c.seq = 2 WHERE i.seq = 1",
		  "[1,1,null,null,null]" },
		{ "SELECT json_group_array(passage_id - (SELECT id FROM documents)) FROM item_passages", "[1]" },
		{ "SELECT json_group_array(json_array(seq, number, text, passage_id - (SELECT id FROM documents))) "
		  "FROM item_paragraphs", "[[1,\"1.1\",\"The Ministry\",1],[2,null,\"agreed.\",null]]" },
		{ "SELECT json_array(seq, reference_id = (SELECT id FROM report_references), what, count, line) "
		  "FROM stated_counts", "[1,1,\"recommendations\",9,5]" },
		{ "SELECT json_group_array(json_array(run_id, line, severity, code, message)) FROM diagnostics "
		  "WHERE code NOT GLOB 'link-*'", "[[1,3,\"warning\",\"odd\",\"something odd\"]]" },
		{ "SELECT json_array(command, files_seen, files_new, files_failed, exit_status, finished_at >= "
		  "started_at) "
		  "FROM runs", "[\"load\",1,1,0,0,1]" },
	};
	struct store *s = sample_store("every.db");

	(void)state;
	load_one(s, full_document());
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(text_of(s, rows[i].sql), rows[i].expected);
	assert_int_equal(sample_int(s, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
	store_close(s);
}

/* Indices that point nowhere, as a stream made by others may hold them. */
static void test_indices_out_of_range(void **state)
{
	static const int odd[] = { -2, 1, 2, INT32_MAX, INT32_MIN };
	struct store *s = sample_store("range.db");

	(void)state;
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		struct document *d = document_new();
		struct item *item;

		d->source.path = arena_printf(d->arena, "odd-%zu", i);
		document_add_passage(d);
		item = document_add_item(d);
		item->reference = item->copy_of = odd[i];
		document_item_passage(d, item, odd[i]);
		item->paragraphs = arena_array(d->arena, 1, sizeof *item->paragraphs);
		item->paragraph_count = 1;
		item->paragraphs[0].passage = odd[i];
		document_add_count(d)->reference = odd[i];
		load_one(s, d);
	}
	assert_int_equal(sample_int(s, "SELECT count(*) FROM items WHERE reference_id IS NULL AND copy_of IS NULL"), 5);
	assert_int_equal(sample_int(s, "SELECT count(*) FROM item_passages"), 0);
	assert_int_equal(sample_int(s, "SELECT count(*) FROM item_paragraphs WHERE passage_id IS NULL"), 5);
	assert_int_equal(sample_int(s, "SELECT count(*) FROM stated_counts WHERE reference_id IS NULL"), 5);
	store_close(s);
}

static void test_item_is_no_copy_of_itself(void **state)
{
	struct store *s = sample_store("itself.db");
	struct document *d = document_new();

	(void)state;
	d->source.path = SPAN("x");
	document_add_item(d)->copy_of = 0;
	load_one(s, d);
	assert_int_equal(sample_int(s, "SELECT count(*) FROM items WHERE copy_of IS NULL"), 1);
	store_close(s);
}

/* ---- ids ---- */

static void test_ids_follow_from_names(void **state)
{
	struct store *s = sample_store("ids.db");
	int64_t document = IDENT(SPAN("document"), SPAN("a.txt"), SPAN("00ff"), SPAN("1"));
	char sql[160];

	(void)state;
	load_one(s, full_document());
	assert_true(sample_int(s, "SELECT id FROM sources") == IDENT(SPAN("source"), SPAN("a.txt"), SPAN("00ff")));
	assert_true(sample_int(s, "SELECT id FROM documents") == document);
	assert_true(sample_int(s, "SELECT id FROM items WHERE seq = 2") == document + 2);
	assert_true(sample_int(s, "SELECT id FROM report_references") == document + 1);
	snprintf(sql, sizeof sql, "SELECT count(*) FROM passages WHERE id IN (%lld, %lld)", (long long)document + 1,
		 (long long)document + 2);
	assert_int_equal(sample_int(s, sql), 2);
	store_close(s);
}

static void test_ident(void **state)
{
	(void)state;
	assert_true(IDENT(SPAN("ab"), SPAN("c")) != IDENT(SPAN("a"), SPAN("bc")));
	assert_true(IDENT(SPAN("a")) != IDENT(SPAN("a"), SPAN("")));
	assert_true(IDENT(SPAN("a"), SPAN("b")) != IDENT(SPAN("b"), SPAN("a")));
	assert_true(IDENT(SPAN("a")) == IDENT(SPAN("a")));
	/* Ids are in databases: they are the same on every machine, for ever. */
	assert_true(IDENT(SPAN("source"), SPAN("a.txt"), SPAN("")) == INT64_C(762935043348220));
	for (int i = 0; i < 1000; i++) {
		int64_t id = IDENT(span_of((const char *)&i, sizeof i));

		assert_true(id > 0 && id < INT64_C(1) << IDENT_BITS);
	}
}

/* Somebody else has one of the ids that this document and what is in it would get: `table` is taken at `offset`. */
static void take_id(struct store *s, const char *table, int offset)
{
	static const char *const rows[][2] = {
		{ "passages", "(id, document_id, seq, role, text) VALUES (%lld, 5, 1, 'paragraph', 'taken')" },
		{ "items", "(id, document_id, seq, item_type, how, label, text, rule) "
			   "VALUES (%lld, 5, 1, 'response', 'stated', '', '', '')" },
		{ "report_references", "(id, document_id, seq, role, attributed) VALUES (%lld, 5, 1, 'own', 1)" },
		{ "documents", "(id, source_id, seq, kind) VALUES (%lld, 5, 2, 'other')" },
	};
	long long document = IDENT(SPAN("document"), SPAN("a.txt"), SPAN("00ff"), SPAN("1"));
	char values[256], sql[512];

	sample_exec(s, "INSERT INTO runs(id, started_at, command, version) VALUES (7, '', '', '');"
		       "INSERT INTO sources(id, path, sha256, bytes, mtime, media_type, encoding, state, first_run_id, last_run_id) "
		     "VALUES (5, 'other', 'ab', 1, 1, NULL, NULL, 'current', 7, 7);"
		       "INSERT INTO documents(id, source_id, seq, kind) VALUES (5, 5, 1, 'other')");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i][0], table) == 0) {
			const char *at = strstr(rows[i][1], "%lld");

			snprintf(values, sizeof values, "%.*s%lld%s", (int)(at - rows[i][1]), rows[i][1],
				 document + offset, at + 4);
			snprintf(sql, sizeof sql, "INSERT INTO %s%s", table, values);
			sample_exec(s, sql);
		}
}

static void load_again(struct store *s)
{
	struct load *load = load_begin(s, "load");
	struct document *d = full_document();

	load_document(load, d);
	document_free(d);
	assert_int_equal(load_counts(load)->unchanged, 1);
	sample_finish(load, s);
}

static void test_ids_that_are_taken(void **state)
{
	static const struct {
		const char *table;
		int offset;
	} cases[] = { { "documents", 0 }, { "documents", 2 }, { "passages", 0 }, { "passages", 1 }, { "passages", 2 },
		      { "items", 0 }, { "items", 2 }, { "report_references", 2 } };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct store *s = sample_store("taken.db");

		take_id(s, cases[i].table, cases[i].offset);
		load_one(s, full_document());
		assert_int_equal(sample_int(s, "SELECT count(*) FROM passages p JOIN documents d ON d.id = p.document_id "
					       "WHERE d.title = 'Answers' AND p.id = d.id + p.seq"), 2);
		assert_int_equal(sample_int(s, "SELECT count(*) FROM items i JOIN documents d ON d.id = i.document_id "
					       "WHERE d.title = 'Answers' AND i.id = d.id + i.seq"), 2);
		assert_int_equal(sample_int(s, "SELECT count(*) FROM diagnostics WHERE code = 'id-taken'"), 1);
		load_again(s); /* found, although its id is not the first choice */
		assert_int_equal(sample_int(s, "SELECT count(*) FROM documents WHERE title = 'Answers'"), 1);
		store_close(s);
	}
}

static void test_source_id_that_is_taken(void **state)
{
	struct store *s = sample_store("taken.db");
	char sql[400];

	(void)state;
	snprintf(sql, sizeof sql, "INSERT INTO runs(id, started_at, command, version) VALUES (7, '', '', '');"
				  "INSERT INTO sources(id, path, sha256, bytes, mtime, media_type, encoding, state, first_run_id, last_run_id) "
		     "VALUES (%lld, 'other', 'ab', 1, 1, NULL, NULL, 'current', 7, 7)",
		 (long long)IDENT(SPAN("source"), SPAN("a.txt"), SPAN("00ff")));
	sample_exec(s, sql);
	load_one(s, full_document());
	load_again(s);
	assert_int_equal(sample_int(s, "SELECT count(*) FROM sources"), 2);
	assert_int_equal(sample_int(s, "SELECT count(*) FROM current_documents WHERE source = 'a.txt'"), 1);
	store_close(s);
}

/* ---- dump ---- */

static void test_dump_keeps_rows_on_lines(void **state)
{
	struct store *s = sample_store("dump.db");
	struct document *d = document_new();
	char *dump;

	(void)state;
	d->source.path = SPAN("new\nline\t.txt");
	document_add_passage(d)->text = SPAN("back\\slash \\N\r");
	load_one(s, d);
	dump = sample_dump(s, store_dump);
	assert_non_null(strstr(dump, "\tnew\\nline\\t.txt\t\\N\t"));
	assert_non_null(strstr(dump, "\tback\\\\slash \\\\N\\r\t"));
	free(dump);
	store_close(s);
}

/* ---- full text ---- */

static int64_t hits(struct store *s, const char *index, const char *words)
{
	char sql[160];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM %s WHERE %s MATCH '%s'", index, index, words);
	return sample_int(s, sql);
}

static void check_indexes(struct store *s)
{
	sample_exec(s, "INSERT INTO passages_fts(passages_fts, rank) VALUES ('integrity-check', 1)");
	sample_exec(s, "INSERT INTO records_fts(records_fts, rank) VALUES ('integrity-check', 1)");
	assert_int_equal(sample_int(s, "SELECT count(*) FROM unindexed"), 0);
}

static void test_passages_can_be_searched(void **state)
{
	struct store *s = sample_store("search.db");
	struct load *load = load_begin(s, "load");

	(void)state;
	sample_load(load, 1, 0);
	sample_finish(load, s);
	assert_int_equal(hits(s, "passages_fts", "\"county 1\""), sample_int(s, "SELECT count(*) FROM passages"));
	load = load_begin(s, "load");
	sample_load(load, 2, 0);
	sample_load(load, 1, 1);
	sample_finish(load, s);
	assert_int_equal(hits(s, "passages_fts", "inspected"), sample_int(s, "SELECT count(*) FROM passages"));
	check_indexes(s);
	store_close(s);
}

static void test_records_can_be_searched(void **state)
{
	struct store *s = sample_store("records.db");

	(void)state;
	sample_exec(s, "INSERT INTO reports(id, attributed) VALUES (1, 1);"
		       "INSERT INTO conclusions VALUES (5, 1, '1', 'The bridge is old.');"
		       "INSERT INTO recommendations(id, report_id, label, text) VALUES (5, 1, '1', 'Paint the "
		       "bridge.')");
	fulltext_update(s);
	assert_int_equal(hits(s, "records_fts", "bridge"), 2);
	sample_exec(s, "UPDATE conclusions SET text = 'The tunnel is old.'; DELETE FROM recommendations;"
		       "INSERT INTO recommendations(id, report_id, label, text) VALUES (6, 1, '2', 'Light the "
		       "tunnel.')");
	fulltext_update(s);
	assert_int_equal(hits(s, "records_fts", "bridge"), 0);
	assert_int_equal(hits(s, "records_fts", "tunnel"), 2);
	assert_int_equal(sample_int(s, "SELECT count(*) FROM records_fts f JOIN record_texts t ON t.id = f.rowid "
				       "WHERE records_fts MATCH 'light' AND t.record_id = 6"), 1);
	fulltext_update(s);
	check_indexes(s);
	assert_int_equal(store_close(s), 0);
}

/* ---- settle ---- */

static void test_settles_only_what_changed(void **state)
{
	struct store *s = sample_store("settle.db");
	struct load *load = load_begin(s, "load");

	(void)state;
	sample_load(load, 1, 0);
	sample_finish(load, s);
	sample_exec(s, "INSERT INTO record_texts VALUES (1, 'conclusion', 1, '', 'left over')");
	load = load_begin(s, "load");
	sample_load(load, 1, 0);
	sample_finish(load, s);
	assert_int_equal(sample_int(s, "SELECT count(*) FROM record_texts WHERE text = 'left over'"), 1);
	settle_later(s);
	sample_exec(s, "INSERT INTO records_fts(rowid, text) VALUES (1, 'left over')");
	assert_int_equal(settle(s), 0);
	assert_int_equal(sample_int(s, "SELECT count(*) FROM record_texts WHERE text = 'left over'"), 0);
	store_close(s);
}

/* ---- the stage ---- */

static void test_stage(void **state)
{
	static const struct stage_type *const types[] = { &load_stage };
	struct options options = { .command = "ingest", .database = sample_path("stage.db") };
	struct document *d = full_document();
	struct stage *first;
	struct store *s;
	int status;

	(void)state;
	first = chain_open(types, 1, &options, &status);
	assert_non_null(first);
	assert_int_equal(chain_push(first, d), 0);
	assert_int_equal(load_counts(load_of_chain(first))->documents, 1);
	assert_null(load_of_chain(NULL));
	load_set_exit(load_of_chain(first), 1);
	assert_int_equal(chain_flush(first), 0);
	chain_close(first);
	document_free(d);
	s = store_open(options.database, STORE_READ);
	assert_string_equal(text_of(s, "SELECT json_array(command, exit_status, files_new) FROM runs"),
		"[\"ingest\",1,1]");
	assert_int_equal(sample_int(s, "SELECT count(*) FROM passages"), 2);
	store_close(s);
}

static void test_stage_without_database(void **state)
{
	static const struct stage_type *const types[] = { &load_stage };
	struct options options = { .command = "load", .database = sample_folder };
	int status;

	(void)state;
	assert_null(chain_open(types, 1, &options, &status));
	assert_int_equal(status, EX_NOINPUT);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_table),
		cmocka_unit_test(test_indices_out_of_range),
		cmocka_unit_test(test_item_is_no_copy_of_itself),
		cmocka_unit_test(test_ids_follow_from_names),
		cmocka_unit_test(test_ident),
		cmocka_unit_test(test_ids_that_are_taken),
		cmocka_unit_test(test_source_id_that_is_taken),
		cmocka_unit_test(test_dump_keeps_rows_on_lines),
		cmocka_unit_test(test_passages_can_be_searched),
		cmocka_unit_test(test_records_can_be_searched),
		cmocka_unit_test(test_settles_only_what_changed),
		cmocka_unit_test(test_stage),
		cmocka_unit_test(test_stage_without_database),
	};

	return cmocka_run_group_tests(tests, sample_setup, sample_teardown);
}
