/*
 * text_document: a text literal as the document that extract makes of a plain
 * text, for the tests of the normalizers.
 */
#ifndef TEXT_DOCUMENT_H
#define TEXT_DOCUMENT_H

#include "pipeline/base/document.h"

static void add_text_line(struct document *d, struct span line, long number, unsigned flags, size_t from)
{
	struct passage *p = document_add_passage(d);

	p->role = ROLE_LINE;
	p->flags = flags;
	p->text = line;
	p->place = (struct place){ number, number, (long)from, (long)(from + line.len) };
}

/* Lines end at \n; an empty one becomes PASSAGE_BLANK_BEFORE, a form feed PASSAGE_PAGE_BREAK. */
static struct document *text_document(const char *text)
{
	struct document *d = document_new();
	struct span rest = arena_copy(d->arena, span_str(text)), line, whole = rest;
	unsigned flags = 0;
	long number = 0;

	while (span_next_line(&rest, &line)) {
		number++;
		if (line.len > 0 && line.ptr[0] == '\f') {
			flags |= PASSAGE_PAGE_BREAK;
			line = span_from(line, 1);
		}
		if (span_empty(span_trim(line))) {
			flags |= PASSAGE_BLANK_BEFORE;
			continue;
		}
		add_text_line(d, line, number, flags, (size_t)(line.ptr - whole.ptr));
		flags = 0;
	}
	return d;
}

#endif
