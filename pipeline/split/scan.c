#include "pipeline/split/scan.h"

#include "normalizers/fold.h"
#include "pipeline/base/buffer.h"
#include "pipeline/split/beginning.h"
#include "pipeline/split/subject.h"

enum {
	NUMBER_MOST = 9999,
	START_BYTES = 80 /* of a folded text, enough to know a repeated item again */
};

static int number_of(struct span digits)
{
	int n = 0;

	for (size_t i = 0; i < digits.len && digits.ptr[i] >= '0' && digits.ptr[i] <= '9'; i++)
		if ((n = n * 10 + (digits.ptr[i] - '0')) > NUMBER_MOST)
			return 0;
	return n;
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
	int n = number_of(m->groups[GROUP_NUMBER]);

	if (!rule->ascending)
		return true;
	if (n == 0)
		return false;
	if (!(n > s->last_number && n <= s->last_number + rule->gap) &&
	    !repeats_earlier(s, m->groups[GROUP_NUMBER], span_trim(beginning_rest(m, subject))))
		return false;
	s->last_number = n;
	return true;
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
	struct match m;

	for (size_t i = 0; i < s->f->starts.count; i++) {
		const struct rule *rule = &s->f->starts.rules[i];
		enum match_result result;

		if ((!inside && !rule->anywhere) || (rule->heading && p->role != ROLE_HEADING))
			continue;
		result = pattern_match(rule->pattern, subject, 0, &m);
		if (result == MATCH_LIMIT)
			note_limit(s, rule, p);
		if (result != MATCH_FOUND || !number_fits(s, rule, &m, subject))
			continue;
		act(s, rule, &m, subject, (int)at);
		return true;
	}
	return false;
}

/* ---- going on ---- */

/* A status line belongs to the response before it and is no text of it. */
static bool take_status_line(struct scan *s, struct span subject, int passage)
{
	const struct rule_list *list = &s->f->lists[RULE_STATUS];

	if (s->response < 0)
		return false;
	for (size_t i = 0; i < list->count; i++) {
		if (!list->rules[i].line_only || !pattern_found(list->rules[i].pattern, subject))
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

static void go_on(struct scan *s, const struct passage *p, struct span subject, int passage)
{
	const struct draft *draft;

	if (s->open < 0)
		return;
	subject = with_bullet(s->d->arena, p, subject);
	draft = &s->drafts->list[s->open];
	if (p->role == ROLE_HEADING && draft_has_text(draft) && !span_ends(subject, SPAN(":"))) {
		s->open = -1;
	} else if (draft->complete && draft->rule->then_response) {
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
	s->last_number = 0;
}

void scan_passages(struct document *d, const struct family *f, const int *begins, int primary,
		   struct drafts *drafts)
{
	struct scan s = { .d = d, .f = f, .drafts = drafts, .reference = primary,
			  .open = -1, .conclusion = -1, .response = -1 };

	s.section = section_find(d, f);
	for (size_t i = 0; i < d->passage_count; i++) {
		const struct passage *p = &d->passages[i];
		struct span subject;

		if (begins[i] >= 0 && begins[i] != s.reference)
			change_report(&s, begins[i]);
		if (i == s.section.end)
			s.open = -1;
		if (!subject_is_text(p) || is_running_header(&s, begins, i))
			continue;
		subject = subject_of(d->arena, p);
		if (!take_status_line(&s, subject, (int)i) && !try_rules(&s, p, subject, i))
			go_on(&s, p, subject, (int)i);
	}
	decide_types(&s);
}
