/*
 * boilerplate: what a web page in plain text holds beside its article: comments,
 * teasers of other articles, links, navigation.
 *
 * No markup is left to tell it by. Such lines give themselves away: they end in
 * links ("... more >"), are cut off, carry a date glued to a headline that stands
 * there twice, or say what sites say ("Add your comment"). Where an article is
 * over, they pile up: the end of the text is boilerplate from the line on where
 * these signs outweigh the prose most. Few signs prove nothing.
 */
#ifndef WINNOW_BOILERPLATE_H
#define WINNOW_BOILERPLATE_H

#include "normalizers/lines.h"

/* Gives boilerplate ROLE_BOILERPLATE. Scratch memory comes from the arena. Linear. */
void boilerplate_mark(struct lines *lines, struct arena *arena);

#endif
