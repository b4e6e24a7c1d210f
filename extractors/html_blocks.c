#include "extractors/html_blocks.h"

#include <stdlib.h>

#include "extractors/html_emit.h"
#include "extractors/html_label.h"
#include "extractors/html_note.h"
#include "pipeline/base/memory.h"

static void begin_item(struct emit *e, size_t li)
{
	struct html_list plain = { 0 };
	struct html_list *list = e->list_depth && e->list_depth <= EMIT_LISTS ? &e->lists[e->list_depth - 1] : &plain;

	e->item_pending = true;
	e->marker = html_list_marker(list, e->t, li, e->page->document->arena);
}

static void begin_list(struct emit *e, size_t list)
{
	if (e->list_depth < EMIT_LISTS)
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

	return n < 1 ? 1 : n > EMIT_COLUMNS ? EMIT_COLUMNS : (unsigned)n;
}

/* Cells that are spanned over from the left or from above are left empty, so that columns stay where they are. */
static void begin_cell(struct emit *e, size_t cell)
{
	unsigned columns = span_of_cell(e, cell, ATTRIBUTE_colspan), rows = span_of_cell(e, cell, ATTRIBUTE_rowspan);

	while (e->column < EMIT_COLUMNS && e->spanned[e->column]) {
		e->spanned[e->column]--;
		e->column++;
	}
	for (; e->bars < e->column; e->bars++) {
		buffer_add_str(&e->text, e->text.len ? " |" : "|");
		e->space = true;
	}
	for (unsigned i = 0; i < columns && e->column < EMIT_COLUMNS; i++)
		e->spanned[e->column++] = (unsigned char)(rows - 1);
}

static void end_row(struct emit *e)
{
	emit_flush(e);
	e->rows = 0;
	for (; e->column < EMIT_COLUMNS; e->column++)
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
		emit_flush(e);
	} else {
		e->space = true;
		if (++e->breaks == 2)
			emit_flush(e);
	}
}

/*
 * "Session:" or "(a)" alone in a cell is read together with the next: pages were
 * laid out so, and a number apart from its text is worth nothing. Waits while the
 * row goes on with running text.
 */
static bool holds_label(struct emit *e, uint32_t cell)
{
	if (!e->held && e->from != EMIT_NOWHERE && html_label(buffer_span(&e->text), e->words))
		e->held = cell ? cell : emit_open_cell(e);
	return e->held;
}

/* `cell`: the one that ends here; 0: none does. */
static void boundary(struct emit *e, uint32_t cell)
{
	if (e->rows || holds_label(e, cell))
		e->space = true;
	else
		emit_flush(e);
}

/* May what an element holds go on with the label in the cell before it? */
static bool continues_label(enum html_tag tag)
{
	return tag == TAG_td || tag == TAG_th || tag == TAG_p || tag == TAG_div || tag == TAG_center;
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

	if (block && !e->rows && !continues_label(tag))
		emit_flush(e);
	else if (block)
		boundary(e, 0);
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
		if (!e->mark && !e->pre && html_note_mark(e->page, i, buffer_span(&e->text)))
			e->mark = (uint32_t)i;
		break;
	case TAG_a:
		if (!e->mark && !e->pre && !e->footnote && html_note_link(e->page, i))
			e->mark = (uint32_t)i;
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
	} else if (tag == TAG_tr && !e->rows) {
		emit_flush(e);
	} else if (html_tag_flags(tag) & HTML_BLOCK) {
		boundary(e, tag == TAG_td || tag == TAG_th ? (uint32_t)i : 0);
	}
	count_element(e, i, -1);
	switch (tag) {
	case TAG_ul: case TAG_ol: case TAG_menu: case TAG_dir:
		e->list_depth--;
		break;
	case TAG_li:
		e->item_pending = false;
		break;
	case TAG_sup: case TAG_a:
		e->mark = e->mark == i ? 0 : e->mark;
		break;
	default:
		break;
	}
}

void html_blocks(struct html_page *page)
{
	struct emit e = { .page = page, .t = page->tree, .from = EMIT_NOWHERE };
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
			emit_text(&e, i);
			continue;
		}
		open_element(&e, i);
		e.open = memory_room(e.open, e.open_count, &e.open_capacity, sizeof *e.open);
		e.open[e.open_count++] = (uint32_t)i;
	}
	emit_flush(&e);
	free(e.open);
	buffer_release(&e.text);
}
