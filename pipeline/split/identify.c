#include "pipeline/split/identify.h"

#include "normalizers/date.h"
#include "normalizers/fold.h"
#include "normalizers/ordinal.h"
#include "pipeline/base/buffer.h"
#include "pipeline/split/subject.h"

enum {
	TOP_PASSAGES = 40,
	REFERENCES_MOST = 500, /* a document that names more is a list of reports, and quadratic to merge */
	TITLE_BYTES_MOST = 300,
	TITLE_AFTER_MOST = 3 /* passages behind the reference in which its title stands */
};

/* ---- the document ---- */

static struct span *field_of(struct document *d, int field)
{
	struct span *const fields[FIELD_COUNT] = { &d->date,      &d->title,  &d->sender,
						   &d->recipient, &d->author, &d->publisher };

	return fields[field];
}

/* Where it is kept what gave the field; NULL where it is not. */
static struct span *origin_of(struct document *d, int field)
{
	struct span *const origins[FIELD_COUNT] = { &d->date_from, &d->title_from,  NULL,
						    NULL,	   &d->author_from, &d->publisher_from };

	return origins[field];
}

/* "JONATHAN SMITH" -> "Jonathan Smith"; what has a lower-case letter stays as it is. ASCII: names in capitals beyond it stay. */
static struct span calm(struct arena *arena, struct span text)
{
	struct span copy = arena_copy(arena, text);
	char *c = (char *)copy.ptr;

	for (size_t i = 0; i < copy.len; i++)
		if ((c[i] >= 'a' && c[i] <= 'z') || (unsigned char)c[i] >= 0x80)
			return text;
	for (size_t i = 1; i < copy.len; i++)
		if (c[i] >= 'A' && c[i] <= 'Z' && c[i - 1] != ' ' && c[i - 1] != '-' && c[i - 1] != '\'')
			c[i] |= 32;
	return copy;
}

static struct span field_value(struct document *d, const struct rule *rule, const struct match *m,
			       struct span subject)
{
	struct date_value date;

	if (rule->value == FIELD_DATE) {
		struct span text = m->groups[GROUP_DATE].ptr ? m->groups[GROUP_DATE] :
							       span_slice(subject, m->start, m->end);

		return date_parse(text, SPAN(""), &date) ? arena_copy(d->arena, span_str(date.edtf)) : SPAN("");
	}
	if (m->groups[GROUP_NAME].len > 0 && m->groups[GROUP_ROLE].len > 0) {
		struct span name = calm(d->arena, m->groups[GROUP_NAME]), role = calm(d->arena, m->groups[GROUP_ROLE]);

		return arena_printf(d->arena, "%.*s, %.*s", SPAN_ARG(name), SPAN_ARG(role));
	}
	if (m->groups[GROUP_NAME].len > 0)
		return calm(d->arena, m->groups[GROUP_NAME]);
	return span_trim(m->groups[GROUP_TITLE].ptr ? m->groups[GROUP_TITLE] :
						      span_slice(subject, m->start, m->end));
}

/* A passage and the one behind it as one subject: a name and its office stand on lines of their own. */
static struct span with_next(struct document *d, size_t at)
{
	for (size_t i = at + 1; i < d->passage_count; i++)
		if (subject_is_text(&d->passages[i]))
			return arena_printf(d->arena, "%.*s\n%.*s", SPAN_ARG(d->passages[at].text),
					    SPAN_ARG(d->passages[i].text));
	return d->passages[at].text;
}

static struct span find_field(struct document *d, const struct rule *rule, struct passage_grams *grams)
{
	struct span found = SPAN("");
	size_t text_seen = 0;

	for (size_t i = 0; i < d->passage_count && !(rule->top && text_seen >= TOP_PASSAGES); i++) {
		const struct passage *p = &d->passages[i];
		struct span subject = p->text;
		struct match m;

		if (!subject_is_text(p) && !rule->any_role)
			continue;
		text_seen++;
		if ((rule->heading && p->role != ROLE_HEADING) ||
		    (!rule->with_next && !pattern_may_match(rule->pattern, passage_grams_at(grams, i))))
			continue;
		if (rule->with_next)
			subject = with_next(d, i);
		if (pattern_match(rule->pattern, subject, 0, &m) != MATCH_FOUND)
			continue;
		if (field_value(d, rule, &m, subject).len == 0)
			continue;
		found = field_value(d, rule, &m, subject);
		if (!rule->last)
			break;
	}
	return found;
}

void identify_document(struct document *d, const struct family *f, struct passage_grams *grams)
{
	const struct rule_list *list = &f->lists[RULE_DOCUMENT];

	for (size_t i = 0; i < list->count; i++) {
		const struct rule *rule = &list->rules[i];
		struct span *field = field_of(d, rule->value), *origin = origin_of(d, rule->value);

		if (field->len > 0)
			continue;
		*field = find_field(d, rule, grams);
		if (field->len > 0 && origin)
			*origin = arena_printf(d->arena, "%.*s:%d", SPAN_ARG(rule->family), rule->line);
	}
}

