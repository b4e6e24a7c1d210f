/*
 * phrase: numbers, dates and names the way a person writes them.
 *
 * Every function appends to `out`. Texts from a source are appended as they are:
 * the page that shows them makes them safe.
 */
#ifndef WINNOW_PHRASE_H
#define WINNOW_PHRASE_H

#include <stdint.h>

#include "pipeline/base/buffer.h"

/* 21270 -> "21,270". */
void phrase_number(struct buffer *out, int64_t number);
/* The same in a room of its own, for printf: returns `room`. */
enum { PHRASE_DIGITS = 32 };
const char *phrase_digits(char room[PHRASE_DIGITS], int64_t number);
/* "1 report", "21,270 reports". */
void phrase_count(struct buffer *out, int64_t number, const char *one, const char *many);
/* 31 -> "31st". */
void phrase_ordinal(struct buffer *out, int64_t number);
/* EDTF: "2018-01" -> "January 2018", "2024-21" -> "spring 2024", "2018-01-31" -> "31 January 2018"; or as it is. */
void phrase_date(struct buffer *out, struct span edtf);
/* A stored name: "partially_agreed" -> "partially agreed". */
void phrase_name(struct buffer *out, struct span name);

/* What makes a report this report; empty or 0: not known. */
struct phrase_report {
	struct span body, session, title, paper;
	int64_t number;
	bool special, attributed;
};

/* "Committee of Public Accounts, 31st report of session 2016-17, HC 713"; "" when nothing is known. */
void phrase_report(struct buffer *out, const struct phrase_report *report);

/* The title of a report, or "(unnamed, in a.txt)" by a file that it stands in, or "(unnamed report)". */
void phrase_title(struct buffer *out, struct span title, struct span path);
/* The beginning of the text, at most `columns` wide, cut between words, with "…" where it was cut. */
void phrase_excerpt(struct buffer *out, struct span text, size_t columns);
/* The argument as a POSIX shell takes it, quoted only where needed. */
void phrase_shell(struct buffer *out, struct span argument);

#endif
