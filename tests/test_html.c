/* html: pages become blocks with roles, places and metadata, whatever their markup is like. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "extractors/extract.h"
#include "extractors/html_rules.h"
#include "extractors/html_tag.h"
#include "pipeline/base/buffer.h"
#include "pipeline/base/utf8.h"
#include "tests/html_samples.h"

static const char *const tag_names[HTML_TAG_COUNT] = {
#define X(name, flags) [TAG_##name] = #name,
	HTML_TAGS(X)
#undef X
};
static void boilerplate_is_kept_as_such(void **state)
{
	(void)state;
	assert_blocks("<nav><a href=/>Home</a> <a href=/b>News</a></nav><script>var x = '<p>no</p>';</script>"
		      "<!-- <p>no</p> --><style>p{}</style><footer>All about us here.</footer>",
		      "boilerplate0 |Home News\nboilerplate0 |All about us here.\n");
}

/* Comments that are over as soon as they begin hide nothing. */
static void empty_comments_hide_no_text(void **state)
{
	(void)state;
	assert_blocks("<p>One <!-->two--> three.</p><p>Four <!--->five--> six.</p><p>Seven <!---->eight.</p>",
		      "paragraph0 |One two--> three.\nparagraph0 |Four five--> six.\nparagraph0 |Seven eight.\n");
}

static void comments_do_not_outweigh_the_article(void **state)
{
	struct buffer page;
	struct document *d;

	(void)state;
	buffer_init(&page, 1 << 20);
	buffer_add_str(&page, "<html><head><meta name=viewport content=x></head><body><div class=post>" PROSE PROSE PROSE PROSE "</div><div id=comments>");
	for (int i = 0; i < 40; i++)
		buffer_add_str(&page, PROSE);
	buffer_add_str(&page, "</div></body></html>");
	d = extract(buffer_span(&page));
	assert_int_equal(d->passages[0].role, ROLE_PARAGRAPH);
	assert_int_equal(d->passages[4].role, ROLE_BOILERPLATE);
	buffer_release(&page);
	document_free(d);
}

/* A notice of a few lines whose only sentences stand in a list: what introduces them is the text as well. */
static void short_pages_keep_what_introduces_a_list(void **state)
{
	struct document *d = extract(SPAN(
		"<html><head><title>T</title></head><body><main><h1>Ferry notices</h1><h2>Advice</h2><p>The board asks that:</p>"
		"<ol><li>boats be painted</li><li>ropes be counted</li></ol><h2>Background</h2><p>It met twice.</p>"
		"<ol><li>On 4 May it went to the quay.</li><li>On 9 May it heard from the pilots, who said that they were "
		"tired of the fog and of the board.</li></ol></main></body></html>"));

	(void)state;
	for (size_t i = 0; i < d->passage_count; i++)
		assert_int_not_equal(d->passages[i].role, ROLE_BOILERPLATE);
	assert_int_equal(d->passage_count, 9);
	document_free(d);
}

static void assert_warning(const char *page, const char *code)
{
	struct document *d = extract(span_str(page));
	bool found = false;

	for (size_t i = 0; i < d->diagnostic_count; i++)
		found |= strcmp(d->diagnostics[i].code, code) == 0;
	assert_true(found);
	document_free(d);
}

static void doubtful_pages(void **state)
{
	struct document *d;

	(void)state;
	assert_warning("<html><head><title>The Board</title></head><body><h1>Page not found</h1><p>Look at the address.</p></body></html>",
		       "page-not-found");
	/* What reads like a button is the text where there is nothing else. */
	d = extract(SPAN("<html><body><a href=1>Report 1</a><br><a href=2>Report 2</a><br><a href=3>Report 3</a></body></html>"));
	assert_int_equal(d->passage_count, 3);
	assert_int_not_equal(d->passages[1].role, ROLE_BOILERPLATE);
	document_free(d);
}

#define SIGNATURE "<p>Sent from a boat that lies in the old harbour.</p>"

static size_t main_blocks_with(const char *page, const char *text)
{
	struct document *d = extract(span_str(page));
	size_t count = 0;

	for (size_t i = 0; i < d->passage_count; i++)
		count += d->passages[i].role != ROLE_BOILERPLATE && span_find(d->passages[i].text, span_str(text), 0) >= 0;
	document_free(d);
	return count;
}

