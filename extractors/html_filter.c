#include "extractors/html_filter.h"

#include <stdlib.h>

#include "pipeline/base/memory.h"

enum {
	DEPTH_LIMIT = 256,  /* of elements that can nest: real pages stay under 100 */
	INDENTATION = 4,    /* white space from this length on is cut to one character */
	VALUES_LIMIT = 16,  /* attributes kept of one tag */
	KINDS = 64          /* unknown element names are counted in this many groups */
};

struct scan {
	struct html_filter *f;
	size_t at;                 /* in the page */
	size_t copied;             /* the page is copied up to here */
	/* What was searched for to the end of the page in vain is not searched for again: so that time stays linear. */
	size_t no_quote[2];        /* no further " or ' from here on */
	bool no_comment_end, no_cdata_end;
	bool no_end[HTML_TAG_COUNT];
	size_t cdata_end;          /* where "]]>" ends the CDATA section we are in, or the page's length */
	size_t depth;
	size_t open[HTML_TAG_COUNT + KINDS];    /* start tags given to the parser without an end tag */
	size_t dropped[HTML_TAG_COUNT + KINDS]; /* start tags not given to it */
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ---- output ---- */

static void note_cut(struct html_filter *f, size_t page)
{
	struct html_cut *last = f->cut_count ? &f->cuts[f->cut_count - 1] : NULL;

	if (last && last->filtered == f->bytes.len) {
		last->page = (uint32_t)page;
		return;
	}
	f->cuts = memory_room(f->cuts, f->cut_count, &f->cut_capacity, sizeof *f->cuts);
	f->cuts[f->cut_count++] = (struct html_cut){ (uint32_t)f->bytes.len, (uint32_t)page };
}

/* Copies what is not yet copied up to `to`, and goes on at `next`. */
static void cut(struct scan *s, size_t to, size_t next)
{
	buffer_add(&s->f->bytes, span_slice(s->f->page, s->copied, to));
	s->copied = next;
	s->at = next;
	if (next != to)
		note_cut(s->f, next);
}

/* ---- attributes ---- */

static const struct span attribute_names[HTML_ATTRIBUTE_COUNT] = {
#define X(name) [ATTRIBUTE_##name] = { #name, sizeof #name - 1 },
	HTML_ATTRIBUTES(X)
#undef X
};

static int attribute_find(struct span name)
{
	if (span_equal_nocase(name, SPAN("aria-hidden")))
		return ATTRIBUTE_aria_hidden;
	for (int i = 0; i < HTML_ATTRIBUTE_COUNT; i++)
		if (name.len == attribute_names[i].len && (name.ptr[0] | 0x20) == attribute_names[i].ptr[0] &&
		    span_equal_nocase(name, attribute_names[i]))
			return i;
	return -1;
}

/* Where the quoted value that begins at `at` ends, or the page's length: unclosed. */
static size_t quote_end(struct scan *s, size_t at, char quote)
{
	size_t *none = &s->no_quote[quote == '\''];
	struct span page = s->f->page;
	const char *end;

	if (at >= *none)
		return page.len;
	end = memchr(page.ptr + at, quote, page.len - at);
	if (!end)
		*none = at;
	return end ? (size_t)(end - page.ptr) : page.len;
}

static void keep_value(struct html_filter *f, size_t first, struct span name, struct span value)
{
	int attribute = span_empty(name) || f->value_count - first >= VALUES_LIMIT ? -1 : attribute_find(name);

	if (attribute < 0)
		return;
	f->values = memory_room(f->values, f->value_count, &f->value_capacity, sizeof *f->values);
	f->values[f->value_count++] = (struct html_value){ (enum html_attribute)attribute, value };
}

/* Reads one attribute at *at; moves behind it. False when its quotes are never closed. */
static bool read_attribute(struct scan *s, size_t *at, size_t first)
{
	struct span page = s->f->page, name, value = { NULL, 0 };
	size_t from = *at, i = from;

	while (i < page.len && !is_space(page.ptr[i]) && page.ptr[i] != '=' && page.ptr[i] != '>' && page.ptr[i] != '/')
		i++;
	name = span_slice(page, from, i);
	while (i < page.len && is_space(page.ptr[i]))
		i++;
	if (i < page.len && page.ptr[i] == '=') {
		for (i++; i < page.len && is_space(page.ptr[i]);)
			i++;
		if (i < page.len && (page.ptr[i] == '"' || page.ptr[i] == '\'')) {
			size_t end = quote_end(s, i + 1, page.ptr[i]);

			if (end == page.len)
				return false;
			value = span_slice(page, i + 1, end);
			i = end + 1;
		} else {
			for (from = i; i < page.len && !is_space(page.ptr[i]) && page.ptr[i] != '>';)
				i++;
			value = span_slice(page, from, i);
		}
	}
	*at = i > *at ? i : *at + 1;
	keep_value(s->f, first, name, value);
	return true;
}

/*
 * Reads the attributes from `at` on; returns the offset of the tag's ">", or the
 * page's length where the page ends in the tag. After an unclosed quote the tag
 * ends at the first ">", as if the quote were not there.
 */
static size_t read_attributes(struct scan *s, size_t at)
{
	struct span page = s->f->page;
	size_t first = s->f->value_count;
	const char *end;

	for (;;) {
		while (at < page.len && (is_space(page.ptr[at]) || page.ptr[at] == '/'))
			at++;
		if (at >= page.len || page.ptr[at] == '>')
			return at;
		if (!read_attribute(s, &at, first))
			break;
	}
	end = memchr(page.ptr + at, '>', page.len - at);
	return end ? (size_t)(end - page.ptr) : page.len;
}

/* ---- what is cut whole ---- */

/* Offset of "</name" at or after `at`, or the page's length. */
static size_t end_tag(struct span page, size_t at, struct span name)
{
	while (at < page.len) {
		const char *open = memchr(page.ptr + at, '<', page.len - at);
		size_t i;

		if (!open)
			break;
		i = (size_t)(open - page.ptr);
		if (i + 1 < page.len && page.ptr[i + 1] == '/' &&
		    span_equal_nocase(span_slice(page, i + 2, i + 2 + name.len), name))
			return i;
		at = i + 1;
	}
	return page.len;
}

static size_t behind_bracket(struct span page, size_t at)
{
	const char *end = at < page.len ? memchr(page.ptr + at, '>', page.len - at) : NULL;

	return end ? (size_t)(end - page.ptr) + 1 : page.len;
}

/* A comment that is never closed ends at its first ">": the rest of the page is not lost. */
static size_t behind_comment(struct scan *s, size_t at)
{
	struct span page = s->f->page;
	long end;

	if (span_starts(span_from(page, at + 4), SPAN(">")))
		return at + 5;
	end = s->no_comment_end ? -1 : span_find(page, SPAN("-->"), at + 4);
	s->no_comment_end = end < 0;
	return end < 0 ? behind_bracket(page, at) : (size_t)end + 3;
}

/* The content of a CDATA section is read as markup: in the feeds and pages that have one, it is. */
static size_t behind_cdata(struct scan *s, size_t at)
{
	long end;

	if (s->no_cdata_end)
		return at + 9;
	end = span_find(s->f->page, SPAN("]]>"), at);
	s->no_cdata_end = end < 0;
	s->cdata_end = end < 0 ? s->f->page.len : (size_t)end;
	return at + 9;
}

static size_t behind_declaration(struct scan *s, size_t at)
{
	struct span rest = span_from(s->f->page, at);

	if (span_starts(rest, SPAN("<!--")))
		return behind_comment(s, at);
	if (span_starts(rest, SPAN("<![CDATA[")))
		return behind_cdata(s, at);
	return behind_bracket(s->f->page, at);
}

static void keep_json(struct scan *s, size_t first_value, size_t from, size_t to)
{
	struct html_filter *f = s->f;

	for (size_t i = first_value; i < f->value_count; i++) {
		if (f->values[i].attribute != ATTRIBUTE_type ||
		    !span_equal_nocase(span_trim(f->values[i].value), SPAN("application/ld+json")))
			continue;
		f->json = memory_room(f->json, f->json_count, &f->json_capacity, sizeof *f->json);
		f->json[f->json_count++] = span_slice(f->page, from, to);
	}
}

/* Scripts and styles swallow the page when unclosed, as in a browser; an unclosed picture loses its tag only. */
static void cut_element(struct scan *s, size_t tag_at, size_t behind, struct span name, enum html_tag tag,
			size_t first_value)
{
	struct html_filter *f = s->f;
	size_t end = s->no_end[tag] ? f->page.len : end_tag(f->page, behind, name);
	bool swallows = tag == TAG_script || tag == TAG_style;

	if (tag == TAG_script)
		keep_json(s, first_value, behind, end);
	f->value_count = first_value;
	s->no_end[tag] = end == f->page.len;
	if (end == f->page.len && !swallows)
		cut(s, tag_at, behind);
	else
		cut(s, tag_at, end == f->page.len ? end : behind_bracket(f->page, end));
}

/* ---- tags ---- */

/* The group that open and dropped tags of this name are counted in. */
static size_t kind_of(enum html_tag tag, struct span name)
{
	unsigned hash = 0;

	if (tag != HTML_OTHER)
		return tag;
	for (size_t i = 0; i < name.len; i++)
		hash = hash * 31 + ((unsigned char)name.ptr[i] | 0x20);
	return HTML_TAG_COUNT + hash % KINDS;
}

static bool may_nest(enum html_tag tag)
{
	return (html_tag_flags(tag) & (HTML_VOID | HTML_CLOSED_BY_NEXT)) == 0;
}

static void keep_start(struct scan *s, enum html_tag tag, size_t first_value)
{
	struct html_filter *f = s->f;

	if (f->value_count == first_value)
		return;
	f->starts = memory_room(f->starts, f->start_count, &f->start_capacity, sizeof *f->starts);
	f->starts[f->start_count++] = (struct html_start){ (uint32_t)f->bytes.len, (uint32_t)first_value, tag };
}

/* libxml2 does not know that a paragraph ends where one of HTML5's sections begins: told so here. */
static bool closes_paragraph(enum html_tag tag)
{
	switch (tag) {
	case TAG_article:
	case TAG_aside:
	case TAG_details:
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

static void start_tag(struct scan *s, size_t tag_at, struct span name)
{
	struct html_filter *f = s->f;
	enum html_tag tag = html_tag_find(name);
	size_t first_value = f->value_count, kind = kind_of(tag, name);
	size_t name_end = (size_t)(name.ptr - f->page.ptr) + name.len;
	size_t end = read_attributes(s, name_end);

	if (end >= f->page.len) { /* the page ends in this tag */
		f->value_count = first_value;
		cut(s, tag_at, f->page.len);
		return;
	}
	if (html_tag_flags(tag) & HTML_CUT) {
		cut_element(s, tag_at, end + 1, name, tag, first_value);
		return;
	}
	if (may_nest(tag) && s->depth >= DEPTH_LIMIT) {
		f->value_count = first_value;
		f->flattened++;
		s->dropped[kind]++;
		cut(s, tag_at, end + 1);
		return;
	}
	if (closes_paragraph(tag) && s->open[TAG_p]) {
		cut(s, tag_at, tag_at);
		buffer_add_str(&f->bytes, "</p>");
		note_cut(f, tag_at);
		s->open[TAG_p] = 0;
	}
	if (end != name_end) {
		cut(s, name_end, end);
		keep_start(s, tag, first_value);
	}
	s->at = end + 1;
	if (!(html_tag_flags(tag) & HTML_VOID)) {
		s->open[kind]++;
		s->depth += may_nest(tag);
	}
}

static void close_tag(struct scan *s, size_t tag_at, struct span name)
{
	struct html_filter *f = s->f;
	enum html_tag tag = html_tag_find(name);
	size_t kind = kind_of(tag, name), name_end = (size_t)(name.ptr - f->page.ptr) + name.len;
	size_t behind = behind_bracket(f->page, name_end);

	if (s->dropped[kind] || !s->open[kind]) {
		if (s->dropped[kind])
			s->dropped[kind]--;
		cut(s, tag_at, behind);
		return;
	}
	s->open[kind]--;
	s->depth -= may_nest(tag) && s->depth > 0;
	if (behind == name_end + 1) {
		s->at = behind;
		return;
	}
	cut(s, name_end, behind);
	buffer_add_char(&f->bytes, '>');
	note_cut(f, behind);
}

/* As far as the parser takes a name; what is stuck to it is read as an attribute, that is, cut. */
static struct span tag_name(struct span page, size_t at)
{
	size_t from = at;

	while (at < page.len && (is_letter(page.ptr[at]) || (page.ptr[at] >= '0' && page.ptr[at] <= '9') ||
				 strchr("-_:.", page.ptr[at])))
		at++;
	return span_slice(page, from, at);
}

/* At a "<". */
static void markup(struct scan *s)
{
	struct span page = s->f->page;
	size_t at = s->at;
	char next = at + 1 < page.len ? page.ptr[at + 1] : 0;

	if (is_letter(next)) {
		start_tag(s, at, tag_name(page, at + 1));
	} else if (next == '/' && at + 2 < page.len && is_letter(page.ptr[at + 2])) {
		close_tag(s, at, tag_name(page, at + 2));
	} else if (next == '!') {
		cut(s, at, behind_declaration(s, at));
	} else if (next == '?' || next == '/') {
		cut(s, at, behind_bracket(page, at));
	} else { /* a mere "less than" */
		cut(s, at, at);
		note_cut(s->f, at);
		buffer_add_str(&s->f->bytes, "&lt;");
		cut(s, at, at + 1);
	}
}

static bool keeps_white_space(const struct scan *s)
{
	return s->open[TAG_pre] || s->open[TAG_textarea] || s->open[TAG_listing] || s->open[TAG_xmp] ||
	       s->open[TAG_plaintext];
}

/* Indentation is half the text of many a page, and the parser reads it byte by byte: one space is as good. */
static void cut_indentation(struct scan *s, size_t to)
{
	size_t end = s->at;

	while (end < to && is_space(s->f->page.ptr[end]))
		end++;
	if (end - s->at >= INDENTATION && !keeps_white_space(s))
		cut(s, s->at + 1, end);
}

/* The parser drops control characters and then counts differently: they are cut here. */
static void cut_controls(struct scan *s, size_t to)
{
	const char *page = s->f->page.ptr;

	for (size_t i = s->at; i < to; i++) {
		unsigned char c = (unsigned char)page[i];

		if ((c < 0x20 && !is_space((char)c)) || c == 0x7F)
			cut(s, i, i + 1);
	}
	s->at = to;
}

/* Offset of the next "<", or of the end of the CDATA section, or the page's length. */
static size_t next_markup(const struct scan *s)
{
	struct span page = s->f->page;
	size_t limit = s->cdata_end >= s->at ? s->cdata_end : page.len;
	const char *open;

	open = memchr(page.ptr + s->at, '<', limit - s->at);
	return open ? (size_t)(open - page.ptr) : limit;
}

void html_filter_open(struct html_filter *f, struct span page)
{
	struct scan s = { .f = f, .no_quote = { page.len, page.len }, .cdata_end = page.len };

	*f = (struct html_filter){ .page = page };
	buffer_init(&f->bytes, HTML_FILTER_LIMIT);
	buffer_reserve(&f->bytes, page.len / 2 + 64);
	note_cut(f, 0);
	while (s.at < page.len && !f->bytes.overflow) {
		size_t to = next_markup(&s);

		cut_indentation(&s, to);
		cut_controls(&s, to);
		if (to == s.cdata_end && to < page.len)
			cut(&s, to, to + 3);
		else if (to < page.len)
			markup(&s);
	}
	cut(&s, page.len, page.len);
}

void html_filter_close(struct html_filter *f)
{
	buffer_release(&f->bytes);
	free(f->cuts);
	free(f->starts);
	free(f->values);
	free(f->json);
}

/* A piece that the filter wrote may be longer than what stood there: its last bytes are those of the page, too. */
static size_t within(const struct html_filter *f, size_t piece, size_t at)
{
	size_t next = piece + 1 < f->cut_count ? f->cuts[piece + 1].page : f->page.len;
	size_t last = next > f->cuts[piece].page ? next - 1 : f->cuts[piece].page;

	return at < last ? at : last;
}

size_t html_filter_page(const struct html_filter *f, size_t filtered)
{
	size_t low = 0, high = f->cut_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (f->cuts[middle].filtered <= filtered)
			low = middle;
		else
			high = middle;
	}
	return within(f, low, f->cuts[low].page + (filtered - f->cuts[low].filtered));
}
