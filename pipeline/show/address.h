/*
 * address: from what a person types to the record that is meant.
 *
 *     4503599627370495                  an id of any record or passage
 *     recommendation 2016-17/31/7c      type, session, number of the report, label
 *     HC 713/7c   Child protection/7c   paper or title instead; upper and lower case are one
 *     7c                                a label alone, when only one record has it
 *     heap/a.txt#1.45                   document 1, passage 45 of a file, as streams name it
 *     heap/a.txt:120                    the passages on a line of a file
 *
 * A label can hold a slash itself (018/14), so every slash is tried as the one before the label.
 */
#ifndef WINNOW_ADDRESS_H
#define WINNOW_ADDRESS_H

#include "pipeline/base/arena.h"
#include "pipeline/store/store.h"

enum subject_type {
	SUBJECT_CONCLUSION,
	SUBJECT_RECOMMENDATION,
	SUBJECT_RESPONSE,
	SUBJECT_PASSAGE,
	SUBJECT_COUNT /* as a wish: any */
};

struct subject {
	enum subject_type type;
	int64_t id;
	struct span name; /* "response 7c, Child protection, heap/a.txt" */
	struct span text;
};

struct address {
	enum subject_type wanted;
	struct subject *found; /* in the arena, ascending by report, type, label, document */
	size_t count, capacity;
};

/* "recommendation" */
const char *subject_name(enum subject_type type);

/* Everything that `words` can mean; what is found lives in the arena. */
void address_find(struct address *address, struct arena *arena, struct store *store, struct span words);

/*
 * The one that is meant: the only one, or, where no type was asked for, the only
 * recommendation, whose page shows the others. NULL: there is none, or no telling.
 */
const struct subject *address_choose(const struct address *address);

#endif
