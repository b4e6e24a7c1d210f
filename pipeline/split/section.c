#include "pipeline/split/section.h"

#include "pipeline/split/subject.h"

enum { SECTION_LOOKAHEAD = 6 }; /* passages behind a section's heading in which its first item begins */

static bool begins_item(struct document *d, const struct family *f, struct passage_grams *grams, size_t at)
{
	const struct grams *g = passage_grams_at(grams, at);
	const struct passage *p = &d->passages[at];
	struct span subject = subject_of(d->arena, p);

	for (size_t i = 0; i < f->starts.count; i++) {
		const struct rule *rule = &f->starts.rules[i];

		if (rule->kind <= RULE_RESPONSE && (!rule->bullet || p->role == ROLE_LIST_ITEM) &&
		    pattern_may_match(rule->pattern, g) && pattern_found(rule->pattern, subject))
			return true;
	}
	return false;
}

static bool item_follows(struct document *d, const struct family *f, struct passage_grams *grams, size_t at)
{
	int left = SECTION_LOOKAHEAD;

	for (size_t i = at + 1; i < d->passage_count && left > 0; i++) {
		if (!subject_is_text(&d->passages[i]))
			continue;
		if (begins_item(d, f, grams, i))
			return true;
		left--;
	}
	return false;
}

static bool section_rule_matches(const struct family *f, struct passage_grams *grams, int which, size_t at)
{
	const struct document *d = grams->d;
	const struct grams *g = passage_grams_at(grams, at);
	const struct rule_list *list = &f->lists[RULE_SECTION];

	for (size_t i = 0; i < list->count; i++)
		if (list->rules[i].value == which && subject_is_text(&d->passages[at]) &&
		    (!list->rules[i].heading || d->passages[at].role == ROLE_HEADING) &&
		    pattern_may_match(list->rules[i].pattern, g) &&
		    pattern_found(list->rules[i].pattern, d->passages[at].text))
			return true;
	return false;
}

/*
 * A heading of the section comes first in the contents list, and again where the
 * section is: the last one that an item follows counts. It may be named in
 * summaries and cross-references, too, which no item follows. What would end it
 * («Introduction») is a topic of the section's where it stands right below its heading.
 */
struct section section_find(struct document *d, const struct family *f, struct passage_grams *grams)
{
	struct section s = { 0, d->passage_count, true };
	bool found = false, first = true;

	if (f->lists[RULE_SECTION].count == 0)
		return s;
	for (size_t i = 0; i < d->passage_count; i++) {
		if (!section_rule_matches(f, grams, 0, i) || !item_follows(d, f, grams, i))
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
		if (!first && section_rule_matches(f, grams, 1, i)) {
			s.end = i;
			break;
		}
		first = first && !subject_is_text(&d->passages[i]);
	}
	return s;
}

