/* html_blocks: which blocks a page is cut into, and what each is: heading, paragraph, item, row, note. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/html_samples.h"

static void headings_and_paragraphs(void **state)
{
	(void)state;
	assert_blocks("<h2>Scope</h2><p>One <b>bold</b>\n  word.</p>", "heading2 |Scope\nparagraph0 |One bold word.\n");
	assert_blocks("<p><b>What we found</b></p><p>It is so.</p>", "heading4 |What we found\nparagraph0 |It is so.\n");
	assert_blocks("<div>First line.<br><br>Second line.</div>", "paragraph0 |First line.\nparagraph0 |Second line.\n");
	assert_blocks("<div>A long sentence that was<br>wrapped by hand.<br>Another one.</div>",
		      "paragraph0 |A long sentence that was wrapped by hand.\nparagraph0 |Another one.\n");
	assert_blocks("<p>open<p>never closed<div>and a division</div>tail, as it is",
		      "paragraph0 |open\nparagraph0 |never closed\nparagraph0 |and a division\nparagraph0 |tail, as it is\n");
}

/* Old pages set headings in larger type, newer ones name their class; both are short, and set off as a whole. */
static void headings_by_their_looks(void **state)
{
	(void)state;
	assert_blocks("<p><font size=\"+1\">What it cost</font></p><p>Four million.</p>", "heading3 |What it cost\nparagraph0 |Four million.\n");
	assert_blocks("<p><font size=2>What it cost</font></p><p>Four million.</p>", "paragraph0 |What it cost\nparagraph0 |Four million.\n");
	assert_blocks("<p style='font-size: x-large'>Who paid</p><p>Nobody.</p>", "heading3 |Who paid\nparagraph0 |Nobody.\n");
	assert_blocks("<p style='color:red; font-weight:bold'>Who paid</p><p>Nobody.</p>", "heading4 |Who paid\nparagraph0 |Nobody.\n");
	assert_blocks("<div class='box subheading'>Who paid</div><p>Nobody.</p>", "heading4 |Who paid\nparagraph0 |Nobody.\n");
	assert_blocks("<p><big>Four</big> million.</p>", "paragraph0 |Four million.\n");
	assert_blocks("<p><font size=5>The harbour master said on the day of the storm that neither the quay nor the "
		      "pier would stand.</font></p>",
		      "paragraph0 |The harbour master said on the day of the storm that neither the quay nor the pier would stand.\n");
}

static void indented_lines(void **state)
{
	(void)state;
	assert_blocks("<div>The quay is old.<br>&nbsp;&nbsp;&nbsp;it was built in 1901.<br>&nbsp;<br>&nbsp; Nobody knows.</div>",
		      "paragraph0 |The quay is old.\nparagraph0 |it was built in 1901.\nparagraph0 |Nobody knows.\n");
	assert_blocks("<p>HC&nbsp;641 of 2016&#160;&#160;is out.</p>",
		      "paragraph0 |HC\xC2\xA0""641 of 2016\xC2\xA0\xC2\xA0is out.\n");
}

/* In a layout table: a number or label and what it belongs to stand in cells of their own. */
static void labels_in_cells(void **state)
{
	(void)state;
	assert_blocks("<table><tr><td>(a)</td><td><p>The quay is silted.</p><p>It is old.</p></td></tr>"
		      "<tr><td><p><b>Venue:</b></p></td><td>Room 4</td><td>Floor 2</td></tr></table>",
		      "paragraph0 |(a) The quay is silted.\nparagraph0 |It is old.\nparagraph0 |Venue: Room 4\nparagraph0 |Floor 2\n");
	assert_blocks("<table><tr><td>Present:</td></tr><tr><td>Ada North, chair</td></tr></table>",
		      "paragraph0 |Present:\nparagraph0 |Ada North, chair\n");
	assert_blocks("<table><tr><td>Venue:<p>Room 4</p></td><td><ul><li>one</li></ul></td></tr></table>",
		      "paragraph0 |Venue:\nparagraph0 |Room 4\nlist_item1 \xE2\x80\xA2|one\n");
}

