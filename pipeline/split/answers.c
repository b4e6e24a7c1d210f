#include "pipeline/split/answers.h"

#include "normalizers/date.h"
#include "pipeline/split/about.h"

/* The first rule of the list that matches this text; NULL. */
static const struct rule *first_match(const struct rule_list *list, struct span text, struct match *m)
{
	for (size_t i = 0; i < list->count; i++)
		if (pattern_match(list->rules[i].pattern, text, 0, m) == MATCH_FOUND)
			return &list->rules[i];
	return NULL;
}

/* A response that is being read, and what stands around it. */
struct reading {
	struct document *d;
	const struct family *f;
	const struct drafts *drafts;
	struct draft *draft;
};

/* From where the match ends to the end of its sentence. */
static struct span sentence_rest(struct span text, size_t from)
{
	long stop = span_find(text, SPAN(". "), from);

	return span_slice(text, from, stop < 0 ? text.len : (size_t)stop);
}

/* Do these words speak of what the response answers? Where that is not in the document, nothing speaks against it. */
static bool speaks_of_item(const struct reading *r, struct span words)
{
	for (size_t i = 0; i < r->draft->answer_count; i++)
		if (about_same(words, draft_text(r->drafts, &r->drafts->list[r->draft->answers[i]])))
			return true;
	return r->draft->answer_count == 0;
}

/* The first position rule that matches this text; label lines have rules of their own. */
static const struct rule *position_in(const struct reading *r, const struct piece *p, struct match *m)
{
	const struct rule_list *list = &r->f->lists[RULE_POSITION];

	for (size_t i = 0; i < list->count; i++) {
		const struct rule *rule = &list->rules[i];

		if (rule->line_only == p->silent && !rule->whole && pattern_match(rule->pattern, p->text, 0, m) == MATCH_FOUND &&
		    (!rule->about_item || speaks_of_item(r, sentence_rest(p->text, m->end))))
			return rule;
	}
	return NULL;
}

static void set_position(struct item *item, const struct rule *rule, const struct piece *p, const struct match *m)
{
	item->position = (enum position)rule->value;
	item->position_words = span_slice(p->text, m->start, m->end);
	if (m->groups[GROUP_WHO].len > 0)
		item->who = m->groups[GROUP_WHO];
}

static bool read_position_label(const struct reading *r)
{
	for (const struct piece *p = r->draft->first; p; p = p->next) {
		struct match m;
		const struct rule *rule = p->silent ? position_in(r, p, &m) : NULL;

		if (!rule)
			continue;
		set_position(&r->draft->item, rule, p, &m);
		return true;
	}
	return false;
}

/* What only all of the paragraphs together say; its words are the whole match. */
static void position_of_whole(const struct reading *r)
{
	const struct rule_list *list = &r->f->lists[RULE_POSITION];
	struct item *item = &r->draft->item;
	struct span text = SPAN("");
	struct match m;

	for (size_t i = 0; i < list->count; i++) {
		if (!list->rules[i].whole)
			continue;
		if (text.len == 0)
			text = draft_text(r->drafts, r->draft);
		if (pattern_match(list->rules[i].pattern, text, 0, &m) != MATCH_FOUND)
			continue;
		item->position = (enum position)list->rules[i].value;
		item->position_words = span_slice(text, m.start, m.end);
		return;
	}
}

/*
 * The position stands in the first paragraph: later ones tell what others agreed
 * to. Rules are in the order of the file, which has the negative forms first.
 */
static const struct rule *read_position_text(const struct reading *r, const struct piece **where, struct match *m)
{
	bool first = true;

	for (const struct piece *p = r->draft->first; p; p = p->next) {
		const struct rule *rule;

		if (p->silent)
			continue;
		if (p->begins && !first)
			break;
		first = false;
		rule = position_in(r, p, m);
		*where = p;
		if (rule)
			return rule;
	}
	return NULL;
}

