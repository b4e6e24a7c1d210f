#include "extractors/html.h"

#include <stdlib.h>

#include "extractors/html_blocks.h"
#include "extractors/html_content.h"
#include "extractors/html_kind.h"
#include "extractors/html_measure.h"
#include "extractors/html_meta.h"
#include "extractors/html_parse.h"
#include "extractors/html_repeat.h"
#include "extractors/html_table.h"
#include "extractors/html_trim.h"

static void report(struct document *d, struct charset_text *text, const struct html_filter *f, const struct html_tree *t)
{
	if (t->recovered)
		document_note(d, SEVERITY_NOTE, "text-lost", charset_line(text, t->recovered_at),
			      "the parser passed over %zu bytes of text; they were put back where they stood", t->recovered);
	if (f->flattened)
		document_note(d, SEVERITY_NOTE, "too-deep", 0,
			      "%zu elements are nested too deep and were read as if they were not there; their text is kept",
			      f->flattened);
}

static void read_tree(struct document *d, struct charset_text *text, const struct html_filter *f)
{
	struct html_tree tree;
	struct html_page page = { .document = d, .text = text, .filter = f, .tree = &tree };

	html_parse(&tree, f, d->arena);
	report(d, text, f, &tree);
	page.article = html_kind_article(&page);
	page.forum = html_kind_forum(&page);
	html_measure(&page);
	html_table_classify(&page);
	html_content(&page);
	html_meta(&page);
	html_blocks(&page);
	html_repeat(&page);
	html_trim(&page);
	free(page.measures);
	free(page.blocks);
	html_parse_free(&tree);
}

static void read_text(struct document *d, struct charset_text *text)
{
	struct html_filter filter;

	html_filter_open(&filter, text->text);
	if (filter.outline.bytes.overflow) {
		d->source.state = SOURCE_FAILED;
		document_note(d, SEVERITY_ERROR, "too-large", 0,
			      "a page of more than 2 GB of text and tags cannot be read: split it");
	} else {
		read_tree(d, text, &filter);
	}
	html_filter_close(&filter);
}

void html_extract(struct document *d, struct span bytes)
{
	struct charset_text text;

	charset_open(&text, bytes, true);
	charset_report(&text, d);
	read_text(d, &text);
	charset_close(&text);
}

void html_extract_part(struct document *d, struct span part)
{
	struct charset_text text;

	charset_open(&text, part, false);
	read_text(d, &text);
	charset_close(&text);
}
