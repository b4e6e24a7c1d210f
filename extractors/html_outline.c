#include "extractors/html_outline.h"

#include <stdlib.h>

#include "pipeline/base/memory.h"

/* What was written last: text or an inline tag, or a block's tags. */
enum last { LAST_INLINE, LAST_START, LAST_END };

void html_outline_init(struct html_outline *o, size_t limit, size_t expected)
{
	*o = (struct html_outline){ .last = LAST_INLINE, .blank = { PIECE_NOTHING, 0, 0 } };
	buffer_init(&o->bytes, limit);
	buffer_reserve(&o->bytes, expected);
}

void html_outline_release(struct html_outline *o)
{
	buffer_release(&o->bytes);
	free(o->signs);
	free(o->pieces);
	free(o->starts);
}

/* ---- signs and their pieces ---- */

static void put_piece(struct html_outline *o, enum html_piece_kind kind, size_t from, size_t to)
{
	o->pieces = memory_room(o->pieces, o->piece_count, &o->piece_capacity, sizeof *o->pieces);
	o->pieces[o->piece_count++] = (struct html_piece){ kind, (uint32_t)from, (uint32_t)to };
}

/* Sees to it that the outline ends in a sign, for the next piece: behind a tag in a new one, whose first piece is `first`. */
static void put_sign(struct html_outline *o, char sign, size_t first)
{
	char *before = o->bytes.len ? &o->bytes.data[o->bytes.len - 1] : NULL;

	if (before && *before != '>') {
		if (sign == HTML_SIGN_TEXT)
			*before = HTML_SIGN_TEXT;
		return;
	}
	buffer_add_char(&o->bytes, sign);
	o->signs = memory_room(o->signs, o->sign_count, &o->sign_capacity, sizeof *o->signs);
	o->signs[o->sign_count++] = (struct html_sign){ (uint32_t)(o->bytes.len - 1), (uint32_t)first };
}

static void put_text(struct html_outline *o, enum html_piece_kind kind, size_t from, size_t to, char sign)
{
	size_t signs = o->sign_count;
	struct html_piece *last = o->piece_count ? &o->pieces[o->piece_count - 1] : NULL;

	put_sign(o, sign, o->piece_count);
	o->last = LAST_INLINE;
	if (signs == o->sign_count && last && last->kind == PIECE_TEXT && kind == PIECE_TEXT && last->to == from)
		last->to = (uint32_t)to;
	else
		put_piece(o, kind, from, to);
}

static void drop_blank(struct html_outline *o)
{
	o->blank.kind = PIECE_NOTHING;
}

static void put_blank(struct html_outline *o)
{
	if (o->blank.kind != PIECE_NOTHING)
		put_text(o, o->blank.kind, o->blank.from, o->blank.to, HTML_SIGN_SPACE);
	drop_blank(o);
}

/* White space waits for what comes behind it; of more than one that wait, one says as much. */
static void wait_blank(struct html_outline *o, size_t from, size_t to, bool keeps)
{
	if (o->blank.kind != PIECE_NOTHING && !keeps)
		return;
	put_blank(o);
	if (!keeps && o->last == LAST_START)
		return;
	o->blank = (struct html_piece){ PIECE_TEXT, (uint32_t)(keeps ? from : to - 1), (uint32_t)to };
}

void html_outline_gap(struct html_outline *o, size_t at)
{
	if (o->blank.kind == PIECE_NOTHING && o->last != LAST_START)
		o->blank = (struct html_piece){ PIECE_GAP, (uint32_t)at, (uint32_t)at };
}

void html_outline_text(struct html_outline *o, size_t from, size_t to, bool blank, bool keeps)
{
	if (blank) {
		wait_blank(o, from, to, keeps);
		return;
	}
	put_blank(o);
	put_text(o, PIECE_TEXT, from, to, HTML_SIGN_TEXT);
}

/* ---- tags ---- */

/*
 * White space at the beginning of a block, before one, and between the ends of two
 * is not shown and says nothing. Where only the end of one stands beside it, it is
 * kept: that end tag may close nothing.
 */
static void settle_blank(struct html_outline *o, bool block, bool closing, bool keeps)
{
	if (block && (!closing || o->last == LAST_END) && !keeps)
		drop_blank(o);
	put_blank(o);
	o->last = !block ? LAST_INLINE : closing ? LAST_END : LAST_START;
}

static void put_tag(struct html_outline *o, struct span name, bool closing)
{
	char *room = buffer_reserve(&o->bytes, name.len + 3);

	if (!room)
		return;
	*room++ = '<';
	if (closing)
		*room++ = '/';
	memcpy(room, name.ptr, name.len);
	memcpy(room + name.len, ">", 2); /* with its NUL: the parser reads up to one */
	o->bytes.len += name.len + 2 + closing;
}

static void put_start(struct html_outline *o, size_t at, size_t values, enum html_tag tag)
{
	o->starts = memory_room(o->starts, o->start_count, &o->start_capacity, sizeof *o->starts);
	o->starts[o->start_count++] = (struct html_start){ (uint32_t)at, (uint32_t)values, tag };
}

static void watch(struct html_outline *o, enum html_tag tag, struct span name)
{
	if (o->candidate_count == HTML_OUTLINE_NESTED)
		o->candidate_count = 0;
	o->candidates[o->candidate_count++] = (struct html_candidate){
		(uint32_t)o->bytes.len, (uint32_t)o->piece_count, (uint32_t)o->start_count, tag, name
	};
	put_piece(o, PIECE_NOTHING, 0, 0); /* kept free for its beginning */
}

void html_outline_start(struct html_outline *o, enum html_tag tag, struct span name, size_t values, bool keeps,
			bool silent)
{
	settle_blank(o, html_tag_flags(tag) & HTML_BLOCK, false, keeps);
	if (silent && html_tag_flags(tag) & HTML_VOID) {
		put_sign(o, HTML_SIGN_TEXT, o->piece_count);
		put_piece(o, PIECE_OPEN, o->start_count, 0);
		put_piece(o, PIECE_CLOSE, 0, 0);
		put_start(o, 0, values, tag);
		return;
	}
	if (silent)
		watch(o, tag, name);
	else
		o->candidate_count = 0;
	put_tag(o, name, false);
	put_start(o, o->bytes.len - 1, values, tag);
}

/*
 * The outline ends in the element's start tag and perhaps one sign: both make room
 * for a sign of the whole, or for none where one stands before it already.
 */
static void fold(struct html_outline *o, const struct html_candidate *c)
{
	if (o->sign_count && o->signs[o->sign_count - 1].at > c->at)
		o->sign_count--;
	buffer_truncate(&o->bytes, c->at);
	put_sign(o, HTML_SIGN_TEXT, c->piece);
	o->pieces[c->piece] = (struct html_piece){ PIECE_OPEN, c->start, 0 };
	o->starts[c->start].at = 0;
	put_piece(o, PIECE_CLOSE, 0, 0);
}

void html_outline_end(struct html_outline *o, enum html_tag tag, struct span name, bool keeps)
{
	const struct html_candidate *c = o->candidate_count ? &o->candidates[o->candidate_count - 1] : NULL;

	settle_blank(o, html_tag_flags(tag) & HTML_BLOCK, true, keeps);
	if (c && c->tag == tag && (tag != HTML_OTHER || span_equal_nocase(c->name, name))) {
		o->candidate_count--;
		fold(o, c);
		return;
	}
	o->candidate_count = 0;
	put_tag(o, name, true);
}
