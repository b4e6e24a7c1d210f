/* NDJSON: what is written is read back, whatever it is; what is broken costs its line only. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "pipeline/ndjson.h"
#include "pipeline/ndjson_fields.h"

/* ---- a last stage that keeps the lines of what it gets ---- */

static struct buffer kept;

static int keep(struct stage *stage, struct document *document)
{
	(void)stage;
	ndjson_write_document(&kept, document);
	return 0;
}

static const struct stage_type keeper = { .name = "keeper", .push = keep };

struct outcome {
	int status;
	size_t documents, skipped;
};

/* Reads `lines`; what came out is in `kept`. What the reader says about bad lines is not shown. */
static struct outcome read_back(struct span lines)
{
	struct stage last = { .type = &keeper };
	int shown = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY);
	FILE *in = fmemopen((void *)(size_t)lines.ptr, lines.len ? lines.len : 1, "r");
	struct outcome got;

	assert_non_null(in);
	buffer_clear(&kept);
	dup2(nowhere, STDERR_FILENO);
	got.status = ndjson_read(in, &last, &got.documents, &got.skipped);
	dup2(shown, STDERR_FILENO);
	close(nowhere);
	close(shown);
	fclose(in);
	return got;
}

/* The same for lines written with ' where JSON has ". */
static struct outcome read_text(const char *lines)
{
	char *quoted = strdup(lines);
	struct outcome got;

	assert_non_null(quoted);
	for (char *c = quoted; *c; c++)
		*c = *c == '\'' ? '"' : *c;
	got = read_back(span_str(quoted));
	free(quoted);
	return got;
}

static int setup(void **state)
{
	(void)state;
	buffer_init(&kept, BUFFER_LIMIT_DEFAULT);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buffer_release(&kept);
	return 0;
}

/* ---- documents of every shape ---- */

static unsigned long long seed = 1;

static unsigned any(unsigned below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % below;
}

/* Valid UTF-8 with what is hard: quotes, backslashes, controls, NUL, astral and special characters. */
static struct span any_text(struct document *d)
{
	static const char *const pieces[] = {
		"a", "\"", "\\", "\n", "\r\n", "\t", "\x01", "/", "{", "é", "\xe2\x80\xa8", "😀", "\xef\xbf\xbd",
		"\x7f", "#1", "</", "\\u0041", "\xef\xbb\xbf", "7.", "'", "\x1b[31m"
	};
	struct buffer text;
	struct span copy;

	buffer_init(&text, 4096);
	for (unsigned n = any(9); n; n--) {
		if (any(12) == 0)
			buffer_add_char(&text, '\0');
		buffer_add_str(&text, pieces[any(sizeof pieces / sizeof *pieces)]);
	}
	copy = arena_copy(d->arena, buffer_span(&text));
	buffer_release(&text);
	return copy;
}

static void fill_paragraphs(struct document *d, struct item *item)
{
	item->paragraph_count = any(4);
	item->paragraphs = arena_array(d->arena, item->paragraph_count, sizeof *item->paragraphs);
	for (size_t i = 0; i < item->paragraph_count; i++)
		item->paragraphs[i] = (struct item_paragraph){
			.number = any_text(d),
			.text = any_text(d),
			.passage = (int)any((unsigned)d->passage_count + 1) - 1,
		};
}

/* Fills one field with anything that it may hold. */
static void fill_field(struct document *d, const struct field *field, void *record)
{
	void *to = (char *)record + field->offset;

	switch (field->type) {
	case FIELD_TEXT:
		*(struct span *)to = any_text(d);
		break;
	case FIELD_LITERAL:
		*(const char **)to = any(2) ? "label-conflict" : "encoding-repaired";
		break;
	case FIELD_INT:
		*(int *)to = any(3) ? (int)any(1u << 31) : 0;
		break;
	case FIELD_LONG:
		*(long *)to = any(3) ? (long)any(1u << 31) * 1000003 : 0;
		break;
	case FIELD_INT64:
		*(int64_t *)to = (int64_t)any(1u << 31) * any(1u << 31) - 12345;
		break;
	case FIELD_BOOL:
		*(bool *)to = any(2);
		break;
	case FIELD_NAME:
		*(int *)to = (int)any(2); /* every enum has two values or more */
		break;
	case FIELD_INDEX:
		if (strcmp(field->key, "reference") == 0)
			*(int *)to = (int)any((unsigned)d->reference_count + 1) - 1;
		break;
	case FIELD_PLACE:
		if (any(3))
			*(struct place *)to = (struct place){ any(9), any(9), any(1u << 31), any(1u << 31) };
		break;
	case FIELD_FLAGS:
		*(unsigned *)to = any(1u << 5);
		break;
	case FIELD_PASSAGES:
		for (unsigned n = d->passage_count ? any(5) : 0; n; n--)
			document_item_passage(d, record, (int)any((unsigned)d->passage_count));
		break;
	case FIELD_PARAGRAPHS:
		fill_paragraphs(d, record);
		break;
	}
}

static void fill(struct document *d, enum line_kind kind, void *record)
{
	for (const struct field *field = ndjson_fields[kind]; field->key; field++)
		fill_field(d, field, record);
}

