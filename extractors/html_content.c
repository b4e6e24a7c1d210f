#include "extractors/html_content.h"

#include <stdlib.h>

#include "extractors/html_kind.h"
#include "extractors/html_note.h"
#include "extractors/html_rules.h"
#include "pipeline/base/memory.h"

enum { NAMES_KEPT = 128 };

static bool over_share(const struct html_page *page, size_t i, unsigned per_cent)
{
	const struct html_measure *m = &page->measures[i], *all = &page->measures[0];

	return (uint64_t)m->words * 100 > (uint64_t)all->words * per_cent ||
	       (uint64_t)m->prose * 100 > (uint64_t)all->prose * per_cent;
}

/* ---- what an element says of itself ---- */

static bool is_hidden(const struct html_page *page, size_t i)
{
	struct span style;
	bool hidden;

	if (page->tree->nodes[i].start == 0)
		return false;
	style = html_tree_attribute(page->tree, i, ATTRIBUTE_style, NULL);
	html_tree_attribute(page->tree, i, ATTRIBUTE_hidden, &hidden);
	if (hidden || span_equal(html_tree_attribute(page->tree, i, ATTRIBUTE_aria_hidden, NULL), SPAN("true")))
		return true;
	return !span_empty(style) && (span_find(style, SPAN("display:none"), 0) >= 0 || span_find(style, SPAN("display: none"), 0) >= 0);
}

static bool boilerplate_role(const struct html_page *page, size_t i)
{
	static const struct span roles[] = {
		{ "navigation", 10 }, { "banner", 6 }, { "contentinfo", 11 }, { "complementary", 13 }, { "search", 6 },
		{ "dialog", 6 }, { "alertdialog", 11 }, { "menu", 4 }, { "menubar", 7 }, { "toolbar", 7 },
	};
	struct span role = html_tree_attribute(page->tree, i, ATTRIBUTE_role, NULL);

	if (span_empty(role))
		return false;
	for (size_t k = 0; k < sizeof roles / sizeof *roles; k++)
		if (span_equal_nocase(role, roles[k]))
			return true;
	return false;
}

/* What the last values said: a page gives most of its elements the same few classes. */
struct names {
	struct span value[NAMES_KEPT];
	unsigned char said[NAMES_KEPT];
};

static unsigned names_in(struct names *names, struct span value)
{
	size_t at;

	if (span_empty(value))
		return 0;
	at = (value.len * 31 + (unsigned char)value.ptr[0] + (unsigned char)value.ptr[value.len / 2] * 7u +
	      (unsigned char)value.ptr[value.len - 1] * 3u) % NAMES_KEPT;
	if (!span_equal(names->value[at], value)) {
		names->value[at] = value;
		names->said[at] = (unsigned char)html_rules_words(value);
	}
	return names->said[at];
}

static void read_names(struct html_page *page)
{
	const struct html_tree *t = page->tree;
	struct names names = { .said = { 0 } };

	for (size_t i = 1; i < t->count; i++)
		if (t->nodes[i].start != 0)
			page->measures[i].names = (unsigned char)(
				names_in(&names, html_tree_attribute(t, i, ATTRIBUTE_class, NULL)) |
				names_in(&names, html_tree_attribute(t, i, ATTRIBUTE_id, NULL)));
}

static bool boilerplate_tag(enum html_tag tag)
{
	switch (tag) {
	case TAG_nav:
	case TAG_aside:
	case TAG_footer:
	case TAG_header:
	case TAG_select:
	case TAG_button:
	case TAG_textarea:
	case TAG_menu:
	case TAG_dialog:
	case TAG_noscript:
	case TAG_head:
	case TAG_title:
		return true;
	default:
		return false;
	}
}

/* What opens a section that is folded away is its heading, made a button. */
static bool in_heading(const struct html_page *page, size_t i)
{
	const struct html_tree *t = page->tree;

	for (int up = 0; up < 3 && i > 0; up++) {
		i = t->nodes[i].parent;
		if (t->nodes[i].tag >= TAG_h1 && t->nodes[i].tag <= TAG_h6)
			return true;
	}
	return false;
}

