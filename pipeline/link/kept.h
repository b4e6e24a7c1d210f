/*
 * kept: the reports that are as they were at the last settle, so that a night goes through the others only.
 *
 * What becomes of a report follows from its fields, from which documents and references speak of it, and from the
 * items of these, which never change. The table link_reports has a hash of all that; where it is the same, the
 * report's rows in the ledger are right. A document that was read again has its id in the table relink until then.
 * What a report adds to what is settled for all of them together (notes, what is asked again) is kept, too.
 */
#ifndef WINNOW_LINK_KEPT_H
#define WINNOW_LINK_KEPT_H

#include "pipeline/link/notes.h"
#include "pipeline/link/reports.h"

/* What the last settle left of a report. */
struct kept_report {
	int64_t id;
	uint64_t made_of;
	struct span askings; /* see repetitions.h */
	bool here;           /* there is such a report now */
};

struct kept {
	struct store *store;
	const struct content *content;
	struct kept_report *at; /* by id */
	size_t count, capacity;
	bool *read_again;       /* of each document */
	size_t same;            /* reports that were found to be as they were */
};

/* In the content's arena. Of another version of winnow nothing is kept. */
void kept_begin(struct kept *kept, const struct content *content, struct store *store);

/*
 * Is the report as it was? Then *askings is what kept_put was given, and its id is in temp.kept_reports. To be
 * called for each report there is.
 */
bool kept_find(struct kept *kept, const struct report *report, struct span *askings);

/* Keeps a report that was made anew, and the notes behind the first `from`, which go from the list into the table. */
void kept_put(struct kept *kept, const struct report *report, struct span askings, struct notes *notes, size_t from);

/* Forgets the reports that are no longer there. */
void kept_finish(struct kept *kept);

#endif
