/*
 * ordinal: the words and numbers that identify a report, as values.
 *
 *     "Thirty First" -> 31      "2007-2008" -> "2007-08"      "Cm. 3166" -> "Cm 3166"
 *
 * Pure functions; nothing is allocated.
 */
#ifndef WINNOW_ORDINAL_H
#define WINNOW_ORDINAL_H

#include "pipeline/base/span.h"

#define ORDINAL_SESSION_SIZE 8 /* "2016-17" and its NUL */
#define ORDINAL_PAPER_SIZE 24

/*
 * The value of an ordinal in words or figures: "Thirty-first", "Eighty- Sixth",
 * "One Hundred and Third", "31st". White space around it is allowed, anything
 * else is not. 0 when it is none.
 */
int ordinal_parse(struct span words);

/*
 * Reads a parliamentary session from the beginning of the text: "2016-17",
 * "1994–95", "2007-2008", "2013- 14", "93-94". The second year must follow the
 * first or end a session of at most three years ("2017–19", "2019-21"). Writes
 * the form "2016-17" (a turn of the century keeps its four digits' last two:
 * "1999-00"). Returns the bytes read, 0 when there is none.
 */
size_t session_parse(struct span text, char out[ORDINAL_SESSION_SIZE]);

/*
 * Reads a paper number from the beginning of the text: "HC 713", "HC713",
 * "Cm. 3166", "CP 113", "HL Paper 229", "House of Commons Paper No. 31",
 * "HC 1738Published". Writes the form "HC 713", "Cm 3166", "HL Paper 229",
 * "HC 802-I". Returns the bytes read, 0 when there is none.
 */
size_t paper_parse(struct span text, char out[ORDINAL_PAPER_SIZE]);

#endif
