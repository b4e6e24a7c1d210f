#include "pipeline/split/beginning.h"

#include <stdio.h>

#include "pipeline/base/buffer.h"

enum { RANGE_MOST = 20 }; /* numbers that "3 to 22" may stand for */

/* The digits that a label begins with: "7" of "7c", "8.3" of "8.3". */
static struct span number_part(struct span label)
{
	size_t len = label.len;

	while (len > 0 && (label.ptr[len - 1] | 32) >= 'a' && (label.ptr[len - 1] | 32) <= 'z')
		len--;
	return span_slice(label, 0, len);
}

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

struct span beginning_rest(const struct match *m, struct span subject)
{
	return m->groups[GROUP_TEXT].ptr ? m->groups[GROUP_TEXT] : span_from(subject, m->end);
}

/* A whole number of at most four digits at the beginning of a label, and how long it is; -1. */
static int whole_number(struct span label, size_t *len)
{
	int n = 0;

	for (*len = 0; *len < label.len && label.ptr[*len] >= '0' && label.ptr[*len] <= '9' && *len < 5; ++*len)
		n = n * 10 + (label.ptr[*len] - '0');
	return *len > 0 && *len < 5 && (*len == label.len || !strchr(".abcdefghijklmnopqrstuvwxyz(", label.ptr[*len])) ?
		       n :
		       -1;
}

/* "3 to 5" and "3–5" name 4, too. Returns how much of the label that is; 0 where it is no range. */
static size_t add_range(struct buffer *b, struct span label)
{
	static const char *const words[] = { " to ", "-", "–", " - ", " – " };
	size_t first_len, last_len;
	int first = whole_number(label, &first_len);

	for (size_t i = 0; first >= 0 && i < sizeof words / sizeof *words; i++) {
		struct span word = span_str(words[i]), rest = span_from(label, first_len);
		int last = span_starts(rest, word) ? whole_number(span_from(rest, word.len), &last_len) : -1;

		if (last <= first || last > first + RANGE_MOST)
			continue;
		for (int n = first; n <= last; n++) {
			char text[16];

			buffer_add(b, span_of(text, (size_t)snprintf(text, sizeof text, n < last ? "%d," : "%d", n)));
		}
		return first_len + word.len + last_len;
	}
	return 0;
}

/* What stands between the numbers of a list; 0 where nothing does. */
static size_t joint_at(struct span rest)
{
	static const char *const joints[] = { ", and ", " and ", " & ", ", ", "," };

	for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
		if (span_starts(rest, span_str(joints[i])))
			return strlen(joints[i]);
	return 0;
}

/* "One" is 1: reviews spell their numbers. 0 for any other word. */
static int spelt_number(struct span word)
{
	static const char *const words[] = { "one",   "two",   "three", "four", "five",	  "six",
					     "seven", "eight", "nine",	"ten",	"eleven", "twelve" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_equal_nocase(word, span_str(words[i])))
			return (int)i + 1;
	return 0;
}

static void add_plain(struct buffer *b, struct span label)
{
	if (spelt_number(label)) {
		buffer_printf(b, "%d", spelt_number(label));
		return;
	}
	for (size_t i = 0; i < label.len;) {
		struct span rest = span_from(label, i);
		bool begins = b->len == 0 || b->data[b->len - 1] == ',';
		size_t len = begins ? add_range(b, rest) : 0;

		if (len == 0 && (len = joint_at(rest)) > 0) {
			if (!begins)
				buffer_add_char(b, ',');
		} else if (len == 0) {
			if (!strchr("() ", label.ptr[i]))
				buffer_add_char(b, label.ptr[i]);
			len = 1;
		}
		i += len;
	}
}

/*
 * What a label says, in one form: "3 and 4" is "3,4", "3 to 5" is "3,4,5"; "a"
 * under conclusion 3 is "3a"; "4a) iii)" is "4aiii".
 */
static struct span plain_label(const struct scan *s, struct span label)
{
	const struct draft *conclusion = s->conclusion >= 0 ? &s->drafts->list[s->conclusion] : NULL;
	struct buffer b;
	struct span plain;

	if (label.len == 1 && label.ptr[0] >= 'a' && label.ptr[0] <= 'z' && conclusion)
		return arena_printf(s->d->arena, "%.*s%.*s", SPAN_ARG(conclusion->item.number), SPAN_ARG(label));
	buffer_init(&b, 4096);
	add_plain(&b, label);
	plain = span_trim(buffer_span(&b));
	while (plain.len > 0 && strchr(".:,", plain.ptr[plain.len - 1]))
		plain.len--;
	plain = span_equal(plain, label) ? label : arena_copy(s->d->arena, plain);
	buffer_release(&b);
	return plain;
}

