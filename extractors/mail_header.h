/*
 * mail_header: what the fields of a mail's header say: text with encoded words
 * (RFC 2047), and dates (RFC 5322, 3.3).
 */
#ifndef WINNOW_EXTRACTORS_MAIL_HEADER_H
#define WINNOW_EXTRACTORS_MAIL_HEADER_H

#include "pipeline/base/arena.h"

/*
 * The value as it is read: lines joined, "=?utf-8?Q?caf=C3=A9?=" decoded; an
 * encoded word that is damaged stays as it is. UTF-8 in `arena`. Linear time.
 */
struct span mail_header_text(struct arena *arena, struct span value);

/* "Tue, 3 Feb 2009 10:11:12 +0000" as "2009-02-03", the day where it was written; empty where it is no date. */
struct span mail_header_date(struct arena *arena, struct span value);

#endif
