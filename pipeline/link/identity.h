/*
 * identity: what is known about which report is meant, in a form that compares.
 *
 * An empty field says nothing; two identities agree unless a field that both
 * have differs. Spans are borrowed from the arena they were made in.
 */
#ifndef WINNOW_LINK_IDENTITY_H
#define WINNOW_LINK_IDENTITY_H

#include "pipeline/base/arena.h"
#include "pipeline/base/span.h"

struct identity {
	struct span body;    /* see bodies.h */
	struct span session; /* "2016-17" */
	int number;          /* in the session; 0 unknown */
	bool special;        /* of a numbered one: counted apart from the others */
	struct span series;  /* "hc", "hlpaper", "cm": what the paper number counts */
	struct span paper;   /* "hc713" */
	struct span title;   /* folded */
	int year;            /* in which it was published; 0 unknown */
};

/* The same session in one spelling: "2016–2017" and "2016/17" give "2016-17"; without years the folded text. */
struct span identity_session(struct arena *arena, struct span session);

/* A title without case, punctuation and a leading article. */
struct span identity_title(struct arena *arena, struct span title);

/* Fills series and paper from "HC 713", "H.C. 713-I", "Cm. 9429". */
void identity_paper(struct identity *identity, struct arena *arena, struct span paper);

/* The year of an EDTF date; 0 when it has none. */
int identity_year(struct span date);

/* Numbers that run through all sessions, so that one names one paper: Cm, CP and their forerunners. */
bool identity_paper_is_unique(const struct identity *identity);

/* Session and number of a body: what no other report has. */
bool identity_complete(const struct identity *identity);

/* Do they say different things? Titles are left out: the same report is titled in many ways. */
bool identity_conflict(const struct identity *a, const struct identity *b);

/* Both titled, and neither title is part of the other. */
bool identity_titles_differ(const struct identity *a, const struct identity *b);

/* Takes over what `into` does not know. */
void identity_merge(struct identity *into, const struct identity *from);

#endif
