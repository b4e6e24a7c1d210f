/*
 * check: what was checked, and what was found wrong.
 *
 * A check counts what it looked at and adds a finding for each thing that is not
 * as it should be. Its verdict is that of its worst finding.
 */
#ifndef WINNOW_CHECK_H
#define WINNOW_CHECK_H

#include "pipeline/base/arena.h"
#include "pipeline/show/page.h"
#include "pipeline/store/store.h"

struct options;

enum verdict {
	VERDICT_OK,      /* of a finding: worth a note */
	VERDICT_WARNING, /* odd, and explained */
	VERDICT_SKIPPED, /* could not be checked */
	VERDICT_FAILED
};

struct finding {
	enum verdict verdict;
	struct span path; /* may be empty */
	int64_t line;     /* 0: not one line */
	struct span message;
};

struct check {
	const char *name;
	struct span summary;      /* what was looked at, with counts */
	enum verdict verdict;
	struct finding *findings; /* the first ones */
	size_t count, capacity;
	size_t total;             /* how many there were */
};

enum { CHECKS_MOST = 16 };

struct checks {
	struct store *store;
	const struct options *options;
	struct arena *arena; /* holds the findings */
	struct check check[CHECKS_MOST];
	size_t count;
};

void check_init(struct checks *checks, struct store *store, const struct options *options);
void check_release(struct checks *checks);

/* Adds a check; `name` must be a literal. It stays where it is. */
struct check *check_add(struct checks *checks, const char *name);
/* The summary of a check, formatted. */
void check_say(struct checks *checks, struct check *check, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Adds a finding; the path is copied. */
void check_find(struct checks *checks, struct check *check, enum verdict verdict, struct span path, int64_t line,
		const char *format, ...) __attribute__((format(printf, 6, 7)));

/* A line for each check, then each finding with its file and line. */
void check_show(const struct checks *checks, struct page *page);
/* The worst verdict of all. */
enum verdict check_worst(const struct checks *checks);

#endif