/* A forum shows signatures under each post; a report may say a thing twice, but not at once. */
static void repeated_blocks(void **state)
{
	(void)state;
	assert_int_equal(main_blocks_with("<html><head><title>T</title><link rel=canonical href='https://example.org/forum/t1'></head>"
					  "<body>" PROSE SIGNATURE "<p>Is there a berth free in May, and what is it?</p>" SIGNATURE
					  "</body></html>", "Sent from"), 1);
	assert_int_equal(main_blocks_with("<html><head><title>T</title></head><body>" PROSE SIGNATURE
					  "<p>Is there a berth free in May, and what is it?</p>" SIGNATURE PROSE "</body></html>",
					  "Sent from"), 2);
	assert_int_equal(main_blocks_with("<html><head><title>T</title></head><body><p>One.</p>" PROSE PROSE "<p>Two.</p></body></html>",
					  "forty witnesses"), 1);
}

#define TEASER(title) "<div class=teaser><h3>" title "</h3><p>" title " is a matter of some weight, says the office, and " \
		      "those who deal with it may learn here how it is done.</p></div>"

static enum role role_of_second_teaser(const char *head)
{
	char page[4096];
	struct document *d;
	enum role role = ROLE_COUNT;

	snprintf(page, sizeof page, "<html><head><title>T</title>%s</head><body><main>" PROSE TEASER("Dredging") TEASER("Piloting")
		 TEASER("Mooring") "</main></body></html>", head);
	d = extract(span_str(page));
	for (size_t i = 0; i < d->passage_count; i++)
		if (span_starts(d->passages[i].text, SPAN("Piloting is")))
			role = d->passages[i].role;
	document_free(d);
	return role;
}

/* They are what the page of a subject is made of, and what leads away from an article. */
static void teasers(void **state)
{
	(void)state;
	assert_int_equal(role_of_second_teaser(""), ROLE_PARAGRAPH);
	assert_int_equal(role_of_second_teaser("<meta property=og:type content=article>"), ROLE_BOILERPLATE);
}

/* What a click shows is there to be read; what nothing shows is not. */
static void folded_sections(void **state)
{
	(void)state;
	assert_blocks("<div class=accordion><h3><button>What is covered?</button></h3><div class=accordion-panel hidden>"
		      "<p>All that the scheme pays for is covered.</p></div></div><div hidden><p>A template of a message.</p></div>",
		      "heading3 |What is covered?\nparagraph0 |All that the scheme pays for is covered.\n"
		      "boilerplate0 |A template of a message.\n");
	assert_blocks("<h2>Report</h2><p>It is out.</p>", "heading2 |Report\nparagraph0 |It is out.\n");
}

static void metadata_by_deliberateness(void **state)
{
	struct document *d = extract(SPAN(
		"<html lang=en-GB><head><title>The rules &amp; the law | The Gazette</title>"
		"<meta property=og:title content='The rules &amp; the law'><meta property=og:site_name content='The Gazette'>"
		"<meta name=author content='By Ann Writer'><link rel=canonical href='https://example.org/a'>"
		"<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\",\"datePublished\":\"2017-03-04T10:00Z\","
		"\"author\":{\"name\":\"Ann B\\u00e9 Writer\"},\"comment\":{\"author\":{\"name\":\"No\"}}}]}</script>"
		"</head><body><time datetime='2020-01-01'>now</time>" PROSE "</body></html>"));

	(void)state;
	assert_true(span_equal(d->title, SPAN("The rules & the law")));
	assert_true(span_equal(d->author, SPAN("Ann B\xC3\xA9 Writer")));
	assert_true(span_equal(d->date, SPAN("2017-03-04")));
	assert_true(span_equal(d->publisher, SPAN("The Gazette")));
	assert_true(span_equal(d->language, SPAN("en-GB")));
	assert_true(span_equal(d->url, SPAN("https://example.org/a")));
	assert_true(span_equal(d->title_from, SPAN("meta og:title")));
	assert_true(span_equal(d->author_from, SPAN("JSON-LD author")));
	assert_true(span_equal(d->date_from, SPAN("JSON-LD datePublished")));
	assert_true(span_equal(d->publisher_from, SPAN("meta og:site_name")));
	assert_true(span_equal(d->language_from, SPAN("<html lang>")));
	assert_true(span_equal(d->url_from, SPAN("link rel=canonical")));
	document_free(d);
}

