#include "extractors/html_blocks.h"

#include <stdlib.h>

#include "extractors/html_list.h"
#include "extractors/html_note.h"
#include "extractors/html_rules.h"
#include "pipeline/base/memory.h"

enum { LISTS_MAX = 32, COLUMNS_MAX = 64, NOWHERE = 0xFFFFFFFF };

/* The block being filled, and the elements it is in. */
struct emit {
	struct html_page *page;
	const struct html_tree *t;
	/* The block. */
	struct buffer text;
	uint32_t from, to;     /* of the page; NOWHERE: empty */
	uint32_t node, words, link_words, bold_words;
	bool main;
	bool space;            /* white space came since the last character */
	bool after_mark;       /* the last thing written is a footnote's mark */
	unsigned breaks;       /* <br> since the last character */
	/* The elements. */
	uint32_t *open;
	size_t open_count, open_capacity;
	struct html_list lists[LISTS_MAX];
	unsigned list_depth;   /* may be over LISTS_MAX */
	bool item_pending;     /* an <li> has begun and no text of it has been seen */
	struct span marker;
	unsigned heading, heading_depth, pre, quote, footnote, mark;
	/* The row of a data table. */
	bool rows;             /* in one */
	unsigned row_depth;
	unsigned column, bars; /* where the next cell begins, and the separators written */
	unsigned char spanned[COLUMNS_MAX]; /* rows that a cell above still covers */
};

/* ---- the block ---- */

static bool has_word(struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];

		if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c >= 0xC3)
			return true;
	}
	return false;
}

/* All of it bold, short, and no sentence: a heading by its looks. */
static bool looks_like_heading(const struct emit *e)
{
	return e->words > 0 && e->bold_words >= e->words && e->words <= HTML_BOLD_HEADING_WORDS &&
	       e->link_words < e->words && !e->rows;
}

static void set_role(const struct emit *e, struct passage *p)
{
	if (!e->main || !has_word(p->text)) {
		p->role = ROLE_BOILERPLATE;
	} else if (e->rows) {
		p->role = ROLE_TABLE_ROW;
	} else if (e->heading) {
		p->role = ROLE_HEADING;
		p->level = (int)e->heading;
	} else if (e->footnote) {
		p->role = ROLE_FOOTNOTE;
		p->marker = e->item_pending ? e->marker : SPAN("");
	} else if (e->item_pending) {
		p->role = ROLE_LIST_ITEM;
		p->level = e->list_depth ? (int)e->list_depth : 1;
		p->marker = e->marker;
	} else if (looks_like_heading(e)) {
		p->role = ROLE_HEADING;
		p->level = HTML_BOLD_LEVEL;
	} else {
		p->role = ROLE_PARAGRAPH;
	}
}

static void reset_block(struct emit *e)
{
	buffer_clear(&e->text);
	e->from = NOWHERE;
	e->words = e->link_words = e->bold_words = 0;
	e->space = e->after_mark = false;
	e->breaks = 0;
}

static void note_block(struct emit *e)
{
	struct html_page *page = e->page;

	page->blocks = memory_room(page->blocks, page->block_count, &page->block_capacity, sizeof *page->blocks);
	page->blocks[page->block_count++] = (struct html_block){ e->node, e->words, e->link_words };
}

static void flush(struct emit *e)
{
	struct html_page *page = e->page;
	struct passage *p;

	if (e->from == NOWHERE) {
		reset_block(e);
		return;
	}
	p = document_add_passage(page->document);
	p->text = arena_copy(page->document->arena, buffer_span(&e->text));
	p->place = charset_place(page->text, e->from, e->to);
	set_role(e, p);
	p->flags = (e->quote ? PASSAGE_QUOTED : 0u) | (e->pre ? PASSAGE_PREFORMATTED : 0u) |
		   (e->words > 0 && e->bold_words >= e->words ? PASSAGE_BOLD : 0u);
	note_block(e);
	e->item_pending = false;
	reset_block(e);
}

/* ---- text ---- */

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/*
 * A single <br> ends a line of an address, a heading or an entry of a list, and
 * each is a block; where the sentence goes on in lower case, it wraps the line.
 */
static bool goes_on(const struct emit *e, struct span run)
{
	char last = e->text.len ? e->text.data[e->text.len - 1] : '.';

	return run.ptr[0] >= 'a' && run.ptr[0] <= 'z' && !strchr(".!?:;", last);
}

static void write_run(struct emit *e, struct span run, uint32_t from, uint32_t to)
{
	bool letter = has_word(span_slice(run, 0, 1));

	if (e->text.len > 0 && (e->space || (e->after_mark && letter)))
		buffer_add_char(&e->text, ' ');
	buffer_add(&e->text, run);
	if (e->from == NOWHERE)
		e->from = from;
	e->to = to;
	e->space = e->after_mark = false;
	e->breaks = 0;
}

