#include "pipeline/split/scan.h"

#include "pipeline/base/buffer.h"
#include "normalizers/fold.h"

enum {
	SECTION_LOOKAHEAD = 4, /* passages behind a section's heading in which its first item begins */
	NUMBER_MOST = 9999,
	START_BYTES = 80       /* of a folded text, enough to know a repeated item again */
};

struct scan {
	struct document *d;
	const struct family *f;
	struct drafts *drafts;
	struct section section;
	int reference;   /* the report that passages are about */
	int open;        /* draft that the next passage may go on with; -1 */
	int conclusion;  /* the last conclusion; -1 */
	int response;    /* the last response; -1 */
	int last_number; /* of the list whose numbers ascend */
	size_t pending;  /* drafts from here on are not answered yet */
	int entry;
};

bool scan_is_text(const struct passage *p)
{
	return p->role == ROLE_HEADING || p->role == ROLE_PARAGRAPH || p->role == ROLE_LIST_ITEM ||
	       p->role == ROLE_TABLE_ROW;
}

static bool has_digit_or_letter(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((s.ptr[i] >= '0' && s.ptr[i] <= '9') || ((s.ptr[i] | 32) >= 'a' && (s.ptr[i] | 32) <= 'z'))
			return true;
	return false;
}

struct span scan_subject(struct arena *arena, const struct passage *p)
{
	if (!has_digit_or_letter(p->marker))
		return p->text;
	return arena_printf(arena, "%.*s %.*s", SPAN_ARG(p->marker), SPAN_ARG(p->text));
}

static int number_of(struct span digits)
{
	int n = 0;

	for (size_t i = 0; i < digits.len && digits.ptr[i] >= '0' && digits.ptr[i] <= '9'; i++)
		if ((n = n * 10 + (digits.ptr[i] - '0')) > NUMBER_MOST)
			return 0;
	return n;
}

/* The digits that a label begins with: "7" of "7c", "8.3" of "8.3". */
static struct span number_part(struct span label)
{
	size_t len = label.len;

	while (len > 0 && (label.ptr[len - 1] | 32) >= 'a' && (label.ptr[len - 1] | 32) <= 'z')
		len--;
	return span_slice(label, 0, len);
}

/* ---- sections ---- */

static bool begins_item(struct document *d, const struct family *f, size_t at)
{
	struct span subject = scan_subject(d->arena, &d->passages[at]);

	for (size_t i = 0; i < f->starts.count; i++)
		if (f->starts.rules[i].kind <= RULE_RESPONSE && pattern_found(f->starts.rules[i].pattern, subject))
			return true;
	return false;
}

static bool item_follows(struct document *d, const struct family *f, size_t at)
{
	int left = SECTION_LOOKAHEAD;

	for (size_t i = at + 1; i < d->passage_count && left > 0; i++) {
		if (!scan_is_text(&d->passages[i]))
			continue;
		if (begins_item(d, f, i))
			return true;
		left--;
	}
	return false;
}

static bool section_rule_matches(const struct document *d, const struct family *f, int which, size_t at)
{
	const struct rule_list *list = &f->lists[RULE_SECTION];

	for (size_t i = 0; i < list->count; i++)
		if (list->rules[i].value == which && scan_is_text(&d->passages[at]) &&
		    (!list->rules[i].heading || d->passages[at].role == ROLE_HEADING) &&
		    pattern_found(list->rules[i].pattern, d->passages[at].text))
			return true;
	return false;
}

/*
 * A heading of the section comes first in the contents list, and again where the
 * section is: the last one that an item follows counts. It may be named in
 * summaries and cross-references, too, which no item follows.
 */
struct section scan_find_section(const struct document *d, const struct family *f)
{
	struct document *scratch = (struct document *)d; /* subjects are made in its arena */
	struct section s = { 0, d->passage_count, true };
	bool found = false;

	if (f->lists[RULE_SECTION].count == 0)
		return s;
	for (size_t i = 0; i < d->passage_count; i++) {
		if (!section_rule_matches(d, f, 0, i) || !item_follows(scratch, f, i))
			continue;
		s.start = i + 1;
		found = true;
	}
	if (!found) {
		s.found = f->section_optional;
		s.end = f->section_optional ? d->passage_count : 0;
		return s;
	}
	for (size_t i = s.start; i < d->passage_count; i++) {
		if (section_rule_matches(d, f, 1, i)) {
			s.end = i;
			break;
		}
	}
	return s;
}

/* ---- beginnings ---- */

static int begin_draft(struct scan *s, enum item_type type, const struct rule *rule)
{
	int index = draft_add(s->drafts, type, rule);
	struct draft *draft = &s->drafts->list[index];

	draft->item.reference = s->reference;
	draft->item.how = s->f->quoted ? HOW_QUOTED : HOW_STATED;
	draft->entry = s->entry;
	s->open = index;
	return index;
}

static struct span rest_of(const struct match *m, struct span subject)
{
	return m->groups[GROUP_TEXT].ptr ? m->groups[GROUP_TEXT] : span_from(subject, m->end);
}

