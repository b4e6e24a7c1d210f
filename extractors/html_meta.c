#include "extractors/html_meta.h"

#include "extractors/html_json.h"
#include "extractors/html_reference.h"

enum { TEXT_MAX = 500 }; /* bytes of a title or name; longer ones are something else */

enum field { TITLE, AUTHOR, DATE, PUBLISHER, LANGUAGE, URL, FIELD_COUNT };

/* The best value so far of each field, what gave it, and its rank: the lower, the more deliberate. */
struct found {
	const struct html_page *page;
	struct arena *arena;
	struct span value[FIELD_COUNT], from[FIELD_COUNT];
	int rank[FIELD_COUNT];
};

/*
 * Names of <meta>, by rank. Citation and Dublin Core names are made for
 * libraries and name the work; Open Graph names the page; the rest is habit.
 */
static const struct {
	const char *name;
	unsigned char field, rank;
} metas[] = {
	{ "citation_title", TITLE, 1 }, { "dc.title", TITLE, 2 }, { "dcterms.title", TITLE, 2 },
	{ "og:title", TITLE, 4 }, { "twitter:title", TITLE, 5 },
	{ "citation_author", AUTHOR, 1 }, { "dc.creator", AUTHOR, 2 }, { "dcterms.creator", AUTHOR, 2 },
	{ "author", AUTHOR, 4 }, { "article:author", AUTHOR, 5 }, { "parsely-author", AUTHOR, 5 },
	{ "citation_publication_date", DATE, 1 }, { "dcterms.issued", DATE, 2 }, { "dc.date.issued", DATE, 2 },
	{ "article:published_time", DATE, 4 }, { "dcterms.date", DATE, 5 }, { "dc.date", DATE, 5 },
	{ "datepublished", DATE, 6 }, { "pubdate", DATE, 6 }, { "publish-date", DATE, 6 }, { "date", DATE, 7 },
	{ "dcterms.created", DATE, 7 }, { "og:updated_time", DATE, 12 }, { "article:modified_time", DATE, 12 },
	{ "dcterms.modified", DATE, 12 },
	{ "citation_publisher", PUBLISHER, 1 }, { "dc.publisher", PUBLISHER, 2 }, { "dcterms.publisher", PUBLISHER, 2 },
	{ "og:site_name", PUBLISHER, 4 }, { "application-name", PUBLISHER, 6 },
	{ "dc.language", LANGUAGE, 4 }, { "dcterms.language", LANGUAGE, 4 }, { "content-language", LANGUAGE, 3 },
	{ "og:locale", LANGUAGE, 5 },
	{ "og:url", URL, 4 },
};

enum {
	RANK_JSON = 3,
	RANK_LINK = 1,
	RANK_LANG = 1,
	RANK_ITEMPROP = 5,
	RANK_REL = 6,
	RANK_H1 = 7,
	RANK_TIME = 9,
	RANK_TITLE = 8
};

/* ---- values ---- */

static bool is_url(struct span s)
{
	return span_equal_nocase(span_slice(s, 0, 7), SPAN("http://")) ||
	       span_equal_nocase(span_slice(s, 0, 8), SPAN("https://"));
}

static bool digits(struct span s, size_t from, size_t count)
{
	if (from + count > s.len)
		return false;
	for (size_t i = from; i < from + count; i++)
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
	return true;
}

static int number(struct span s, size_t from, size_t count)
{
	int n = 0;

	for (size_t i = from; i < from + count; i++)
		n = n * 10 + (s.ptr[i] - '0');
	return n;
}

/* "2019-11-20T...", "2019/11/20", "20191120", "2019-11", "2019" as ISO 8601; else empty. */
static struct span iso_date(struct arena *arena, struct span s)
{
	int year, month, day;
	size_t gap = s.len > 4 && strchr("-/.", s.ptr[4]) ? 1 : 0;

	if (!digits(s, 0, 4))
		return SPAN("");
	year = number(s, 0, 4);
	if (year < 1500 || year > 2200)
		return SPAN("");
	if (s.len == 4)
		return arena_printf(arena, "%04d", year);
	if (!digits(s, 4 + gap, 2))
		return SPAN("");
	month = number(s, 4 + gap, 2);
	if (month < 1 || month > 12)
		return SPAN("");
	if (s.len == 7 && gap)
		return arena_printf(arena, "%04d-%02d", year, month);
	if (!digits(s, 6 + 2 * gap, 2))
		return SPAN("");
	day = number(s, 6 + 2 * gap, 2);
	return day < 1 || day > 31 ? SPAN("") : arena_printf(arena, "%04d-%02d-%02d", year, month, day);
}

