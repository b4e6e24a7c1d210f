#include "pipeline/split/certainty.h"

#include "pipeline/split/section.h"

/* What speaks for the records of a document, each on its own. */
struct evidence {
	long recommendations, conclusions, responses;
	long line;       /* of the first record */
	bool headed;     /* they stand under a heading for such lists */
	bool in_a_row;   /* their numbers begin at 1 and miss none */
	bool asking;     /* each recommendation has words that ask, or stands below a heading that numbers it */
};

/* "12" of "12" and of "12b"; 0 where the label is of another kind. */
static long label_number(struct span label)
{
	long n = 0;

	for (size_t i = 0; i < label.len && i < 6 && label.ptr[i] >= '0' && label.ptr[i] <= '9'; i++)
		n = n * 10 + (label.ptr[i] - '0');
	return n;
}

/* The head of a table says as much as a heading. */
static bool stands_in_table(const struct document *d, const struct item *item)
{
	return item->passage_count > 0 && d->passages[item->passages[0]].role == ROLE_TABLE_ROW;
}

static void weigh_item(const struct family *f, const struct item *item, long *last, struct evidence *e)
{
	long n = label_number(item->label);

	if (e->line == 0)
		e->line = item->place.line_start;
	if (item->type == ITEM_RESPONSE) {
		e->responses++;
		return;
	}
	e->in_a_row = e->in_a_row && n > 0 && (n == *last || n == *last + 1);
	*last = n;
	e->conclusions += item->type == ITEM_CONCLUSION;
	e->recommendations += item->type == ITEM_RECOMMENDATION;
	if (item->type == ITEM_RECOMMENDATION)
		e->asking = e->asking && family_directive(f, item->text);
}

static struct evidence weigh(struct document *d, const struct family *f, struct passage_grams *grams)
{
	struct evidence e = { .in_a_row = true, .asking = true };
	struct section s = section_find(d, f, grams);
	long last = 0;

	e.headed = s.found && s.start > 0;
	for (size_t i = 0; i < d->item_count; i++) {
		if (d->items[i].copy_of >= 0)
			continue;
		weigh_item(f, &d->items[i], &last, &e);
		e.headed = e.headed || stands_in_table(d, &d->items[i]);
	}
	return e;
}

/* Is there a heading for a list of recommendations, whether or not a list follows? */
static long heading_line(const struct document *d, const struct family *f)
{
	const struct rule_list *list = &f->lists[RULE_SECTION];

	for (size_t i = 0; i < d->passage_count; i++)
		for (size_t k = 0; k < list->count && d->passages[i].role == ROLE_HEADING; k++)
			if (list->rules[k].value == 0 && pattern_found(list->rules[k].pattern, d->passages[i].text))
				return d->passages[i].place.line_start;
	return 0;
}

void certainty_note(struct document *d, const struct family *f, struct passage_grams *grams)
{
	static const char *const words[] = { "unsure", "unsure", "fairly sure", "sure" };
	struct evidence e = weigh(d, f, grams);
	int signs = e.headed + e.in_a_row + e.asking;
	long line = d->item_count == 0 ? heading_line(d, f) : e.line;

	if (d->item_count > 0)
		document_note(d, signs < 2 ? SEVERITY_WARNING : SEVERITY_NOTE, "general-rules", line,
			      "no family knows this publisher; general rules found %ld conclusions, %ld recommendations "
			      "and %ld responses and are %s: %s heading for the list, %s, %s",
			      e.conclusions, e.recommendations, e.responses, words[signs], e.headed ? "a" : "no",
			      e.in_a_row ? "numbers without a gap" : "no unbroken numbers",
			      e.asking ? "every recommendation asks for something" : "not every recommendation has words that ask");
	else if (line > 0)
		document_note(d, SEVERITY_WARNING, "general-rules", line,
			      "no family knows this publisher, and below this heading general rules found nothing they are "
			      "sure of; look at it, or write a family (docs/families.md)");
}