static struct document *any_document(int seq)
{
	struct document *d = document_new();

	fill(d, LINE_DOCUMENT, d);
	d->seq = seq;
	d->source.path = arena_printf(d->arena, "a/%d \"\\\n%u", seq, any(100));
	d->normalized = any(2);
	for (unsigned n = any(6); n; n--)
		fill(d, LINE_PASSAGE, document_add_passage(d));
	for (unsigned n = any(4); n; n--)
		fill(d, LINE_REFERENCE, document_add_reference(d));
	for (unsigned n = any(4); n; n--)
		fill(d, LINE_ITEM, document_add_item(d));
	for (size_t i = 1; i < d->item_count; i++)
		d->items[i].copy_of = (int)any((unsigned)i + 1) - 1;
	for (unsigned n = any(3); n; n--)
		fill(d, LINE_COUNT_STATED, document_add_count(d));
	for (unsigned n = any(3); n; n--) {
		document_note(d, SEVERITY_NOTE, "", 0, "x");
		fill(d, LINE_DIAGNOSTIC, &d->diagnostics[d->diagnostic_count - 1]);
	}
	return d;
}

static void test_round_trip(void **state)
{
	struct buffer written;

	(void)state;
	buffer_init(&written, BUFFER_LIMIT_DEFAULT);
	for (int round = 0; round < 3000; round++) {
		unsigned documents = 1 + any(3);
		struct outcome got;

		buffer_clear(&written);
		for (unsigned i = 0; i < documents; i++) {
			struct document *d = any_document((int)i + 1);

			ndjson_write_document(&written, d);
			document_free(d);
		}
		got = read_back(buffer_span(&written));
		assert_int_equal(got.status, 0);
		assert_int_equal(got.skipped, 0);
		assert_int_equal(got.documents, documents);
		assert_true(span_equal(buffer_span(&written), buffer_span(&kept)));
	}
	buffer_release(&written);
}

/* ---- exact lines ---- */

static void test_lines_of_a_document(void **state)
{
	struct document *d = document_new();
	struct passage *p;
	struct buffer out;

	(void)state;
	d->source.path = SPAN("r.txt");
	p = document_add_passage(d);
	*p = (struct passage){ .role = ROLE_LIST_ITEM, .level = 1, .flags = PASSAGE_BOLD | PASSAGE_BLANK_BEFORE,
			       .marker = SPAN("3."), .text = SPAN("A \"plan\""), .place = { 4, 5, 0, 31 } };
	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	ndjson_write_document(&out, d);
	assert_string_equal(out.data,
			    "{\"winnow\":\"document\",\"source\":\"r.txt\",\"document\":1}\n"
			    "{\"winnow\":\"block\",\"source\":\"r.txt\",\"document\":1,\"id\":\"r.txt#1.1\",\"seq\":1,"
			    "\"role\":\"list_item\",\"level\":1,\"flags\":[\"blank_before\",\"bold\"],"
			    "\"marker\":\"3.\",\"text\":\"A \\\"plan\\\"\",\"line_start\":4,\"line_end\":5,"
			    "\"byte_start\":0,\"byte_end\":31}\n"
			    "{\"winnow\":\"end\",\"source\":\"r.txt\",\"document\":1}\n");
	buffer_release(&out);
	document_free(d);
}

static void check_string(struct span text, const char *expected)
{
	struct buffer out;

	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	ndjson_write_string(&out, text);
	assert_string_equal(out.data, expected);
	buffer_release(&out);
}

