#include "extractors/html_emit.h"

#include "extractors/html_rules.h"
#include "pipeline/base/memory.h"

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

/*
 * A short block that is set off as a whole, in bold or larger type or by what its
 * class says: a heading by its looks. Its level, 0 for none. Centring does not tell:
 * it loses on both halves of the sites (headings -2), as old pages centre all they have.
 */
static int level_by_looks(const struct emit *e)
{
	if (e->words == 0 || e->words > HTML_BOLD_HEADING_WORDS || e->rows)
		return 0;
	if (e->page->measures[e->node].names & 1u << WORD_HEADING)
		return HTML_BOLD_LEVEL;
	if (e->link_words >= e->words)
		return 0;
	if (e->big_words >= e->words)
		return HTML_BIG_LEVEL;
	return e->bold_words >= e->words ? HTML_BOLD_LEVEL : 0;
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
	} else {
		p->level = level_by_looks(e);
		p->role = p->level ? ROLE_HEADING : ROLE_PARAGRAPH;
	}
}

/* The arrow at a note's end leads back to its mark. */
static struct span without_way_back(struct span text)
{
	static const struct span arrows[] = { { "\xEF\xB8\x8E", 3 }, { "\xE2\x86\xA9", 3 }, { "\xE2\x86\x91", 3 } };

	for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++)
		if (text.len > arrows[i].len && span_ends(text, arrows[i]))
			text = span_trim(span_slice(text, 0, text.len - arrows[i].len));
	return text;
}

static void reset_block(struct emit *e)
{
	buffer_clear(&e->text);
	e->from = EMIT_NOWHERE;
	e->words = e->link_words = e->bold_words = e->big_words = 0;
	e->space = e->after_mark = false;
	e->breaks = 0;
	e->held = 0;
}

static void note_block(struct emit *e)
{
	struct html_page *page = e->page;

	page->blocks = memory_room(page->blocks, page->block_count, &page->block_capacity, sizeof *page->blocks);
	page->blocks[page->block_count++] = (struct html_block){ .node = e->node, .words = e->words, .link_words = e->link_words };
}

void emit_flush(struct emit *e)
{
	struct html_page *page = e->page;
	struct passage *p;

	if (e->from == EMIT_NOWHERE) {
		reset_block(e);
		return;
	}
	p = document_add_passage(page->document);
	p->text = arena_copy(page->document->arena, buffer_span(&e->text));
	p->place = charset_place(page->text, e->from, e->to);
	set_role(e, p);
	if (p->role == ROLE_FOOTNOTE)
		p->text = without_way_back(p->text);
	p->flags = (e->quote ? PASSAGE_QUOTED : 0u) | (e->pre ? PASSAGE_PREFORMATTED : 0u) |
		   (e->words > 0 && e->bold_words >= e->words ? PASSAGE_BOLD : 0u);
	note_block(e);
	e->item_pending = false;
	reset_block(e);
}
/* The innermost table cell that is open; 0 outside of tables. */
uint32_t emit_open_cell(const struct emit *e)
{
	for (size_t i = e->open_count; i-- > 0;) {
		enum html_tag tag = (enum html_tag)e->t->nodes[e->open[i]].tag;

		if (tag == TAG_td || tag == TAG_th)
			return e->open[i];
		if (tag == TAG_table)
			break;
	}
	return 0;
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
	if (e->from == EMIT_NOWHERE)
		e->from = from;
	e->to = to;
	e->space = e->after_mark = false;
	e->breaks = 0;
}

/* Where the words end that are one blank apart, from `at` on: such a run is written as it stands. */
static size_t run_end(struct span s, size_t at)
{
	for (;;) {
		while (at < s.len && !is_space(s.ptr[at]))
			at++;
		if (at + 1 >= s.len || s.ptr[at] != ' ' || is_space(s.ptr[at + 1]))
			return at;
		at++;
	}
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
		i = run_end(s, i);
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

			if (e->from == EMIT_NOWHERE && !span_empty(span_trim(line)))
				e->from = direct ? n->from + (uint32_t)from : n->from;
			buffer_add(&e->text, line);
			e->to = direct ? n->from + (uint32_t)i : n->to;
		}
		if (i < s.len) {
			emit_flush(e);
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
	if (e->page->measures[i].words || e->rows || e->pre || (e->from != EMIT_NOWHERE && !e->breaks) ||
	    !is_indent(e->t->nodes[i].text))
		return false;
	emit_flush(e);
	e->space = true;
	return true;
}

void emit_text(struct emit *e, size_t i)
{
	const struct html_node *n = &e->t->nodes[i];
	const struct html_measure *m = &e->page->measures[i];
	bool main = m->mark == MARK_MAIN;

	if (e->t->nodes[n->parent].tag == TAG_title || take_indent(e, i))
		return;
	if (((e->held && e->held == emit_open_cell(e)) || main != e->main) && e->from != EMIT_NOWHERE && m->words)
		emit_flush(e);
	e->held = m->words ? 0 : e->held;
	if (e->breaks == 1 && e->from != EMIT_NOWHERE && !e->rows && m->words && !goes_on(e, span_trim(n->text)))
		emit_flush(e);
	if (e->from == EMIT_NOWHERE) {
		e->main = main;
		e->node = m->block;
	}
	e->words += m->words;
	e->link_words += m->link_words;
	e->bold_words += m->flags & MEASURE_IN_BOLD ? m->words : 0;
	e->big_words += m->flags & MEASURE_IN_BIG ? m->words : 0;
	if (e->mark)
		write_mark(e, n);
	else if (e->pre && !e->rows)
		write_preformatted(e, n);
	else
		write_collapsed(e, n);
}
