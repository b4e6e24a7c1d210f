/* verify: a sound database passes, and every kind of damage is named with its place. */
#include "tests/show_fixture.h"

#include "pipeline/commands/verify.h"
#include "pipeline/dedupe/settle.h"
#include "pipeline/verify/markup.h"
#include "pipeline/verify/original.h"
#include "pipeline/verify/proof.h"
#include "pipeline/version.h"

static int set_up(void **state)
{
	static struct fixture f;

	fixture_make(&f);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	fixture_remove(*state);
	return 0;
}

static struct outcome verify(struct fixture *f)
{
	return fixture_run(f, &verify_command, NULL, (const char *[]){ NULL });
}

static void test_sound(void **state)
{
	struct outcome o = verify(*state);

	assert_status(&o, 0);
	assert_says(o.out, "ok structure integrity_check and foreign_key_check find nothing");
	assert_says(o.out, "ok sources 3 of 3 are on disk as they were read");
	assert_says(o.out, "ok passages 14 of 14 found again in their files: 14 word for word");
	assert_says(o.out, "ok lines 14 of 14 line numbers agree");
	assert_says(o.out, "ok records 11 of 11 found again");
	assert_says(o.out, "ok ledger 11 places of records, each in the ledger");
	assert_says(o.out, "ok duplicates 4 marked passages, each with an original that is kept");
	assert_says(o.out, "ok stated counts 1 stated by the documents: 1 agree");
	assert_says(o.out, "ok full text 14 passages and 8 records are indexed");
	assert_lacks(o.out, "FAILED");
	outcome_free(&o);
}

/* Damages the database, expects the damage to be named, and mends it. */
static void damaged(struct fixture *f, const char *damage, const char *mend, int status, const char *message)
{
	struct outcome o;

	fixture_change(f, damage);
	o = verify(f);
	assert_status(&o, status);
	assert_says(o.out, message);
	outcome_free(&o);
	fixture_change(f, mend);
}

static void test_passages(void **state)
{
	damaged(*state, "UPDATE passages SET text = 'The Agency should say how it dropped them.' WHERE id = 100006",
		"UPDATE passages SET text = 'The Agency should say how it chose them.' WHERE id = 100006", 1,
		"report.txt:9: passage 100006: the word “dropped” of “The Agency should say how it dropped them.”");
	damaged(*state, "UPDATE passages SET text = 'them chose it how' WHERE id = 100006",
		"UPDATE passages SET text = 'The Agency should say how it chose them.' WHERE id = 100006", 1,
		"FAILED passages 13 of 14");
	damaged(*state, "UPDATE passages SET line_end = line_end + 1 WHERE id = 100006",
		"UPDATE passages SET line_end = line_end - 1 WHERE id = 100006", 1,
		"lines 9-9, and lines 9-10 are stored");
	damaged(*state, "UPDATE passages SET byte_end = 99999 WHERE id = 100006",
		"UPDATE passages SET byte_end = byte_start + 40 WHERE id = 100006", 1, "FAILED passages 13 of 14");
	damaged(*state, "UPDATE items SET text = text || ' indeed' WHERE id = 800001",
		"UPDATE items SET text = substr(text, 1, length(text) - 7) WHERE id = 800001", 1,
		"report.txt:3: conclusion 1: the word “indeed”");
}

static void test_rules(void **state)
{
	damaged(*state, "DELETE FROM item_passages WHERE item_id = 800001",
		"INSERT INTO item_passages VALUES (800001, 100002)", 1, "report.txt:3: conclusion 1 has no passage");
	damaged(*state, "UPDATE occurrences SET record_id = 5 WHERE item_id = 800001",
		"UPDATE occurrences SET record_id = 910000001 WHERE item_id = 800001", 1,
		"conclusion 5 does not exist, but has a place here");
	damaged(*state, "INSERT INTO conclusions VALUES (6, 900000001, '9', 'None.'); INSERT INTO record_texts VALUES "
			"(6, 'conclusion', 6, '9', 'None.'); INSERT INTO records_fts(rowid, text) VALUES (6, 'None.')",
		"DELETE FROM conclusions WHERE id = 6; INSERT INTO records_fts(records_fts, rowid, text) VALUES "
		"('delete', 6, 'None.'); DELETE FROM record_texts WHERE id = 6", 1,
		"conclusion 6 stands in no document");
	damaged(*state, "UPDATE duplicates SET original_id = 200002 WHERE passage_id = 300001",
		"UPDATE duplicates SET original_id = 100003 WHERE passage_id = 300001", 1,
		"later.txt:2: passage 300001 repeats 200002, which is marked itself");
	damaged(*state, "UPDATE duplicates SET similarity = 1.5 WHERE passage_id = 300001",
		"UPDATE duplicates SET similarity = 1 WHERE passage_id = 300001", 1, "has the similarity 1.5");
	damaged(*state, "UPDATE responses SET report_id = 77 WHERE id = 930000001",
		"UPDATE responses SET report_id = 900000001 WHERE id = 930000001", 1,
		"of responses refers to no row of reports");
}

