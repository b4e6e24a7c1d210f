#include "pipeline/split/draft.h"

#include "pipeline/base/buffer.h"

enum {
	CONTENTS_ITEMS_MOST = 500,
	CONTENTS_LINES_LEAST = 2, /* label after label, nothing between */
	TAILED_LEAST = 3, /* items of a list with their tails: then the list has them */
	BEHIND_LEAST = 2, /* items without, behind the last: one may have lost its tail */
	DOUBLED_BYTES_LEAST = 30, /* shorter ones may be meant: "very very" */
	TAIL_BYTES_MOST = 80      /* of the second half of a broken tail */
};

int draft_add(struct drafts *drafts, enum item_type type, const struct rule *rule)
{
	struct draft *draft;

	drafts->list = arena_room(drafts->arena, drafts->list, drafts->count, &drafts->capacity,
				  sizeof *drafts->list);
	draft = &drafts->list[drafts->count];
	*draft = (struct draft){ .item = { .type = type, .reference = -1, .copy_of = -1 }, .rule = rule, .copy_of = -1 };
	return (int)drafts->count++;
}

static struct piece *add_piece(struct drafts *drafts, int index, struct span text, int passage)
{
	struct draft *draft = &drafts->list[index];
	struct piece *piece = arena_alloc(drafts->arena, sizeof *piece);

	piece->text = text;
	piece->passage = passage;
	if (draft->last)
		draft->last->next = piece;
	else
		draft->first = piece;
	draft->last = piece;
	return piece;
}

/* Takes "(Recommendation, Paragraph 17)" off the end, and remembers what it says. *at gets where it began. */
static bool find_tail(struct draft *draft, struct span text, size_t *at)
{
	struct match m;

	if (!draft->rule->tail || draft->complete || pattern_match(draft->rule->tail, text, 0, &m) != MATCH_FOUND)
		return false;
	draft->item.paragraph_ref = m.groups[GROUP_PARAGRAPH];
	draft->section_type = m.groups[GROUP_TYPE];
	if (m.groups[GROUP_LABEL].len > 0) {
		draft->item.label = draft->item.number = m.groups[GROUP_LABEL];
		draft->own_label = true;
	}
	draft->complete = true;
	*at = m.start;
	return true;
}

/* The tail may be broken over two passages: "(Paragraph" and "54)". */
static bool find_broken_tail(struct arena *arena, struct draft *draft, struct span text)
{
	struct piece *last = draft->last;
	struct span both;
	size_t at;

	if (!draft->rule->tail || !last || last->silent || text.len > TAIL_BYTES_MOST)
		return false;
	both = arena_printf(arena, "%.*s %.*s", SPAN_ARG(last->text), SPAN_ARG(text));
	if (!find_tail(draft, both, &at) || at > last->text.len)
		return false;
	last->text = span_trim(span_slice(last->text, 0, at));
	return true;
}

/* Scrapers that stop in the middle of a sentence often write its line once more: "A A" is "A". */
static struct span undoubled(struct span text)
{
	struct span half = span_slice(text, 0, text.len / 2);

	if (text.len % 2 == 1 && half.len >= DOUBLED_BYTES_LEAST && text.ptr[half.len] == ' ' &&
	    span_equal(half, span_from(text, half.len + 1)))
		return half;
	return text;
}

/* The same where normalize left the lines apart: a piece that repeats the one before it adds nothing. */
struct piece *draft_add_text(struct drafts *drafts, int index, struct span text, int passage)
{
	struct draft *draft = &drafts->list[index];
	const struct piece *before = draft->last;
	size_t at;

	text = undoubled(span_trim(text));
	if (find_tail(draft, text, &at))
		text = span_trim(span_slice(text, 0, at));
	else if (find_broken_tail(drafts->arena, draft, text))
		text = SPAN("");
	if (text.len == 0 || (before && !before->silent && span_equal(before->text, text))) {
		draft_add_silent(drafts, index, text, passage);
		return NULL;
	}
	return add_piece(drafts, index, text, passage);
}

void draft_add_silent(struct drafts *drafts, int index, struct span text, int passage)
{
	add_piece(drafts, index, text, passage)->silent = true;
}

