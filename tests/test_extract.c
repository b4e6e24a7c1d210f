/* extract: the format is found by content, and a plain text becomes lines with their places. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "extractors/extract.h"

static struct document *extract(struct span bytes)
{
	struct document *d = document_new();

	d->source.path = SPAN("test");
	extract_document(d, bytes);
	return d;
}

/* Unless told otherwise, a block's text is the bytes at its place. */
static void check_places(const struct document *d, struct span bytes)
{
	for (size_t i = 0; i < d->passage_count; i++) {
		const struct passage *p = &d->passages[i];

		assert_true(span_equal(p->text, span_slice(bytes, (size_t)p->place.byte_start,
							   (size_t)p->place.byte_end)));
	}
}

static void lines_have_places(void **state)
{
	struct span bytes = SPAN("first line \n\n  indented\r\nthird\rfourth");
	struct document *d = extract(bytes);

	(void)state;
	assert_int_equal(d->passage_count, 4);
	check_places(d, bytes);
	assert_true(span_equal(d->passages[0].text, SPAN("first line")));
	assert_true(span_equal(d->passages[1].text, SPAN("  indented")));
	assert_int_equal(d->passages[1].flags, PASSAGE_BLANK_BEFORE);
	assert_int_equal(d->passages[1].place.line_start, 3);
	assert_int_equal(d->passages[3].place.line_end, 5);
	assert_int_equal(d->passages[3].role, ROLE_LINE);
	assert_true(span_equal(d->source.media_type, SPAN("text/plain")));
	document_free(d);
}

static void form_feeds_are_page_breaks(void **state)
{
	struct span bytes = SPAN("end of page\n\fHeader\nx\fy\n\f\n\nz\n");
	struct document *d = extract(bytes);

	(void)state;
	assert_int_equal(d->passage_count, 5);
	check_places(d, bytes);
	assert_int_equal(d->passages[1].flags, PASSAGE_PAGE_BREAK);
	assert_int_equal(d->passages[2].flags, 0);
	assert_int_equal(d->passages[3].flags, PASSAGE_PAGE_BREAK);
	assert_int_equal(d->passages[3].place.line_start, 3);
	assert_int_equal(d->passages[4].flags, PASSAGE_PAGE_BREAK | PASSAGE_BLANK_BEFORE);
	document_free(d);
}

static void places_survive_decoding(void **state)
{
	struct span bytes = SPAN("caf\xE9\n\x93two\x94\n");
	struct document *d = extract(bytes);

	(void)state;
	assert_true(span_equal(d->passages[1].text, SPAN("“two”")));
	assert_int_equal(d->passages[1].place.byte_start, 5);
	assert_int_equal(d->passages[1].place.byte_end, 10);
	assert_true(span_equal(d->source.encoding, SPAN("windows-1252")));
	document_free(d);
}

