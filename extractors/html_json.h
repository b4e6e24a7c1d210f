/*
 * html_json: the strings of a JSON-LD script, one after another.
 *
 * Not a validating reader: pages carry broken JSON, and what can be read before
 * the break is worth having.
 */
#ifndef WINNOW_HTML_JSON_H
#define WINNOW_HTML_JSON_H

#include "pipeline/base/arena.h"
#include "pipeline/base/buffer.h"

enum { HTML_JSON_DEPTH = 12 };

struct html_json {
	struct span text;
	size_t at;
	struct span keys[HTML_JSON_DEPTH]; /* key of the value at each depth, empty in arrays */
	char open[HTML_JSON_DEPTH];        /* '{' or '[' */
	size_t depth;                      /* may be over HTML_JSON_DEPTH: such values are passed over */
	bool key_next;
	struct span value;                 /* the string found, escapes not decoded */
};

void html_json_open(struct html_json *j, struct span text);

/* Moves to the next string that is a value; false at the end. */
bool html_json_next(struct html_json *j);

/*
 * Is the value at this path? The path's keys are counted from the innermost;
 * arrays and "@graph" and "mainEntity" around or between do not count.
 */
bool html_json_at(const struct html_json *j, const char *outer, const char *inner);

/* The value with its escapes decoded, in `arena`. */
struct span html_json_value(const struct html_json *j, struct arena *arena);

#endif
