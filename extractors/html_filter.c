#include "extractors/html_filter.h"

#include <stdlib.h>

#include "pipeline/base/memory.h"

enum {
	DEPTH_LIMIT = 256, /* of elements that can nest: real pages stay under 100 */
	KINDS = 64         /* unknown element names are counted in this many groups */
};

/* What stands for a text in the outline: neither is part of a name or of a reference. */
enum { SOME_TEXT = '!', SOME_SPACE = ' ' };

/* What was written to the outline last. */
enum last { LAST_INLINE, LAST_START, LAST_END }; /* text or an inline tag; a block's tags */

struct scan {
	struct html_filter *f;
	size_t at;                 /* in the page */
	enum last last;
	size_t blank_from, blank_to; /* white space that is not yet in the outline; none where they are equal */
	/* What was searched for to the end of the page in vain is not searched for again: so that time stays linear. */
	struct html_quotes quotes;
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

/* ---- the outline: texts ---- */

/* A piece that follows another shares its character, which stands for text as soon as one of them is some. */
static void put_run(struct scan *s, size_t from, size_t to, char sign)
{
	struct html_filter *f = s->f;
	char *before = f->outline.len ? &f->outline.data[f->outline.len - 1] : NULL;
	struct html_run *last = f->run_count ? &f->runs[f->run_count - 1] : NULL;

	if (!before || *before == '>')
		buffer_add_char(&f->outline, sign);
	else if (sign == SOME_TEXT)
		*before = SOME_TEXT;
	s->last = LAST_INLINE;
	if (last && last->at == f->outline.len - 1 && last->to == from) {
		last->to = (uint32_t)to;
		return;
	}
	f->runs = memory_room(f->runs, f->run_count, &f->run_capacity, sizeof *f->runs);
	f->runs[f->run_count++] = (struct html_run){ (uint32_t)(f->outline.len - 1), (uint32_t)from, (uint32_t)to };
}

static void put_blank(struct scan *s)
{
	if (s->blank_from < s->blank_to)
		put_run(s, s->blank_from, s->blank_to, SOME_SPACE);
	s->blank_from = s->blank_to = 0;
}

static bool keeps_white_space(const struct scan *s)
{
	return s->open[TAG_pre] || s->open[TAG_textarea] || s->open[TAG_listing] || s->open[TAG_xmp] ||
	       s->open[TAG_plaintext];
}

/* White space alone waits for what comes behind it. */
static void blank(struct scan *s, size_t from, size_t to)
{
	bool keeps = keeps_white_space(s);

	if (s->blank_from < s->blank_to && !keeps)
		return;
	put_blank(s);
	if (!keeps && s->last == LAST_START)
		return;
	s->blank_from = keeps ? from : to - 1;
	s->blank_to = to;
}

static bool is_control(char c)
{
	return ((unsigned char)c < 0x20 && !is_space(c)) || c == 0x7F;
}

/* Has the word a byte under 0x20, or 0x7F? Line ends and tabs are found, too. */
static bool has_control(uint64_t word)
{
	const uint64_t low = 0x0101010101010101u, high = 0x8080808080808080u;
	uint64_t deleted = word ^ (low * 0x7F);

	return (((word - low * 0x20) & ~word) | ((deleted - low) & ~deleted)) & high;
}

/* Offset of the first control character in page[at, to); `to` when there is none. */
static size_t find_control(const char *page, size_t at, size_t to)
{
	uint64_t word;

	while (at < to) {
		for (; to - at >= sizeof word; at += sizeof word) {
			memcpy(&word, page + at, sizeof word);
			if (has_control(word))
				break;
		}
		for (size_t end = to - at < sizeof word ? to : at + sizeof word; at < end; at++)
			if (is_control(page[at]))
				return at;
	}
	return to;
}

/* The text from s->at up to `to`. Indentation before it is one space as good as many, and control characters are none. */
static void text(struct scan *s, size_t to)
{
	const char *page = s->f->page.ptr;
	size_t from = s->at, first = from, control;

	s->at = to;
	while (first < to && is_space(page[first]))
		first++;
	if (first == to) {
		if (from < to)
			blank(s, from, to);
		return;
	}
	if (first > from && !keeps_white_space(s))
		from = first - 1;
	put_blank(s);
	while ((control = find_control(page, from, to)) < to) {
		if (control > from)
			put_run(s, from, control, SOME_TEXT);
		from = control + 1;
	}
	if (to > from)
		put_run(s, from, to, SOME_TEXT);
}

/* ---- the outline: tags ---- */

/*
 * White space at the beginning of a block, before one, and between the ends of two
 * is not shown and says nothing. Where only the end of one stands beside it, it is
 * kept: that end tag may close nothing.
 */
static void settle_blank(struct scan *s, bool block, bool closing)
{
	if (block && (!closing || s->last == LAST_END) && !keeps_white_space(s))
		s->blank_from = s->blank_to = 0;
	put_blank(s);
	s->last = !block ? LAST_INLINE : closing ? LAST_END : LAST_START;
}

static void put_tag(struct scan *s, enum html_tag tag, struct span name, bool closing)
{
	struct buffer *outline = &s->f->outline;
	char *room;

	settle_blank(s, html_tag_flags(tag) & HTML_BLOCK, closing);
	room = buffer_reserve(outline, name.len + 3);
	if (!room)
		return;
	*room++ = '<';
	if (closing)
		*room++ = '/';
	memcpy(room, name.ptr, name.len);
	room[name.len] = '>';
	outline->len += name.len + 2 + closing;
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

	for (size_t i = first_value; i < f->values.count; i++) {
		if (f->values.list[i].attribute != ATTRIBUTE_type ||
		    !span_equal_nocase(span_trim(f->values.list[i].value), SPAN("application/ld+json")))
			continue;
		f->json = memory_room(f->json, f->json_count, &f->json_capacity, sizeof *f->json);
		f->json[f->json_count++] = span_slice(f->page, from, to);
	}
}

/* Scripts and styles swallow the page when unclosed, as in a browser; an unclosed picture loses its tag only. */
static void cut_element(struct scan *s, size_t behind, struct span name, enum html_tag tag, size_t first_value)
{
	struct html_filter *f = s->f;
	size_t end = s->no_end[tag] ? f->page.len : end_tag(f->page, behind, name);
	bool swallows = tag == TAG_script || tag == TAG_style;

	if (tag == TAG_script)
		keep_json(s, first_value, behind, end);
	f->values.count = first_value;
	s->no_end[tag] = end == f->page.len;
	if (end == f->page.len)
		s->at = swallows ? end : behind;
	else
		s->at = behind_bracket(f->page, end);
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

/* The tag of this name that begins with the page's byte at name - 1 and ends at `end`. */
static void keep_start(struct scan *s, struct span name, enum html_tag tag, size_t kind, size_t first_value)
{
	struct html_filter *f = s->f;

	if (closes_paragraph(tag) && s->open[TAG_p]) {
		put_tag(s, TAG_p, SPAN("p"), true);
		s->open[TAG_p] = 0;
	}
	put_tag(s, tag, name, false);
	f->starts = memory_room(f->starts, f->start_count, &f->start_capacity, sizeof *f->starts);
	f->starts[f->start_count++] = (struct html_start){ (uint32_t)f->outline.len - 1, (uint32_t)first_value, tag };
	if (!(html_tag_flags(tag) & HTML_VOID)) {
		s->open[kind]++;
		s->depth += may_nest(tag);
	}
}

static void start_tag(struct scan *s, struct span name)
{
	struct html_filter *f = s->f;
	enum html_tag tag = html_tag_find(name);
	size_t first_value = f->values.count, kind = kind_of(tag, name);
	size_t end = html_attribute_read(&f->values, &s->quotes, f->page, (size_t)(name.ptr - f->page.ptr) + name.len);

	s->at = end + 1;
	if (end < f->page.len && html_tag_flags(tag) & HTML_CUT) {
		cut_element(s, end + 1, name, tag, first_value);
	} else if (end >= f->page.len) { /* the page ends in this tag */
		f->values.count = first_value;
	} else if (may_nest(tag) && s->depth >= DEPTH_LIMIT) {
		f->values.count = first_value;
		f->flattened++;
		s->dropped[kind]++;
	} else {
		keep_start(s, name, tag, kind, first_value);
	}
}

static void close_tag(struct scan *s, struct span name)
{
	enum html_tag tag = html_tag_find(name);
	size_t kind = kind_of(tag, name);

	s->at = behind_bracket(s->f->page, (size_t)(name.ptr - s->f->page.ptr) + name.len);
	if (s->dropped[kind]) {
		s->dropped[kind]--;
	} else if (s->open[kind]) {
		put_tag(s, tag, name, true);
		s->open[kind]--;
		s->depth -= may_nest(tag) && s->depth > 0;
	}
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

	if (is_letter(next))
		start_tag(s, tag_name(page, at + 1));
	else if (next == '/' && at + 2 < page.len && is_letter(page.ptr[at + 2]))
		close_tag(s, tag_name(page, at + 2));
	else if (next == '!')
		s->at = behind_declaration(s, at);
	else if (next == '?' || next == '/')
		s->at = behind_bracket(page, at);
	else
		text(s, at + 1); /* a mere "less than" */
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
	struct scan s = { .f = f, .quotes = { { page.len, page.len } }, .cdata_end = page.len };

	*f = (struct html_filter){ .page = page };
	buffer_init(&f->outline, HTML_FILTER_LIMIT);
	f->outline.overflow = page.len > HTML_FILTER_LIMIT;
	buffer_reserve(&f->outline, page.len / 8 + 64);
	while (s.at < page.len && !f->outline.overflow) {
		size_t to = next_markup(&s);

		text(&s, to);
		if (to == s.cdata_end && to < page.len)
			s.at = to + 3;
		else if (to < page.len)
			markup(&s);
	}
}

void html_filter_close(struct html_filter *f)
{
	buffer_release(&f->outline);
	free(f->runs);
	free(f->starts);
	free(f->values.list);
	free(f->json);
}
