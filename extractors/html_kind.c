#include "extractors/html_kind.h"

/* Does any of the words stand in `text`, in any case, with no letter at either side? */
static bool has_any(struct span text, const struct span *words, size_t count)
{
	for (size_t i = 0; i < text.len; i++) {
		if (i > 0 && ((text.ptr[i - 1] | 0x20) >= 'a' && (text.ptr[i - 1] | 0x20) <= 'z'))
			continue;
		for (size_t k = 0; k < count; k++) {
			size_t behind = i + words[k].len;

			if ((text.ptr[i] | 0x20) == (words[k].ptr[0] | 0x20) &&
			    span_equal_nocase(span_slice(text, i, behind), words[k]) &&
			    (behind >= text.len || !((text.ptr[behind] | 0x20) >= 'a' && (text.ptr[behind] | 0x20) <= 'z')))
				return true;
		}
	}
	return false;
}

/* Does the page name one of these types of schema.org, in JSON-LD or as an itemtype? */
static bool declares(const struct html_page *page, const struct span *types, size_t count)
{
	const struct html_filter *f = page->filter;

	for (size_t i = 0; i < f->json_count; i++)
		if (has_any(f->json[i], types, count))
			return true;
	for (size_t i = 0; i < f->values.count; i++)
		if (f->values.list[i].attribute == ATTRIBUTE_itemtype && has_any(f->values.list[i].value, types, count))
			return true;
	return false;
}

/* Names of the software, and words of its addresses: "/forum/viewtopic.php?t=1". */
static bool named(const struct html_page *page)
{
	static const struct span words[] = {
		{ "phpbb", 5 }, { "vbulletin", 9 }, { "xenforo", 7 }, { "discourse", 9 }, { "mybb", 4 }, { "smf", 3 },
		{ "flarum", 6 }, { "nodebb", 6 }, { "forum", 5 }, { "forums", 6 }, { "viewtopic", 9 }, { "showthread", 10 },
		{ "threads", 7 }, { "lemmy", 5 },
	};
	const struct html_tree *t = page->tree;

	for (size_t i = 1; i < t->count; i++) {
		enum html_tag tag = (enum html_tag)t->nodes[i].tag;
		struct span name, value = { NULL, 0 };

		if (t->nodes[i].start == 0)
			continue;
		if (tag == TAG_meta) {
			name = html_tree_attribute(t, i, ATTRIBUTE_name, NULL);
			if (span_empty(name))
				name = html_tree_attribute(t, i, ATTRIBUTE_property, NULL);
			if (span_equal_nocase(name, SPAN("generator")) || span_equal_nocase(name, SPAN("og:url")))
				value = html_tree_attribute(t, i, ATTRIBUTE_content, NULL);
		} else if (tag == TAG_link) {
			if (span_equal_nocase(html_tree_attribute(t, i, ATTRIBUTE_rel, NULL), SPAN("canonical")))
				value = html_tree_attribute(t, i, ATTRIBUTE_href, NULL);
		} else if (tag == TAG_body || tag == TAG_html) {
			value = html_tree_attribute(t, i, ATTRIBUTE_id, NULL);
		}
		if (has_any(value, words, sizeof words / sizeof *words))
			return true;
		if (tag == TAG_body)
			break;
	}
	return false;
}

bool html_kind_forum(const struct html_page *page)
{
	static const struct span types[] = { { "DiscussionForumPosting", 22 }, { "QAPage", 6 } };

	return declares(page, types, sizeof types / sizeof *types) || named(page);
}

bool html_kind_article(const struct html_page *page)
{
	static const struct span types[] = { { "NewsArticle", 11 }, { "ReportageNewsArticle", 20 }, { "Article", 7 },
					     { "BlogPosting", 11 } };
	const struct html_tree *t = page->tree;

	for (size_t i = 1; i < t->count; i++) {
		if (t->nodes[i].tag == TAG_body)
			break;
		if (t->nodes[i].tag == TAG_meta &&
		    span_equal_nocase(html_tree_attribute(t, i, ATTRIBUTE_property, NULL), SPAN("og:type")) &&
		    span_equal_nocase(html_tree_attribute(t, i, ATTRIBUTE_content, NULL), SPAN("article")))
			return true;
	}
	return declares(page, types, sizeof types / sizeof *types);
}

/* Elements that HTML has since 2010. */
static bool modern(enum html_tag tag)
{
	switch (tag) {
	case TAG_article:
	case TAG_aside:
	case TAG_figure:
	case TAG_footer:
	case TAG_header:
	case TAG_main:
	case TAG_nav:
	case TAG_section:
		return true;
	default:
		return false;
	}
}

bool html_kind_plain(const struct html_page *page)
{
	const struct html_tree *t = page->tree;

	if (page->filter->json_count > 0)
		return false;
	for (size_t i = 1; i < t->count; i++) {
		enum html_tag tag = (enum html_tag)t->nodes[i].tag;

		if (modern(tag) || (tag == TAG_meta &&
				    (span_equal_nocase(html_tree_attribute(t, i, ATTRIBUTE_name, NULL), SPAN("viewport")) ||
				     span_starts(html_tree_attribute(t, i, ATTRIBUTE_property, NULL), SPAN("og:")))))
			return false;
	}
	return true;
}