static void begin_numbered(struct scan *s, enum item_type type, const struct rule *rule, const struct match *m,
			   struct span subject, int passage)
{
	struct span label = m->groups[GROUP_LABEL].len ? m->groups[GROUP_LABEL] : m->groups[GROUP_NUMBER];
	int index;

	s->entry++;
	index = begin_draft(s, type, rule);
	s->drafts->list[index].item.label = label;
	s->drafts->list[index].item.number = number_part(label);
	s->drafts->list[index].item.addressee = m->groups[GROUP_ADDRESSEE];
	s->drafts->list[index].own_label = label.len > 0;
	s->conclusion = type == ITEM_CONCLUSION ? index : -1;
	draft_add_text(s->drafts, index, rest_of(m, subject), passage);
}

/* A recommendation stands under the conclusion before it, unless its own label says otherwise. */
static void begin_recommendation(struct scan *s, const struct rule *rule, const struct match *m,
				 struct span subject, int passage)
{
	struct span label = m->groups[GROUP_LABEL].len ? m->groups[GROUP_LABEL] : m->groups[GROUP_NUMBER];
	struct span number = number_part(label);
	const struct draft *conclusion = s->conclusion >= 0 ? &s->drafts->list[s->conclusion] : NULL;
	int index;

	if (conclusion && label.len == 0)
		number = conclusion->item.number;
	if (!conclusion || !span_equal(number, conclusion->item.number))
		s->entry++;
	index = begin_draft(s, ITEM_RECOMMENDATION, rule);
	s->drafts->list[index].item.label = label;
	s->drafts->list[index].item.number = number;
	s->drafts->list[index].item.addressee = m->groups[GROUP_ADDRESSEE];
	s->drafts->list[index].own_label = label.len > 0;
	draft_add_text(s->drafts, index, rest_of(m, subject), passage);
}

/* What is not answered yet: the recommendations since the last response; without any, the conclusion. */
static void answer_pending(struct scan *s, int response, struct span label)
{
	int conclusion = -1;
	size_t before = s->drafts->list[response].answer_count;

	for (size_t i = s->pending; i < (size_t)response; i++) {
		const struct draft *draft = &s->drafts->list[i];

		if (label.len > 0 && !span_equal(label, draft->item.label) && !span_equal(label, draft->item.number))
			continue;
		if (draft->item.type == ITEM_RECOMMENDATION)
			draft_add_answer(s->drafts, response, (int)i);
		else if (draft->item.type == ITEM_CONCLUSION)
			conclusion = (int)i;
	}
	if (s->drafts->list[response].answer_count == before && conclusion >= 0)
		draft_add_answer(s->drafts, response, conclusion);
	s->pending = (size_t)response + 1;
}

static int begin_response(struct scan *s, const struct rule *rule, struct span label, struct span who)
{
	int index = begin_draft(s, ITEM_RESPONSE, rule);
	struct draft *draft = &s->drafts->list[index];

	draft->item.how = HOW_STATED;
	draft->item.label = label;
	draft->item.number = number_part(label);
	draft->item.who = who;
	draft->own_label = label.len > 0;
	s->response = index;
	answer_pending(s, index, label);
	return index;
}

static void add_paragraph(struct scan *s, int response, const struct rule *rule, struct span number,
			  struct span text, int passage)
{
	struct piece *piece = draft_add_text(s->drafts, response, text, passage);

	if (!piece)
		return;
	piece->aside = rule->aside;
	piece->begins = true;
	piece->number = number;
	s->drafts->list[response].numbered |= number.len > 0;
}

/* The label may say where the response stands ("Recommendation accepted in part"): it is kept beside the text. */
static void begin_labelled_response(struct scan *s, const struct rule *rule, const struct match *m,
				    struct span subject, int passage)
{
	int response = begin_response(s, rule, m->groups[GROUP_LABEL], m->groups[GROUP_WHO]);

	draft_add_silent(s->drafts, response, span_slice(subject, m->start, m->end), passage);
	add_paragraph(s, response, rule, m->groups[GROUP_PARA], rest_of(m, subject), passage);
}

/* "3" of "3.1": which response a numbered paragraph belongs to. */
static struct span major_of(struct span para)
{
	long dot = -1;

	for (size_t i = 0; i < para.len; i++)
		if (para.ptr[i] == '.')
			dot = (long)i;
	return dot < 0 ? para : span_slice(para, 0, (size_t)dot);
}

static bool pending_has_number(const struct scan *s, struct span number)
{
	for (size_t i = s->pending; i < s->drafts->count; i++)
		if (span_equal(s->drafts->list[i].item.number, number) &&
		    s->drafts->list[i].item.type != ITEM_RESPONSE)
			return true;
	return false;
}

/* The newest response that answers this number; -1. */
static int response_with_number(const struct scan *s, struct span number)
{
	for (size_t i = s->drafts->count; i > 0; i--) {
		const struct draft *draft = &s->drafts->list[i - 1];

		if (draft->item.type == ITEM_RESPONSE && draft->item.reference == s->reference &&
		    span_equal(draft->item.number, number))
			return (int)i - 1;
	}
	return -1;
}