static void list_numbers_as_shown(void **state)
{
	(void)state;
	assert_blocks("<ol><li>a<li value=7>b<li>c</ol>", "list_item1 1.|a\nlist_item1 7.|b\nlist_item1 8.|c\n");
	assert_blocks("<ol start=3 type=a><li>x<li>y<ol type=I><li>in</ol></ol>",
		      "list_item1 c.|x\nlist_item1 d.|y\nlist_item2 I.|in\n");
	assert_blocks("<ol reversed><li>x</li><li>y</li></ol>", "list_item1 2.|x\nlist_item1 1.|y\n");
	assert_blocks("<ol type=i start=9><li>x<li>y</ol>", "list_item1 ix.|x\nlist_item1 x.|y\n");
	assert_blocks("<ol type=a start=26><li>x<li>y</ol>", "list_item1 z.|x\nlist_item1 aa.|y\n");
	assert_blocks("<ul><li>x<p>more of it</p></li></ul>",
		      "list_item1 \xE2\x80\xA2|x\nparagraph0 |more of it\n");
}

static void tables_row_by_row(void **state)
{
	(void)state;
	assert_blocks("<table><tr><th>Year<th>Cost</tr><tr><td>2015<td>10<br>million</tr></table>",
		      "table_row0 |Year | Cost\ntable_row0 |2015 | 10 million\n");
	/* A table that lays out a page gives its blocks as they are. */
	assert_blocks("<table><tr><td><h3>Left</h3><p>The text of the left.</p><td><p>The text of the right.</p></table>",
		      "heading3 |Left\nparagraph0 |The text of the left.\nparagraph0 |The text of the right.\n");
}

static void spans_keep_their_columns(void **state)
{
	(void)state;
	assert_blocks("<table><tr><th>A<th>B<th>C</tr><tr><td colspan=2>wide<td>c</tr>"
		      "<tr><td rowspan=2>tall<td>b<td>c</tr><tr><td>b2<td>c2</tr></table>",
		      "table_row0 |A | B | C\ntable_row0 |wide | | c\ntable_row0 |tall | b | c\ntable_row0 || b2 | c2\n");
}

static void footnotes_are_kept_apart(void **state)
{
	(void)state;
	assert_blocks("<p>The cost doubled.<sup><a href=\"#fn1\">1</a></sup> It stayed there.</p>"
		      "<div id=fn1>Report of the auditor, page 3.</div>",
		      "paragraph0 |The cost doubled. [1] It stayed there.\nfootnote0 |Report of the auditor, page 3.\n");
	assert_blocks("<p>It measures 10<sup>2</sup> on the 1<sup>st</sup> day of all.</p>",
		      "paragraph0 |It measures 102 on the 1st day of all.\n");
}

static void preformatted_lines_stay(void **state)
{
	struct document *d = extract_body("<pre>one\n  two\n\nthree</pre><blockquote>said so, she did.</blockquote>");

	(void)state;
	assert_int_equal(d->passage_count, 6);
	assert_true(span_equal(d->passages[2].text, SPAN("  two")));
	assert_true(d->passages[2].flags & PASSAGE_PREFORMATTED);
	assert_true(d->passages[4].flags & PASSAGE_QUOTED);
	document_free(d);
}

static void notes_and_their_marks(void **state)
{
	(void)state;
	assert_blocks("<p>It was paid<a href='#fn1' class=footnote-ref>1</a> twice<a role=doc-noteref href='#n2'>2</a> over.</p>",
		      "paragraph0 |It was paid [1] twice [2] over.\n");
	assert_blocks("<p>What was paid is in <a href='#fn1'>the note</a>.</p>", "paragraph0 |What was paid is in the note.\n");
	assert_blocks("<p><a name=_ftn1></a><a href='#_ftnref1'>[1]</a> Paid in May. \xE2\x86\xA9</p>",
		      "footnote0 |[1] Paid in May.\n");
}