static void test_strings(void **state)
{
	(void)state;
	check_string(SPAN(""), "\"\"");
	check_string(SPAN("a\0b"), "\"a\\u0000b\"");
	check_string(SPAN("\r\x1b"), "\"\\u000d\\u001b\"");
	check_string(SPAN("caf\xc3\xa9 \xff!"), "\"caf\xc3\xa9 \xef\xbf\xbd!\"");
	check_string(SPAN("\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}

/* ---- bad lines ---- */

#define DOCUMENT(n) "{'winnow':'document','source':'s','document':" #n "}\n"
#define END_OF(source, n) "{'winnow':'end','source':'" source "','document':" #n "}\n"
#define END(n) END_OF("s", n)
#define PASSAGE_OF "{'winnow':'passage','source':'s','document':1,"
#define PASSAGE(n, text) PASSAGE_OF "'seq':" #n ",'role':'paragraph','text':'" text "'}\n"

static void check_skipped(const char *bad)
{
	struct buffer lines;
	struct outcome got;

	buffer_init(&lines, BUFFER_LIMIT_DEFAULT);
	buffer_printf(&lines, "%s%s%s\n%s%s", DOCUMENT(1), PASSAGE(1, "one"), bad, PASSAGE(2, "two"), END(1));
	got = read_text(lines.data);
	buffer_release(&lines);
	assert_int_equal(got.status, 0);
	assert_int_equal(got.skipped, 1);
	assert_int_equal(got.documents, 1);
	assert_non_null(strstr(kept.data, "\"seq\":1,\"role\":\"paragraph\",\"text\":\"one\""));
	assert_non_null(strstr(kept.data, "\"seq\":2,\"role\":\"paragraph\",\"text\":\"two\""));
	assert_null(strstr(kept.data, "\"seq\":3"));
}

static void test_bad_lines_are_skipped(void **state)
{
	(void)state;
	check_skipped("{");
	check_skipped("[1]");
	check_skipped("nonsense");
	check_skipped("{'text':'no winnow'}");
	check_skipped("{'winnow':'passage','document':1,'role':'paragraph','text':'no source'}");
	check_skipped("{'winnow':'sonnet','source':'s','document':1}");
	check_skipped("{'winnow':'passage','source':'s','document':99999999999,'role':'noise','text':'x'}");
	check_skipped(PASSAGE_OF "'role':'king','text':'x'}");
	check_skipped(PASSAGE_OF "'text':'no role'}");
	check_skipped(PASSAGE_OF "'role':'paragraph','text':7}");
	check_skipped(PASSAGE_OF "'role':'paragraph','text':'\xff'}");
	check_skipped(PASSAGE_OF "'seq':1,'role':'paragraph','text':'again'}");
	check_skipped(PASSAGE_OF "'role':'noise','text':'x','line_start':-1,'line_end':1,'byte_start':0,'byte_end':0}");
}

/* What pointed to a line that was filtered away points to nothing; the rest still points to the same. */
static void test_missing_lines(void **state)
{
	struct outcome got = read_text(DOCUMENT(1) PASSAGE(2, "two") PASSAGE(5, "five")
		"{'winnow':'item','source':'s','document':1,'seq':1,'type':'response','how':'stated','text':'x',"
		"'reference':1,'passages':[1,2,5,7],'paragraphs':[{'text':'a','passage':5},{'text':'b','passage':3}]}\n" END(1));

	(void)state;
	assert_int_equal(got.skipped, 0);
	assert_null(strstr(kept.data, "\"reference\""));
	assert_non_null(strstr(kept.data, "\"passages\":[1,2]"));
	assert_non_null(strstr(kept.data, "\"paragraphs\":[{\"text\":\"a\",\"passage\":2},{\"text\":\"b\"}]"));
}

static void test_documents_are_told_apart(void **state)
{
	struct outcome got = read_text("\xef\xbb\xbf" DOCUMENT(1) PASSAGE(1, "x") "\n  \r\n" END(1) DOCUMENT(2) END(2) DOCUMENT(2) END(2)
		"{'winnow':'passage','source':'t','document':1,'role':'noise','text':'no document line','extra':[1]}\n"
		END_OF("t", 1));

	(void)state;
	assert_int_equal(got.skipped, 0);
	assert_int_equal(got.documents, 4);
	assert_non_null(strstr(kept.data, "{\"winnow\":\"document\",\"source\":\"t\",\"document\":1}\n"));
	got = read_text("");
	assert_int_equal(got.status, 0);
	assert_int_equal(got.documents, 0);
}

/* A pipe that breaks, or lines of two documents mixed: half a document must not pass for all of it. */
static void test_documents_without_end_are_left_out(void **state)
{
	struct outcome got = read_text(DOCUMENT(2) END(2) DOCUMENT(1) PASSAGE(1, "half"));

	(void)state;
	assert_int_equal(got.documents, 1);
	assert_int_equal(got.skipped, 1);
	got = read_text(DOCUMENT(1) PASSAGE(1, "half") DOCUMENT(2) END(2));
	assert_int_equal(got.documents, 1);
	assert_int_equal(got.skipped, 1);
	got = read_text(END(1));
	assert_int_equal(got.documents, 0);
	assert_int_equal(got.skipped, 1);
}

/* A line far longer than the read buffer, and deep nesting: bounded, and no recursion of ours. */
static void test_long_and_deep(void **state)
{
	enum { LONG = 3 * 1024 * 1024 };
	struct buffer lines;
	struct outcome got;

	(void)state;
	buffer_init(&lines, BUFFER_LIMIT_DEFAULT);
	buffer_add_str(&lines, PASSAGE_OF "'role':'paragraph','text':'");
	for (int i = 0; i < LONG; i++)
		buffer_add_char(&lines, 'x');
	buffer_add_str(&lines, "'}\n" END(1));
	for (int i = 0; i < LONG; i++)
		buffer_add_char(&lines, '[');
	got = read_text(lines.data);
	assert_int_equal(got.documents, 1);
	assert_int_equal(got.skipped, 1);
	assert_true(kept.len > LONG);
	buffer_release(&lines);
}

static void test_field_names(void **state)
{
	(void)state;
	for (int kind = 0; kind < LINE_KINDS; kind++)
		for (const struct field *field = ndjson_fields[kind]; field->key; field++)
			assert_int_equal(field->type == FIELD_NAME, field->name && field->from_name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_lines_of_a_document),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_bad_lines_are_skipped),
		cmocka_unit_test(test_missing_lines),
		cmocka_unit_test(test_documents_are_told_apart),
		cmocka_unit_test(test_documents_without_end_are_left_out),
		cmocka_unit_test(test_long_and_deep),
		cmocka_unit_test(test_field_names),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
