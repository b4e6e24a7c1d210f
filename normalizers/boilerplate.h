/*
 * boilerplate: what a web page in plain text holds beside its article: navigation,
 * teasers of other articles, comments, cookie notices.
 *
 * No markup is left to tell it by. An article is the run of passages in which
 * prose outweighs short lines and what sites say most (the classic body text
 * extraction of Finn, Kushmerick and Smyth, 2001, with passages for tokens). What
 * stands before and behind it is boilerplate only as far as a site's own words
 * prove it, and only where they are several: a report has annexes and lists too.
 */
#ifndef WINNOW_BOILERPLATE_H
#define WINNOW_BOILERPLATE_H

#include "normalizers/lines.h"

/* Gives lines of navigation ROLE_BOILERPLATE, wherever they stand: sentences go on behind them. Linear. */
void boilerplate_mark_lines(struct lines *lines);

/* Gives the boilerplate among the passages of lines its role. After paragraphs_join. Scratch from the arena. Linear. */
void boilerplate_mark(struct document *d);

#endif
