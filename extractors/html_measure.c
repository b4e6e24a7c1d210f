#include "extractors/html_measure.h"

#include "extractors/html_rules.h"
#include "pipeline/base/memory.h"

/* What a byte says of words: ASCII letters and digits and the leads of letters beyond U+00BF begin one. */
enum byte_class { BYTE_OTHER, BYTE_SPACE, BYTE_WORD, BYTE_DENSE };

/* Dense: scripts that write without spaces, two characters count as a word. The leads of U+3000-U+9FFF and U+AC00-U+D7FF. */
static const unsigned char classes[256] = {
	[0x00 ... 0x20] = BYTE_SPACE, ['0' ... '9'] = BYTE_WORD,	['A' ... 'Z'] = BYTE_WORD,
	['a' ... 'z'] = BYTE_WORD,    [0xC3 ... 0xE2] = BYTE_WORD,	[0xE3 ... 0xED] = BYTE_DENSE,
	[0xEE ... 0xFF] = BYTE_WORD,
};

static uint32_t count_words(struct span s)
{
	uint32_t words = 0, dense = 0;
	bool inside = false;

	for (size_t i = 0; i < s.len; i++) {
		unsigned char class = classes[(unsigned char)s.ptr[i]];

		if (class == BYTE_SPACE) {
			inside = false;
		} else if (class == BYTE_DENSE) {
			dense++;
		} else if (!inside && class == BYTE_WORD) {
			inside = true;
			words++;
		}
	}
	return words + dense / 2;
}

/* ". " and the like: a full stop that something follows, or that ends the text. */
static bool has_sentence(struct span s)
{
	for (size_t i = 1; i < s.len; i++) {
		char c = s.ptr[i];

		if ((c == '.' || c == '!' || c == '?' || c == ';') && (unsigned char)s.ptr[i - 1] > ' ' &&
		    (i + 1 == s.len || (unsigned char)s.ptr[i + 1] <= ' '))
			return true;
		/* U+3002, the ideographic full stop */
		if ((unsigned char)c == 0x80 && i + 1 < s.len && (unsigned char)s.ptr[i - 1] == 0xE3 &&
		    (unsigned char)s.ptr[i + 1] == 0x82)
			return true;
	}
	return false;
}

/*
 * A link of many words is a card, a teaser made clickable as a whole: on a page
 * of such cards they are the text, under an article they are as good as a menu.
 */
static bool opens_link(const struct html_page *page, size_t i)
{
	return page->tree->nodes[i].tag == TAG_a && page->tree->nodes[i].start != 0 &&
	       (page->article || page->measures[i].words <= HTML_LINK_WORDS) &&
	       !span_empty(html_tree_attribute(page->tree, i, ATTRIBUTE_href, NULL));
}

/* Does a style attribute give the property one of these values? */
static bool styled(struct span style, struct span property, const struct span *values, size_t count)
{
	long at = span_find(style, property, 0);
	struct span value;

	if (at < 0)
		return false;
	value = span_trim(span_from(style, (size_t)at + property.len));
	for (size_t k = 0; k < count; k++)
		if (span_starts(value, values[k]))
			return true;
	return false;
}

/* Sizes of <font> go from 1 to 7, and 3 is that of the text; "+1" is one more. */
static bool is_larger(struct span size)
{
	size = span_trim(size);
	return (size.len == 1 && size.ptr[0] >= '4' && size.ptr[0] <= '7') ||
	       (size.len == 2 && size.ptr[0] == '+' && size.ptr[1] >= '1' && size.ptr[1] <= '4');
}

/* MEASURE_IN_BOLD and MEASURE_IN_BIG, by tag and attributes. */
static unsigned type_of(const struct html_page *page, size_t i)
{
	static const struct span weights[] = { { "bold", 4 }, { "600", 3 }, { "700", 3 }, { "800", 3 }, { "900", 3 } };
	static const struct span sizes[] = { { "large", 5 }, { "x-large", 7 }, { "xx-large", 8 } };
	enum html_tag tag = (enum html_tag)page->tree->nodes[i].tag;
	unsigned type = tag == TAG_b || tag == TAG_strong ? MEASURE_IN_BOLD : tag == TAG_big ? MEASURE_IN_BIG : 0;
	struct span style;

	if (page->tree->nodes[i].start == 0)
		return type;
	if (tag == TAG_font && is_larger(html_tree_attribute(page->tree, i, ATTRIBUTE_size, NULL)))
		type |= MEASURE_IN_BIG;
	style = html_tree_attribute(page->tree, i, ATTRIBUTE_style, NULL);
	if (span_empty(style))
		return type;
	if (styled(style, SPAN("font-weight:"), weights, sizeof weights / sizeof *weights))
		type |= MEASURE_IN_BOLD;
	if (styled(style, SPAN("font-size:"), sizes, sizeof sizes / sizeof *sizes))
		type |= MEASURE_IN_BIG;
	return type;
}

/* Downwards: what a node inherits. */
static void measure_down(struct html_page *page, size_t i)
{
	const struct html_node *n = &page->tree->nodes[i];
	struct html_measure *m = &page->measures[i];
	const struct html_measure *above = &page->measures[n->parent];

	m->flags = above->flags & (MEASURE_IN_LINK | MEASURE_IN_BOLD | MEASURE_IN_BIG);
	m->block = above->block;
	if (n->tag == HTML_TEXT) {
		m->link_words = m->flags & MEASURE_IN_LINK ? m->words : 0;
		m->flags |= m->words > 3 && has_sentence(n->text) ? MEASURE_SENTENCE : 0;
		return;
	}
	if (html_tag_flags(n->tag) & HTML_BLOCK)
		m->block = (uint32_t)i;
	if (opens_link(page, i))
		m->flags |= MEASURE_IN_LINK;
	m->flags |= (unsigned char)type_of(page, i);
}

/* Upwards, met from the last node to the first: children are complete before their parents. */
static void measure_up(struct html_page *page, size_t i)
{
	const struct html_node *n = &page->tree->nodes[i];
	struct html_measure *m = &page->measures[i], *above = &page->measures[n->parent];

	if (n->tag == HTML_TEXT && m->words) {
		struct html_measure *block = &page->measures[m->block];

		block->own += m->words;
		block->own_link += m->link_words;
		if (m->flags & MEASURE_SENTENCE && block->sentences < UINT16_MAX)
			block->sentences++;
	}
	if (m->own >= HTML_PROSE_WORDS && m->own_link * 100 < m->own * HTML_PROSE_LINKS &&
	    (m->sentences || m->own >= HTML_PROSE_UNPUNCTUATED))
		m->prose += m->own - m->own_link;
	if (i == 0)
		return;
	above->link_words += m->link_words;
	above->prose += m->prose;
}

void html_measure(struct html_page *page)
{
	const struct html_tree *t = page->tree;

	page->measures = memory_new(t->count, sizeof *page->measures);
	for (size_t i = t->count; i-- > 1;) {
		if (t->nodes[i].tag == HTML_TEXT)
			page->measures[i].words = count_words(t->nodes[i].text);
		page->measures[t->nodes[i].parent].words += page->measures[i].words;
	}
	for (size_t i = 1; i < t->count; i++)
		measure_down(page, i);
	for (size_t i = t->count; i-- > 0;)
		measure_up(page, i);
}
