/*
 * stage: one step of the flow, and the chain that steps form.
 *
 *     bytes -> extract -> normalize -> split -> load, then dedupe and link over the database
 *
 * A stage gets documents one at a time and hands each on to the next. The same
 * stages run in one process (`winnow ingest`) and as filters with NDJSON at both
 * ends (`winnow normalize`): the command table in main.c says which run where.
 *
 * Life: open once; push for every document; flush once, after the last (what
 * could only be decided at the end goes down now); close once, always, also
 * after a failure. A document is borrowed for the length of one push.
 */
#ifndef WINNOW_STAGE_H
#define WINNOW_STAGE_H

#include "pipeline/base/document.h"

struct stage;
struct options; /* options.h */

/* What every stage type is: a const descriptor beside the code it describes. */
struct stage_type {
	const char *name;
	const char *summary; /* one line for --help */
	size_t state_size;   /* bytes of zeroed state that open finds in stage->state */
	/* Each returns 0, or a status of sysexits.h after having said why; NULL where there is nothing to do. */
	int (*open)(struct stage *stage, const struct options *options);
	int (*push)(struct stage *stage, struct document *document);
	int (*flush)(struct stage *stage);
	void (*close)(struct stage *stage);
};

struct stage {
	const struct stage_type *type;
	void *state;
	struct stage *next; /* NULL for the last */
};

/* Opens `count` stages as a chain; NULL after a failure, with *status set and everything closed. */
struct stage *chain_open(const struct stage_type *const *types, size_t count, const struct options *options,
			 int *status);
/* Hands a document to the first stage. */
int chain_push(struct stage *first, struct document *document);
/* Flushes in order, each before the next; the first failure is returned, all are flushed. */
int chain_flush(struct stage *first);
void chain_close(struct stage *first);

/* For a stage's push: hands the document on; 0 when there is no next. */
int stage_pass(struct stage *stage, struct document *document);

#endif