static bool is_link_cluster(const struct html_page *page, size_t i)
{
	const struct html_measure *m = &page->measures[i];

	switch (page->tree->nodes[i].tag) {
	case TAG_ul:
	case TAG_ol:
	case TAG_div:
	case TAG_section:
	case TAG_table:
	case TAG_tr:
	case TAG_td:
	case TAG_p:
	case TAG_dl:
	case TAG_center:
		break;
	default:
		return false;
	}
	return m->link_words * 100u > m->words * (unsigned)HTML_LINK_CLUSTER &&
	       m->words - m->link_words < (unsigned)HTML_LINK_PLAIN && !over_share(page, i, HTML_DROP_SHARE);
}

/* A search box, a reply, an order: what stands in a small form are labels of its fields. */
static bool is_dialogue(const struct html_measure *form)
{
	return form->words <= HTML_FORM && form->prose * 2 < form->words;
}

/* How much is taken for boilerplate: the next is tried where one leaves next to nothing. */
enum strictness { STRICT, LENIENT, NEARLY_ALL, STRICTNESS_COUNT };

static bool never_content(enum html_tag tag)
{
	return tag == TAG_head || tag == TAG_title || tag == TAG_select || tag == TAG_textarea;
}

/* What an element stands in, as far as the walk has come: where the outermost of each kind ends. */
struct inside {
	size_t article, table, comments;
};

static void enter(struct inside *in, const struct html_page *page, size_t i)
{
	const struct html_node *n = &page->tree->nodes[i];

	if ((n->tag == TAG_article || n->tag == TAG_main) && i >= in->article)
		in->article = n->end;
	if (page->measures[i].flags & MEASURE_DATA_TABLE && i >= in->table)
		in->table = n->end;
}

static enum html_mark judge(const struct html_page *page, size_t i, const struct inside *in, enum strictness strictness)
{
	enum html_tag tag = page->tree->nodes[i].tag;
	unsigned names;

	if (never_content(tag))
		return MARK_DROPPED;
	if (tag == TAG_body || tag == TAG_html || strictness == NEARLY_ALL)
		return MARK_MAIN;
	if ((tag == TAG_aside || tag == TAG_footer) && html_note_text(page, i))
		return MARK_MAIN;
	if (tag == TAG_nav || tag == TAG_footer || boilerplate_role(page, i))
		return over_share(page, i, HTML_DROP_NAV_SHARE) ? MARK_MAIN : MARK_DROPPED;
	names = strictness == STRICT ? page->measures[i].names : 0;
	if (names & 1u << WORD_COMMENT && !page->keeps_comments)
		return MARK_COMMENT;
	if (over_share(page, i, HTML_DROP_SHARE))
		return MARK_MAIN;
	if (boilerplate_tag(tag) && !(tag == TAG_header && i < in->article) && !(tag == TAG_button && in_heading(page, i)))
		return MARK_DROPPED;
	if (is_hidden(page, i) && !(names & 1u << WORD_FOLD))
		return MARK_DROPPED;
	if (strictness == LENIENT)
		return MARK_MAIN;
	if (names & 1u << WORD_BOILERPLATE || (names & 1u << WORD_TEASER && !page->keeps_teasers))
		return MARK_DROPPED;
	if (names & 1u << WORD_SMALL && page->measures[i].words <= HTML_SMALL)
		return MARK_DROPPED;
	if (tag == TAG_form && is_dialogue(&page->measures[i]))
		return MARK_DROPPED;
	/* In a column of addresses each cell is a link: it is as good as its row. */
	return i >= in->table && is_link_cluster(page, i) ? MARK_DROPPED : MARK_MAIN;
}

static bool holds_comments(const struct html_page *page, size_t i)
{
	enum html_tag tag = (enum html_tag)page->tree->nodes[i].tag;

	return tag != TAG_body && tag != TAG_html && page->measures[i].names & 1u << WORD_COMMENT;
}

