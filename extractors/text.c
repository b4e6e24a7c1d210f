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

/* Offset of the line end at or after `at`; *behind is where the next line begins. */
static size_t line_end(struct span s, size_t at, size_t *next_cr, size_t *behind)
{
	const char *lf = memchr(s.ptr + at, '\n', s.len - at);
	size_t end = lf ? (size_t)(lf - s.ptr) : s.len;

	if (*next_cr < at) { /* looked for once per carriage return, so that a text without any costs one pass */
		const char *cr = memchr(s.ptr + at, '\r', s.len - at);

		*next_cr = cr ? (size_t)(cr - s.ptr) : s.len;
	}
	if (*next_cr < end) {
		*behind = *next_cr + 1 + (*next_cr + 1 < s.len && s.ptr[*next_cr + 1] == '\n');
		return *next_cr;
	}
	*behind = end < s.len ? end + 1 : s.len;
	return end;
}

static void read_lines(struct lines *r)
{
	const char *cr = r->copy.len ? memchr(r->copy.ptr, '\r', r->copy.len) : NULL;
	size_t next_cr = cr ? (size_t)(cr - r->copy.ptr) : r->copy.len;

	while (r->at < r->copy.len) {
		size_t behind, end = line_end(r->copy, r->at, &next_cr, &behind);

		r->line++;
		add_line(r, span_slice(r->copy, r->at, end));
		r->at = behind;
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