void beginning_item(struct scan *s, enum item_type type, const struct rule *rule, const struct match *m,
			   struct span subject, int passage)
{
	struct span label = plain_label(s, m->groups[GROUP_LABEL].len ? m->groups[GROUP_LABEL] : m->groups[GROUP_NUMBER]);
	int index;

	s->entry++;
	index = begin_draft(s, type, rule);
	s->drafts->list[index].item.label = label;
	s->drafts->list[index].item.number = number_part(label);
	s->drafts->list[index].item.addressee = m->groups[GROUP_ADDRESSEE];
	s->drafts->list[index].own_label = label.len > 0;
	s->numbered |= label.len > 0;
	s->conclusion = type == ITEM_CONCLUSION ? index : -1;
	draft_add_text(s->drafts, index, beginning_rest(m, subject), passage);
}

/* A recommendation stands under the conclusion before it, unless its own label says otherwise. */
void beginning_recommendation(struct scan *s, const struct rule *rule, const struct match *m,
				 struct span subject, int passage)
{
	struct span label = plain_label(s, m->groups[GROUP_LABEL].len ? m->groups[GROUP_LABEL] : m->groups[GROUP_NUMBER]);
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
	s->numbered |= label.len > 0;
	draft_add_text(s->drafts, index, beginning_rest(m, subject), passage);
}

/* Several governments answer the same recommendation, one behind the other. */
static void answer_as_before(struct scan *s, int response)
{
	const struct draft *now = &s->drafts->list[response];

	for (int i = response - 1; i >= 0; i--) {
		const struct draft *before = &s->drafts->list[i];

		if (before->item.type != ITEM_RESPONSE || before->item.reference != now->item.reference)
			continue;
		if (now->rule->another_who ||
		    (now->item.who.len > 0 && before->item.who.len > 0 && !span_equal(now->item.who, before->item.who)))
			for (size_t k = 0; k < before->answer_count; k++)
				draft_add_answer(s->drafts, response, before->answers[k]);
		return;
	}
}

/* Is this one of the numbers that a label names? "3,4" names 3 and 4, and "3" also 3a and 3b. */
static bool label_names(struct span label, const struct item *item)
{
	if (span_equal(label, item->label))
		return true;
	while (label.len > 0) {
		long comma = span_find(label, SPAN(","), 0);
		struct span one = span_slice(label, 0, comma < 0 ? label.len : (size_t)comma);

		if (span_equal(one, item->label) || span_equal(one, item->number))
			return true;
		label = span_from(label, comma < 0 ? label.len : (size_t)comma + 1);
	}
	return false;
}

/* Drafts from `from` on that this response answers: the recommendations; without any, the last conclusion. */
static bool answer_from(struct scan *s, int response, struct span label, size_t from)
{
	int reference = s->drafts->list[response].item.reference, conclusion = -1;
	size_t before = s->drafts->list[response].answer_count;

	for (size_t i = from; i < (size_t)response; i++) {
		const struct item *item = &s->drafts->list[i].item;

		if (label.len > 0 && (item->reference != reference || !label_names(label, item)))
			continue;
		if (item->type == ITEM_RECOMMENDATION)
			draft_add_answer(s->drafts, response, (int)i);
		else if (item->type == ITEM_CONCLUSION)
			conclusion = (int)i;
	}
	if (s->drafts->list[response].answer_count == before && conclusion >= 0)
		draft_add_answer(s->drafts, response, conclusion);
	return s->drafts->list[response].answer_count > before;
}