/* "en_GB" -> "en-GB"; only what looks like a language tag. */
static struct span language_tag(struct arena *arena, struct span s)
{
	struct span tag = arena_copy(arena, s);
	char *p = (char *)(size_t)tag.ptr;

	if (s.len < 2 || s.len > 12)
		return SPAN("");
	for (size_t i = 0; i < tag.len; i++) {
		if (p[i] == '_')
			p[i] = '-';
		if (p[i] != '-' && !((p[i] | 0x20) >= 'a' && (p[i] | 0x20) <= 'z') && !(p[i] >= '0' && p[i] <= '9'))
			return SPAN("");
	}
	return tag;
}

/* References decoded, white space collapsed, trimmed. */
static struct span clean(struct arena *arena, struct span s)
{
	struct buffer out;
	struct span decoded = html_reference_decode(s, arena), cleaned;

	buffer_init(&out, decoded.len + 1);
	decoded = span_trim(decoded);
	for (size_t i = 0; i < decoded.len; i++) {
		char c = decoded.ptr[i];
		bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';

		if (!space)
			buffer_add_char(&out, c);
		else if (out.len && out.data[out.len - 1] != ' ')
			buffer_add_char(&out, ' ');
	}
	cleaned = arena_copy(arena, buffer_span(&out));
	buffer_release(&out);
	return cleaned;
}

/* `from` with `detail` names the place for a reader: "meta ", "og:title"; it must be a literal. */
static void offer(struct found *f, enum field field, int rank, struct span raw, const char *from, struct span detail)
{
	struct span value;

	if (f->rank[field] != 0 && f->rank[field] <= rank)
		return;
	if (span_empty(span_trim(raw)) || raw.len > TEXT_MAX * 4)
		return;
	value = clean(f->arena, raw);
	if (field == DATE)
		value = iso_date(f->arena, value);
	else if (field == LANGUAGE)
		value = language_tag(f->arena, value);
	else if ((field == URL) != is_url(value)) /* an author or publisher that is an address is no name */
		value = SPAN("");
	if (field == AUTHOR && span_equal_nocase(span_slice(value, 0, 3), SPAN("by ")))
		value = span_from(value, 3);
	if (span_empty(value) || value.len > TEXT_MAX)
		return;
	f->value[field] = value;
	f->rank[field] = rank;
	f->from[field] = arena_printf(f->arena, "%s%.*s", from, SPAN_ARG(detail));
}

/* ---- where they stand ---- */

static void read_meta(struct found *f, size_t i)
{
	const struct html_tree *t = f->page->tree;
	struct span content = html_tree_attribute(t, i, ATTRIBUTE_content, NULL);
	struct span name = html_tree_attribute(t, i, ATTRIBUTE_property, NULL);

	if (span_empty(name))
		name = html_tree_attribute(t, i, ATTRIBUTE_name, NULL);
	for (size_t k = 0; k < sizeof metas / sizeof *metas; k++)
		if (span_equal_nocase(name, span_str(metas[k].name)))
			offer(f, (enum field)metas[k].field, metas[k].rank, content, "meta ",
			      span_str(metas[k].name));
}

static struct span text_of(struct found *f, size_t node)
{
	const struct html_tree *t = f->page->tree;
	struct buffer out;
	struct span text;

	buffer_init(&out, TEXT_MAX * 4);
	for (size_t i = node + 1; i < t->nodes[node].end; i++)
		if (t->nodes[i].tag == HTML_TEXT)
			buffer_add(&out, t->nodes[i].text);
	text = arena_copy(f->arena, buffer_span(&out));
	buffer_release(&out);
	return text;
}

/* Microdata: the value is in an attribute, or it is the text. */
static void read_itemprop(struct found *f, size_t i)
{
	const struct html_tree *t = f->page->tree;
	struct span property = html_tree_attribute(t, i, ATTRIBUTE_itemprop, NULL), value;

	if (span_empty(property))
		return;
	value = html_tree_attribute(t, i, ATTRIBUTE_content, NULL);
	if (span_empty(value))
		value = html_tree_attribute(t, i, ATTRIBUTE_datetime, NULL);
	if (span_equal(property, SPAN("datePublished")))
		offer(f, DATE, RANK_ITEMPROP, value, "itemprop ", property);
	else if (span_equal(property, SPAN("headline")))
		offer(f, TITLE, RANK_ITEMPROP, span_empty(value) ? text_of(f, i) : value, "itemprop ", property);
	else if (span_equal(property, SPAN("author")) && f->page->measures[i].words <= 8)
		offer(f, AUTHOR, RANK_ITEMPROP, span_empty(value) ? text_of(f, i) : value, "itemprop ", property);
	else if (span_equal(property, SPAN("inLanguage")))
		offer(f, LANGUAGE, RANK_ITEMPROP, value, "itemprop ", property);
}

