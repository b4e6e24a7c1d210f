#include "pipeline/split/scan.h"

#include "normalizers/fold.h"
#include "pipeline/base/buffer.h"
#include "pipeline/split/beginning.h"
#include "pipeline/split/subject.h"
#include "pipeline/split/table.h"

enum {
	NUMBER_MOST = 9999,
	FIRST_WORDS_BYTES = 200, /* of a response, in which it says who answers */
	START_BYTES = 80,   /* of a folded text, enough to know a repeated item again */
	TAIL_BYTES = 80,    /* of a passage, enough for the first half of a broken tail */
	TAIL_LOOKAHEAD = 12 /* passages that an item with a tail can have */
};

static int decimal_of(struct span digits)
{
	int n = 0;

	for (size_t i = 0; i < digits.len && digits.ptr[i] >= '0' && digits.ptr[i] <= '9'; i++)
		if ((n = n * 10 + (digits.ptr[i] - '0')) > NUMBER_MOST)
			return 0;
	return n;
}

/* "xiv" -> 14. Takes what is no good Roman number, too ("iiii"): old reports print them. */
static int roman_of(struct span text)
{
	static const char letters[] = "ivxlc";
	static const int values[] = { 1, 5, 10, 50, 100 };
	int n = 0, last = 0;

	for (size_t i = text.len; i > 0; i--) {
		const char *at = strchr(letters, text.ptr[i - 1] | 32);

		if (!at || text.len > 12)
			return 0;
		n += values[at - letters] < last ? -values[at - letters] : values[at - letters];
		last = values[at - letters];
	}
	return n;
}

/* "8.12" is 12 in the list 8; "12" and "xii" are 12 in the list 0. */
static struct list_number number_of(struct span text)
{
	long dot = span_find(text, SPAN("."), 0);
	int n = decimal_of(text);

	if (dot > 0)
		return (struct list_number){ n, decimal_of(span_from(text, (size_t)dot + 1)) };
	return (struct list_number){ 0, n > 0 ? n : roman_of(text) };
}

/* May this number come next in its list? In a list of two parts the second begins again with each chapter. */
static bool goes_on(const struct rule *rule, struct list_number last, struct list_number n)
{
	if (last.item == 0 && last.chapter == 0 && (rule->from_any || n.chapter > 0))
		return true;
	if (n.chapter != last.chapter)
		return n.chapter > last.chapter && last.chapter > 0 && n.item <= rule->gap;
	return n.item > last.item && n.item <= last.item + rule->gap;
}

/* ---- which rule ---- */

/* Has an earlier item of this number the same beginning? Then the scrape repeats itself. */
static bool repeats_earlier(const struct scan *s, struct span number, struct span text)
{
	struct buffer one, other;
	bool same = false;

	buffer_init(&one, BUFFER_LIMIT_DEFAULT);
	buffer_init(&other, BUFFER_LIMIT_DEFAULT);
	fold_text(&one, span_slice(text, 0, START_BYTES));
	for (size_t i = 0; i < s->drafts->count && !same; i++) {
		const struct draft *draft = &s->drafts->list[i];

		if (!draft->first || !span_equal(draft->item.number, number) || draft->item.type == ITEM_RESPONSE)
			continue;
		buffer_clear(&other);
		fold_text(&other, span_slice(draft->first->text, 0, START_BYTES));
		same = span_equal(buffer_span(&one), buffer_span(&other));
	}
	buffer_release(&one);
	buffer_release(&other);
	return same;
}

static bool number_fits(struct scan *s, const struct rule *rule, const struct match *m, struct span subject)
{
	struct list_number n = number_of(m->groups[GROUP_NUMBER]);

	if (!rule->ascending)
		return true;
	if (n.item == 0)
		return false;
	if (!goes_on(rule, s->last_number, n) &&
	    !repeats_earlier(s, m->groups[GROUP_NUMBER], span_trim(beginning_rest(m, subject))))
		return false;
	s->last_number = n;
	return true;
}

