/*
 * date_grammar: which words make a date, and what it means. For date.c only.
 */
#ifndef WINNOW_DATE_GRAMMAR_H
#define WINNOW_DATE_GRAMMAR_H

#include "normalizers/date_reader.h"

/*
 * Reads one expression at token 0 of *r. Returns the index of the token behind
 * it, 0 when there is none; *from is the first token that belongs to it.
 */
size_t date_grammar_match(const struct date_reader *r, size_t *from, struct date_when *w);

#endif
