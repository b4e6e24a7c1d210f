/*
 * reports: one row for each report that the documents are, answer or name.
 */
#ifndef WINNOW_LINK_REPORTS_H
#define WINNOW_LINK_REPORTS_H

#include "pipeline/link/cluster.h"
#include "pipeline/link/notes.h"

struct report {
	int64_t id;
	struct span body, session, title, department, paper, date;
	int number;
	bool special, attributed;
	const size_t *references; /* indices of its members, the best informed first */
	size_t reference_count;
};

struct reports {
	struct report *at; /* in the order of their ids */
	size_t count;
};

/*
 * The fields come from the member that knows best: the report itself before an
 * answer before a mention, then the one that gives more fields. The id follows
 * from what identifies the report; where nothing does, from the document and
 * the place of the reference in it. Lives in the content's arena.
 */
struct reports reports_make(struct clusters *clusters, struct notes *notes);

#endif
