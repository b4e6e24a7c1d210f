#include "extractors/html_parse.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>

#include "extractors/html_reference.h"
#include "pipeline/base/arena.h"
#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"

enum {
	DECODED_ROOM = 2048, /* bytes of decoded references allocated at a time */
	GAP_REACH = 16       /* pieces that are looked at for the text behind a picture */
};

/* What the event handlers share. */
struct build {
	struct html_tree *tree;
	htmlParserCtxtPtr parser;
	size_t open;       /* the node that is being filled */
	size_t seen;       /* bytes of the outline accounted for by events */
	size_t next_start; /* first of the filter's starts that no element has yet */
	size_t next_sign;  /* first of its signs that is in no node yet */
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

	if (last->tag == HTML_TEXT && last->parent == b->open && last->text.ptr + last->text.len == text.ptr) {
		last->text.len += text.len;
	} else {
		last = add_node(b, HTML_TEXT);
		last->text = text;
		last->from = (uint32_t)from;
	}
	last->to = (uint32_t)to;
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

/* ---- texts ---- */

/* The reference at the beginning of `text`, which stands at `from` in the page; returns its length, 0 when it is none. */
static size_t add_reference(struct build *b, struct span text, size_t from)
{
	struct html_reference reference = html_reference_read(text);
	char bytes[4];

	if (reference.codepoint)
		add_text(b, keep_decoded(b, span_of(bytes, utf8_encode(reference.codepoint, bytes))), from,
			 from + reference.len);
	return reference.len;
}

/* Parts of one text are put together in a copy, so that a word that a comment parts stays one. */
static void add_piece(struct build *b, const struct html_piece *piece, bool part)
{
	struct span page = b->tree->filter->page;
	size_t at = piece->from;

	while (at < piece->to) {
		const char *reference = memchr(page.ptr + at, '&', piece->to - at);
		size_t end = reference ? (size_t)(reference - page.ptr) : piece->to, taken = 0;

		if (end == at) {
			taken = add_reference(b, span_slice(page, at, piece->to), at);
			end = at + (taken ? taken : 1);
		}
		if (!taken)
			add_text(b, part ? keep_decoded(b, span_slice(page, at, end)) : span_slice(page, at, end), at, end);
		at = end;
	}
}

/* An attribute list, or 0 where the start tag has none worth keeping. */
static uint32_t start_with_values(const struct html_filter *f, size_t start)
{
	size_t end = start + 1 < f->outline.start_count ? f->outline.starts[start + 1].values : f->values.count;

	return end > f->outline.starts[start].values ? (uint32_t)start + 1 : 0;
}

static void open_node(struct build *b, enum html_tag tag, uint32_t start)
{
	add_node(b, tag)->start = start;
	b->open = b->tree->count - 1;
}

static void close_node(struct build *b)
{
	if (b->open == 0)
		return;
	b->tree->nodes[b->open].end = (uint32_t)b->tree->count;
	b->open = b->tree->nodes[b->open].parent;
}

static size_t behind_sign(const struct html_outline *o, size_t sign)
{
	return sign + 1 < o->sign_count ? o->signs[sign + 1].first : o->piece_count;
}

/* The bytes of text that a sign stands for; *from: where they begin in the page. */
static size_t text_bytes(const struct html_outline *o, size_t sign, size_t *from)
{
	size_t bytes = 0;

	for (size_t i = behind_sign(o, sign); i-- > o->signs[sign].first;) {
		if (o->pieces[i].kind != PIECE_TEXT)
			continue;
		bytes += o->pieces[i].to - o->pieces[i].from;
		*from = o->pieces[i].from;
	}
	return bytes;
}

/* Does a word follow the picture? A full stop behind the arrow of a link stays where it is. */
static bool before_word(const struct html_filter *f, size_t gap, size_t end)
{
	for (size_t i = gap + 1; i < end && i <= gap + GAP_REACH; i++) {
		const struct html_piece *piece = &f->outline.pieces[i];
		unsigned char c = (unsigned char)f->page.ptr[piece->kind == PIECE_TEXT ? piece->from : 0];

		if (piece->kind == PIECE_TEXT)
			return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c >= 0x80;
	}
	return true;
}

/* All that the sign stands for, as children of the element that is open. */
static void add_sign(struct build *b, size_t sign)
{
	const struct html_outline *o = &b->tree->filter->outline;
	size_t end = behind_sign(o, sign);
	bool part = false;

	for (size_t i = o->signs[sign].first; i < end; i++) {
		const struct html_piece *piece = &o->pieces[i];

		if (piece->kind == PIECE_TEXT) {
			part = part || (i + 1 < end && piece[1].kind == PIECE_TEXT);
			add_piece(b, piece, part);
			continue;
		}
		part = false;
		if (piece->kind == PIECE_GAP && before_word(b->tree->filter, i, end))
			add_text(b, SPAN(" "), piece->from, piece->to);
		else if (piece->kind == PIECE_OPEN)
			open_node(b, o->starts[piece->from].tag, start_with_values(b->tree->filter, piece->from));
		else if (piece->kind == PIECE_CLOSE)
			close_node(b);
	}
}

/* Every sign up to `to` must have been an event, or be white space: what is not is text that was lost. */
static void account(struct build *b, size_t to)
{
	const struct html_outline *o = &b->tree->filter->outline;
	struct html_tree *t = b->tree;

	for (; b->next_sign < o->sign_count && o->signs[b->next_sign].at < to; b->next_sign++) {
		size_t from = 0, lost = text_bytes(o, b->next_sign, &from);

		if (o->bytes.data[o->signs[b->next_sign].at] == HTML_SIGN_SPACE)
			continue;
		if (lost && t->recovered == 0)
			t->recovered_at = (uint32_t)from;
		t->recovered += lost;
		add_sign(b, b->next_sign);
	}
	if (to > b->seen)
		b->seen = to;
}

/* ---- events ---- */

/* The parser reads the outline where it is: its pointer tells the offset. */
static size_t outline_offset(const struct build *b)
{
	const struct buffer *bytes = &b->tree->filter->outline.bytes;
	const char *at = b->parser->input ? (const char *)b->parser->input->cur : NULL;

	return at && at >= bytes->data && at <= bytes->data + bytes->len ? (size_t)(at - bytes->data) : b->seen;
}

/*
 * The start tag whose ">" the parser is at, if it has this name: elements that it
 * implies stand elsewhere or have other names. NULL: none.
 */
static const struct html_start *find_start(struct build *b, const char *name, size_t at)
{
	const struct html_outline *o = &b->tree->filter->outline;
	const struct html_start *start;

	while (b->next_start < o->start_count && o->starts[b->next_start].at < at)
		b->next_start++;
	if (b->next_start == o->start_count)
		return NULL;
	start = &o->starts[b->next_start];
	return start->at == at && html_tag_is(start->tag, name) ? start : NULL;
}

/*
 * Text outside of any element implies html, body and p: the parser tells of these when it is behind the text and of the
 * text after them. So where it passed over no tag, what it passed over is yet to come.
 */
static bool passed_tag(const struct build *b, size_t at)
{
	return at > b->seen && memrchr(b->tree->filter->outline.bytes.data + b->seen, '<', at - b->seen);
}

/* Behind the ">" when the parser stands at one: the rest of the tag is accounted for. */
static void account_tag(struct build *b, size_t at)
{
	const struct buffer *bytes = &b->tree->filter->outline.bytes;

	if (!passed_tag(b, at))
		return;
	account(b, at);
	if (at < bytes->len && bytes->data[at] == '>' && at + 1 > b->seen)
		b->seen = at + 1;
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
	struct build *b = context;
	size_t at = outline_offset(b);
	const struct html_start *start = find_start(b, (const char *)name, at);

	(void)attributes;
	account_tag(b, at);
	if (start)
		open_node(b, start->tag, start_with_values(b->tree->filter, b->next_start++));
	else
		open_node(b, html_tag_find(span_str((const char *)name)), 0);
}

static void on_end(void *context, const xmlChar *name)
{
	struct build *b = context;

	(void)name;
	account_tag(b, outline_offset(b));
	close_node(b);
}

/* One sign of the outline. */
static void on_text(void *context, const xmlChar *text, int len)
{
	struct build *b = context;
	const struct html_outline *o = &b->tree->filter->outline;
	size_t at = outline_offset(b);

	(void)text;
	account(b, at - (size_t)len);
	if (b->next_sign < o->sign_count && o->signs[b->next_sign].at < at)
		add_sign(b, b->next_sign++);
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
	struct span bytes = buffer_span(&b->tree->filter->outline.bytes);

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
	if (f->outline.bytes.len > 0)
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

unsigned html_parse_entity(const char *name)
{
	const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);

	return entity ? entity->value : 0;
}