/* ---- references ---- */

static bool same_folded(struct span a, struct span b)
{
	struct buffer one, other;
	bool same;

	buffer_init(&one, BUFFER_LIMIT_DEFAULT);
	buffer_init(&other, BUFFER_LIMIT_DEFAULT);
	fold_text(&one, a);
	fold_text(&other, b);
	same = span_equal(buffer_span(&one), buffer_span(&other));
	buffer_release(&one);
	buffer_release(&other);
	return same;
}

static bool differ(struct span a, struct span b)
{
	return a.len > 0 && b.len > 0 && !span_equal(a, b);
}

/*
 * Do two references of one document mean the same report? A session and a number,
 * or a paper, settle it; a title does where nothing speaks against it.
 */
static bool same_report(const struct reference *a, const struct reference *b)
{
	if (differ(a->session, b->session) || differ(a->paper, b->paper) || a->special != b->special ||
	    (a->number && b->number && a->number != b->number))
		return false;
	if (a->paper.len > 0 && b->paper.len > 0)
		return true;
	if (a->number && b->number && a->session.len > 0 && b->session.len > 0)
		return true;
	if (a->role == REFERENCE_OWN && b->role == REFERENCE_OWN)
		return true; /* a document is one report */
	return a->title.len > 0 && b->title.len > 0 && same_folded(a->title, b->title);
}

static void fill(struct span *to, struct span from)
{
	if (to->len == 0)
		*to = from;
}

static void merge(struct reference *to, const struct reference *from)
{
	if (from->role < to->role)
		to->role = from->role;
	if (to->number == 0)
		to->number = from->number;
	fill(&to->body, from->body);
	fill(&to->session, from->session);
	fill(&to->title, from->title);
	fill(&to->department, from->department);
	fill(&to->paper, from->paper);
	fill(&to->date, from->date);
}

static int add_reference(struct document *d, const struct reference *r)
{
	for (size_t i = 0; i < d->reference_count; i++) {
		if (d->references[i].attributed && same_report(&d->references[i], r)) {
			merge(&d->references[i], r);
			return (int)i;
		}
	}
	if (d->reference_count >= REFERENCES_MOST)
		return -1;
	*document_add_reference(d) = *r;
	return (int)d->reference_count - 1;
}

static bool begins_something(const struct family *f, struct span text)
{
	for (size_t i = 0; i < f->starts.count; i++)
		if (pattern_found(f->starts.rules[i].pattern, text))
			return true;
	return false;
}

/* The next passage that could be a title: short, and no sentence. What may stand before it can name the department. */
static void read_next_title(const struct document *d, const struct family *f, const struct rule *rule, size_t at,
			    struct reference *r)
{
	struct match m;

	for (size_t i = at + 1; i < d->passage_count && i <= at + TITLE_AFTER_MOST; i++) {
		struct span text = d->passages[i].text;

		if (rule->between && pattern_match(rule->between, text, 0, &m) == MATCH_FOUND) {
			if (r->department.len == 0)
				r->department = span_trim(m.groups[GROUP_DEPARTMENT]);
		} else if (text.len > 0 && text.len <= TITLE_BYTES_MOST && text.ptr[text.len - 1] != '.' &&
			   !begins_something(f, text)) {
			r->title = text;
			return;
		}
	}
}

static struct span parsed_date(struct document *d, struct span text)
{
	struct date_value date;

	return text.len > 0 && date_parse(text, d->date, &date) ? arena_copy(d->arena, span_str(date.edtf)) :
								   SPAN("");
}

static struct reference make_reference(struct document *d, const struct family *f, const struct rule *rule,
				       const struct match *m, size_t at)
{
	struct reference r = { .role = (enum reference_role)rule->value, .attributed = true };
	char session[ORDINAL_SESSION_SIZE], paper[ORDINAL_PAPER_SIZE];

	r.number = ordinal_parse(m->groups[GROUP_ORDINAL]);
	r.special = m->groups[GROUP_SPECIAL].len > 0;
	if (m->groups[GROUP_SESSION].len > 0 && session_parse(m->groups[GROUP_SESSION], session))
		r.session = arena_copy(d->arena, span_str(session));
	if (m->groups[GROUP_PAPER].len > 0 && paper_parse(m->groups[GROUP_PAPER], paper))
		r.paper = arena_copy(d->arena, span_str(paper));
	r.body = rule->word.len > 0 ? rule->word : m->groups[GROUP_BODY];
	r.title = span_trim(m->groups[GROUP_TITLE]);
	r.department = span_trim(m->groups[GROUP_DEPARTMENT]);
	if (rule->with_next)
		read_next_title(d, f, rule, at, &r);
	r.date = parsed_date(d, m->groups[GROUP_DATE]);
	r.place = d->passages[at].place;
	return r;
}

static bool identifies(const struct reference *r)
{
	return r->number > 0 || r->paper.len > 0 || r->title.len > 0;
}