void draft_add_answer(struct drafts *drafts, int response, int recommendation)
{
	struct draft *draft = &drafts->list[response];
	size_t n = draft->answer_count;

	if ((n & (n - 1)) == 0) { /* full at each power of two */
		int *grown = arena_array(drafts->arena, n ? n * 2 : 1, sizeof *grown);

		if (n)
			memcpy(grown, draft->answers, n * sizeof *grown);
		draft->answers = grown;
	}
	draft->answers[draft->answer_count++] = recommendation;
}

bool draft_has_text(const struct draft *draft)
{
	for (const struct piece *p = draft->first; p; p = p->next)
		if (!p->silent)
			return true;
	return false;
}

/* The text of the pieces from `from` up to, not including, `to`, joined by a space. */
static struct span join(struct arena *arena, const struct piece *from, const struct piece *to, bool asides)
{
	struct buffer text;
	struct span joined;

	buffer_init(&text, BUFFER_LIMIT_DEFAULT);
	for (const struct piece *p = from; p != to; p = p->next) {
		if (p->silent || (p->aside && !asides))
			continue;
		if (text.len > 0)
			buffer_add_char(&text, ' ');
		buffer_add(&text, p->text);
	}
	joined = arena_copy(arena, buffer_span(&text));
	buffer_release(&text);
	return joined;
}

struct span draft_text(const struct drafts *drafts, const struct draft *draft)
{
	return join(drafts->arena, draft->first, NULL, false);
}

static size_t remap(int *indices, size_t count, const int *map)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (map[indices[i]] >= 0)
			indices[kept++] = map[indices[i]];
	return kept;
}

/* A response to nothing, and what should end in a mark and has none, are no items. */
static bool is_item(const struct draft *draft)
{
	if (draft->item.type == ITEM_RESPONSE && draft->answer_count == 0 && !draft->own_label &&
	    draft->item.number.len == 0)
		return false;
	if (!draft->complete && draft->rule->needs_tail && draft->item.type != ITEM_RESPONSE)
		return false;
	return draft_has_text(draft);
}

/*
 * The last line of a contents list ("Recommendation 6") takes the text behind the
 * list for its own. The lines before it have none, and the item itself comes later.
 */
static bool ends_contents(const struct drafts *drafts, size_t at)
{
	const struct draft *draft = &drafts->list[at];

	if (!draft->own_label || at < CONTENTS_LINES_LEAST || draft->item.type == ITEM_RESPONSE || !draft_has_text(draft))
		return false;
	for (size_t i = at - CONTENTS_LINES_LEAST; i < at; i++)
		if (drafts->list[i].item.type != draft->item.type || draft_has_text(&drafts->list[i]))
			return false;
	for (size_t i = at + 1; i < drafts->count && i < at + CONTENTS_ITEMS_MOST; i++)
		if (drafts->list[i].item.type == draft->item.type &&
		    span_equal(drafts->list[i].item.label, draft->item.label) && draft_has_text(&drafts->list[i]))
			return true;
	return false;
}

void draft_drop_empty(struct drafts *drafts)
{
	int *map = arena_array(drafts->arena, drafts->count, sizeof *map);
	size_t kept = 0;

	for (size_t i = 0; i < drafts->count; i++) {
		bool item = is_item(&drafts->list[i]) && !ends_contents(drafts, i);

		map[i] = item ? (int)kept++ : -1;
	}
	for (size_t i = 0; i < drafts->count; i++)
		if (map[i] >= 0)
			drafts->list[map[i]] = drafts->list[i];
	drafts->count = kept;
	for (size_t i = 0; i < kept; i++)
		drafts->list[i].answer_count = remap(drafts->list[i].answers, drafts->list[i].answer_count, map);
}

/* ---- the end of a list ---- */

/* An item that a running list numbers, whose tail may come. */
static bool is_of_running_list(const struct draft *draft)
{
	return draft->rule->kind == RULE_ITEM && draft->rule->tail && draft_has_text(draft);
}

