#include "extractors/feed.h"

#include "extractors/charset.h"
#include "extractors/html.h"
#include "extractors/html_reference.h"

enum { TITLE_LEVEL = 2 };

enum field { FIELD_TITLE, FIELD_LINK, FIELD_DATE, FIELD_CONTENT, FIELD_LANGUAGE, FIELD_COUNT };

/* Elements, without their prefix, by what they tell; where an entry has several, the lowest rank is taken. */
static const struct {
	struct span name;
	enum field field;
	int rank;
} fields[] = {
	{ { "title", 5 }, FIELD_TITLE, 1 },	   { { "link", 4 }, FIELD_LINK, 1 },
	{ { "pubDate", 7 }, FIELD_DATE, 1 },	   { { "published", 9 }, FIELD_DATE, 1 },
	{ { "date", 4 }, FIELD_DATE, 2 },	   { { "updated", 7 }, FIELD_DATE, 3 },
	{ { "encoded", 7 }, FIELD_CONTENT, 1 },	   { { "content", 7 }, FIELD_CONTENT, 2 },
	{ { "description", 11 }, FIELD_CONTENT, 3 }, { { "summary", 7 }, FIELD_CONTENT, 3 },
	{ { "language", 8 }, FIELD_LANGUAGE, 1 },
};

enum { FIELD_NAMES = sizeof fields / sizeof *fields };

/* A value as it stands in the text, without the CDATA section around it. */
struct value {
	struct span raw;
	int rank;      /* 0: there is none */
	bool verbatim; /* was in a CDATA section: holds markup as it is, not escaped */
};

struct feed {
	struct document *document;
	struct charset_text text;
	struct value values[FIELD_COUNT]; /* of the entry that is read, or of the feed itself */
	struct span title, link, language; /* of the feed */
	bool in_entry;
	bool no_end[FIELD_NAMES]; /* no further end tag of this name: so that time stays linear */
	size_t entries;
};

/* ---- values ---- */

/* A title may be marked up. */
static struct span without_tags(struct span text, struct arena *arena)
{
	char *out = arena_alloc(arena, text.len + 1);
	size_t len = 0, last = text.len; /* behind the last ">" no tag ends */

	while (last > 0 && text.ptr[last - 1] != '>')
		last--;
	for (size_t i = 0; i < text.len; i++) {
		bool tag = text.ptr[i] == '<' && i + 1 < last && (text.ptr[i + 1] == '/' || (text.ptr[i + 1] | 0x20) >= 'a');
		const char *end = tag ? memchr(text.ptr + i, '>', text.len - i) : NULL;

		if (end)
			i = (size_t)(end - text.ptr);
		else
			out[len++] = text.ptr[i];
	}
	return span_of(out, len);
}

/* References are decoded twice: an escaped text is HTML. */
static struct span plain(const struct feed *f, const struct value *v)
{
	struct arena *arena = f->document->arena;
	struct span text = v->verbatim ? v->raw : html_reference_decode(v->raw, arena);

	return span_trim(html_reference_decode(without_tags(text, arena), arena));
}

static size_t offset_of(const struct feed *f, struct span s)
{
	return (size_t)(s.ptr - f->text.text.ptr);
}

static struct place place_of(struct feed *f, struct span s)
{
	return charset_place(&f->text, offset_of(f, s), offset_of(f, s) + s.len);
}

static void add_line(struct feed *f, enum field field, enum role role)
{
	const struct value *v = &f->values[field];
	struct span text = v->rank ? plain(f, v) : SPAN("");
	struct passage *p;

	if (span_empty(text))
		return;
	p = document_add_passage(f->document);
	p->role = role;
	p->level = role == ROLE_HEADING ? TITLE_LEVEL : 0;
	p->text = arena_copy(f->document->arena, text);
	p->place = place_of(f, v->raw);
}

/*
 * Reads the HTML of an entry. Its places are those of `raw` where it stands there
 * as it is; where it is escaped, each block has the place of the whole.
 */
static void add_content(struct feed *f, const struct value *v)
{
	struct document *d = f->document;
	bool direct = v->verbatim || (v->raw.len && memchr(v->raw.ptr, '<', v->raw.len));
	size_t passage = d->passage_count, note = d->diagnostic_count, base = offset_of(f, v->raw);
	struct place whole = place_of(f, v->raw);

	html_extract_part(d, direct ? v->raw : html_reference_decode(v->raw, d->arena));
	for (; passage < d->passage_count; passage++) {
		struct place *p = &d->passages[passage].place;

		*p = direct ? charset_place(&f->text, base + (size_t)p->byte_start, base + (size_t)p->byte_end) : whole;
	}
	for (; note < d->diagnostic_count; note++)
		d->diagnostics[note].line = whole.line_start;
}

static void end_entry(struct feed *f)
{
	add_line(f, FIELD_TITLE, ROLE_HEADING);
	add_line(f, FIELD_DATE, ROLE_PARAGRAPH);
	add_line(f, FIELD_LINK, ROLE_BOILERPLATE);
	if (f->values[FIELD_CONTENT].rank)
		add_content(f, &f->values[FIELD_CONTENT]);
	memset(f->values, 0, sizeof f->values);
	f->in_entry = false;
}

/* What stands before the first entry speaks of the feed, as does what stands behind the last. */
static void end_head(struct feed *f)
{
	if (span_empty(f->title) && f->values[FIELD_TITLE].rank)
		f->title = arena_copy(f->document->arena, plain(f, &f->values[FIELD_TITLE]));
	if (span_empty(f->link) && f->values[FIELD_LINK].rank)
		f->link = arena_copy(f->document->arena, plain(f, &f->values[FIELD_LINK]));
	if (span_empty(f->language) && f->values[FIELD_LANGUAGE].rank)
		f->language = arena_copy(f->document->arena, plain(f, &f->values[FIELD_LANGUAGE]));
	memset(f->values, 0, sizeof f->values);
}

