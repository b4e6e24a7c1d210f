/* html_samples: pages made of a piece of HTML between two paragraphs, for the tests of the extractor. */
#ifndef HTML_SAMPLES_H
#define HTML_SAMPLES_H

#include "extractors/extract.h"
#include "pipeline/base/buffer.h"


/* Enough running text that the page has something to say. */
#define PROSE "<p>The inquiry heard from forty witnesses, and most of them agreed that the present rules are too complex. " \
	      "We asked the department for its reasons, and it gave three of them in writing.</p>"

static struct document *extract(struct span bytes)
{
	struct document *d = document_new();

	d->source.path = SPAN("page.html");
	extract_document(d, bytes);
	return d;
}

static struct document *extract_body(const char *body)
{
	struct buffer page;
	struct document *d;

	buffer_init(&page, 1 << 20);
	buffer_add_str(&page, "<!DOCTYPE html><html><head><title>T</title></head><body>" PROSE);
	buffer_add_str(&page, body);
	buffer_add_str(&page, PROSE "</body></html>");
	d = extract(buffer_span(&page));
	buffer_release(&page);
	return d;
}

/* Blocks as "role level marker|text" lines, without the prose around them. */
static void assert_blocks(const char *body, const char *expected)
{
	struct document *d = extract_body(body);
	struct buffer out;

	buffer_init(&out, 1 << 20);
	for (size_t i = 1; i + 1 < d->passage_count; i++) {
		const struct passage *p = &d->passages[i];

		buffer_printf(&out, "%s%d %.*s|%.*s\n", role_name(p->role), p->level, SPAN_ARG(p->marker), SPAN_ARG(p->text));
	}
	assert_string_equal(out.data, expected);
	buffer_release(&out);
	document_free(d);
}

#endif