/* A reference is one place, however many bytes it became. */
static void write_collapsed(struct emit *e, const struct html_node *n)
{
	struct span s = n->text;
	bool direct = n->to - n->from == s.len;
	size_t i = 0;

	while (i < s.len) {
		size_t from = i;

		if (is_space(s.ptr[i])) {
			e->space = true;
			i++;
			continue;
		}
		while (i < s.len && !is_space(s.ptr[i]))
			i++;
		write_run(e, span_slice(s, from, i), direct ? n->from + (uint32_t)from : n->from,
			  direct ? n->from + (uint32_t)i : n->to);
	}
}

static void write_preformatted(struct emit *e, const struct html_node *n)
{
	struct span s = n->text;
	bool direct = n->to - n->from == s.len;
	size_t i = 0;

	while (i < s.len) {
		size_t from = i;

		while (i < s.len && s.ptr[i] != '\n')
			i++;
		if (i > from) {
			struct span line = span_slice(s, from, i);

			if (e->from == NOWHERE && !span_empty(span_trim(line)))
				e->from = direct ? n->from + (uint32_t)from : n->from;
			buffer_add(&e->text, line);
			e->to = direct ? n->from + (uint32_t)i : n->to;
		}
		if (i < s.len) {
			flush(e);
			i++;
		}
	}
}

/* " [1]": apart from the word before it, and from the word behind it. */
static void write_mark(struct emit *e, const struct html_node *n)
{
	struct span s = span_trim(n->text);
	bool bracketed;

	if (span_empty(s))
		return;
	bracketed = s.ptr[0] == '[' || s.ptr[0] == '(';
	e->space = true;
	if (!bracketed) {
		write_run(e, SPAN("["), n->from, n->to);
		e->space = false;
	}
	write_run(e, s, n->from, n->to);
	if (!bracketed)
		buffer_add_char(&e->text, ']');
	e->after_mark = true;
}

/* Nothing but white space, with a no-break space among it. */
static bool is_indent(struct span s)
{
	bool hard = false;

	for (size_t i = 0; i < s.len; i++) {
		if (is_space(s.ptr[i]))
			continue;
		if (!span_starts(span_from(s, i), SPAN("\xC2\xA0")))
			return false;
		hard = true;
		i++;
	}
	return hard;
}

/* Old pages begin a paragraph with <br> and no-break spaces: an indent is no text, and a line that has one wraps none. */
static bool take_indent(struct emit *e, size_t i)
{
	if (e->page->measures[i].words || e->rows || e->pre || (e->from != NOWHERE && !e->breaks) ||
	    !is_indent(e->t->nodes[i].text))
		return false;
	flush(e);
	e->space = true;
	return true;
}

static void add_text(struct emit *e, size_t i)
{
	const struct html_node *n = &e->t->nodes[i];
	const struct html_measure *m = &e->page->measures[i];
	bool main = m->mark == MARK_MAIN;

	if (e->t->nodes[n->parent].tag == TAG_title || take_indent(e, i))
		return;
	if (main != e->main && e->from != NOWHERE && m->words)
		flush(e);
	if (e->breaks == 1 && e->from != NOWHERE && !e->rows && m->words && !goes_on(e, span_trim(n->text)))
		flush(e);
	if (e->from == NOWHERE) {
		e->main = main;
		e->node = m->block;
	}
	e->words += m->words;
	e->link_words += m->link_words;
	e->bold_words += m->flags & MEASURE_IN_BOLD ? m->words : 0;
	if (e->mark)
		write_mark(e, n);
	else if (e->pre && !e->rows)
		write_preformatted(e, n);
	else
		write_collapsed(e, n);
}

/* ---- elements ---- */

static void begin_item(struct emit *e, size_t li)
{
	struct html_list plain = { 0 };
	struct html_list *list = e->list_depth && e->list_depth <= LISTS_MAX ? &e->lists[e->list_depth - 1] : &plain;

	e->item_pending = true;
	e->marker = html_list_marker(list, e->t, li, e->page->document->arena);
}

static void begin_list(struct emit *e, size_t list)
{
	if (e->list_depth < LISTS_MAX)
		e->lists[e->list_depth] = html_list_open(e->t, list);
	e->list_depth++;
}

