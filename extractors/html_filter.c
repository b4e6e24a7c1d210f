#include "extractors/html_filter.h"

#include <stdlib.h>

#include "pipeline/base/memory.h"

enum {
	KINDS = 64         /* unknown element names are counted in this many groups */
};

struct scan {
	struct html_filter *f;
	size_t at;                 /* in the page */
	size_t most;               /* elements that may nest; real pages stay under 100 */
	bool in_body;              /* a text here implies no element */
	bool links_doubtful;       /* a link was not ended where it should */
	size_t link_depth;         /* where the last link began */
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

/* ---- texts ---- */

static bool keeps_white_space(const struct scan *s)
{
	return s->open[TAG_pre] || s->open[TAG_textarea] || s->open[TAG_listing] || s->open[TAG_xmp] ||
	       s->open[TAG_plaintext];
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
	struct html_outline *outline = &s->f->outline;
	const char *page = s->f->page.ptr;
	size_t from = s->at, first = from, control;
	bool keeps = keeps_white_space(s);

	s->at = to;
	while (first < to && is_space(page[first]))
		first++;
	if (first == to) {
		if (from < to)
			html_outline_text(outline, from, to, true, keeps);
		return;
	}
	if (first > from && !keeps)
		from = first - 1;
	while ((control = find_control(page, from, to)) < to) {
		if (control > from)
			html_outline_text(outline, from, control, false, keeps);
		from = control + 1;
	}
	if (to > from)
		html_outline_text(outline, from, to, false, keeps);
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

	if (span_starts(span_from(page, at + 4), SPAN(">"))) /* "<!-->" and "<!--->" are whole: HTML Standard, 13.2.5.43 */
		return at + 5;
	if (span_starts(span_from(page, at + 4), SPAN("->")))
		return at + 6;
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

/* Of what is cut, what a reader sees: it parts the words beside it. */
static bool is_shown(enum html_tag tag)
{
	return tag == TAG_svg || tag == TAG_iframe || tag == TAG_canvas || tag == TAG_video || tag == TAG_audio;
}

/* Scripts and styles swallow the page when unclosed, as in a browser; an unclosed picture loses its tag only. */
static void cut_element(struct scan *s, size_t behind, struct span name, enum html_tag tag, size_t first_value)
{
	struct html_filter *f = s->f;
	size_t end = s->no_end[tag] ? f->page.len : end_tag(f->page, behind, name);
	bool swallows = tag == TAG_script || tag == TAG_style;

	if (is_shown(tag))
		html_outline_gap(&f->outline, behind - 1);
	f->scripts += tag == TAG_script;
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

/* Elements that stand before a body or instead of one. */
static bool outside_body(enum html_tag tag)
{
	switch (tag) {
	case TAG_html:
	case TAG_head:
	case TAG_title:
	case TAG_noscript:
	case TAG_frameset:
	case TAG_noframes:
		return true;
	default:
		return !(html_tag_flags(tag) & HTML_BLOCK);
	}
}

/*
 * Inline elements close nothing in a body, but for a link, which closes the link
 * it stands in. <div> and table cells keep an open link from the </a> that ends
 * it: after that nobody but the parser knows what is open.
 */
static bool is_silent(const struct scan *s, enum html_tag tag)
{
	if (tag == TAG_a && (s->open[TAG_a] || s->links_doubtful))
		return false;
	return s->in_body && (tag == TAG_br || !(html_tag_flags(tag) & (HTML_BLOCK | HTML_VOID)));
}

/* Has no text and closes nothing. */
static bool is_picture(enum html_tag tag)
{
	switch (tag) {
	case TAG_area:
	case TAG_embed:
	case TAG_img:
	case TAG_input:
	case TAG_param:
	case TAG_source:
	case TAG_track:
	case TAG_wbr:
		return true;
	default:
		return false;
	}
}

static void keep_start(struct scan *s, struct span name, enum html_tag tag, size_t kind, size_t first_value)
{
	struct html_outline *outline = &s->f->outline;

	if (closes_paragraph(tag) && s->open[TAG_p]) {
		html_outline_end(outline, TAG_p, SPAN("p"), keeps_white_space(s));
		s->open[TAG_p] = 0;
	}
	html_outline_start(outline, tag, name, first_value, keeps_white_space(s), is_silent(s, tag));
	s->in_body = s->in_body || !outside_body(tag);
	if (tag == TAG_a)
		s->link_depth = s->depth;
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
	} else if (end >= f->page.len || is_picture(tag)) { /* or the page ends in this tag */
		f->values.count = first_value;
	} else if (may_nest(tag) && s->depth >= s->most) {
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
		html_outline_end(&s->f->outline, tag, name, keeps_white_space(s));
		s->open[kind]--;
		s->depth -= may_nest(tag) && s->depth > 0;
		s->links_doubtful |= tag == TAG_a && s->depth != s->link_depth;
		s->in_body = s->in_body && tag != TAG_body && tag != TAG_html;
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

void html_filter_open(struct html_filter *f, struct span page, size_t depth)
{
	struct scan s = { .f = f, .most = depth, .quotes = { { page.len, page.len } }, .cdata_end = page.len };

	*f = (struct html_filter){ .page = page };
	html_outline_init(&f->outline, HTML_FILTER_LIMIT, page.len / 8 + 64);
	f->outline.bytes.overflow = page.len > HTML_FILTER_LIMIT;
	while (s.at < page.len && !f->outline.bytes.overflow) {
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
	html_outline_release(&f->outline);
	free(f->values.list);
	free(f->json);
}
