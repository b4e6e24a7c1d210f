#include "extractors/html.h"

#include <stdlib.h>

#include "extractors/html_blocks.h"
#include "extractors/html_content.h"
#include "extractors/html_doubt.h"
#include "extractors/html_kind.h"
#include "extractors/html_measure.h"
#include "extractors/html_meta.h"
#include "extractors/html_parse.h"
#include "extractors/html_reference.h"
#include "extractors/html_repeat.h"
#include "extractors/html_table.h"
#include "extractors/html_trim.h"

enum {
	FRAMES_BYTES = 2000, /* of the frames' names that are told */
	FEW_WORDS = 20       /* of a page that its scripts make: "You need to enable JavaScript to run this app." */
};

static void report(struct document *d, struct charset_text *text, const struct html_filter *f, const struct html_tree *t)
{
	if (t->recovered)
		document_note(d, SEVERITY_NOTE, "text-lost", charset_line(text, t->recovered_at),
			      "the parser passed over %zu bytes of text; they were put back where they stood", t->recovered);
	if (f->flattened)
		document_note(d, SEVERITY_NOTE, "too-deep", 0,
			      "%zu elements are nested deeper than %ld and were read as if they were not there; their text is kept "
			      "(--depth-limit)", f->flattened, d->bounds->depth);
}

/* A page of frames has its text elsewhere: says where. */
static void report_frames(struct document *d, const struct html_tree *t)
{
	struct buffer names;
	size_t frames = 0;

	buffer_init(&names, FRAMES_BYTES);
	for (size_t i = 1; i < t->count; i++) {
		struct span src = html_tree_attribute(t, i, ATTRIBUTE_src, NULL);

		if (t->nodes[i].tag != TAG_frame || span_empty(src))
			continue;
		if (frames++ > 0)
			buffer_add_str(&names, ", ");
		buffer_add(&names, html_reference_decode(src, d->arena));
	}
	if (frames)
		document_note(d, SEVERITY_WARNING, "frames", 0,
			      "a page of %zu frames, whose text stands in other files: fetch these and ingest them: %s", frames,
			      names.data);
	buffer_release(&names);
}

static void report_scripts(struct document *d, const struct html_page *page)
{
	if (page->filter->scripts && d->passage_count && page->measures[0].words <= FEW_WORDS)
		document_note(d, SEVERITY_WARNING, "needs-browser", 0,
			      "%u words beside %zu scripts: these may make the text; open the page in a browser, save it "
			      "and ingest that",
			      page->measures[0].words, page->filter->scripts);
}

static void read_tree(struct document *d, struct charset_text *text, const struct html_filter *f)
{
	struct html_tree tree;
	struct html_page page = { .document = d, .text = text, .filter = f, .tree = &tree };

	html_parse(&tree, f, d->arena);
	report(d, text, f, &tree);
	report_frames(d, &tree);
	page.article = html_kind_article(&page);
	page.forum = html_kind_forum(&page);
	html_measure(&page);
	html_table_classify(&page);
	html_content(&page);
	html_meta(&page);
	html_blocks(&page);
	html_repeat(&page);
	html_trim(&page);
	report_scripts(d, &page);
	html_doubt(&page);
	free(page.measures);
	free(page.blocks);
	html_parse_free(&tree);
}

static void read_text(struct document *d, struct charset_text *text)
{
	struct html_filter filter;

	html_filter_open(&filter, text->text, (size_t)d->bounds->depth);
	if (filter.outline.bytes.overflow) {
		d->source.state = SOURCE_FAILED;
		document_note(d, SEVERITY_ERROR, "too-large", 0,
			      "a page of more than 2 GB of text and tags cannot be read: split it");
	} else {
		read_tree(d, text, &filter);
	}
	html_filter_close(&filter);
}

void html_extract_declared(struct document *d, struct span bytes, struct span charset)
{
	struct charset_text text;

	charset_open_declared(&text, bytes, true, charset);
	charset_report(&text, d);
	read_text(d, &text);
	charset_close(&text);
}

void html_extract(struct document *d, struct span bytes)
{
	html_extract_declared(d, bytes, SPAN(""));
}

void html_extract_part(struct document *d, struct span part)
{
	struct charset_text text;

	charset_open(&text, part, false);
	read_text(d, &text);
	charset_close(&text);
}