/* What is not answered yet; a response with a number may come after all items. */
static void answer_pending(struct scan *s, int response, struct span label)
{
	if (!answer_from(s, response, label, s->pending)) {
		if (label.len == 0)
			answer_as_before(s, response);
		else
			answer_from(s, response, label, 0);
	}
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
void beginning_response(struct scan *s, const struct rule *rule, const struct match *m,
				    struct span subject, int passage)
{
	int response = begin_response(s, rule, plain_label(s, m->groups[GROUP_LABEL]), m->groups[GROUP_WHO]);

	draft_add_silent(s->drafts, response, span_slice(subject, m->start, m->end), passage);
	add_paragraph(s, response, rule, m->groups[GROUP_PARA], beginning_rest(m, subject), passage);
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
void beginning_paragraph(struct scan *s, const struct rule *rule, const struct match *m, struct span subject,
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
		add_paragraph(s, response, rule, para, beginning_rest(m, subject), passage);
}

void beginning_more(struct scan *s, const struct match *m, struct span subject, int passage)
{
	struct draft *draft = s->open >= 0 ? &s->drafts->list[s->open] : NULL;

	if (!draft)
		return;
	if (m->groups[GROUP_PARAGRAPH].len > 0)
		draft->item.paragraph_ref = m->groups[GROUP_PARAGRAPH];
	if (span_trim(beginning_rest(m, subject)).len == 0)
		draft_add_silent(s->drafts, s->open, subject, passage);
	else if (draft->item.type == ITEM_RESPONSE && m->groups[GROUP_PARA].len > 0)
		add_paragraph(s, s->open, draft->rule, m->groups[GROUP_PARA], beginning_rest(m, subject), passage);
	else
		draft_add_text(s->drafts, s->open, beginning_rest(m, subject), passage);
}

/* "Recommendation 3" and "No. 3" are 3. */
static struct span without_word(struct span label)
{
	static const char *const words[] = { "recommendation", "rec", "number", "no", "ref" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t len = strlen(words[i]);

		if (label.len > len && span_equal_nocase(span_slice(label, 0, len), span_str(words[i])) &&
		    strchr(". :", label.ptr[len]))
			return span_trim(span_from(label, len + 1));
	}
	return label;
}

/* "… (Recommendation 3)": families whose items end so number them so in tables, too. */
static struct span cut_tail(struct scan *s, struct span text, struct span *label)
{
	struct match m;

	for (size_t i = 0; i < s->f->starts.count; i++) {
		const struct pattern *tail = s->f->starts.rules[i].tail;

		if (!tail || pattern_match(tail, text, 0, &m) != MATCH_FOUND)
			continue;
		if (label->len == 0)
			*label = m.groups[GROUP_LABEL];
		return span_slice(text, 0, m.start);
	}
	return text;
}

/* "3. That bins be emptied": tables without a column for numbers have them in the text. */
static struct span cut_number(struct span text, struct span *label)
{
	size_t len = 0;

	while (len < text.len && len < 4 && text.ptr[len] >= '0' && text.ptr[len] <= '9')
		len++;
	if (len == 0 || len + 1 >= text.len || !strchr(".):", text.ptr[len]) || text.ptr[len + 1] != ' ')
		return text;
	*label = span_slice(text, 0, len);
	return span_trim(span_from(text, len + 1));
}

void beginning_row(struct scan *s, const struct beginning_row *row, int passage)
{
	struct span text = row->text, label = plain_label(s, without_word(row->label));
	int index, response;

	if (label.len == 0)
		text = cut_number(text, &label);
	text = cut_tail(s, text, &label);

	s->entry++;
	index = begin_draft(s, ITEM_RECOMMENDATION, row->rule);
	s->drafts->list[index].item.label = s->drafts->list[index].item.number = label;
	s->drafts->list[index].own_label = label.len > 0;
	draft_add_text(s->drafts, index, text, passage);
	if (row->answer.len > 0) {
		response = begin_response(s, row->answer_rule, SPAN(""), SPAN(""));
		if (row->position.len > 0)
			draft_add_silent(s->drafts, response, row->position, passage);
		add_paragraph(s, response, row->answer_rule, SPAN(""), row->answer, passage);
		if (row->status.len > 0)
			draft_add_silent(s->drafts, response, row->status, passage);
		if (row->target.len > 0)
			draft_add_silent(s->drafts, response, row->target, passage);
	} else {
		s->pending = s->drafts->count;
	}
	s->open = -1;
}

/* What stands between two parts of one text. */
static struct span between(struct span before, struct span after)
{
	const char *from = before.ptr + before.len;

	return from < after.ptr ? span_of(from, (size_t)(after.ptr - from)) : SPAN("");
}

void beginning_quote(struct scan *s, const struct rule *rule, const struct match *m, int passage)
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
	response = begin_response(s, rule, plain_label(s, m->groups[GROUP_LABEL]), m->groups[GROUP_WHO]);
	/* Words between the two say where it stands ("..., to be implemented."). */
	draft_add_silent(s->drafts, response, between(m->groups[GROUP_QUOTE], m->groups[GROUP_RESPONSE]), passage);
	add_paragraph(s, response, rule, SPAN(""), m->groups[GROUP_RESPONSE], passage);
}

/* What follows a quoted item that its tail has ended is the answer to it. */
void beginning_answer(struct scan *s, const struct draft *quoted, struct span subject, int passage)
{
	int response = begin_response(s, quoted->rule, SPAN(""), SPAN(""));

	add_paragraph(s, response, quoted->rule, SPAN(""), subject, passage);
}

void beginning_sibling(struct scan *s, const struct draft *before, struct span subject, int passage)
{
	struct span number = before->item.number;
	int index = begin_draft(s, ITEM_RECOMMENDATION, before->rule);

	s->drafts->list[index].item.number = number;
	draft_add_text(s->drafts, index, subject, passage);
}

