#include "extractors/pages.h"

#include "extractors/text.h"
#include "pipeline/base/buffer.h"

enum { PAGES_NAMED = 20 };

struct pages {
	struct document *d;
	struct buffer starts; /* "[0,1800" */
	size_t count, empty;
	long line;
};

static void take_page(struct pages *p, size_t start, struct span page)
{
	buffer_printf(&p->starts, "%s%zu", p->count++ ? "," : "[", start);
	if (span_empty(span_trim(page))) {
		if (p->empty++ < PAGES_NAMED)
			document_note(p->d, SEVERITY_WARNING, "page-without-text", p->line,
				      "page %zu has no text: it may be a scan, or a picture: run OCR on it (ocrmypdf) and ingest "
				      "the result", p->count);
	}
	for (size_t i = 0; i < page.len; i++)
		p->line += page.ptr[i] == '\n';
}

static void find_pages(struct pages *p, struct span text)
{
	size_t at = 0;

	while (at < text.len) {
		const char *feed = memchr(text.ptr + at, '\f', text.len - at);
		size_t end = feed ? (size_t)(feed - text.ptr) : text.len;

		take_page(p, at, span_slice(text, at, end));
		at = end + 1;
	}
}

void pages_extract(struct document *d, struct span text)
{
	struct pages p = { .d = d, .line = 1 };

	buffer_init(&p.starts, BUFFER_LIMIT_DEFAULT);
	text_extract_declared(d, text, SPAN("utf-8"));
	find_pages(&p, text);
	if (p.empty > PAGES_NAMED)
		document_note(d, SEVERITY_WARNING, "page-without-text", 0, "%zu pages in all have no text", p.empty);
	if (p.empty == p.count) {
		d->source.state = SOURCE_FAILED;
		document_note(d, SEVERITY_ERROR, "no-text-layer", 0,
			      "no page has text: it is a scan: run OCR on it (ocrmypdf FILE FILE) and ingest the result");
	}
	if (p.count) {
		buffer_add_char(&p.starts, ']');
		d->source.pages = arena_copy(d->arena, buffer_span(&p.starts));
	}
	buffer_release(&p.starts);
}
