/*
 * html_rules: every threshold and word by which main text is told from the rest.
 */
#ifndef WINNOW_HTML_RULES_H
#define WINNOW_HTML_RULES_H

#include <stdbool.h>

#include "pipeline/base/span.h"

enum {
	HTML_PROSE_WORDS = 10,        /* a block of fewer words does not count as prose */
	HTML_PROSE_LINKS = 50,        /* nor one with this per cent of its words in links */
	HTML_PROSE_UNPUNCTUATED = 25, /* nor one without the end of a sentence, unless it has so many words */
	HTML_TABLE_ROWS = 3,          /* a table without a head needs so many rows to hold data ... */
	HTML_TABLE_FILLED = 75,       /* ... with this per cent of its cells filled */
	HTML_TABLE_CELL = 30,         /* words in the longest cell of a data table without a head */
	HTML_TABLE_HEADED_CELL = 120, /* and with one */
	HTML_DROP_SHARE = 45,         /* per cent of the page's words over which nothing is dropped for its name */
	HTML_DROP_NAV_SHARE = 85,     /* the same for navigation, which is all the text of some pages' frames */
	HTML_ENOUGH_WORDS = 35,       /* main text of so many words is taken for found ... */
	HTML_ENOUGH_SHARE = 25,       /* ... or of this per cent of the page; else the rules are relaxed */
	HTML_COMMENT_REST = 80,       /* words of prose that must remain where comments are dropped ... */
	HTML_COMMENT_REST_SHARE = 5,  /* ... and per cent of the page's prose */
	HTML_SMALL = 40,              /* words up to which an element named by a WORD_SMALL is dropped */
	HTML_LINK_WORDS = 20,         /* a link of more words is a card, not an entry of a menu */
	HTML_LINK_CLUSTER = 60,       /* per cent of words in links that make a cluster ... */
	HTML_LINK_PLAIN = 40,         /* ... with fewer other words than this */
	HTML_ROOT = 88,               /* per cent of the prose that a child must hold to be gone down into */
	HTML_ROOT_NAMED = 70,         /* where its element or name says that it holds the content */
	HTML_ROOT_CELL = 70,          /* where it is a table cell */
	HTML_CLAIM_SHARE = 30,        /* per cent of the prose that <main> or an articleBody must hold to be believed */
	HTML_LEAD_BLOCK = 10,         /* words of a block between them that is a lead, and no date or name */
	HTML_LEAD_WORDS = 200,        /* words between the title and the element that holds the text */
	HTML_PHRASE_WORDS = 14,       /* a block of more words is not judged by its first ones */
	HTML_ALONE_WORDS = 3,         /* words up to which a button's word is all there is */
	HTML_SECTION_FROM = 50,       /* per cent of the main words before a section of related links can begin */
	HTML_BOLD_HEADING_WORDS = 14, /* an all-bold block of up to this many words is a heading */
	HTML_BOLD_LEVEL = 4,          /* and of this level, below what tags usually give */
	HTML_SHAPE_WORDS = 8,         /* a plain line of up to this many words is a heading ... */
	HTML_SHAPE_NEXT = 20,         /* ... before a paragraph of at least this many */
	HTML_SHAPE_BEFORE = 12,       /* ... and behind one of this many */
	HTML_SHAPE_LEVEL = 5
};

enum html_word {
	WORD_NONE,
	WORD_BOILERPLATE, /* element dropped */
	WORD_COMMENT,     /* readers' comments */
	WORD_CONTENT,     /* says that the element holds the main text */
	WORD_SMALL        /* element dropped while it is small: dates, names, pictures' texts */
};

/* What one word of a class or id says, lower case. */
enum html_word html_rules_word(struct span word);

/* The most telling of the words in a class or id value: split at what is no letter, and where case changes. */
unsigned html_rules_words(struct span value); /* bits 1 << enum html_word */

/* How a short block begins that is no main text wherever it stands. */
enum html_phrase {
	PHRASE_NONE,
	PHRASE_ALONE,  /* this block, when little more is in it: "Share", "Posts: 123" */
	PHRASE_LINE,   /* this block alone: "Read more: ...", "Photo: ..." */
	PHRASE_SECTION /* as a heading: it and what follows, "Related articles" */
};

/* ASCII case does not matter; the phrase ends at a word's end. */
enum html_phrase html_rules_phrase(struct span text);

#endif