#define FORGET_TITLE \
	"INSERT INTO passages_fts(passages_fts, rowid, text) VALUES ('delete', 100001, 'Harbour dredging');"

/* Decided anew from the texts. To be run last: the marks of the fixture are not those of its texts. */
static void test_index(void **state)
{
	struct fixture *f = *state;
	struct store *s = store_open(f->database, STORE_WRITE);
	struct outcome o;

	assert_true(store_begin(s));
	assert_int_equal(dedupe_settle(s), 0);
	assert_true(store_exec(s, "INSERT OR REPLACE INTO meta(key, value) VALUES ('settled', '" WINNOW_VERSION "')"));
	assert_true(store_commit(s));
	store_close(s);
	o = verify(f);
	assert_says(o.out, "ok index decided anew from");
	outcome_free(&o);
	damaged(f, "UPDATE dedupe_index SET sketches = zeroblob(16) WHERE document_id = (SELECT min(document_id) FROM dedupe_index)", "",
		1, "of 1 documents the index has something else");
	damaged(f, "INSERT INTO duplicates SELECT min(p.id), max(p.id), 'near', 0.5 FROM passages p WHERE p.id NOT IN "
		   "(SELECT passage_id FROM duplicates)", "", 1, "1 marks differ from what the texts give");
}

static void test_full_text(void **state)
{
	static const char rebuild[] = "INSERT INTO passages_fts(passages_fts) VALUES ('rebuild')";

	damaged(*state, FORGET_TITLE, rebuild, 1, "passage 100001 is not in passages_fts");
	damaged(*state, FORGET_TITLE "INSERT INTO passages_fts(rowid, text) VALUES (100001, 'other words')", rebuild, 1,
		"passages_fts does not find “dredging” in passage 100001");
}

static void test_stated_counts(void **state)
{
	damaged(*state, "UPDATE stated_counts SET count = 4", "UPDATE stated_counts SET count = 3", 0,
		"response.txt:2: warning: states 4 (recommendations), and 3 were found in the report");
	damaged(*state, "UPDATE stated_counts SET what = 'disagreed', count = 1",
		"UPDATE stated_counts SET what = 'recommendations', count = 3", 0, "1 agree");
	damaged(*state, "UPDATE stated_counts SET what = 'withdrawn-before', count = 1",
		"UPDATE stated_counts SET what = 'recommendations', count = 3", 0,
		"note: states 1 (withdrawn-before), and 0 are known: not all answers");
	damaged(*state, "UPDATE stated_counts SET what = 'in-progress-before', count = 2",
		"UPDATE stated_counts SET what = 'recommendations', count = 3", 0, "1 agree");
	damaged(*state, "UPDATE stated_counts SET reference_id = NULL",
		"UPDATE stated_counts SET reference_id = 600001", 0,
		"response.txt:2: note: states 3 (recommendations), and 0 are known: the report itself is not");
}

static void test_changed_files(void **state)
{
	struct fixture *f = *state;
	char path[128];
	struct outcome o;

	fixture_write(f, "later.txt", "Something else.\n");
	snprintf(path, sizeof path, "%s/response.txt", f->folder);
	assert_int_equal(unlink(path), 0);
	o = verify(f);
	assert_status(&o, 1);
	assert_says(o.out, "skipped sources 1 of 3 are on disk");
	assert_says(o.out, "later.txt: has changed since it was read");
	assert_says(o.out, "response.txt: is no longer there");
	assert_says(o.out, "skipped passages 7 of 14 found again in their files: 7 word for word");
	outcome_free(&o);
	assert_int_equal(mkfifo(path, 0666), 0);
	o = verify(f);
	assert_status(&o, 1);
	outcome_free(&o);
	unlink(path);
	fixture_write(f, "response.txt", response_text);
	fixture_write(f, "later.txt", later_text);
}

enum { PAGE = 4096, HEADER = 100 };