static void mark_dropped(struct html_page *page, enum strictness strictness)
{
	const struct html_tree *t = page->tree;
	struct inside in = { 0, 0, 0 };
	size_t marked_to = 0;
	enum html_mark mark = MARK_MAIN;

	for (size_t i = 1; i < t->count; i++) {
		if (i >= marked_to && t->nodes[i].tag != HTML_TEXT) {
			mark = judge(page, i, &in, strictness);
			marked_to = mark == MARK_MAIN ? 0 : t->nodes[i].end;
			enter(&in, page, i);
		}
		page->measures[i].mark = i < marked_to ? (unsigned char)mark : MARK_MAIN;
		if (i >= in.comments && holds_comments(page, i))
			in.comments = t->nodes[i].end;
		if (i < in.comments)
			page->measures[i].flags |= MEASURE_COMMENT;
	}
}

/* ---- the element that holds the main text ---- */

static bool reads_like_prose(const struct html_measure *m)
{
	return m->own >= HTML_PROSE_WORDS && m->own_link * 100 < m->own * HTML_PROSE_LINKS &&
	       (m->sentences || m->own >= HTML_PROSE_UNPUNCTUATED);
}

/* Prose that is not dropped, of every node; or all words, where prose is not what the page has. */
static uint32_t *live_words(const struct html_page *page, bool prose)
{
	const struct html_tree *t = page->tree;
	uint32_t *live = memory_new(t->count, sizeof *live);

	for (size_t i = t->count; i-- > 1;) {
		const struct html_measure *m = &page->measures[i];

		/* Comments that are kept do not say where the page's own text is. */
		if (m->flags & MEASURE_COMMENT && page->has_own_text)
			continue;
		if (m->mark == MARK_MAIN && t->nodes[i].tag != HTML_TEXT && m->block == i &&
		    (!prose || reads_like_prose(m)))
			live[i] += prose ? m->own - m->own_link : m->own;
		live[t->nodes[i].parent] += live[i];
	}
	return live;
}

static unsigned needed_share(const struct html_page *page, size_t i)
{
	switch (page->tree->nodes[i].tag) {
	case TAG_article:
	case TAG_main:
		return HTML_ROOT_NAMED;
	case TAG_td:
		return HTML_ROOT_CELL;
	case TAG_p:
	case TAG_li:
	case TAG_blockquote:
	case TAG_ol: /* on a short page the one prose is a list's, and what introduces it stands before it */
	case TAG_ul:
	case TAG_dl:
	case TAG_pre: /* in a post, what was pasted is longer than what was said */
		return 101;
	default:
		break;
	}
	return page->measures[i].names & 1u << WORD_CONTENT ? HTML_ROOT_NAMED : HTML_ROOT;
}

/* Does the element say in so many words that it holds the main text? */
static bool claims_content(const struct html_page *page, size_t i)
{
	if (page->tree->nodes[i].tag == TAG_main)
		return true;
	return page->tree->nodes[i].start != 0 &&
	       (span_equal(html_tree_attribute(page->tree, i, ATTRIBUTE_role, NULL), SPAN("main")) ||
		span_equal(html_tree_attribute(page->tree, i, ATTRIBUTE_itemprop, NULL), SPAN("articleBody")));
}

/* Where the search for the root begins: the fullest element that claims to hold the text, where it can; or the top. */
static size_t find_claim(const struct html_page *page, const uint32_t *live)
{
	const struct html_tree *t = page->tree;
	size_t best = 0;

	for (size_t i = 1; i < t->count; i++)
		if (t->nodes[i].tag != HTML_TEXT && claims_content(page, i) && (best == 0 || live[i] > live[best]))
			best = i;
	return (uint64_t)live[best] * 100 >= (uint64_t)live[0] * HTML_CLAIM_SHARE ? best : 0;
}

static size_t find_root(const struct html_page *page, const uint32_t *live)
{
	const struct html_tree *t = page->tree;
	size_t root, next = find_claim(page, live);

	do {
		root = next;
		if (page->measures[root].flags & MEASURE_DATA_TABLE) /* its longest cell is not the text of the page */
			break;
		for (size_t i = root + 1; i < t->nodes[root].end; i = t->nodes[i].end) {
			if (live[i] && (uint64_t)live[i] * 100 >= (uint64_t)live[root] * needed_share(page, i)) {
				next = i;
				break;
			}
		}
	} while (next != root);
	return root;
}

