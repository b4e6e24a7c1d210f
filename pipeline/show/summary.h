/*
 * summary: what a run did and what the database holds now, for people, for
 * scripts (JSON) and for Prometheus (its text exposition format, version 0.0.4,
 * as node-exporter's textfile collector reads it).
 */
#ifndef WINNOW_SUMMARY_H
#define WINNOW_SUMMARY_H

#include "pipeline/store/load.h"

struct summary {
	const char *command, *database;
	int64_t run;                /* runs.id; 0: the database could not be opened */
	int exit_status;
	double seconds;
	struct load_counts counts;
	struct span reading;        /* how files were read, and what confined their readers */
	size_t lost;                /* readers that had to be replaced */
};

/* One line on what a database holds, on stderr, unless -q. */
void summary_say_holdings(const char *database);

/* On stderr, unless -q. */
void summary_say(const struct summary *s);

/* Each writes `path`, whole or not at all. 0, or 73 or 74 after having said why. */
int summary_write_json(const struct summary *s, const char *path);
int summary_write_metrics(const struct summary *s, const char *path);

#endif