static void read_whole(struct buffer *out, const char *path)
{
	FILE *in = fopen(path, "rb");
	char *to;

	assert_non_null(in);
	while ((to = buffer_reserve(out, PAGE))) {
		size_t got = fread(to, 1, PAGE, in);

		out->len += got;
		if (got == 0)
			break;
	}
	fclose(in);
}

static void overwrite(const char *path, off_t at, const char *bytes, size_t size)
{
	int file = open(path, O_WRONLY);

	assert_true(file >= 0 && pwrite(file, bytes, size, at) == (ssize_t)size);
	close(file);
}

/* A page that the disk gave back wrong, whichever it is: never "ok", and never a crash. */
static void test_damaged_pages(void **state)
{
	struct fixture copy = *(struct fixture *)*state;
	struct buffer whole;
	char noise[256];

	buffer_init(&whole, BUFFER_LIMIT_DEFAULT);
	read_whole(&whole, copy.database);
	memset(noise, 0xA5, sizeof noise);
	snprintf(copy.database, sizeof copy.database, "%s/damaged.db", copy.folder);
	for (size_t at = 0; at < whole.len; at += PAGE) {
		struct outcome o;
		int file = open(copy.database, O_WRONLY | O_CREAT | O_TRUNC, 0666);

		assert_true(file >= 0 && write(file, whole.data, whole.len) == (ssize_t)whole.len);
		close(file);
		overwrite(copy.database, (off_t)(at ? at : HEADER), noise, sizeof noise);
		o = verify(&copy);
		if (o.status != 66 && !(o.status == 1 && strstr(o.out, "FAILED structure")))
			fail_msg("page %zu: status %d\n%s%s", at / PAGE, o.status, o.out, o.err);
		if (o.status == 66)
			assert_has(o.err, "damaged");
		outcome_free(&o);
	}
	unlink(copy.database);
	buffer_release(&whole);
}

static void test_no_database(void **state)
{
	struct fixture none = *(struct fixture *)*state;
	struct outcome o;

	snprintf(none.database, sizeof none.database, "%s/none.db", none.folder);
	o = verify(&none);
	assert_status(&o, 66);
	assert_has(o.err, "none.db");
	assert_string_equal(o.out, "");
	outcome_free(&o);
}

static void proves(enum proof expected, const char *source, const char *passage, const char *missing_word)
{
	struct buffer scratch;
	struct span missing;

	buffer_init(&scratch, 1 << 16);
	if (proof_find(span_str(source), span_str(passage), &scratch, &missing) != expected)
		fail_msg("%s\n%s", source, passage);
	if (!span_equal(missing, span_str(missing_word)))
		fail_msg("missing is '%.*s', not '%s'", SPAN_ARG(missing), missing_word);
	buffer_release(&scratch);
}

static void test_proofs(void **state)
{
	(void)state;
	proves(PROOF_WORDS, "The ferry leaves.", "The ferry leaves.", "");
	proves(PROOF_WORDS, "The fer-\nry  leaves", "The ferry leaves.", "");
	proves(PROOF_WORDS, "It was agreed12 by all", "It was agreed by all", "");
	proves(PROOF_WORDS, "the ferry\n12 Annual Report\nleaves", "the ferry leaves", "");
	proves(PROOF_WORDS, "Caf\x65\xCC\x81", "Café", "");
	proves(PROOF_WORDS, "anything", "—", "");
	proves(PROOF_WORDS, "", "", "");
	proves(PROOF_LETTERS, "im prove the servi ces", "improve the services", "");
	proves(PROOF_LETTERS, "improvethe services", "improve the services", "");
	proves(PROOF_ASCII, "the Committeeâ€™s view", "the Committee’s view", "");
	proves(PROOF_FONT, "7KH IHUU\\ OHDYHV", "The ferry leaves", "");
	proves(PROOF_NONE, "The ferry leaves.", "The ferry never leaves.", "never");
	proves(PROOF_NONE, "leaves the ferry", "ferry leaves", "leaves");
	proves(PROOF_NONE, "in 2017", "in 2018", "2018");
	proves(PROOF_NONE, "", "word", "word");
	proves(PROOF_NONE, "one", "one one", "one");
}

static void reads(const char *html, const char *expected)
{
	struct buffer out;

	buffer_init(&out, 1 << 16);
	markup_text(&out, span_str(html));
	assert_string_equal(out.data, expected);
	buffer_release(&out);
}