/* A label line above the answer outranks its prose; where they disagree, somebody should look. */
static void read_position(const struct reading *r)
{
	struct item *item = &r->draft->item;
	const struct piece *where = NULL;
	struct match m;
	const struct rule *rule = read_position_text(r, &where, &m);

	if (!read_position_label(r)) {
		if (rule)
			set_position(item, rule, where, &m);
		else
			position_of_whole(r);
	} else if (rule && rule->value != (int)item->position) {
		document_note(r->d, SEVERITY_NOTE, "position-conflict", r->d->passages[where->passage].place.line_start,
			      "the label says «%.*s», the text «%.*s»: the label counts; "
			      "'winnow explain' shows both",
			      SPAN_ARG(item->position_words), SPAN_ARG(span_slice(where->text, m.start, m.end)));
	}
}

static void set_target(struct document *d, struct item *item, const struct date_value *date, struct span text)
{
	item->target_text = text;
	item->target_date = arena_copy(d->arena, span_str(date->edtf));
	item->target_start = arena_copy(d->arena, span_str(date->start));
	item->target_end = arena_copy(d->arena, span_str(date->end));
}

static struct span without_stop(struct span text)
{
	text = span_trim(text);
	while (text.len > 0 && (text.ptr[text.len - 1] == '.' || text.ptr[text.len - 1] == ','))
		text.len--;
	return text;
}

/* A date that a rule introduces. Its words are kept even where they name no day ("in due course"). */
static bool take_target(struct document *d, struct item *item, struct span words)
{
	struct date_value date;

	words = without_stop(words);
	if (words.len == 0)
		return false;
	if (date_parse(words, d->date, &date) || date_find(words, 0, d->date, &date))
		set_target(d, item, &date, words);
	else
		item->target_text = words;
	return item->target_date.len > 0;
}

/*
 * A status line, or status words inside the text. The order of the rules decides,
 * then that of the passages: what is implemented at the end of an answer
 * outranks what was intended at its beginning.
 */
static void read_status(struct document *d, const struct family *f, struct draft *draft)
{
	const struct rule_list *list = &f->lists[RULE_STATUS];

	for (size_t i = 0; i < list->count; i++) {
		for (const struct piece *p = draft->first; p; p = p->next) {
			struct match m;

			if (list->rules[i].line_only != p->silent ||
			    pattern_match(list->rules[i].pattern, p->text, 0, &m) != MATCH_FOUND)
				continue;
			draft->item.status = (enum status)list->rules[i].value;
			draft->item.status_words = span_slice(p->text, m.start, m.end);
			if (m.groups[GROUP_DATE].len > 0)
				take_target(d, &draft->item, m.groups[GROUP_DATE]);
			return;
		}
	}
}

/* A date that the prose sets itself means that work goes on. */
static void read_prose_target(struct document *d, const struct family *f, struct draft *draft)
{
	for (const struct piece *p = draft->first; p && draft->item.target_date.len == 0; p = p->next) {
		struct match m;

		if (p->silent || !first_match(&f->lists[RULE_TARGET], p->text, &m))
			continue;
		draft->item.target_text = SPAN("");
		if (take_target(d, &draft->item, m.groups[GROUP_DATE]) && draft->item.status == STATUS_UNKNOWN)
			draft->item.status = STATUS_IN_PROGRESS;
	}
}

static void read_response(const struct reading *r)
{
	const struct item *item = &r->draft->item;

	read_position(r);
	read_status(r->d, r->f, r->draft);
	if (item->status == STATUS_UNKNOWN || (item->status == STATUS_IN_PROGRESS && item->target_text.len == 0))
		read_prose_target(r->d, r->f, r->draft);
}

void answers_read(struct document *d, const struct family *f, struct drafts *drafts)
{
	for (size_t i = 0; i < drafts->count; i++)
		if (drafts->list[i].item.type == ITEM_RESPONSE)
			read_response(&(struct reading){ d, f, drafts, &drafts->list[i] });
}