static void refuses_with_a_remedy(void **state)
{
	static const struct {
		struct span bytes;
		const char *code, *word;
	} cases[] = {
		{ { "", 0 }, "empty", "fetch it again" },
		{ { " \n\t\n", 4 }, "empty", "fetch it again" },
		{ { "%PDF-1.4\n%\xE2\xE3", 11 }, "format-unreadable", "pdftotext" },
		{ { "\x89PNG\r\n\x1a\n", 8 }, "format-unreadable", "OCR" },
		{ { "PK\3\4\x14\0", 6 }, "format-unreadable", "unpack" },
		{ { "\1\2\3\4\5\6\7\0\1\2\3\xFE", 12 }, "format-unreadable", "no text" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct document *d = extract(cases[i].bytes);

		assert_int_equal(d->source.state, SOURCE_FAILED);
		assert_int_equal(d->diagnostic_count, 1);
		assert_string_equal(d->diagnostics[0].code, cases[i].code);
		assert_int_equal(d->diagnostics[0].severity, SEVERITY_ERROR);
		assert_true(span_find(d->diagnostics[0].message, span_str(cases[i].word), 0) >= 0);
		document_free(d);
	}
}

static void says_what_it_repaired(void **state)
{
	struct document *d = extract(SPAN("é é é é é é é é é é é é é é é é é é é é é é\nbad \xFF byte, a NUL \0.\n"));

	(void)state;
	assert_int_equal(d->diagnostic_count, 2);
	assert_string_equal(d->diagnostics[0].code, "encoding-repaired");
	assert_int_equal(d->diagnostics[0].line, 2);
	assert_string_equal(d->diagnostics[1].code, "nul-dropped");
	document_free(d);
}

static void feeds_are_read_entry_by_entry(void **state)
{
	static const struct {
		enum role role;
		const char *text;
	} expected[] = {
		{ ROLE_HEADING, "Five bridges" }, { ROLE_PARAGRAPH, "Mon, 02 Sep 2019" }, { ROLE_BOILERPLATE, "https://example.org/5" },
		{ ROLE_PARAGRAPH, "The council will mend five & one ferry." }, { ROLE_LIST_ITEM, "North" },
		{ ROLE_HEADING, "What it costs" }, { ROLE_PARAGRAPH, "It costs £4 million." }, { ROLE_PARAGRAPH, "Second." },
		{ ROLE_HEADING, "Atom’s own" }, { ROLE_BOILERPLATE, "https://example.org/a" }, { ROLE_PARAGRAPH, "In XHTML." },
	};
	struct span bytes = SPAN("<?xml version='1.0'?>\n<rss><channel><title>Bridges &amp; roads</title>\n"
		"<item><title>Five bridges</title><link>https://example.org/5</link><pubDate>Mon, 02 Sep 2019</pubDate>\n"
		"<description>Short.</description><content:encoded><![CDATA[<p>The council will mend five &amp; one ferry.</p>"
		"<ul><li>North</li></ul>]]></content:encoded></item>\n"
		"<item><title><![CDATA[What it <b>costs</b>]]></title>"
		"<description>&lt;p&gt;It costs &amp;pound;4 million.&lt;/p&gt;&lt;p&gt;Second.&lt;/p&gt;</description></item>\n"
		"<entry><title>Atom&amp;#8217;s own</title><link rel='self' href='x'/><link href='https://example.org/a'/>"
		"<content type='xhtml'><div><p>In XHTML.</p></div></content></entry></channel></rss>");
	struct document *d = extract(bytes);

	(void)state;
	assert_true(span_equal(d->title, SPAN("Bridges & roads")));
	assert_int_equal(d->passage_count, sizeof expected / sizeof *expected);
	for (size_t i = 0; i < d->passage_count; i++) {
		assert_int_equal(d->passages[i].role, expected[i].role);
		assert_true(span_equal(d->passages[i].text, span_str(expected[i].text)));
	}
	assert_memory_equal(bytes.ptr + d->passages[4].place.byte_start, "North", 5);
	assert_int_equal(d->passages[7].place.line_start, 5);
	document_free(d);
}

/* html, body and p are implied by the text itself: the parser tells of them between the text and the text's event. */
static void text_outside_of_elements_counts_once(void **state)
{
	struct span bytes = SPAN("<!DOCTYPE html>lamps are<p>lit</p><html>at<p>dusk");
	static const char *const words[] = { "lamps are", "lit", "at", "dusk" };
	struct document *d = extract(bytes);

	(void)state;
	assert_int_equal(d->passage_count, 4);
	check_places(d, bytes);
	for (size_t i = 0; i < d->passage_count; i++)
		assert_true(span_equal(d->passages[i].text, span_str(words[i])));
	assert_int_equal(d->diagnostic_count, 0);
	document_free(d);
}

/* A "<" that is no markup is a reference to the parser, four bytes for one. */
static void mere_less_than_has_its_place(void **state)
{
	struct span bytes = SPAN("<html><p>2 < 3</p><p>< 5</p><p>one < two <<p>end <");
	static const char *const words[] = { "2 < 3", "< 5", "one < two <", "end <" };
	struct document *d = extract(bytes);

	(void)state;
	assert_int_equal(d->passage_count, 4);
	check_places(d, bytes);
	for (size_t i = 0; i < d->passage_count; i++)
		assert_true(span_equal(d->passages[i].text, span_str(words[i])));
	document_free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_have_places),
		cmocka_unit_test(form_feeds_are_page_breaks),
		cmocka_unit_test(places_survive_decoding),
		cmocka_unit_test(refuses_with_a_remedy),
		cmocka_unit_test(says_what_it_repaired),
		cmocka_unit_test(feeds_are_read_entry_by_entry),
		cmocka_unit_test(text_outside_of_elements_counts_once),
		cmocka_unit_test(mere_less_than_has_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