static void test_markup(void **state)
{
	(void)state;
	reads("plain", "plain");
	reads("<p>a<b>b</b>c</p>d", " abc d");
	reads("a<br/>b", "a b");
	reads("a<!-- <p> --> b", "a b");
	reads("a<!-- never closed", "a");
	reads("a<!-- b > c", "a c");
	reads("a<!-- --><!-- b > c", "a c");
	reads("a<!---->b", "ab");
	reads("a<!--->b-->c", "ab-->c");
	reads("<script>if (a < b) x();</script>b", " b");
	reads("<STYLE>p { }</Style >b", " b");
	reads("<a href=\"x>y\">t</a>", "t");
	reads("<a href=\"x>t</a> and on", "t and on");
	reads("a < b", "a < b");
	reads("a &lt; b &amp; c", "a < b & c");
	reads("&rsquo;&#8217;&#x2019;&#146;", "’’’’");
	reads("caf&eacute;", "cafe\xCC\x81");
	reads("AT&T &unknown; &;", "AT&T &unknown; &;");
	reads("V&#39Simcha &#x41g", "V'Simcha Ag");
	reads("&#xFFFFFFFFFF;&#xD800;", "\xEF\xBF\xBD\xEF\xBF\xBD");
	reads("&#", "&#");
	reads("&#x;&#0;", "&#x;\xEF\xBF\xBD");
	reads("<", "<");
	reads("a<b", "a");
	reads("a<![CDATA[ <b>bold</b> ]]>c", "a bold ]]>c");
	reads("<?xml v?><!DOCTYPE html>x", "x");
	reads("</", "</");
}

/* In each encoding the bytes of the second line give its characters, none cut. */
static void reads_range(const char *bytes, size_t size, long from, long to, const char *expected)
{
	char path[] = "/tmp/winnow-original-XXXXXX", hex[FIXITY_HEX + 1];
	struct arena *arena = arena_new();
	struct original o;
	struct span why;
	int file = mkstemp(path);

	assert_true(file >= 0 && write(file, bytes, size) == (ssize_t)size);
	close(file);
	fixity_sha256(span_of(bytes, size), hex);
	assert_true(original_open(&o, arena, NULL, &(struct original_source){ .path = span_str(path), .sha256 = span_str(hex), .media_type = SPAN("text/plain") }, &why));
	assert_true(span_equal(original_text(&o, from, to), span_str(expected)));
	assert_int_equal(original_line(&o, from), 2);
	original_close(&o);
	assert_false(original_open(&o, arena, NULL, &(struct original_source){ .path = span_str(path), .sha256 = SPAN("00"), .media_type = SPAN("text/plain") }, &why));
	original_close(&o);
	unlink(path);
	arena_free(arena);
}

static void test_original(void **state)
{
	static const char utf8[] = "é\nh—é\n", latin[] = "caf\xE9s and more\nh\x97\xE9\n";
	static const char utf16[] = "\xFF\xFE" "a\0\n\0h\0\x14\x20\xE9\0\n\0", c1[] = "é\nh\xC2\x97é\n";

	(void)state;
	reads_range(utf8, sizeof utf8 - 1, 3, 9, "h—é");
	reads_range(latin, sizeof latin - 1, 15, 18, "h—é");
	reads_range(utf16, sizeof utf16 - 1, 6, 12, "h—é");
	reads_range(c1, sizeof c1 - 1, 3, 8, "h—é");
}

/* Markup that never closes anything: linear all the same. */
static void test_hostile_markup(void **state)
{
	static const char *const pieces[] = { "<", "<a ", "<a b=\"", "<!--", "<!-- >", "<!-->", "&", "</script", "<script>", "&#x1" };
	enum { SIZE = 1 << 20 };
	char *html = malloc(SIZE + 16);
	struct buffer out;

	(void)state;
	assert_non_null(html);
	buffer_init(&out, 1 << 24);
	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		size_t length = strlen(pieces[i]), used = 0;

		for (; used + length < SIZE; used += length)
			memcpy(html + used, pieces[i], length);
		buffer_clear(&out);
		markup_text(&out, span_of(html, used));
		assert_true(out.len <= used);
	}
	buffer_release(&out);
	free(html);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_proofs),	   cmocka_unit_test(test_markup),
		cmocka_unit_test(test_hostile_markup), cmocka_unit_test(test_original), cmocka_unit_test(test_sound),
		cmocka_unit_test(test_passages),   cmocka_unit_test(test_rules),
		cmocka_unit_test(test_full_text),  cmocka_unit_test(test_stated_counts),
		cmocka_unit_test(test_changed_files), cmocka_unit_test(test_no_database),
		cmocka_unit_test(test_damaged_pages),
		cmocka_unit_test(test_index),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
