/*
 * html_rules: every threshold and word by which main text is told from the rest.
 *
 * Behind each stands what it was measured to do, on 1,105 pages of five kinds with
 * known main text (news; today's web in seven page types; the web of 2005; portals;
 * blogs and government pages in many languages): the change of the mean of the five
 * F1 scores, in thousandths, at other values. "6:-1.3 8:-0.7" says that 6 would lose
 * 1.3 thousandths. Where the two halves of the sites disagreed about a gain, the
 * value in the middle was taken. Rules about headings name the F1 of the headings.
 */
#ifndef WINNOW_HTML_RULES_H
#define WINNOW_HTML_RULES_H

#include <stdbool.h>

#include "pipeline/base/span.h"

enum {
	/* Prose: what tells the element that holds the text. */
	HTML_PROSE_WORDS = 10,        /* a block of fewer words is none. 6:-1.3 8:-0.7 12:-0.1 15:-1.4 */
	HTML_PROSE_LINKS = 50,        /* nor one with this per cent of its words in links. 30:-0.4 40:+0.1 60:-0.2 */
	HTML_PROSE_UNPUNCTUATED = 25, /* nor one without a sentence's end and so few words. 15:-0.9 20:0 40:-0.5 */

	/* Tables. Measured by the block starts of the pages of 2005; hardly a thousandth either way. */
	HTML_TABLE_ROWS = 3,          /* a table without a head needs so many rows to hold data ... */
	HTML_TABLE_FILLED = 75,       /* ... with this per cent of its cells filled. 0:-0.6 60:-0.8 90:-1.1 */
	HTML_TABLE_CELL = 30,         /* words in the longest cell of a data table without a head. 0:-3.5 15:-1.2 60:0 */
	HTML_TABLE_HEADED_CELL = 120, /* and with one. 30:-0.6 60:-0.1 */
	HTML_LABEL_WORDS = 4,         /* before the colon of a label that goes with the next cell. Never: block starts -4, headings -20 */

	/* What is dropped for its element, name or links. */
	HTML_DROP_SHARE = 45,         /* per cent of the page over which nothing is. 35:-0.9 40:-0.7 50:-1.7 70:-2.2 */
	HTML_DROP_NAV_SHARE = 85,     /* the same for navigation and footers. 60:-0.4 70:0 95:-0.4 */
	HTML_SMALL = 40,              /* words up to which a WORD_SMALL drops. 0:-1.4 15:-0.2 60:-0.1 100:-0.3 */
	HTML_FORM = 80,               /* words of a form that asks: labels, not prose. Block starts +1.6; 25:-1.0 40:-0.5 160:0 */
	HTML_LINK_WORDS = 20,         /* a longer link is a card, not a menu's entry. 15:-0.6 30:-0.1 never:-0.5 */
	HTML_LINK_CLUSTER = 60,       /* per cent of words in links that make a cluster ... 50:-0.7 55:-0.3 70:-0.4 */
	HTML_LINK_PLAIN = 40,         /* ... with fewer other words than this. 20:0 30:0 60:0 */
	HTML_TEASER_SHARE = 15,       /* per cent of the prose in teasers that makes a page of them. Dropped always: -0.2, the government's -6 */
	HTML_COMMENT_REST = 80,       /* words of prose beside comments that are dropped ... 0:0 160:-0.2 240:-1.5 */
	HTML_COMMENT_REST_SHARE = 5,  /* ... and per cent of all prose. 2:-0.5 10:-0.6 20:-3.3 */

	/* When the rules leave so little that they must be wrong for this page. */
	HTML_ENOUGH_WORDS = 35,       /* this many words are taken for the text ... 25:-1.2 30:-0.8 45:-0.4 70:-2.2 */
	HTML_ENOUGH_SHARE = 25,       /* ... or this per cent of the page; else rules are relaxed. 10:-0.1 20:-0.2 */

	/* The element that holds the text. */
	HTML_ROOT = 88,               /* per cent of the prose a child needs to be the root. 65:-3.2 75:-1.2 90:+0.4 */
	HTML_ROOT_NAMED = 70,         /* where its name says that it holds the content. 40:-1.5 50:-0.9 60:-0.5 65:-0.4 */
	HTML_ROOT_CELL = 70,          /* where it is a table cell. 60:0 80:-0.1 */
	HTML_CLAIM_SHARE = 30,        /* per cent that <main> must hold to be believed. 15:-0.6 50:-3.1 never:-3.2 */
	HTML_LEAD_WORDS = 200,        /* at most so far is the title before it. 0:-2 30:-2.7 60:-1.8 120:-0.4 400:+0.1 */
	HTML_LEAD_BLOCK = 10,         /* words of a lead between, against dates and names. 5:-0.5 8:-0.1 15:+0.2 */

	/* What the first words of a block say. */
	HTML_PHRASE_WORDS = 14,       /* longer blocks are not judged by them. 0:-1.0 7:-0.1 20:0 */
	HTML_ALONE_WORDS = 3,         /* words up to which a button's word is all there is */
	HTML_SECTION_FROM = 50,       /* per cent of the text before related links can begin. 20:-0.4 35:-0.3 80:0 */

	/* What a page repeats. */
	HTML_REPEAT_POST = 6,         /* words of a block that a forum shows once. 4:0 10:-0.1 never:-0.6, the forums -28 and -42 on the halves */
	HTML_REPEAT_NEAR = 12,        /* and any page, where the second stands so many blocks behind the first: ... */
	HTML_REPEAT_REACH = 1,        /* ... 3 gains +0.2, but may take an answer that is given twice in a report */

	/* Headings by their looks; in thousandths of the headings' F1. */
	HTML_BOLD_HEADING_WORDS = 14, /* an all-bold block of up to this many words. 10:-1 17:-1 20:-2 */
	HTML_BOLD_LEVEL = 4,          /* below what tags usually give */
	HTML_BIG_LEVEL = 3,           /* the same in larger type: <font size>, <big>, font-size. Never: -5 */
	HTML_SHAPE_WORDS = 8,         /* a plain line of up to this many ... none:-72 6:-5 10:-1 12:-2 */
	HTML_SHAPE_NEXT = 20,         /* ... before a paragraph of at least this many ... 10:+5 15:+3 30:-9 */
	HTML_SHAPE_BEFORE = 12,       /* ... and behind one of this many. 0:-3 5:+1 20:-6 */
	HTML_SHAPE_LEVEL = 5,

	/* Lists by their looks; in thousandths of the list items' F1. */
	HTML_LINK_LINES = 3           /* blocks in a row, each nothing but a link, that are a list: +12. 2:-1 5:0 8:-2 */
};

enum html_word {
	WORD_NONE,
	WORD_BOILERPLATE, /* element dropped */
	WORD_COMMENT,     /* readers' comments */
	WORD_CONTENT,     /* says that the element holds the main text */
	WORD_TEASER,      /* element dropped, unless the page is made of such */
	WORD_FOLD,        /* what is hidden in it, a click shows; all of these words: +0.6, +0.7 and +0.5 on the halves of the sites */
	WORD_SMALL,       /* element dropped while it is small: dates, names, pictures' texts */
	WORD_HEADING      /* says that a short block is a heading; all of these words: headings' F1 +5 and +1 on the halves */
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
