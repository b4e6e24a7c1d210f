/*
 * beginning: what a rule that matches a passage begins: an item, a response, a
 * paragraph of one. For scan.c only, which decides which rule that is.
 */
#ifndef WINNOW_BEGINNING_H
#define WINNOW_BEGINNING_H

#include "pipeline/split/draft.h"
#include "pipeline/split/section.h"

/* A number of a list: "12", or "12" in chapter 8 for "8.12". */
struct list_number {
	int chapter, item;
};

/* Where the reading of a document stands. */
struct scan {
	struct document *d;
	const struct family *f;
	struct passage_grams *grams;
	struct drafts *drafts;
	struct section section;
	int reference;   /* the report that passages are about */
	int open;        /* draft that the next passage may go on with; -1 */
	int conclusion;  /* the last conclusion; -1 */
	int response;    /* the last response; -1 */
	struct list_number last_number; /* of the list whose numbers ascend */
	struct span part; /* of the document, as a rule of the family names it */
	struct span outer_part; /* the one that goes on behind the list that `part` is */
	bool part_is_list;
	char last_letter; /* of the points that `letters` tells apart; NUL before the first */
	bool numbered;   /* an item with a number has begun */
	size_t pending;  /* drafts from here on are not answered yet */
	int entry;
};

/* The text an item begins with: the rule's group `text`, or all behind the match. */
struct span beginning_rest(const struct match *m, struct span subject);

/* A numbered conclusion, or an item whose type its words decide. */
void beginning_item(struct scan *s, enum item_type type, const struct rule *rule, const struct match *m,
		    struct span subject, int passage);
void beginning_recommendation(struct scan *s, const struct rule *rule, const struct match *m, struct span subject,
			      int passage);
/* One more recommendation under the same conclusion and label. */
void beginning_sibling(struct scan *s, const struct draft *before, struct span subject, int passage);
/* A response whose label stands in the passage. */
void beginning_response(struct scan *s, const struct rule *rule, const struct match *m, struct span subject,
			int passage);
/* The answer below a quoted item that its tail has ended. */
void beginning_answer(struct scan *s, const struct draft *quoted, struct span subject, int passage);
void beginning_paragraph(struct scan *s, const struct rule *rule, const struct match *m, struct span subject,
			 int passage);
/* What goes on with the open item behind words that are no part of it. */
void beginning_more(struct scan *s, const struct match *m, struct span subject, int passage);
/* A recommendation and what became of it, as a row of a table says it. */
struct beginning_row {
	const struct rule *rule, *answer_rule; /* the columns of the recommendation and of the response */
	struct span label, text, position, answer, status, target;
};
void beginning_row(struct scan *s, const struct beginning_row *row, int passage);
/* A recommendation quoted inside a sentence, and its answer. */
void beginning_quote(struct scan *s, const struct rule *rule, const struct match *m, int passage);

#endif
