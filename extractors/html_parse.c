#include "extractors/html_parse.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/memory.h"

enum {
	REFERENCE_MAX = 32, /* bytes of the longest character reference */
	LONG_RUN = 900,     /* the parser hands on text in pieces of about 1000 bytes */
	DECODED_ROOM = 2048 /* bytes of decoded references allocated at a time */
};

/* What the event handlers share. */
struct build {
	struct html_tree *tree;
	htmlParserCtxtPtr parser;
	size_t open;       /* the node that is being filled */
	size_t seen;       /* bytes of input accounted for by events */
	size_t next_start; /* first of the filter's starts that no element has yet */
	char *decoded;     /* where the next decoded reference goes: one behind the other, so that they join */
	size_t decoded_room;
};

/* ---- the tree ---- */

static struct html_node *add_node(struct build *b, enum html_tag tag)
{
	struct html_tree *t = b->tree;
	struct html_node *n;

	t->nodes = memory_room(t->nodes, t->count, &t->capacity, sizeof *t->nodes);
	n = &t->nodes[t->count++];
	*n = (struct html_node){ .tag = (unsigned char)tag, .parent = (uint32_t)b->open };
	return n;
}

/* Adds to the text node before it where the two are one run of bytes. */
static void add_text(struct build *b, struct span text, size_t from, size_t to)
{
	struct html_node *last = &b->tree->nodes[b->tree->count - 1];

	if (last->tag == HTML_TEXT && last->parent == b->open && last->to == from &&
	    last->text.ptr + last->text.len == text.ptr) {
		last->text.len += text.len;
	} else {
		last = add_node(b, HTML_TEXT);
		last->text = text;
		last->from = (uint32_t)from;
	}
	last->to = (uint32_t)to;
}

/* ---- what the parser passed over ---- */

/* The parser reads the filtered bytes where they are: its pointer tells the offset. */
static size_t input_offset(const struct build *b)
{
	const struct buffer *bytes = &b->tree->filter->bytes;
	const char *at = b->parser->input ? (const char *)b->parser->input->cur : NULL;

	return at && at >= bytes->data && at <= bytes->data + bytes->len ? (size_t)(at - bytes->data) : b->seen;
}

static bool blank(struct span s)
{
	return span_empty(span_trim(s));
}

static void recover(struct build *b, size_t from, size_t to)
{
	struct html_tree *t = b->tree;
	struct span text = span_slice(buffer_span(&t->filter->bytes), from, to);

	if (blank(text))
		return;
	if (t->recovered == 0)
		t->recovered_at = (uint32_t)from;
	t->recovered += text.len;
	add_text(b, text, from, to);
}

/* Every byte up to `to` must have been an event, a tag, or white space: what is not is text that was lost. */
static void account(struct build *b, size_t to)
{
	struct span bytes = buffer_span(&b->tree->filter->bytes);
	size_t at = b->seen;

	while (at < to) {
		const char *open = memchr(bytes.ptr + at, '<', to - at), *close;
		size_t tag = open ? (size_t)(open - bytes.ptr) : to;

		if (tag > at)
			recover(b, at, tag);
		close = tag < to ? memchr(bytes.ptr + tag, '>', to - tag) : NULL;
		at = close ? (size_t)(close - bytes.ptr) + 1 : to;
	}
	if (to > b->seen)
		b->seen = to;
}

/* ---- events ---- */

/* Attributes belong to the element whose ">" the parser is at: implied ones stand elsewhere or have other names. */
static void take_attributes(struct build *b, struct html_node *n, size_t at)
{
	const struct html_filter *f = b->tree->filter;

	while (b->next_start < f->start_count && f->starts[b->next_start].at < at)
		b->next_start++;
	if (b->next_start < f->start_count && f->starts[b->next_start].at == at && f->starts[b->next_start].tag == n->tag)
		n->start = (uint32_t)++b->next_start;
}

/*
 * Text outside of any element implies html, body and p: the parser tells of these when it is behind the text and of the
 * text after them. So where it passed over no tag, what it passed over is yet to come.
 */
static bool passed_tag(const struct build *b, size_t at)
{
	return at > b->seen && memrchr(b->tree->filter->bytes.data + b->seen, '<', at - b->seen);
}

/* Behind the ">" when the parser stands at one: the rest of the tag is accounted for. */
static void account_tag(struct build *b, size_t at)
{
	const struct buffer *bytes = &b->tree->filter->bytes;

	if (!passed_tag(b, at))
		return;
	account(b, at);
	if (at < bytes->len && bytes->data[at] == '>' && at + 1 > b->seen)
		b->seen = at + 1;
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
	struct build *b = context;
	size_t at = input_offset(b);
	struct html_node *n;

	(void)attributes;
	account_tag(b, at);
	n = add_node(b, html_tag_find(span_str((const char *)name)));
	n->from = n->to = (uint32_t)at;
	take_attributes(b, n, at);
	b->open = b->tree->count - 1;
}

static void on_end(void *context, const xmlChar *name)
{
	struct build *b = context;

	(void)name;
	account_tag(b, input_offset(b));
	if (b->open == 0)
		return;
	b->tree->nodes[b->open].end = (uint32_t)b->tree->count;
	b->open = b->tree->nodes[b->open].parent;
}

/*
 * Where the run of bytes that equals `got` begins, if the event is one: it ends
 * at the parser's position, but for long runs, of which the parser tells before
 * it has moved over the last character. A gap before it is text that was lost,
 * unless it begins a character reference: then the event is the reference.
 */
