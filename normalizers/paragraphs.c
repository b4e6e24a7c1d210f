#include "normalizers/paragraphs.h"

#include "normalizers/ascii.h"
#include "normalizers/continuation.h"
#include "pipeline/base/buffer.h"

#define APART_LINES 60 /* furniture and notes that a sentence may go on over */

/* The paragraph being put together, and what it passed over. */
struct builder {
	struct document *document;
	const struct lines *lines;
	struct wrapping wrapping;
	const struct hyphens *hyphens;
	struct repairs *repairs;
	struct buffer text;
	struct continuation state; /* state.count is 0 while no paragraph is open */
	size_t first;
	struct place place;
	struct buffer pieces; /* see struct passage; empty while no line stood in columns */
	size_t apart_from; /* lines passed over since the last line of the paragraph */
	size_t apart_end;
	size_t *apart;	   /* indices of all passed over within the paragraph */
	size_t apart_count, apart_capacity;
};

/* ---- what a finished paragraph is ---- */

static struct passage *add_passage(struct builder *b, enum role role, struct span text, struct place place,
				   unsigned flags)
{
	struct passage *p = document_add_passage(b->document);

	p->role = role;
	p->text = text;
	p->place = place;
	p->flags = flags;
	return p;
}

static enum role role_of(const struct line *first)
{
	switch (first->lead.kind) {
	case LEAD_NUMBER:
	case LEAD_LETTER:
	case LEAD_BULLET:
		return ROLE_LIST_ITEM;
	default:
		return ROLE_PARAGRAPH;
	}
}

static void emit_paragraph(struct builder *b)
{
	const struct line *first = &b->lines->line[b->first];
	struct span text = arena_copy(b->document->arena, buffer_span(&b->text));
	enum role role = role_of(first);
	struct passage *p;

	if (first->facts & LINE_WORDLESS && b->state.count == 1)
		role = ROLE_NOISE;
	p = add_passage(b, role, text, b->place, first->flags | PARAGRAPHS_OF_LINES);
	p->pieces = arena_copy(b->document->arena, buffer_span(&b->pieces));
	if (role == ROLE_LIST_ITEM) {
		p->level = 1;
		if (first->lead.kind == LEAD_BULLET) {
			p->marker = span_slice(text, 0, first->lead.mark);
			p->text = span_trim(span_from(text, first->lead.mark));
		}
	}
}

static struct span piece_of(struct arena *arena, struct place place)
{
	return arena_printf(arena, "%ld-%ld", place.byte_start, place.byte_end);
}

/* A hyphen between the two lines is undone as in a paragraph. */
static struct span join_note(struct builder *b, struct span have, struct span more)
{
	bool hyphen = span_ends(have, SPAN("-")) && have.len > 1 && ascii_letter(have.ptr[have.len - 2]) && !span_empty(more) &&
		      ascii_letter(more.ptr[0]);

	if (hyphen && !hyphens_keep(b->hyphens, have, more))
		have.len--;
	return arena_printf(b->document->arena, hyphen ? "%.*s%.*s" : "%.*s %.*s", SPAN_ARG(have), SPAN_ARG(more));
}

/* A line that is no part of the text: as it is, or as more of the note before it. */
static void emit_apart(struct builder *b, const struct line *line)
{
	struct document *d = b->document;
	struct passage *before = d->passage_count ? &d->passages[d->passage_count - 1] : NULL;
	struct passage *p;

	if (line->role == ROLE_FOOTNOTE && !line->begins_note && before && before->role == ROLE_FOOTNOTE) {
		before->text = join_note(b, before->text, line->text);
		if (line->flags & PASSAGE_BESIDE && span_empty(before->pieces))
			before->pieces = piece_of(d->arena, before->place);
		if (!span_empty(before->pieces))
			before->pieces = arena_printf(d->arena, "%.*s,%ld-%ld", SPAN_ARG(before->pieces),
						      line->place.byte_start, line->place.byte_end);
		before->place = place_join(before->place, line->place);
		return;
	}
	p = add_passage(b, line->role, line->text, line->place, line->flags);
	if (line->block->role == line->role) { /* it was a passage, not a line */
		p->level = line->block->level;
		p->context = line->block->context;
	}
	p->marker = line->role == ROLE_FOOTNOTE && !span_empty(line->marker) ? line->marker : line->block->marker;
}