static bool ends_with_any(struct span text, const char *const *ends)
{
	for (; *ends; ends++)
		if (span_ends(text, span_str(*ends)))
			return true;
	return false;
}

/* Does the next passage of the text begin with the letter, behind a bracket perhaps? */
static bool next_begins_with(const struct scan *s, size_t at, char letter)
{
	for (size_t i = at + 1; i < s->d->passage_count; i++) {
		struct span subject;

		if (!subject_is_text(&s->d->passages[i]))
			continue;
		subject = subject_of(s->d->arena, &s->d->passages[i]);
		subject = span_from(subject, span_starts(subject, SPAN("(")));
		return subject.len > 1 && subject.ptr[0] == letter && strchr(" .)", subject.ptr[1]);
	}
	return false;
}

/* A list of points that are recommendations themselves has an "a" and a "b"; "a" alone is an article. */
static bool letter_of_list_fits(const struct scan *s, char letter, char last, size_t at)
{
	return letter == last + 1 || (letter == 'a' && next_begins_with(s, at, 'b'));
}

/* "a." begins a recommendation, "b." the next one; but not behind "The Department should:", whose points they are. */
static bool letter_fits(const struct scan *s, const struct match *m, size_t at)
{
	static const char *const goes_on[] = { ":", ";", ",", " and", " or", NULL };
	const struct draft *open = s->open >= 0 ? &s->drafts->list[s->open] : NULL;
	struct span label = m->groups[GROUP_LABEL], before = open ? open->item.label : SPAN("");
	char letter = label.len > 0 ? label.ptr[label.len - 1] : 0, last = before.len > 0 ? before.ptr[before.len - 1] : 0;

	if (s->part_is_list)
		return letter_of_list_fits(s, letter, s->last_letter, at);
	if (!open || open->item.type == ITEM_RESPONSE || (open->last && ends_with_any(open->last->text, goes_on)))
		return false;
	return letter == 'a' ? last < 'a' : letter == last + 1;
}

/* Does another one answer here than the response that is open names? */
static bool is_another(const struct scan *s, const struct match *m)
{
	const struct piece *first = s->drafts->list[s->open].first;
	struct span who = span_trim(m->groups[GROUP_WHO]);

	while (first && first->silent)
		first = first->next;
	return who.len > 0 && first && span_find(span_slice(first->text, 0, FIRST_WORDS_BYTES), who, 0) < 0;
}

/* Does the tail of this rule come before the next that the rule begins? It may be broken over two passages. */
static bool tail_follows(const struct scan *s, const struct rule *rule, size_t at)
{
	struct span before = SPAN("");

	for (size_t i = at; i < s->d->passage_count && i < at + TAIL_LOOKAHEAD; i++) {
		struct span subject = subject_of(s->d->arena, &s->d->passages[i]);

		if (!subject_is_text(&s->d->passages[i]))
			continue;
		if (i > at && pattern_found(rule->pattern, subject))
			return false;
		if (pattern_found(rule->tail, subject) ||
		    pattern_found(rule->tail, arena_printf(s->d->arena, "%.*s %.*s", SPAN_ARG(before), SPAN_ARG(subject))))
			return true;
		before = subject.len > TAIL_BYTES ? span_from(subject, subject.len - TAIL_BYTES) : subject;
		while (before.len > 0 && ((unsigned char)before.ptr[0] & 0xC0) == 0x80)
			before = span_from(before, 1);
	}
	return false;
}

/* Bullets below an item with a number of its own are its points. */
static bool is_list_of_open(const struct scan *s, bool has_text)
{
	const struct draft *open = has_text ? &s->drafts->list[s->open] : NULL;

	return open && open->item.type != ITEM_RESPONSE && open->own_label && !open->complete;
}

