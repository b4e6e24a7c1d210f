/*
 * leads: what a line begins with that tells it begins something: a bullet, the
 * number of an item, a label. Numbers are judged by their form only; whether
 * "2013. The" begins an item or ends a sentence is for the caller to see.
 */
#ifndef WINNOW_LEADS_H
#define WINNOW_LEADS_H

#include "pipeline/base/span.h"

enum lead_kind {
	LEAD_NONE,
	LEAD_BULLET,  /* "• ", "- ", "· " */
	LEAD_NUMBER,  /* "3. The", "3.The", "3) The", "(3) The" */
	LEAD_LETTER,  /* "(a) the", "iv) the", "(XXIII)" */
	LEAD_DECIMAL, /* "3.1 The", "7.2.3. On" */
	LEAD_COLON,   /* "3: Committee conclusion" */
	LEAD_LABEL,   /* "Recommendation: The", "Target date: May", "Recommendation 7c:" */
	LEAD_CAPTION  /* the whole line is words and a number: "Recommendation 12", "Figure 3" */
};

struct lead {
	enum lead_kind kind;
	unsigned short length; /* bytes of the mark with the space behind it */
	unsigned short mark;   /* bytes of the mark alone */
	int number;	       /* of LEAD_NUMBER and LEAD_COLON */
	bool alone;	       /* the line is nothing but the mark */
};

/* The lead of a line whose white space is clean. Looks at its first 80 bytes. */
struct lead leads_read(struct span line);

/*
 * Does the number of line `b` come next after that of line `a`: "4." after "3.",
 * "7.2.4" after "7.2.3", "7.3" after "7.2.9", "7.2.1" after "7.2"?
 */
bool leads_follow(struct span a, struct span b);

/* Does the text begin with a web address? */
bool leads_is_address(struct span text);

/* Bytes of the bullet at the beginning of the line, 0 for none; it need not be followed by a space. */
size_t leads_bullet(struct span line);

#endif
