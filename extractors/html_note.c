#include "extractors/html_note.h"

enum {
	MARK_BYTES = 6,        /* "[123]", an asterisk, a dagger */
	ANCHOR_NEAR = 5,       /* nodes from a note's beginning to the anchor that names it */
	NOTES_SHARE = 40       /* per cent of the page's words over which a name does not make footnotes */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "fn1", "_ftn3", "footnote-2", "cite_note-4": a name for a note, and its number. */
static bool numbered_note(struct span id)
{
	static const struct span names[] = {
		{ "fn", 2 }, { "ftn", 3 }, { "_ftn", 4 }, { "_edn", 4 }, { "footnote", 8 }, { "endnote", 7 },
		{ "cite_note", 9 }, { "note", 4 },
	};

	if (span_empty(id) || !strchr("fFeEcCnN_", id.ptr[0])) /* nearly all end here */
		return false;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t at = names[i].len;

		if (!span_equal_nocase(span_slice(id, 0, at), names[i]))
			continue;
		while (at < id.len && (strchr("-_:.", id.ptr[at])))
			at++;
		if (at < id.len && is_digit(id.ptr[at]))
			return true;
	}
	return false;
}

static bool names_notes(struct span value)
{
	static const struct span names[] = { { "footnote", 8 }, { "endnote", 7 } };

	if (value.len < names[1].len || span_find(value, SPAN("note"), 0) < 0)
		return false;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		long at = span_find(value, names[i], 0);
		size_t behind = (size_t)at + names[i].len;

		/* "footnote", "footnotes", not "footnoteref" */
		if (at >= 0 && (behind == value.len || !is_letter(value.ptr[behind]) ||
				(value.ptr[behind] == 's' && (behind + 1 == value.len || !is_letter(value.ptr[behind + 1])))))
			return true;
	}
	return false;
}

/* "<p><a name=fn7>": pages of before ids gave the name to an anchor at the note's beginning. */
static bool begins_with_anchor(const struct html_page *page, size_t node)
{
	const struct html_tree *t = page->tree;
	enum html_tag tag = (enum html_tag)t->nodes[node].tag;

	if (tag != TAG_p && tag != TAG_li && tag != TAG_dd && tag != TAG_td)
		return false;
	for (size_t i = node + 1; i < t->nodes[node].end && i < node + ANCHOR_NEAR; i++) {
		if (t->nodes[i].tag == TAG_a)
			return numbered_note(html_tree_attribute(t, i, ATTRIBUTE_name, NULL)) ||
			       numbered_note(html_tree_attribute(t, i, ATTRIBUTE_id, NULL));
		if (page->measures[i].words > 0 && t->nodes[i].tag == HTML_TEXT)
			return false;
	}
	return false;
}

bool html_note_text(const struct html_page *page, size_t node)
{
	const struct html_node *n = &page->tree->nodes[node];
	const struct html_measure *m = &page->measures[node];
	struct span role;

	if (!(html_tag_flags((enum html_tag)n->tag) & HTML_BLOCK) ||
	    (uint64_t)m->words * 100 > (uint64_t)page->measures[0].words * NOTES_SHARE)
		return false;
	if (begins_with_anchor(page, node))
		return true;
	if (n->start == 0)
		return false;
	role = html_tree_attribute(page->tree, node, ATTRIBUTE_role, NULL);
	if (span_starts(role, SPAN("doc-footnote")) || span_starts(role, SPAN("doc-endnote")))
		return true;
	return numbered_note(html_tree_attribute(page->tree, node, ATTRIBUTE_id, NULL)) ||
	       names_notes(html_tree_attribute(page->tree, node, ATTRIBUTE_id, NULL)) ||
	       names_notes(html_tree_attribute(page->tree, node, ATTRIBUTE_class, NULL));
}

/* "1", "[12]", "*", "†", "a": as short as marks are. */
static bool looks_like_mark(struct span s)
{
	struct span inner = s;
	size_t digits = 0;

	if (s.len == 0 || s.len > MARK_BYTES)
		return false;
	if (inner.len > 2 && (inner.ptr[0] == '[' || inner.ptr[0] == '('))
		inner = span_slice(inner, 1, inner.len - 1);
	while (digits < inner.len && is_digit(inner.ptr[digits]))
		digits++;
	if (digits == inner.len)
		return digits <= 3;
	return inner.len == 1 || span_equal(inner, SPAN("\xE2\x80\xA0")) || span_equal(inner, SPAN("\xE2\x80\xA1"));
}

static bool has_fragment_link(const struct html_page *page, size_t sup)
{
	const struct html_tree *t = page->tree;

	for (size_t i = sup + 1; i < t->nodes[sup].end; i++)
		if (t->nodes[i].tag == TAG_a &&
		    span_find(html_tree_attribute(t, i, ATTRIBUTE_href, NULL), SPAN("#"), 0) >= 0)
			return true;
	return t->nodes[t->nodes[sup].parent].tag == TAG_a &&
	       span_find(html_tree_attribute(t, t->nodes[sup].parent, ATTRIBUTE_href, NULL), SPAN("#"), 0) >= 0;
}

/* The text of an element that has one piece of it; else empty. */
static struct span only_text(const struct html_tree *t, size_t node)
{
	struct span text = { NULL, 0 };

	for (size_t i = node + 1; i < t->nodes[node].end && i < node + 8; i++) {
		if (t->nodes[i].tag != HTML_TEXT || span_empty(span_trim(t->nodes[i].text)))
			continue;
		if (text.len)
			return SPAN("");
		text = span_trim(t->nodes[i].text);
	}
	return text;
}

bool html_note_link(const struct html_page *page, size_t a)
{
	const struct html_tree *t = page->tree;
	struct span href = html_tree_attribute(t, a, ATTRIBUTE_href, NULL);
	long at = span_find(href, SPAN("#"), 0);
	bool note = at >= 0 && numbered_note(span_from(href, (size_t)at + 1));

	return (note || span_equal(html_tree_attribute(t, a, ATTRIBUTE_role, NULL), SPAN("doc-noteref"))) &&
	       looks_like_mark(only_text(t, a));
}

bool html_note_mark(const struct html_page *page, size_t sup, struct span before)
{
	const struct html_tree *t = page->tree;
	struct span text = only_text(t, sup);
	size_t letters = 0;

	if (has_fragment_link(page, sup))
		return text.len > 0;
	if (!looks_like_mark(text))
		return false;
	/* Behind a word or a sentence it is a note; behind a digit or a symbol of one letter, an exponent. */
	while (letters < before.len && is_letter(before.ptr[before.len - 1 - letters]))
		letters++;
	return letters >= 3 || (before.len && strchr(".,;:!?\"')", before.ptr[before.len - 1]));
}