/* What a rule asks for besides its pattern. */
static bool rule_applies(const struct scan *s, const struct rule *rule, const struct passage *p, bool inside)
{
	bool has_text = s->open >= 0 && draft_has_text(&s->drafts->list[s->open]);

	if (rule->kind == RULE_MORE && s->open < 0)
		return false;
	if ((!inside && !rule->anywhere) || (rule->heading && p->role != ROLE_HEADING))
		return false;
	if (rule->part.len > 0 && !span_equal(rule->part, s->part))
		return false;
	if (rule->bullet && (p->role != ROLE_LIST_ITEM || subject_is_numbered(p) || is_list_of_open(s, has_text)))
		return false;
	if ((rule->under && s->conclusion < 0) || (rule->unnumbered && s->numbered))
		return false;
	if (rule->another_who && (!has_text || s->drafts->list[s->open].item.type != ITEM_RESPONSE))
		return false;
	if (rule->after_item && (!has_text || s->drafts->list[s->open].item.type == ITEM_RESPONSE))
		return false;
	return !rule->first || !has_text;
}

static void act(struct scan *s, const struct rule *rule, const struct match *m, struct span subject, int passage)
{
	switch (rule->kind) {
	case RULE_CONCLUSION:
	case RULE_ITEM:
		beginning_item(s, ITEM_CONCLUSION, rule, m, subject, passage);
		break;
	case RULE_RECOMMENDATION:
		beginning_recommendation(s, rule, m, subject, passage);
		break;
	case RULE_RESPONSE:
		beginning_response(s, rule, m, subject, passage);
		break;
	case RULE_PARAGRAPH:
		beginning_paragraph(s, rule, m, subject, passage);
		break;
	case RULE_QUOTE:
		beginning_quote(s, rule, m, passage);
		break;
	case RULE_MORE:
		beginning_more(s, m, subject, passage);
		break;
	case RULE_STOP:
		s->open = -1;
		break;
	default: /* RULE_SKIP: what is open goes on behind it */
		break;
	}
}

static void note_limit(struct scan *s, const struct rule *rule, const struct passage *p)
{
	document_note(s->d, SEVERITY_WARNING, "pattern-limit", p->place.line_start,
		      "the pattern at %.*s.family:%d takes too many steps on this passage and was not used here; "
		      "make it simpler",
		      SPAN_ARG(rule->family), rule->line);
}

static bool try_rules(struct scan *s, const struct passage *p, struct span subject, size_t at)
{
	bool inside = at >= s->section.start && at < s->section.end;
	const struct grams *g = passage_grams_at(s->grams, at);
	struct match m;

	for (size_t i = 0; i < s->f->starts.count; i++) {
		const struct rule *rule = &s->f->starts.rules[i];
		enum match_result result;

		if (!pattern_may_match(rule->pattern, g) || !rule_applies(s, rule, p, inside))
			continue;
		result = pattern_match(rule->pattern, subject, 0, &m);
		if (result == MATCH_LIMIT)
			note_limit(s, rule, p);
		if (result != MATCH_FOUND || !number_fits(s, rule, &m, subject) ||
		    (rule->letters && !letter_fits(s, &m, at)) || (rule->another_who && !is_another(s, &m)) ||
		    (rule->needs_tail && rule->then_response && !tail_follows(s, rule, at)))
			continue;
		if (rule->letters && m.groups[GROUP_LABEL].len > 0)
			s->last_letter = m.groups[GROUP_LABEL].ptr[m.groups[GROUP_LABEL].len - 1];
		act(s, rule, &m, subject, (int)at);
		return true;
	}
	return false;
}

/* ---- going on ---- */

/* A status line belongs to the response before it and is no text of it. */
static bool take_status_line(struct scan *s, struct span subject, int passage)
{
	const struct grams *g = passage_grams_at(s->grams, (size_t)passage);
	const struct rule_list *list = &s->f->lists[RULE_STATUS];

	if (s->response < 0)
		return false;
	for (size_t i = 0; i < list->count; i++) {
		if (!list->rules[i].line_only || !pattern_may_match(list->rules[i].pattern, g) ||
		    !pattern_found(list->rules[i].pattern, subject))
			continue;
		draft_add_silent(s->drafts, s->response, subject, passage);
		return true;
	}
	return false;
}