void draft_drop_behind_list(struct drafts *drafts)
{
	size_t of_list = 0, with_tail = 0, last = 0, seen = 0;

	for (size_t i = 0; i < drafts->count; i++) {
		if (!is_of_running_list(&drafts->list[i]))
			continue;
		seen++;
		if (!drafts->list[i].complete)
			continue;
		with_tail++;
		of_list = seen;
		last = i;
	}
	if (with_tail < TAILED_LEAST || with_tail * 4 < of_list * 3 || seen < of_list + BEHIND_LEAST)
		return;
	for (size_t i = last + 1; i < drafts->count; i++)
		if (is_of_running_list(&drafts->list[i]))
			drafts->list[i].first = drafts->list[i].last = NULL;
}

/* ---- labels ---- */

static void label_entry(struct drafts *drafts, size_t from, size_t to)
{
	size_t members = 0, seen = 0;

	for (size_t i = from; i < to; i++)
		members += drafts->list[i].item.type == ITEM_RECOMMENDATION;
	for (size_t i = from; i < to; i++) {
		struct item *item = &drafts->list[i].item;

		if (item->type != ITEM_RECOMMENDATION)
			continue;
		seen++;
		if (drafts->list[i].own_label || item->number.len == 0)
			continue;
		if (members == 1)
			item->label = item->number;
		else if (seen <= 26)
			item->label = arena_printf(drafts->arena, "%.*s%c", SPAN_ARG(item->number),
						   (int)('a' + seen - 1));
		else /* no alphabet goes on: count instead */
			item->label = arena_printf(drafts->arena, "%.*s.%zu", SPAN_ARG(item->number), seen);
	}
}

static void label_response(struct drafts *drafts, struct draft *response)
{
	struct buffer label;

	if (response->own_label)
		return;
	buffer_init(&label, 4096);
	for (size_t i = 0; i < response->answer_count; i++) {
		struct span one = drafts->list[response->answers[i]].item.label;

		if (label.len > 0 && one.len > 0)
			buffer_add_char(&label, ',');
		buffer_add(&label, one);
	}
	response->item.label = arena_copy(drafts->arena, buffer_span(&label));
	buffer_release(&label);
}

void draft_assign_labels(struct drafts *drafts)
{
	size_t from = 0;

	for (size_t i = 1; i <= drafts->count; i++) {
		if (i < drafts->count && drafts->list[i].entry == drafts->list[from].entry)
			continue;
		label_entry(drafts, from, i);
		from = i;
	}
	for (size_t i = 0; i < drafts->count; i++)
		if (drafts->list[i].item.type == ITEM_RESPONSE)
			label_response(drafts, &drafts->list[i]);
}

/* ---- items ---- */

static void emit_paragraphs(const struct drafts *drafts, const struct draft *draft, struct item *item)
{
	size_t count = 0;

	for (const struct piece *p = draft->first; p; p = p->next)
		count += p->begins && !p->silent;
	item->paragraphs = arena_array(drafts->arena, count, sizeof *item->paragraphs);
	for (const struct piece *p = draft->first; p;) {
		const struct piece *end = p->next;

		while (end && !(end->begins && !end->silent))
			end = end->next;
		if (p->begins && !p->silent)
			item->paragraphs[item->paragraph_count++] = (struct item_paragraph){
				.number = p->number, .text = join(drafts->arena, p, end, true), .passage = p->passage
			};
		p = end;
	}
}

void draft_emit(const struct drafts *drafts, struct document *d)
{
	int first = (int)d->item_count;

	for (size_t i = 0; i < drafts->count; i++) {
		const struct draft *draft = &drafts->list[i];
		struct item *item = document_add_item(d);

		*item = draft->item;
		item->copy_of = draft->copy_of < 0 ? -1 : first + draft->copy_of;
		item->text = draft_text(drafts, draft);
		item->rule = arena_printf(d->arena, "%.*s:%d", SPAN_ARG(draft->rule->family), draft->rule->line);
		if (item->type == ITEM_RESPONSE)
			emit_paragraphs(drafts, draft, item);
		for (const struct piece *p = draft->first; p; p = p->next) {
			document_item_passage(d, item, p->passage);
			item->place = place_join(item->place, d->passages[p->passage].place);
		}
	}
}