static bool find_run(const struct build *b, struct span got, size_t at, size_t *from)
{
	struct span bytes = buffer_span(&b->tree->filter->bytes);
	size_t late_most = got.len > LONG_RUN ? 4 : 0;

	for (size_t late = 0; late <= late_most && at + late <= bytes.len; late++) {
		if (at + late < b->seen + got.len || !span_equal(span_slice(bytes, at + late - got.len, at + late), got))
			continue;
		*from = at + late - got.len;
		return *from == b->seen || bytes.ptr[b->seen] != '&';
	}
	return false;
}

static struct span keep_decoded(struct build *b, struct span text)
{
	char *kept;

	if (text.len > b->decoded_room) {
		b->decoded_room = text.len > DECODED_ROOM ? text.len : DECODED_ROOM;
		b->decoded = arena_alloc(b->tree->arena, b->decoded_room);
	}
	kept = memcpy(b->decoded, text.ptr, text.len);
	b->decoded += text.len;
	b->decoded_room -= text.len;
	return span_of(kept, text.len);
}

static void on_text(void *context, const xmlChar *text, int len)
{
	struct build *b = context;
	struct span bytes = buffer_span(&b->tree->filter->bytes), got = span_of((const char *)text, (size_t)len);
	size_t at = input_offset(b), from;

	if (find_run(b, got, at, &from)) {
		account(b, from);
		add_text(b, span_slice(bytes, from, from + got.len), from, from + got.len);
		b->seen = from + got.len;
		return;
	}
	if (at < b->seen)
		at = b->seen;
	add_text(b, keep_decoded(b, got), b->seen, at);
	b->seen = at;
}

/* ---- running the parser ---- */

static void *xml_alloc(size_t size)
{
	return memory_resize(NULL, 1, size ? size : 1); /* not zeroed, as malloc */
}

static void *xml_resize(void *old, size_t size)
{
	return memory_resize(old, 1, size ? size : 1);
}

static char *xml_strdup(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(memory_new(1, size), text, size);
}

/* After a failed allocation libxml2 2.9 loops or loses text (measured: 726 of 1,239 points); ours never return NULL. */
static void set_allocator(void)
{
	xmlMemSetup(free, xml_alloc, xml_resize, xml_strdup);
}

/* A string input: the other kinds move the bytes about while parsing, and our offsets with them. */
static htmlParserCtxtPtr parser_new(struct build *b, struct span bytes)
{
	htmlParserCtxtPtr parser = htmlNewParserCtxt();
	xmlParserInputPtr input = xmlNewStringInputStream(parser, (const xmlChar *)bytes.ptr);

	*parser->sax = (xmlSAXHandler){
		.startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
	};
	parser->userData = b;
	parser->charset = XML_CHAR_ENCODING_UTF8; /* it is: no guessing, and no <meta> is listened to */
	htmlCtxtUseOptions(parser, HTML_PARSE_IGNORE_ENC | HTML_PARSE_NONET | HTML_PARSE_NODEFDTD | XML_PARSE_HUGE);
	inputPush(parser, input);
	return parser;
}

static void run(struct build *b)
{
	struct span bytes = buffer_span(&b->tree->filter->bytes);

	b->parser = parser_new(b, bytes);
	htmlParseDocument(b->parser);
	account(b, bytes.len);
	htmlFreeParserCtxt(b->parser);
}

void html_parse(struct html_tree *tree, const struct html_filter *f, struct arena *arena)
{
	struct build b = { .tree = tree };

	set_allocator();
	*tree = (struct html_tree){ .filter = f, .arena = arena };
	add_node(&b, HTML_OTHER);
	if (f->bytes.len > 0)
		run(&b);
	while (b.open != 0) {
		tree->nodes[b.open].end = (uint32_t)tree->count;
		b.open = tree->nodes[b.open].parent;
	}
	tree->nodes[0].end = (uint32_t)tree->count;
	for (size_t i = 1; i < tree->count; i++)
		if (tree->nodes[i].tag == HTML_TEXT)
			tree->nodes[i].end = (uint32_t)i + 1;
}

void html_parse_free(struct html_tree *tree)
{
	free(tree->nodes);
	*tree = (struct html_tree){ 0 };
}

/* ---- character references in attributes ---- */

/* "#8217", "#x2019" or "amp": the code point, 0 when it is none. */
static unsigned reference_value(struct span name)
{
	const htmlEntityDesc *entity;
	char text[REFERENCE_MAX];
	unsigned long value;
	bool hex;

	if (name.len == 0 || name.len >= sizeof text)
		return 0;
	memcpy(text, name.ptr, name.len);
	text[name.len] = '\0';
	if (text[0] == '#') {
		hex = text[1] == 'x' || text[1] == 'X';
		value = strtoul(text + (hex ? 2 : 1), NULL, hex ? 16 : 10);
		return value <= 0x10FFFF ? (unsigned)value : 0;
	}
	entity = htmlEntityLookup((const xmlChar *)text);
	return entity ? entity->value : 0;
}

struct span html_parse_references(struct span value, struct arena *arena)
{
	struct buffer out;
	struct span decoded;
	size_t at = 0;

	if (value.len == 0 || !memchr(value.ptr, '&', value.len))
		return value;
	buffer_init(&out, value.len * 4 + 16);
	while (at < value.len) {
		size_t reach = value.len - at < REFERENCE_MAX ? value.len - at : REFERENCE_MAX;
		const char *end = value.ptr[at] == '&' ? memchr(value.ptr + at, ';', reach) : NULL;
		unsigned c = end ? reference_value(span_of(value.ptr + at + 1, (size_t)(end - value.ptr) - at - 1)) : 0;

		if (c == 0) {
			buffer_add_char(&out, value.ptr[at++]);
			continue;
		}
		buffer_add_utf8(&out, c);
		at = (size_t)(end - value.ptr) + 1;
	}
	decoded = arena_copy(arena, buffer_span(&out));
	buffer_release(&out);
	return decoded;
}
