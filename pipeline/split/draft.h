/*
 * draft: items while they are being read. A draft becomes an item of the
 * document once its text is complete and repeats are known; see split.c for the
 * order. Everything lives in the document's arena.
 */
#ifndef WINNOW_DRAFT_H
#define WINNOW_DRAFT_H

#include "pipeline/split/family.h"

/* A run of text of one passage. */
struct piece {
	struct piece *next;
	struct span text;
	struct span number;   /* a numbered paragraph of a response begins here */
	bool begins;          /* a paragraph of a response begins here, numbered or not */
	bool aside;           /* a paragraph of the response that is no part of its text: how it was closed */
	bool silent;          /* belongs to the item, is no part of its text (a status line) */
	int passage;
};

struct draft {
	struct item item;     /* text, paragraphs and labels are filled at the end */
	const struct rule *rule;
	struct piece *first, *last;
	struct span section_type; /* "Conclusion" or "Recommendation" where the text says it of itself */
	int entry;            /* what stands together: a conclusion, its recommendations, their response */
	bool own_label;       /* the label stands in the text */
	bool complete;        /* its tail was met: nothing more belongs to it */
	bool numbered;        /* a response with numbered paragraphs */
	int *answers;         /* a response: drafts it answers */
	size_t answer_count;
	int copy_of;          /* draft that stands for this one; -1 */
	bool spliced;         /* belongs to another report than its surroundings */
};

struct drafts {
	struct arena *arena;
	struct draft *list;
	size_t count, capacity;
};

/* A new draft; returns its index. */
int draft_add(struct drafts *drafts, enum item_type type, const struct rule *rule);

/* Adds text of a passage (trimmed; nothing when empty) to the draft and takes the rule's tail off. */
struct piece *draft_add_text(struct drafts *drafts, int index, struct span text, int passage);
/* Adds a passage that is no part of the text. */
void draft_add_silent(struct drafts *drafts, int index, struct span text, int passage);
/* A response answers this draft too. */
void draft_add_answer(struct drafts *drafts, int response, int recommendation);

bool draft_has_text(const struct draft *draft);
/* Its text so far, pieces joined by a space; in the arena. */
struct span draft_text(const struct drafts *drafts, const struct draft *draft);

/* Takes out what is no item: lines of a contents list, labels with nothing below, answers to nothing. */
void draft_drop_empty(struct drafts *drafts);

/*
 * Where nearly all items of a running list end in a tail («(Paragraph 54)»), the
 * last one that has it ends the list: numbered paragraphs of the body that stand
 * behind it are none.
 */
void draft_drop_behind_list(struct drafts *drafts);

/* Letters for recommendations without a label of their own, labels for responses from what they answer. */
void draft_assign_labels(struct drafts *drafts);

/* Turns the drafts into items of the document, in order. */
void draft_emit(const struct drafts *drafts, struct document *d);

#endif