/* All that one rule finds in one passage: a list may name several reports. */
static void match_references(struct document *d, const struct family *f, const struct rule *rule, size_t at,
			     int *begins)
{
	const struct passage *p = &d->passages[at];
	size_t from = 0;
	struct match m;

	while (from <= p->text.len && pattern_match(rule->pattern, p->text, from, &m) == MATCH_FOUND) {
		struct reference r = make_reference(d, f, rule, &m, at);
		int index = identifies(&r) ? add_reference(d, &r) : -1;

		if (index >= 0 && rule->begins && subject_is_text(p))
			begins[at] = index;
		from = m.end > from ? m.end : from + 1;
		while (from < p->text.len && ((unsigned char)p->text.ptr[from] & 0xC0) == 0x80)
			from++;
	}
}

static bool may_identify(const struct rule *rule, const struct passage *p)
{
	return subject_is_text(p) || p->role == ROLE_FURNITURE || rule->any_role;
}

/* What a document states itself is a report of its title; what it answers is not. */
static bool states_its_own(const struct document *d)
{
	return d->kind == KIND_COMMITTEE_REPORT || d->kind == KIND_OTHER;
}

/*
 * The report that items belong to where nothing else is said: a report's own
 * identity; for other documents the first report that they answer (a special
 * report that prints an answer has an identity of its own, too). Never one that
 * is only cited.
 */
static int primary_of(const struct document *d)
{
	enum reference_role best = states_its_own(d) ? REFERENCE_OWN : REFERENCE_ANSWERS;
	int found = -1;

	for (size_t i = 0; i < d->reference_count; i++) {
		if (d->references[i].role == best)
			return (int)i;
		if (d->references[i].role != REFERENCE_CITES && found < 0)
			found = (int)i;
	}
	return found;
}

int identify_references(struct document *d, const struct family *f, struct passage_grams *grams, int *begins)
{
	const struct rule_list *list = &f->lists[RULE_REFERENCE];

	for (size_t at = 0; at < d->passage_count; at++) {
		const struct grams *g = passage_grams_at(grams, at);

		begins[at] = -1;
		for (size_t i = 0; i < list->count; i++) {
			const struct rule *rule = &list->rules[i];

			if ((!rule->top || at < TOP_PASSAGES) && pattern_may_match(rule->pattern, g) &&
			    may_identify(rule, &d->passages[at]))
				match_references(d, f, rule, at, begins);
		}
	}
	return primary_of(d);
}

int identify_add_own(struct document *d)
{
	struct reference *r = document_add_reference(d);

	r->role = states_its_own(d) ? REFERENCE_OWN : REFERENCE_ANSWERS;
	r->attributed = states_its_own(d) && d->title.len > 0;
	return (int)d->reference_count - 1;
}

void identify_complete_own(struct document *d, int reference)
{
	struct reference *r = reference >= 0 ? &d->references[reference] : NULL;

	if (!r || r->role != REFERENCE_OWN || !r->attributed || !states_its_own(d))
		return;
	fill(&r->title, d->title);
	fill(&r->date, d->date);
}

int identify_add_unattributed(struct document *d, struct place place)
{
	struct reference *r = document_add_reference(d);

	r->role = REFERENCE_ANSWERS;
	r->place = place;
	return (int)d->reference_count - 1;
}

/* ---- counts ---- */

static long count_of(struct span text)
{
	static const char *const words[] = { "zero", "one", "two",   "three", "four",  "five",   "six",
					     "seven", "eight", "nine", "ten",   "eleven", "twelve" };
	long n = 0;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_equal_nocase(span_str(words[i]), text))
			return (long)i;
	for (size_t i = 0; i < text.len && i < 6; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return -1;
		n = n * 10 + (text.ptr[i] - '0');
	}
	return text.len > 0 ? n : -1;
}

static bool already_stated(const struct document *d, struct span what, long count, int reference)
{
	for (size_t i = 0; i < d->count_count; i++)
		if (span_equal(d->counts[i].what, what) && d->counts[i].count == count &&
		    d->counts[i].reference == reference)
			return true;
	return false;
}

void identify_counts(struct document *d, const struct family *f, struct passage_grams *grams, int reference)
{
	const struct rule_list *list = &f->lists[RULE_COUNT];

	for (size_t at = 0; at < d->passage_count && d->count_count < REFERENCES_MOST; at++) {
		const struct grams *g = passage_grams_at(grams, at);

		for (size_t i = 0; i < list->count && subject_is_text(&d->passages[at]); i++) {
			struct stated_count *count;
			struct match m;
			long n;

			if (!pattern_may_match(list->rules[i].pattern, g) ||
			    pattern_match(list->rules[i].pattern, d->passages[at].text, 0, &m) != MATCH_FOUND)
				continue;
			n = count_of(m.groups[GROUP_COUNT]);
			if (n < 0 || already_stated(d, list->rules[i].word, n, reference))
				continue;
			count = document_add_count(d);
			*count = (struct stated_count){ reference, list->rules[i].word, n, d->passages[at].place };
		}
	}
}