/*
 * The title and the lead often stand before the element that holds the rest: the
 * last <h1> before it, when not much lies between.
 */
static size_t find_title(const struct html_page *page, size_t root)
{
	const struct html_tree *t = page->tree;
	uint32_t between = 0;

	for (size_t i = root; i-- > 1;) {
		const struct html_measure *m = &page->measures[i];

		if (m->mark != MARK_MAIN)
			continue;
		if (t->nodes[i].tag == HTML_TEXT)
			between += m->words;
		if (between > HTML_LEAD_WORDS)
			break;
		if (t->nodes[i].tag == TAG_h1 && m->words > 0)
			return i;
	}
	return root;
}

/* Between the title and the text: sentences, not dates, names and buttons. */
static bool is_lead(const struct html_page *page, size_t i)
{
	uint32_t block = page->measures[i].block;
	const struct html_measure *m = &page->measures[block];

	if (page->tree->nodes[i].tag != HTML_TEXT)
		return true;
	if (page->tree->nodes[block].tag == TAG_h1)
		return !page->article;
	return m->own >= HTML_LEAD_BLOCK && m->own_link * 2 < m->own;
}

/* Marks with one strictness; returns how many words are left as main text. */
static uint32_t select_content(struct html_page *page, enum strictness strictness)
{
	const struct html_tree *t = page->tree;
	uint32_t *live, words = 0;
	size_t root, first;

	mark_dropped(page, strictness);
	live = live_words(page, strictness == STRICT);
	root = find_root(page, live);
	first = find_title(page, root);
	for (size_t i = 1; i < t->count; i++) {
		struct html_measure *m = &page->measures[i];

		if (m->flags & MEASURE_COMMENT && page->keeps_comments)
			; /* as it was marked, wherever it stands */
		else if (m->mark == MARK_MAIN && (i < first || i >= t->nodes[root].end || (i < root && !is_lead(page, i))))
			m->mark = MARK_OUTSIDE;
		words += t->nodes[i].tag == HTML_TEXT && m->mark == MARK_MAIN ? m->words : 0;
	}
	free(live);
	return words;
}

/*
 * Does the page say enough besides its comments? These may outweigh an article by
 * far; but where little else is said, they are what the page is for.
 */
static bool has_own_text(const struct html_page *page)
{
	const struct html_tree *t = page->tree;
	uint32_t all = page->measures[0].prose, said = 0;
	size_t i = 1;

	while (i < t->count) {
		if (holds_comments(page, i)) {
			said += page->measures[i].prose;
			i = t->nodes[i].end;
		} else {
			i++;
		}
	}
	return all - said >= HTML_COMMENT_REST && (uint64_t)(all - said) * 100 >= (uint64_t)all * HTML_COMMENT_REST_SHARE;
}

/* The start page of a subject consists of teasers; under an article they lead away from it. */
static bool is_made_of_teasers(const struct html_page *page)
{
	const struct html_tree *t = page->tree;
	uint32_t said = 0;
	size_t i = 1;

	while (i < t->count) {
		bool teaser = page->measures[i].names & 1u << WORD_TEASER;

		said += teaser ? page->measures[i].prose : 0;
		i = teaser ? t->nodes[i].end : i + 1;
	}
	return (uint64_t)said * 100 >= (uint64_t)page->measures[0].prose * HTML_TEASER_SHARE;
}

void html_content(struct html_page *page)
{
	uint32_t all = page->measures[0].words;

	read_names(page);
	page->keeps_teasers = !page->article && is_made_of_teasers(page);
	page->has_own_text = has_own_text(page) && !page->forum;
	page->keeps_comments = !page->has_own_text || html_kind_plain(page);
	for (int strictness = STRICT; strictness < STRICTNESS_COUNT; strictness++) {
		uint32_t words = select_content(page, (enum strictness)strictness);

		if (words >= HTML_ENOUGH_WORDS || (uint64_t)words * 100 >= (uint64_t)all * HTML_ENOUGH_SHARE)
			return;
	}
}
