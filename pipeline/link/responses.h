/*
 * responses: which recommendations the responses of one report answer.
 *
 * A document that quotes what it answers says so by the label it gives to both,
 * whatever number the report has; where it numbers nothing, a response answers
 * the one recommendation that it stands behind. Only where the document quotes
 * nothing under a label does the label count as the report's. Responses are never
 * paired with each other: they quote the report, and so look alike.
 */
#ifndef WINNOW_LINK_RESPONSES_H
#define WINNOW_LINK_RESPONSES_H

#include "pipeline/link/records.h"

/* One recommendation that a response answers. */
struct answer {
	size_t response; /* index */
	size_t record;
	enum method method;
	double similarity; /* of the quotation to the record; below 0: there is none */
};

struct response {
	int64_t id;
	size_t item;
};

struct responses {
	struct response *at; /* in the order of the records' items */
	size_t count;
	struct answer *answers; /* by response */
	size_t answer_count, answer_capacity;
};

/* Lives in the arena of the records. */
void responses_make(struct responses *responses, const struct records *records, struct notes *notes);

#endif