/* The first and last word of every block stand at the ends of its place, cuts before it or not. */
static void places_are_true(void **state)
{
	struct span bytes = SPAN("<html>\n<body><!-- a comment --><p class='x' data-y=\"a > b\">first words of it</p>\n"
				 "<script>if (a < b) {}</script><svg><text>no</text></svg>\n<p\nid=z>second <b>block</b> ends&nbsp;here</p>"
				 "a < b and <i>so on</i></body></html>");
	struct document *d = extract(bytes);

	(void)state;
	assert_int_equal(d->passage_count, 3);
	assert_true(span_equal(span_slice(bytes, (size_t)d->passages[0].place.byte_start, (size_t)d->passages[0].place.byte_end),
			       SPAN("first words of it")));
	assert_int_equal(d->passages[0].place.line_start, 2);
	assert_true(span_equal(span_slice(bytes, (size_t)d->passages[1].place.byte_start, (size_t)d->passages[1].place.byte_end),
			       SPAN("second <b>block</b> ends&nbsp;here")));
	assert_int_equal(d->passages[1].place.line_start, 5);
	assert_true(span_equal(span_slice(bytes, (size_t)d->passages[2].place.byte_start, (size_t)d->passages[2].place.byte_end),
			       SPAN("a < b and <i>so on")));
	document_free(d);
}

static void repeat(struct buffer *b, const char *text, int times)
{
	for (int i = 0; i < times; i++)
		buffer_add_str(b, text);
}