/* A first row in bold is a head; and a page that is one such table is that table, not its longest cell. */
static void tables_of_records(void **state)
{
	static const char page[] =
		"<html><body><h1>Progress</h1><table><tr><td><b>Recommendation</b></td><td><b>Response</b></td></tr>"
		"<tr><td>1. Dredge the harbour before the winter of next year, and say what it cost the board and its "
		"members in the past ten years.</td><td>Accepted</td></tr>"
		"<tr><td>2. Mend the pier.</td><td>Refused</td></tr></table></body></html>";
	struct document *d = extract(span_str(page));

	(void)state;
	assert_int_equal(d->passage_count, 4);
	assert_true(span_equal(d->passages[1].text, SPAN("Recommendation | Response")));
	assert_true(span_equal(d->passages[3].text, SPAN("2. Mend the pier. | Refused")));
	for (size_t i = 1; i < d->passage_count; i++)
		assert_int_equal(d->passages[i].role, ROLE_TABLE_ROW);
	document_free(d);
}

/* No markup says so, but links that stand one a line are a list. */
static void lines_of_links(void **state)
{
	(void)state;
	assert_blocks("<a href=1>The harbour in 1901</a><br><a href=2>Who paid for it?</a><br><a href=3>What it cost.</a>",
		      "list_item1 |The harbour in 1901\nlist_item1 |Who paid for it?\nlist_item1 |What it cost.\n");
	assert_blocks("<a href=1>The harbour in 1901</a><br>Who paid for it?<br><a href=3>What it cost.</a>",
		      "paragraph0 |The harbour in 1901\nparagraph0 |Who paid for it?\nparagraph0 |What it cost.\n");
}

static void ways_through_a_site(void **state)
{
	(void)state;
	assert_blocks("<p><a href=1>Ports</a> &gt; <a href=2>Dredging</a> &gt; <a href=3>Costs</a></p>",
		      "boilerplate0 |Ports > Dredging > Costs\n");
	assert_blocks("<p>A draught of 7 m &gt; 5 m, says <a href=2>the pilot</a>.</p>",
		      "paragraph0 |A draught of 7 m > 5 m, says the pilot.\n");
}

/* The labels of a form are no text; a page that a form is wrapped around is. */
static void forms(void **state)
{
	(void)state;
	assert_blocks("<form><p>Your surname:</p><input name=n><p>Post code:</p><input name=p></form>",
		      "boilerplate0 |Your surname:\nboilerplate0 |Post code:\n");
	assert_blocks("<form><p>The harbour master told us that the quay would not stand another winter.</p></form>",
		      "paragraph0 |The harbour master told us that the quay would not stand another winter.\n");
}

/* A column of addresses in a table of data is none of a site's menus. */
static void links_in_tables_of_data(void **state)
{
	(void)state;
	assert_blocks("<table><tr><th>Port</th><th>Site</th></tr>"
		      "<tr><td>Oban</td><td><a href=1>Harbour office of Oban</a></td></tr></table>",
		      "table_row0 |Port | Site\ntable_row0 |Oban | Harbour office of Oban\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings_and_paragraphs),
		cmocka_unit_test(headings_by_their_looks),
		cmocka_unit_test(indented_lines),
		cmocka_unit_test(labels_in_cells),
		cmocka_unit_test(list_numbers_as_shown),
		cmocka_unit_test(tables_row_by_row),
		cmocka_unit_test(spans_keep_their_columns),
		cmocka_unit_test(footnotes_are_kept_apart),
		cmocka_unit_test(preformatted_lines_stay),
		cmocka_unit_test(notes_and_their_marks),
		cmocka_unit_test(tables_of_records),
		cmocka_unit_test(lines_of_links),
		cmocka_unit_test(ways_through_a_site),
		cmocka_unit_test(forms),
		cmocka_unit_test(links_in_tables_of_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
