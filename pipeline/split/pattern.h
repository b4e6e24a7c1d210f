/*
 * pattern: a PCRE2 pattern of a family file, compiled with JIT and under limits.
 *
 * Patterns are matched against one passage at a time, never a whole file (field
 * notes: one pattern took 77 s on 50 MB and 0.01 s a passage at a time). Subjects
 * must be valid UTF-8. A match that meets a limit counts as no match and says so,
 * so that a careless pattern costs a diagnostic, not the night.
 *
 * Groups have names from a fixed vocabulary, which is all that rules can use.
 */
#ifndef WINNOW_PATTERN_H
#define WINNOW_PATTERN_H

#include "pipeline/split/needles.h"

enum group {
	GROUP_NUMBER,     /* "7" of a conclusion or an item */
	GROUP_LABEL,      /* "7c", "018/14" */
	GROUP_TEXT,       /* the text, where it is not all that follows the match */
	GROUP_QUOTE,      /* a quoted recommendation inside a sentence */
	GROUP_RESPONSE,   /* the answer inside the same passage */
	GROUP_PARA,       /* "3.1": number of a response paragraph */
	GROUP_PARAGRAPH,  /* "54" of "(Paragraph 54)" */
	GROUP_TYPE,       /* "Conclusion" or "Recommendation" */
	GROUP_WHO,        /* who answers */
	GROUP_ADDRESSEE,  /* who is to act */
	GROUP_DATE,
	GROUP_ORDINAL,
	GROUP_SESSION,
	GROUP_SPECIAL,
	GROUP_TITLE,
	GROUP_DEPARTMENT,
	GROUP_PAPER,
	GROUP_BODY,
	GROUP_NAME,       /* of a person */
	GROUP_ROLE,       /* of that person */
	GROUP_COUNT,
	GROUP_NAMES
};

struct pattern;

struct match {
	size_t start, end;                /* of the whole match */
	struct span groups[GROUP_NAMES];  /* borrowed from the subject; ptr is NULL where not matched */
};

enum match_result { MATCH_NONE, MATCH_FOUND, MATCH_LIMIT };

/*
 * Compiles; NULL on failure, with the reason and the offset in `source` where it
 * was noticed. A group name outside the vocabulary is a failure.
 */
struct pattern *pattern_new(struct span source, char *message, size_t message_size, size_t *offset);
void pattern_free(struct pattern *p); /* NULL is allowed */

/* The first match at or after `from`. */
enum match_result pattern_match(const struct pattern *p, struct span subject, size_t from, struct match *m);

/*
 * Can it match a text with these trigrams? Asked before a match, where many
 * patterns are tried on one text; false is certain.
 */
bool pattern_may_match(const struct pattern *p, const struct grams *g);

/* Does it match anywhere? A limit counts as no. */
bool pattern_found(const struct pattern *p, struct span subject);

#endif