/* Behind a numbered paragraph it goes on with that; else each passage is a paragraph, and a list item goes on with the one before. */
static void go_on_response(struct scan *s, struct span subject, const struct passage *p, int passage)
{
	const struct draft *draft = &s->drafts->list[s->open];
	bool first = !draft_has_text(draft);
	struct piece *piece = draft_add_text(s->drafts, s->open, subject, passage);

	if (piece)
		piece->begins = first || (p->role == ROLE_PARAGRAPH && !draft->numbered);
}

/* As it reads on the page: a bullet inside an item is part of the item's text. */
static struct span with_bullet(struct arena *arena, const struct passage *p, struct span subject)
{
	if (p->role != ROLE_LIST_ITEM || p->marker.len == 0 || subject.ptr != p->text.ptr)
		return subject;
	return arena_printf(arena, "%.*s %.*s", SPAN_ARG(p->marker), SPAN_ARG(subject));
}

/*
 * Where nothing stands between an item and its answer: a tail ends the item; a
 * quotation ends where the text is quoted no more; else the item is its first
 * paragraph, with the list that it introduces.
 */
static bool item_is_over(const struct scan *s, const struct draft *draft, const struct passage *p)
{
	const struct passage *last;

	if (draft->complete || draft->rule->needs_tail || !draft_has_text(draft))
		return draft->complete;
	if (draft->rule->tail && tail_follows(s, draft->rule, (size_t)(p - s->d->passages)))
		return false;
	last = &s->d->passages[draft->last->passage];
	if (last->flags & PASSAGE_QUOTED)
		return !(p->flags & PASSAGE_QUOTED);
	return p->role != ROLE_LIST_ITEM && !span_ends(draft->last->text, SPAN(":")) &&
	       !span_ends(draft->last->text, SPAN(";"));
}

static void go_on(struct scan *s, const struct passage *p, struct span subject, int passage)
{
	const struct draft *draft;

	if (s->open < 0)
		return;
	subject = with_bullet(s->d->arena, p, subject);
	draft = &s->drafts->list[s->open];
	if (p->role == ROLE_HEADING && draft_has_text(draft) && !span_ends(subject, SPAN(":"))) {
		s->open = -1;
	} else if ((draft->rule->then_response && item_is_over(s, draft, p)) ||
		   (draft->rule->behind_tail && draft->complete)) {
		beginning_answer(s, draft, subject, passage);
	} else if (draft->complete || (draft->rule->alone && draft_has_text(draft) && p->role != ROLE_LIST_ITEM)) {
		s->open = -1;
	} else if (draft->item.type == ITEM_RESPONSE) {
		go_on_response(s, subject, p, passage);
	} else if (draft->rule->each && !draft->own_label && draft_has_text(draft) && p->role == ROLE_PARAGRAPH &&
		   family_directive(s->f, subject)) {
		beginning_sibling(s, draft, subject, passage);
	} else {
		draft_add_text(s->drafts, s->open, subject, passage);
	}
}

/* An item is a recommendation when its words direct somebody; its own marker outranks the words. */
static void decide_types(struct scan *s)
{
	for (size_t i = 0; i < s->drafts->count; i++) {
		struct draft *draft = &s->drafts->list[i];
		struct span said = draft->section_type;

		if (said.len > 0)
			draft->item.type = (said.ptr[0] | 32) == 'r' ? ITEM_RECOMMENDATION : ITEM_CONCLUSION;
		else if (draft->rule->kind == RULE_ITEM && draft->item.type == ITEM_CONCLUSION &&
			 family_directive(s->f, draft_text(s->drafts, draft)))
			draft->item.type = ITEM_RECOMMENDATION;
	}
}

/* A running header names the report it stands in: what is open goes on behind it, as behind any furniture. */
static bool is_running_header(const struct scan *s, const int *begins, size_t at)
{
	const struct reference *r = s->reference >= 0 ? &s->d->references[s->reference] : NULL;
	struct span title = r ? r->title : SPAN("");

	if (s->open < 0 || !r)
		return false;
	return begins[at] == s->reference ||
	       (title.len > 0 && span_equal(s->d->passages[at].text, title) && at > 0 && begins[at - 1] == s->reference);
}