static int small_number(struct span s)
{
	int n = 0;

	for (size_t i = 0; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9' && n < 1000; i++)
		n = n * 10 + (s.ptr[i] - '0');
	return n;
}

static unsigned span_of_cell(const struct emit *e, size_t cell, enum html_attribute attribute)
{
	int n = small_number(span_trim(html_tree_attribute(e->t, cell, attribute, NULL)));

	return n < 1 ? 1 : n > COLUMNS_MAX ? COLUMNS_MAX : (unsigned)n;
}

/* Cells that are spanned over from the left or from above are left empty, so that columns stay where they are. */
static void begin_cell(struct emit *e, size_t cell)
{
	unsigned columns = span_of_cell(e, cell, ATTRIBUTE_colspan), rows = span_of_cell(e, cell, ATTRIBUTE_rowspan);

	while (e->column < COLUMNS_MAX && e->spanned[e->column]) {
		e->spanned[e->column]--;
		e->column++;
	}
	for (; e->bars < e->column; e->bars++) {
		buffer_add_str(&e->text, e->text.len ? " |" : "|");
		e->space = true;
	}
	for (unsigned i = 0; i < columns && e->column < COLUMNS_MAX; i++)
		e->spanned[e->column++] = (unsigned char)(rows - 1);
}

static void end_row(struct emit *e)
{
	flush(e);
	e->rows = 0;
	for (; e->column < COLUMNS_MAX; e->column++)
		e->spanned[e->column] -= e->spanned[e->column] > 0;
}

static bool data_table_row(const struct emit *e, size_t tr)
{
	const struct html_tree *t = e->t;
	size_t table = t->nodes[tr].parent;

	while (table && t->nodes[table].tag != TAG_table)
		table = t->nodes[table].parent;
	return e->page->measures[table].flags & MEASURE_DATA_TABLE;
}

static void line_break(struct emit *e)
{
	if (e->rows) {
		e->space = true;
	} else if (e->pre) {
		flush(e);
	} else {
		e->space = true;
		if (++e->breaks == 2)
			flush(e);
	}
}

static void boundary(struct emit *e)
{
	if (e->rows)
		e->space = true;
	else
		flush(e);
}

/* What changes when an element begins (+1) or ends (-1). */
static void count_element(struct emit *e, size_t i, int by)
{
	enum html_tag tag = (enum html_tag)e->t->nodes[i].tag;

	switch (tag) {
	case TAG_h1: case TAG_h2: case TAG_h3: case TAG_h4: case TAG_h5: case TAG_h6:
		e->heading_depth += (unsigned)by;
		e->heading = e->heading_depth ? (unsigned)(tag - TAG_h1 + 1) : 0;
		break;
	case TAG_pre: case TAG_listing: case TAG_xmp: case TAG_plaintext: case TAG_textarea:
		e->pre += (unsigned)by;
		break;
	case TAG_blockquote:
		e->quote += (unsigned)by;
		break;
	default:
		break;
	}
	if (e->page->measures[i].flags & MEASURE_NOTE)
		e->footnote += (unsigned)by;
}

static void open_element(struct emit *e, size_t i)
{
	enum html_tag tag = (enum html_tag)e->t->nodes[i].tag;
	bool block = html_tag_flags(tag) & HTML_BLOCK;

	if (block)
		boundary(e);
	if (html_note_text(e->page, i))
		e->page->measures[i].flags |= MEASURE_NOTE;
	count_element(e, i, 1);
	switch (tag) {
	case TAG_br:
		line_break(e);
		break;
	case TAG_ul: case TAG_ol: case TAG_menu: case TAG_dir:
		begin_list(e, i);
		break;
	case TAG_li:
		if (!e->rows)
			begin_item(e, i);
		break;
	case TAG_tr:
		if (!e->rows && data_table_row(e, i)) {
			e->rows = true;
			e->column = e->bars = 0;
			e->row_depth = (unsigned)e->open_count;
		}
		break;
	case TAG_table:
		if (!e->rows)
			memset(e->spanned, 0, sizeof e->spanned);
		break;
	case TAG_td: case TAG_th:
		if (e->rows)
			begin_cell(e, i);
		break;
	case TAG_sup:
		e->mark += html_note_mark(e->page, i, buffer_span(&e->text)) && !e->pre;
		break;
	default:
		break;
	}
}

static void close_element(struct emit *e, size_t i)
{
	enum html_tag tag = (enum html_tag)e->t->nodes[i].tag;

	if (tag == TAG_tr && e->rows && e->row_depth == e->open_count) {
		end_row(e);
	} else if (html_tag_flags(tag) & HTML_BLOCK) {
		boundary(e);
	}
	count_element(e, i, -1);
	switch (tag) {
	case TAG_ul: case TAG_ol: case TAG_menu: case TAG_dir:
		e->list_depth--;
		break;
	case TAG_li:
		e->item_pending = false;
		break;
	case TAG_sup:
		e->mark = 0;
		break;
	default:
		break;
	}
}

void html_blocks(struct html_page *page)
{
	struct emit e = { .page = page, .t = page->tree, .from = NOWHERE };
	const struct html_tree *t = page->tree;

	buffer_init(&e.text, BUFFER_LIMIT_DEFAULT);
	page->first = page->document->passage_count;
	for (size_t i = 1; i <= t->count; i++) {
		while (e.open_count && (i == t->count || t->nodes[e.open[e.open_count - 1]].end <= i)) {
			e.open_count--;
			close_element(&e, e.open[e.open_count]);
		}
		if (i == t->count)
			break;
		if (t->nodes[i].tag == HTML_TEXT) {
			add_text(&e, i);
			continue;
		}
		open_element(&e, i);
		e.open = memory_room(e.open, e.open_count, &e.open_capacity, sizeof *e.open);
		e.open[e.open_count++] = (uint32_t)i;
	}
	flush(&e);
	free(e.open);
	buffer_release(&e.text);
}