/* Each of these took the library minutes, or lost it text; all must end at once with the last word still there. */
static void hostile_pages(void **state)
{
	static const struct {
		const char *before, *repeated, *after;
		int times;
	} cases[] = {
		{ "<html><body>", "<div>", "the end", 100000 },
		{ "<html><body><p ", "a=b ", ">the end", 100000 },
		{ "<html><body>", "<span>", "</p></span>the end", 40000 },
		{ "<html><body>", "</p>x", "the end", 100000 },
		{ "<html><body>", "<!-- x", ">the end", 100000 },
		{ "<html><body>", "<svg>", "the end", 100000 },
		{ "<html><body>", "<a b=\"'>x", "\"></a> the end", 50001 },
		{ "<html><body>", "<", " the end", 100000 },
		{ "<html><body>", "& ", "the end", 100000 },
		{ "<html><body>", "<table><tr><td><font>", "the end", 20000 },
		{ "<html><body>", "<ol><li>", "the end", 20000 },
		{ "<html><body><p>", "word ", "the end", 400000 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buffer page;
		struct document *d;

		buffer_init(&page, 1 << 26);
		buffer_add_str(&page, cases[i].before);
		repeat(&page, cases[i].repeated, cases[i].times);
		buffer_add_str(&page, cases[i].after);
		d = extract(buffer_span(&page));
		assert_true(d->passage_count > 0);
		assert_true(span_ends(d->passages[d->passage_count - 1].text, SPAN("the end")));
		buffer_release(&page);
		document_free(d);
	}
}

/* Any bytes behind an <html> tag: valid text comes out, and every place lies in the source. */
static void assert_noted(struct span page, const char *code, const char *word)
{
	struct document *d = extract(page);
	bool noted = false;

	for (size_t i = 0; i < d->diagnostic_count; i++)
		noted |= strcmp(d->diagnostics[i].code, code) == 0 &&
			 span_find(d->diagnostics[i].message, span_str(word), 0) >= 0;
	assert_true(noted);
	document_free(d);
}

static void pages_without_text_say_why(void **state)
{
	(void)state;
	assert_noted(SPAN("<html><head><title>t</title></head><frameset cols='20%,*'><frame src='menu.html'>"
			  "<frame src='text.html?a=1&amp;b=2'><noframes>Use another browser.</noframes></frameset></html>"),
		     "frames", "menu.html, text.html?a=1&b=2");
	assert_noted(SPAN("<html><head><title>t</title></head><body><div id=root></div><script>start()</script>"
			  "<noscript>Enable JavaScript.</noscript></body></html>"), "needs-browser", "1 scripts");
	assert_noted(SPAN("<html><head></head><body><div id=root></div><script>start()</script></body></html>"), "no-text",
		     "browser");
}

/* What the parser does not see must end up where it stood. */
static void inline_elements_stay_in_order(void **state)
{
	(void)state;
	assert_blocks("<p>One <b>two <i>three</i></b> <a href=x>four</a>, <span>fi<!-- x -->ve</span>.</p>",
		      "paragraph0 |One two three four, five.\n");
	assert_blocks("<p><b>one<i>two</b>three</i> four.</p>", "paragraph0 |onetwothree four.\n");
	assert_blocks("<div><a href=x>one<div>two</a></div> <a href=y>three</a></div>",
		      "boilerplate0 |one\nboilerplate0 |two\nboilerplate0 |three\n");
	assert_blocks("<p>word<svg><title>no</title></svg>word<script>1</script>s.</p>", "paragraph0 |word words.\n");
	assert_blocks("<p>a &lt; b &amp;&nbsp;c &nosuch; &#8217; &#0;d < e.</p>", "paragraph0 |a < b &\xC2\xA0"
		      "c &nosuch; \xE2\x80\x99 d < e.\n");
}

static void survives_any_bytes(void **state)
{
	static const char alphabet[] = "<>/!-=\"'& ;#apdivtrlsco\n\t\xC3\xA9\xFF[]";
	uint32_t random = 3;

	(void)state;
	for (int round = 0; round < 1500; round++) {
		char bytes[400] = "<html><body>";
		size_t len = strlen(bytes);
		struct document *d;

		while (len < sizeof bytes) {
			random = random * 1664525 + 1013904223;
			bytes[len++] = alphabet[(random >> 16) % (sizeof alphabet - 1)];
		}
		d = extract(span_of(bytes, len));
		for (size_t i = 0; i < d->passage_count; i++) {
			const struct passage *p = &d->passages[i];

			assert_true(utf8_valid(p->text));
			assert_true(p->place.byte_start >= 0 && p->place.byte_start < p->place.byte_end);
			assert_true((size_t)p->place.byte_end <= len);
			assert_true(p->place.line_start >= 1 && p->place.line_start <= p->place.line_end);
		}
		document_free(d);
	}
}

/* Every page, cut anywhere: no crash, and what stood before the cut is there. */
static void truncated_anywhere(void **state)
{
	struct span page = SPAN("<html><head><title>T</title><meta charset=utf-8></head><body><h1 class=\"a\">Title here</h1>"
				"<p>Words &amp; more<!-- c --></p><ul><li>item</li></ul><script>x</script></body></html>");

	(void)state;
	for (size_t cut = 7; cut <= page.len; cut++) {
		struct document *d = extract(span_slice(page, 0, cut));

		if (cut > 120)
			assert_true(d->passage_count > 0);
		document_free(d);
	}
}

/* The tables are searched by halves: a row out of order would not be found. */
static void words_are_found(void **state)
{
	(void)state;
	assert_int_equal(html_rules_word(SPAN("addthis")), WORD_BOILERPLATE);
	assert_int_equal(html_rules_word(SPAN("comments")), WORD_COMMENT);
	assert_int_equal(html_rules_word(SPAN("story")), WORD_CONTENT);
	assert_int_equal(html_rules_word(SPAN("trending")), WORD_BOILERPLATE);
	assert_int_equal(html_rules_word(SPAN("footnote")), WORD_NONE);
	assert_int_equal(html_rules_words(SPAN("x mainContent_1 site-footer")), 1u << WORD_CONTENT | 1u << WORD_BOILERPLATE);
	assert_int_equal(html_rules_phrase(SPAN("Read more: the rest")), PHRASE_LINE);
	assert_int_equal(html_rules_phrase(SPAN("Sharepoint is")), PHRASE_NONE);
	for (int tag = HTML_OTHER + 1; tag < HTML_TAG_COUNT; tag++)
		assert_int_equal(html_tag_find(span_str(tag_names[tag])), tag);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(boilerplate_is_kept_as_such),
		cmocka_unit_test(empty_comments_hide_no_text),
		cmocka_unit_test(comments_do_not_outweigh_the_article),
		cmocka_unit_test(short_pages_keep_what_introduces_a_list),
		cmocka_unit_test(doubtful_pages),
		cmocka_unit_test(repeated_blocks),
		cmocka_unit_test(folded_sections),
		cmocka_unit_test(teasers),
		cmocka_unit_test(metadata_by_deliberateness),
		cmocka_unit_test(places_are_true),
		cmocka_unit_test(hostile_pages),
		cmocka_unit_test(pages_without_text_say_why),
		cmocka_unit_test(inline_elements_stay_in_order),
		cmocka_unit_test(survives_any_bytes),
		cmocka_unit_test(truncated_anywhere),
		cmocka_unit_test(words_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