/* ---- putting together ---- */

static void close_paragraph(struct builder *b)
{
	size_t i;

	if (b->state.count > 0)
		emit_paragraph(b);
	for (i = 0; i < b->apart_count; i++)
		emit_apart(b, &b->lines->line[b->apart[i]]);
	b->apart_count = 0;
	b->state = (struct continuation){ .item = b->state.item };
	buffer_clear(&b->text);
	buffer_clear(&b->pieces);
}

static void open_paragraph(struct builder *b, size_t i)
{
	const struct line *line = &b->lines->line[i];

	b->first = i;
	b->place = line->place;
	buffer_add(&b->text, line->text);
	continuation_begin(&b->state, line, i);
}

/* The hyphen at the end of what there is goes, or stays, as the document writes the word. */
static void join_hyphen(struct builder *b, struct span next)
{
	if (hyphens_keep(b->hyphens, buffer_span(&b->text), next))
		return;
	buffer_truncate(&b->text, b->text.len - 1);
	repairs_add(b->repairs, REPAIR_HYPHENS, 1, b->place.line_end);
}

static void append_place(struct builder *b, const struct line *line)
{
	if (line->flags & PASSAGE_BESIDE && b->pieces.len == 0)
		buffer_printf(&b->pieces, "%ld-%ld", b->place.byte_start, b->place.byte_end);
	if (b->pieces.len > 0)
		buffer_printf(&b->pieces, ",%ld-%ld", line->place.byte_start, line->place.byte_end);
	b->place = place_join(b->place, line->place);
}

static void append_line(struct builder *b, size_t i)
{
	const struct line *line = &b->lines->line[i];
	struct span have = buffer_span(&b->text);
	bool letter = !span_empty(line->text) && (ascii_letter(line->text.ptr[0]) || ascii_digit(line->text.ptr[0]));

	if (b->lines->line[b->state.last].facts & LINE_HYPHEN && letter)
		join_hyphen(b, line->text);
	else if (!span_ends(have, SPAN("\xE2\x80\x94")))
		buffer_add_char(&b->text, ' ');
	buffer_add(&b->text, line->text);
	append_place(b, line);
	continuation_add(&b->state, line, i, b->wrapping.width[i]);
}

static void pass_over(struct builder *b, size_t i)
{
	if (b->state.count == 0) {
		emit_apart(b, &b->lines->line[i]);
		return;
	}
	b->apart = arena_room(b->document->arena, b->apart, b->apart_count, &b->apart_capacity, sizeof *b->apart);
	b->apart[b->apart_count++] = i;
	b->state.interrupted = true;
	if (b->apart_count > APART_LINES)
		close_paragraph(b);
}

static void take_line(struct builder *b, size_t i)
{
	const struct line *line = &b->lines->line[i];

	if (line->role == ROLE_FURNITURE || line->role == ROLE_FOOTNOTE) {
		pass_over(b, i);
		return;
	}
	if (!lines_is_text(line)) {
		close_paragraph(b);
		emit_apart(b, line);
		return;
	}
	if (b->state.count > 0 && continuation_holds(&b->state, b->lines, &b->wrapping, i)) {
		append_line(b, i);
		return;
	}
	close_paragraph(b);
	open_paragraph(b, i);
}

void paragraphs_join(struct document *d, struct lines *lines, struct repairs *repairs)
{
	struct builder b = { .document = d, .lines = lines, .repairs = repairs };
	size_t i;

	buffer_init(&b.text, BUFFER_LIMIT_DEFAULT);
	buffer_init(&b.pieces, BUFFER_LIMIT_DEFAULT);
	wrapping_measure(&b.wrapping, lines, d->arena);
	b.hyphens = hyphens_collect(lines, d->arena);
	/* The old passages stay in the arena; the lines point to them. */
	d->passages = NULL;
	d->passage_count = d->passage_capacity = 0;
	for (i = 0; i < lines->count; i++)
		take_line(&b, i);
	close_paragraph(&b);
	buffer_release(&b.pieces);
	buffer_release(&b.text);
}