static void begin_entry(struct feed *f)
{
	if (f->in_entry)
		end_entry(f);
	else
		end_head(f);
	f->in_entry = true;
	f->entries++;
}

/* ---- markup ---- */

static size_t behind(struct span s, struct span mark, size_t at)
{
	long found = span_find(s, mark, at);

	return found < 0 ? s.len : (size_t)found + mark.len;
}

/* The name without its prefix: "content:encoded" is "encoded". */
static struct span local_name(struct span tag)
{
	size_t end = 0;

	while (end < tag.len && !strchr(" \t\r\n/>", tag.ptr[end])) {
		if (tag.ptr[end] == ':') {
			tag = span_from(tag, end + 1);
			end = 0;
		} else {
			end++;
		}
	}
	return span_slice(tag, 0, end);
}

static void offer(struct feed *f, size_t i, struct span raw)
{
	struct value *v = &f->values[fields[i].field];
	struct value found = { span_trim(raw), fields[i].rank, false };

	if (span_starts(found.raw, SPAN("<![CDATA["))) {
		long end = span_find(found.raw, SPAN("]]>"), 9);

		found.raw = span_slice(found.raw, 9, end < 0 ? found.raw.len : (size_t)end);
		found.verbatim = true;
	}
	if (!span_empty(found.raw) && (v->rank == 0 || found.rank < v->rank))
		*v = found;
}

/* Atom's <link href="..."/>; the one without rel, or rel="alternate", is the entry's own. */
static void offer_link(struct feed *f, size_t i, struct span tag)
{
	long rel = span_find(tag, SPAN("rel="), 0), href = span_find(tag, SPAN("href="), 0);
	size_t from = (size_t)href + 6;
	const char *end;

	if (href < 0 || from >= tag.len || (rel >= 0 && !span_starts(span_from(tag, (size_t)rel + 5), SPAN("alternate"))))
		return;
	end = memchr(tag.ptr + from, tag.ptr[from - 1], tag.len - from);
	if (end)
		offer(f, i, span_slice(tag, from, (size_t)(end - tag.ptr)));
}

/* Offset of "</", the name as it stands and what ends it, at or after `at`; the length of the text when there is none. */
static size_t find_end(struct span s, struct span name, size_t at)
{
	while ((at = behind(s, SPAN("</"), at)) < s.len)
		if (span_starts(span_from(s, at), name) && at + name.len < s.len && strchr("> \t\r\n", s.ptr[at + name.len]))
			return at - 2;
	return s.len;
}

/* The element whose start tag is text[at, end), ">" not included; returns where reading goes on. */
static size_t read_field(struct feed *f, size_t i, size_t at, size_t end)
{
	struct span s = f->text.text, tag = span_slice(s, at + 1, end), name = tag;
	size_t close;

	if (span_ends(tag, SPAN("/"))) {
		if (fields[i].field == FIELD_LINK)
			offer_link(f, i, tag);
		return end + 1;
	}
	while (name.len && memchr(name.ptr, ' ', name.len))
		name.len = (size_t)((const char *)memchr(name.ptr, ' ', name.len) - name.ptr);
	close = f->no_end[i] ? s.len : find_end(s, name, end + 1);
	f->no_end[i] = close == s.len;
	if (close == s.len)
		return end + 1;
	offer(f, i, span_slice(s, end + 1, close));
	return behind(s, SPAN(">"), close);
}

static size_t read_tag(struct feed *f, size_t at)
{
	struct span s = f->text.text, name;
	size_t end = behind(s, SPAN(">"), at), closing = at + 1 < s.len && s.ptr[at + 1] == '/';

	name = local_name(span_slice(s, at + 1 + closing, end));
	if (span_equal(name, SPAN("item")) || span_equal(name, SPAN("entry"))) {
		if (!closing)
			begin_entry(f);
		else if (f->in_entry)
			end_entry(f);
		return end;
	}
	for (size_t i = 0; i < FIELD_NAMES && !closing && end > at + 1 && s.ptr[end - 1] == '>'; i++)
		if (span_equal(name, fields[i].name))
			return read_field(f, i, at, end - 1);
	return end;
}

static size_t read_markup(struct feed *f, size_t at)
{
	struct span rest = span_from(f->text.text, at);

	if (span_starts(rest, SPAN("<!--")))
		return behind(f->text.text, SPAN("-->"), at);
	if (span_starts(rest, SPAN("<![CDATA[")))
		return behind(f->text.text, SPAN("]]>"), at);
	return read_tag(f, at);
}

void feed_extract(struct document *d, struct span bytes)
{
	struct feed f = { .document = d };
	size_t at = 0;

	charset_open(&f.text, bytes, true);
	charset_report(&f.text, d);
	while (at < f.text.text.len) {
		const char *open = memchr(f.text.text.ptr + at, '<', f.text.text.len - at);

		if (!open)
			break;
		at = read_markup(&f, (size_t)(open - f.text.text.ptr));
	}
	if (f.in_entry)
		end_entry(&f);
	else
		end_head(&f);
	d->title = f.title;
	d->url = f.link;
	d->language = f.language;
	document_note(d, SEVERITY_NOTE, "feed", 0,
		      "a feed of %zu entries: it may only begin its articles; fetch the pages it links to for all of them",
		      f.entries);
	charset_close(&f.text);
}
