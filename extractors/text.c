#include "extractors/text.h"

#include "extractors/charset.h"

/* Where the reading of a text stands. */
struct lines {
	struct document *document;
	struct charset_text *text;
	struct span copy; /* the decoded text, in the document's arena */
	size_t at;
	long line;
	unsigned flags; /* for the next block */
};

static bool is_blank(struct span s)
{
	return span_empty(span_trim(s));
}

/* White space at the end says nothing; at the beginning it is indentation. */
static struct span trim_end(struct span s)
{
	while (s.len && strchr(" \t\r\v", s.ptr[s.len - 1]))
		s.len--;
	return s;
}

static void add_block(struct lines *r, struct span piece)
{
	struct passage *block;
	size_t from = (size_t)(piece.ptr - r->copy.ptr);

	if (is_blank(piece))
		return;
	piece = trim_end(piece);
	block = document_add_passage(r->document);
	block->role = ROLE_LINE;
	block->flags = r->flags;
	block->text = piece;
	block->place.line_start = block->place.line_end = r->line;
	block->place.byte_start = (long)charset_source(r->text, from);
	block->place.byte_end = (long)charset_source(r->text, from + piece.len);
	r->flags = 0;
}

/* A form feed ends a page, wherever in the line it stands: what is behind it is a block of its own. */
static void add_line(struct lines *r, struct span line)
{
	if (is_blank(line))
		r->flags |= PASSAGE_BLANK_BEFORE;
	for (;;) {
		const char *feed = line.len ? memchr(line.ptr, '\f', line.len) : NULL;

		if (!feed)
			break;
		add_block(r, span_slice(line, 0, (size_t)(feed - line.ptr)));
		r->flags |= PASSAGE_PAGE_BREAK;
		line = span_from(line, (size_t)(feed - line.ptr) + 1);
	}
	add_block(r, line);
}

/* Offset of the next `c` at or after `at`; the length when there is none. */
static size_t find_char(struct span s, char c, size_t at)
{
	const char *found = at < s.len ? memchr(s.ptr + at, c, s.len - at) : NULL;

	return found ? (size_t)(found - s.ptr) : s.len;
}

static void read_lines(struct lines *r)
{
	struct span s = r->copy;
	size_t lf = find_char(s, '\n', 0), cr = find_char(s, '\r', 0);

	while (r->at < s.len) {
		size_t end;

		/* Looked for again only when passed: a text with one kind of line end is searched once for the other. */
		if (lf < r->at)
			lf = find_char(s, '\n', r->at);
		if (cr < r->at)
			cr = find_char(s, '\r', r->at);
		end = lf < cr ? lf : cr;
		r->line++;
		add_line(r, span_slice(s, r->at, end));
		r->at = end + 1 + (end == cr && lf == cr + 1);
	}
}

void text_extract(struct document *d, struct span bytes)
{
	struct charset_text text;
	struct lines r = { .document = d, .text = &text };

	charset_open(&text, bytes, false);
	charset_report(&text, d);
	r.copy = arena_copy(d->arena, text.text);
	read_lines(&r);
	charset_close(&text);
}
