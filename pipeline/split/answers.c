#include "pipeline/split/answers.h"

#include "normalizers/date.h"

/* The first rule of the list that matches this text; NULL. */
static const struct rule *first_match(const struct rule_list *list, struct span text, struct match *m)
{
	for (size_t i = 0; i < list->count; i++)
		if (pattern_match(list->rules[i].pattern, text, 0, m) == MATCH_FOUND)
			return &list->rules[i];
	return NULL;
}

/* The first rule of the list that matches this text; label lines have rules of their own. */
static const struct rule *position_in(const struct family *f, const struct piece *p, struct match *m)
{
	const struct rule_list *list = &f->lists[RULE_POSITION];

	for (size_t i = 0; i < list->count; i++)
		if (list->rules[i].line_only == p->silent &&
		    pattern_match(list->rules[i].pattern, p->text, 0, m) == MATCH_FOUND)
			return &list->rules[i];
	return NULL;
}

static void set_position(struct item *item, const struct rule *rule, const struct piece *p, const struct match *m)
{
	item->position = (enum position)rule->value;
	item->position_words = span_slice(p->text, m->start, m->end);
	if (m->groups[GROUP_WHO].len > 0)
		item->who = m->groups[GROUP_WHO];
}

static bool read_position_label(const struct family *f, struct draft *draft)
{
	for (const struct piece *p = draft->first; p; p = p->next) {
		struct match m;
		const struct rule *rule = p->silent ? position_in(f, p, &m) : NULL;

		if (!rule)
			continue;
		set_position(&draft->item, rule, p, &m);
		return true;
	}
	return false;
}

/*
 * The position stands in the first paragraph: later ones tell what others agreed
 * to. Rules are in the order of the file, which has the negative forms first.
 */
static const struct rule *read_position_text(const struct family *f, const struct draft *draft,
					     const struct piece **where, struct match *m)
{
	bool first = true;

	for (const struct piece *p = draft->first; p; p = p->next) {
		const struct rule *rule;

		if (p->silent)
			continue;
		if (p->begins && !first)
			break;
		first = false;
		rule = position_in(f, p, m);
		*where = p;
		if (rule)
			return rule;
	}
	return NULL;
}

/* A label line above the answer outranks its prose; where they disagree, somebody should look. */
static void read_position(struct document *d, const struct family *f, struct draft *draft)
{
	const struct piece *where = NULL;
	struct match m;
	const struct rule *rule = read_position_text(f, draft, &where, &m);

	if (!read_position_label(f, draft)) {
		if (rule)
			set_position(&draft->item, rule, where, &m);
	} else if (rule && rule->value != (int)draft->item.position) {
		document_note(d, SEVERITY_NOTE, "position-conflict", d->passages[where->passage].place.line_start,
			      "the label says «%.*s», the text «%.*s»: the label counts",
			      SPAN_ARG(draft->item.position_words), SPAN_ARG(span_slice(where->text, m.start, m.end)));
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

static void read_response(struct document *d, const struct family *f, struct draft *draft)
{
	read_position(d, f, draft);
	read_status(d, f, draft);
	if (draft->item.status == STATUS_UNKNOWN ||
	    (draft->item.status == STATUS_IN_PROGRESS && draft->item.target_text.len == 0))
		read_prose_target(d, f, draft);
}

void answers_read(struct document *d, const struct family *f, struct drafts *drafts)
{
	for (size_t i = 0; i < drafts->count; i++)
		if (drafts->list[i].item.type == ITEM_RESPONSE)
			read_response(d, f, &drafts->list[i]);
}
