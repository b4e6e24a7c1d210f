/*
 * extract_floor: what libxml2 alone costs on pages, without making anything of them.
 *
 *     extract_floor KIND <LIST
 *
 * LIST has lines "IN<tab>OUT", as `winnow text --batch` reads; OUT is left alone.
 *
 *   tree      libxml2's own tree of the page as it is
 *   sax       its SAX events of the page as it is
 *   cut       our decoding and prefilter, then its SAX events of all text and all tags that are left
 *   outline   our decoding and prefilter, then its SAX events of the outline that winnow gives it
 */
#include <errno.h>
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extractors/charset.h"
#include "extractors/html_filter.h"

enum { OPTIONS = HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | XML_PARSE_HUGE };

/* Events are counted, so that no call can be left out. */
static void on_start(void *events, const xmlChar *name, const xmlChar **attributes)
{
	(void)name;
	(void)attributes;
	++*(size_t *)events;
}

static void on_text(void *events, const xmlChar *text, int len)
{
	(void)text;
	*(size_t *)events += (size_t)len;
}

static void parse_events(struct span bytes, const char *encoding, size_t *events)
{
	htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(bytes.len ? bytes.ptr : " ", bytes.len ? (int)bytes.len : 1);

	*parser->sax = (xmlSAXHandler){ .startElement = on_start, .characters = on_text, .ignorableWhitespace = on_text };
	parser->userData = events;
	htmlCtxtUseOptions(parser, OPTIONS);
	if (encoding)
		parser->charset = XML_CHAR_ENCODING_UTF8;
	htmlParseDocument(parser);
	htmlFreeParserCtxt(parser);
}

static void parse_tree(struct span bytes)
{
	htmlDocPtr tree = htmlReadMemory(bytes.ptr, (int)bytes.len, NULL, NULL, OPTIONS);

	xmlFreeDoc(tree);
}

static void add_sign(struct buffer *out, const struct html_filter *f, size_t sign)
{
	const struct html_outline *o = &f->outline;
	size_t end = sign + 1 < o->sign_count ? o->signs[sign + 1].first : o->piece_count, depth = 0;
	enum html_tag open[HTML_OUTLINE_NESTED * 8];

	for (size_t i = o->signs[sign].first; i < end; i++) {
		const struct html_piece *p = &o->pieces[i];

		if (p->kind == PIECE_TEXT) {
			buffer_add(out, span_slice(f->page, p->from, p->to));
		} else if (p->kind == PIECE_OPEN && depth < sizeof open / sizeof *open) {
			open[depth++] = o->starts[p->from].tag;
			buffer_printf(out, "<%s>", html_tag_name(open[depth - 1]));
		} else if (p->kind == PIECE_CLOSE && depth > 0) {
			buffer_printf(out, "</%s>", html_tag_name(open[--depth]));
		}
	}
}

/* The outline with all that its signs stand for in their place. */
static void fill_in(struct buffer *out, const struct html_filter *f)
{
	const struct html_outline *o = &f->outline;
	size_t at = 0;

	buffer_clear(out);
	for (size_t i = 0; i < o->sign_count; i++) {
		buffer_add(out, span_slice(buffer_span(&o->bytes), at, o->signs[i].at));
		add_sign(out, f, i);
		at = o->signs[i].at + 1;
	}
	buffer_add(out, span_from(buffer_span(&o->bytes), at));
}

static void parse_filtered(struct span bytes, bool filled, size_t *events)
{
	struct charset_text text;
	struct html_filter filter;
	struct buffer page;

	charset_open(&text, bytes, true);
	html_filter_open(&filter, text.text, 256);
	buffer_init(&page, BUFFER_LIMIT_DEFAULT);
	if (filled)
		fill_in(&page, &filter);
	parse_events(buffer_span(filled ? &page : &filter.outline.bytes), "utf-8", events);
	buffer_release(&page);
	html_filter_close(&filter);
	charset_close(&text);
}

static void read_file(struct buffer *out, const char *path)
{
	FILE *file = fopen(path, "rb");
	size_t got;
	char *room;

	buffer_clear(out);
	if (!file) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(1);
	}
	while ((room = buffer_reserve(out, 1 << 16)) && (got = fread(room, 1, 1 << 16, file)) > 0)
		out->len += got;
	fclose(file);
}

static bool parse(const char *kind, struct span bytes, size_t *events)
{
	if (strcmp(kind, "tree") == 0)
		parse_tree(bytes);
	else if (strcmp(kind, "sax") == 0)
		parse_events(bytes, NULL, events);
	else if (strcmp(kind, "cut") == 0 || strcmp(kind, "outline") == 0)
		parse_filtered(bytes, kind[0] == 'c', events);
	else
		return false;
	return true;
}

int main(int argc, char **argv)
{
	struct buffer bytes;
	char *line = NULL;
	size_t capacity = 0, events = 0;
	bool known = argc == 2;

	buffer_init(&bytes, BUFFER_LIMIT_DEFAULT);
	while (known && getline(&line, &capacity, stdin) > 0) {
		line[strcspn(line, "\t\n")] = '\0';
		read_file(&bytes, line);
		known = parse(argv[1], buffer_span(&bytes), &events);
	}
	free(line);
	buffer_release(&bytes);
	if (!known)
		fprintf(stderr, "usage: extract_floor tree|sax|cut|outline <LIST\n");
	return known ? 0 : 64;
}
