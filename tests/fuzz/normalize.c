/*
 * fuzz: blocks of any shape -> passages. Each line of the bytes is a block; the
 * bytes below 0x20 that it begins with say its role and flags, so that a plain
 * text is a seed, and shapes that no extractor gives come up too.
 */
#include "pipeline/normalize.h"

#include "pipeline/base/utf8.h"
#include "tests/fuzz/harness.h"

static void add_block(struct document *d, struct span line, struct place place)
{
	struct passage *p;
	size_t at = 0, head;

	for (head = 0; head < line.len && head < 2 && (unsigned char)line.ptr[head] < 0x20; head++)
		;
	p = document_add_passage(d);
	p->role = head > 0 ? (enum role)(line.ptr[0] % ROLE_COUNT) : ROLE_LINE;
	p->flags = head > 1 ? (unsigned)line.ptr[1] << 1 & 0x1F : 0;
	p->level = p->role == ROLE_HEADING || p->role == ROLE_LIST_ITEM ? 1 + (int)line.len % 6 : 0;
	p->place = place;
	for (line = span_from(line, head); at < line.len && utf8_valid_prefix(span_from(line, at)) > 0;)
		at += utf8_valid_prefix(span_from(line, at));
	p->text = span_slice(line, 0, at);
	if (memchr(p->text.len ? p->text.ptr : "", 0, p->text.len))
		p->text = SPAN("");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct document *d = document_new();
	struct span rest = arena_copy(d->arena, harness_span(data, size)), line;
	const char *begin = rest.ptr;
	long number = 0;

	while (span_next_line(&rest, &line)) {
		long from = (long)(line.ptr - begin);

		number++;
		add_block(d, line, (struct place){ number, number, from, from + (long)line.len });
	}
	harness_check(d, size);
	normalize_document(d);
	harness_check(d, size);
	document_free(d);
	return 0;
}