static void read_element(struct found *f, size_t i)
{
	const struct html_tree *t = f->page->tree;
	struct span rel = html_tree_attribute(t, i, ATTRIBUTE_rel, NULL), none = SPAN("");

	switch (t->nodes[i].tag) {
	case TAG_meta:
		read_meta(f, i);
		break;
	case TAG_link:
		if (span_equal_nocase(rel, SPAN("canonical")))
			offer(f, URL, RANK_LINK, html_tree_attribute(t, i, ATTRIBUTE_href, NULL), "link rel=", rel);
		break;
	case TAG_html:
		offer(f, LANGUAGE, RANK_LANG, html_tree_attribute(t, i, ATTRIBUTE_lang, NULL), "<html lang>", none);
		break;
	case TAG_a:
		if (span_equal_nocase(rel, SPAN("author")) && f->page->measures[i].words <= 8)
			offer(f, AUTHOR, RANK_REL, text_of(f, i), "a rel=", rel);
		break;
	case TAG_time:
		if (f->page->measures[i].mark != MARK_COMMENT)
			offer(f, DATE, RANK_TIME, html_tree_attribute(t, i, ATTRIBUTE_datetime, NULL), "<time>", none);
		break;
	case TAG_h1:
		if (f->page->measures[i].mark != MARK_DROPPED)
			offer(f, TITLE, RANK_H1, text_of(f, i), "<h1>", none);
		break;
	case TAG_title:
		offer(f, TITLE, RANK_TITLE, text_of(f, i), "<title>", none);
		break;
	default:
		break;
	}
	read_itemprop(f, i);
}

static void read_json(struct found *f, struct span text)
{
	static const struct {
		const char *outer, *inner;
		enum field field;
	} paths[] = {
		{ NULL, "headline", TITLE }, { NULL, "datePublished", DATE }, { "author", "name", AUTHOR },
		{ NULL, "author", AUTHOR }, { "publisher", "name", PUBLISHER }, { NULL, "inLanguage", LANGUAGE },
	};
	struct html_json j;

	html_json_open(&j, text);
	while (html_json_next(&j))
		for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
			if (html_json_at(&j, paths[i].outer, paths[i].inner))
				offer(f, paths[i].field, RANK_JSON, html_json_value(&j, f->arena), "JSON-LD ",
				      span_str(paths[i].outer ? paths[i].outer : paths[i].inner));
}

/* "Title | Publisher" and "Title - Publisher": the publisher is not part of the title. */
static struct span without_publisher(struct span title, struct span publisher)
{
	static const struct span separators[] = { { " | ", 3 }, { " - ", 3 },
						  { " \xE2\x80\x93 ", 5 }, { " \xE2\x80\x94 ", 5 },
						  { ": ", 2 }, { " :: ", 4 } };

	for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
		size_t tail = separators[i].len + publisher.len;

		if (publisher.len == 0 || title.len <= tail || !span_ends(title, publisher))
			continue;
		if (span_equal(span_slice(title, title.len - tail, title.len - publisher.len), separators[i]))
			return span_slice(title, 0, title.len - tail);
	}
	return title;
}

void html_meta(const struct html_page *page)
{
	struct document *d = page->document;
	struct found f = { .page = page, .arena = d->arena };

	for (size_t i = 1; i < page->tree->count; i++)
		if (page->tree->nodes[i].tag != HTML_TEXT)
			read_element(&f, i);
	for (size_t i = 0; i < page->filter->json_count; i++)
		read_json(&f, page->filter->json[i]);
	d->title = without_publisher(f.value[TITLE], f.value[PUBLISHER]);
	d->author = f.value[AUTHOR];
	d->date = f.value[DATE];
	d->publisher = f.value[PUBLISHER];
	d->language = f.value[LANGUAGE];
	d->url = f.value[URL];
	d->title_from = f.from[TITLE];
	d->author_from = f.from[AUTHOR];
	d->date_from = f.from[DATE];
	d->publisher_from = f.from[PUBLISHER];
	d->language_from = f.from[LANGUAGE];
	d->url_from = f.from[URL];
}