static void change_report(struct scan *s, int reference)
{
	s->reference = reference;
	s->open = s->conclusion = s->response = -1;
	s->last_number = (struct list_number){ 0, 0 };
}

/* What belongs to a part ends where one begins; what stands in no part goes on, if no heading ends it. */
static void end_of_part(struct scan *s, const struct passage *p)
{
	const struct draft *open = s->open >= 0 ? &s->drafts->list[s->open] : NULL;

	if (open && draft_has_text(open) && (open->rule->part.len > 0 || p->role == ROLE_HEADING))
		s->open = -1;
}

/* Does the passage stand in a list: with a bullet, "3.", "(b)", "b "? */
static bool is_of_list(const struct passage *p, struct span subject)
{
	size_t at = subject.len > 0 && subject.ptr[0] == '(', from = at;

	if (p->role == ROLE_LIST_ITEM)
		return true;
	while (at < subject.len && at < from + 4 &&
	       ((subject.ptr[at] >= '0' && subject.ptr[at] <= '9') || (subject.ptr[at] >= 'a' && subject.ptr[at] <= 'z')))
		at++;
	if (at > from && at + 1 < subject.len && subject.ptr[at] == '.' && subject.ptr[at + 1] >= '0' && subject.ptr[at + 1] <= '9')
		return false; /* "9.3" is a paragraph of the body */
	return at > from && at < subject.len &&
	       (strchr(".)", subject.ptr[at]) || (at == 1 && subject.ptr[0] >= 'a' && subject.ptr[at] == ' '));
}

static void begin_part(struct scan *s, const struct rule *rule, const struct passage *p)
{
	if (rule->list && !s->part_is_list)
		s->outer_part = s->part;
	s->part_is_list = rule->list;
	s->part = span_equal(rule->word, SPAN("none")) ? SPAN("") : rule->word;
	end_of_part(s, p);
}

/* The first part rule that matches counts, until another does. The part `none` is that of no rule. */
static void change_part(struct scan *s, const struct passage *p, struct span subject, size_t at)
{
	const struct grams *g = passage_grams_at(s->grams, at);
	const struct rule_list *list = &s->f->lists[RULE_PART];

	for (size_t i = 0; i < list->count; i++) {
		if ((list->rules[i].heading && p->role != ROLE_HEADING) ||
		    !pattern_may_match(list->rules[i].pattern, g) || !pattern_found(list->rules[i].pattern, subject))
			continue;
		begin_part(s, &list->rules[i], p);
		return;
	}
	if (!s->part_is_list || is_of_list(p, subject))
		return;
	s->part_is_list = false;
	s->part = s->outer_part;
	end_of_part(s, p);
}

void scan_passages(struct document *d, const struct family *f, struct passage_grams *grams, const int *begins,
		   int primary, struct drafts *drafts)
{
	struct scan s = { .d = d, .f = f, .grams = grams, .drafts = drafts, .reference = primary,
			  .open = -1, .conclusion = -1, .response = -1 };
	struct table table = { .cells = 0 };

	s.section = section_find(d, f, grams);
	for (size_t i = 0; i < d->passage_count; i++) {
		const struct passage *p = &d->passages[i];
		struct span subject;

		if (begins[i] >= 0 && begins[i] != s.reference)
			change_report(&s, begins[i]);
		if (i == s.section.end)
			s.open = -1;
		if (!subject_is_text(p) || is_running_header(&s, begins, i))
			continue;
		if (p->role == ROLE_TABLE_ROW && table_row(&s, &table, i))
			continue;
		if (p->role != ROLE_TABLE_ROW)
			table.cells = 0;
		subject = subject_of(d->arena, p);
		change_part(&s, p, subject, i);
		if (!take_status_line(&s, subject, (int)i) && !try_rules(&s, p, subject, i))
			go_on(&s, p, subject, (int)i);
	}
	decide_types(&s);
	draft_drop_behind_list(drafts);
}