/*
 * A numbered paragraph answers the recommendation whose number it carries. One
 * that comes late (a scrape cut it off its response) goes to the newest response
 * of that number; one that fits nothing is no part of any item, least of all of
 * the response before it.
 */
static void begin_paragraph(struct scan *s, const struct rule *rule, const struct match *m, struct span subject,
			    int passage)
{
	struct span para = m->groups[GROUP_PARA], major = major_of(para);
	int response = -1;

	if (rule->follows) {
		response = s->pending < s->drafts->count ? begin_response(s, rule, SPAN(""), m->groups[GROUP_WHO]) :
							   s->response;
	} else if (pending_has_number(s, major)) {
		response = begin_response(s, rule, SPAN(""), m->groups[GROUP_WHO]);
		s->drafts->list[response].item.number = major;
	} else {
		response = response_with_number(s, major);
	}
	s->open = response;
	if (response >= 0)
		add_paragraph(s, response, rule, para, rest_of(m, subject), passage);
}

/* What stands between two parts of one text. */
static struct span between(struct span before, struct span after)
{
	const char *from = before.ptr + before.len;

	return from < after.ptr ? span_of(from, (size_t)(after.ptr - from)) : SPAN("");
}

static void begin_quote(struct scan *s, const struct rule *rule, const struct match *m, int passage)
{
	int quoted, response;

	s->entry++;
	quoted = begin_draft(s, ITEM_RECOMMENDATION, rule);
	s->drafts->list[quoted].item.label = m->groups[GROUP_LABEL];
	s->drafts->list[quoted].item.number = number_part(m->groups[GROUP_LABEL]);
	s->drafts->list[quoted].own_label = true;
	s->drafts->list[quoted].item.how = HOW_QUOTED;
	draft_add_text(s->drafts, quoted, m->groups[GROUP_QUOTE], passage);
	if (span_trim(m->groups[GROUP_RESPONSE]).len == 0)
		return;
	response = begin_response(s, rule, m->groups[GROUP_LABEL], m->groups[GROUP_WHO]);
	/* Words between the two say where it stands ("..., to be implemented."). */
	draft_add_silent(s->drafts, response, between(m->groups[GROUP_QUOTE], m->groups[GROUP_RESPONSE]), passage);
	add_paragraph(s, response, rule, SPAN(""), m->groups[GROUP_RESPONSE], passage);
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
	    !repeats_earlier(s, m->groups[GROUP_NUMBER], span_trim(rest_of(m, subject))))
		return false;
	s->last_number = n;
	return true;
}

static void act(struct scan *s, const struct rule *rule, const struct match *m, struct span subject, int passage)
{
	switch (rule->kind) {
	case RULE_CONCLUSION:
	case RULE_ITEM:
		begin_numbered(s, ITEM_CONCLUSION, rule, m, subject, passage);
		break;
	case RULE_RECOMMENDATION:
		begin_recommendation(s, rule, m, subject, passage);
		break;
	case RULE_RESPONSE:
		begin_labelled_response(s, rule, m, subject, passage);
		break;
	case RULE_PARAGRAPH:
		begin_paragraph(s, rule, m, subject, passage);
		break;
	case RULE_QUOTE:
		begin_quote(s, rule, m, passage);
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

/* What follows a quoted item that its tail has ended is the answer to it. */
static void answer_after_tail(struct scan *s, const struct draft *quoted, struct span subject, int passage)
{
	int response = begin_response(s, quoted->rule, quoted->item.label, SPAN(""));

	add_paragraph(s, response, quoted->rule, SPAN(""), subject, passage);
}

static void add_sibling(struct scan *s, const struct draft *before, struct span subject, int passage)
{
	struct span number = before->item.number;
	int index = begin_draft(s, ITEM_RECOMMENDATION, before->rule);

	s->drafts->list[index].item.number = number;
	draft_add_text(s->drafts, index, subject, passage);
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
		answer_after_tail(s, draft, subject, passage);
	} else if (draft->complete || (draft->rule->alone && draft_has_text(draft) && p->role != ROLE_LIST_ITEM)) {
		s->open = -1;
	} else if (draft->item.type == ITEM_RESPONSE) {
		go_on_response(s, subject, p, passage);
	} else if (draft->rule->each && !draft->own_label && draft_has_text(draft) && p->role == ROLE_PARAGRAPH &&
		   family_directive(s->f, subject)) {
		add_sibling(s, draft, subject, passage);
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

	s.section = scan_find_section(d, f);
	for (size_t i = 0; i < d->passage_count; i++) {
		const struct passage *p = &d->passages[i];
		struct span subject;

		if (begins[i] >= 0 && begins[i] != s.reference)
			change_report(&s, begins[i]);
		if (i == s.section.end)
			s.open = -1;
		if (!scan_is_text(p) || is_running_header(&s, begins, i))
			continue;
		subject = scan_subject(d->arena, p);
		if (!take_status_line(&s, subject, (int)i) && !try_rules(&s, p, subject, i))
			go_on(&s, p, subject, (int)i);
	}
	decide_types(&s);
}
