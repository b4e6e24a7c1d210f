/*
 * mail: e-mail as it was typed and answered. Quoted lines lose their ">" and are
 * text (PASSAGE_QUOTED); signatures (RFC 3676, section 4.3), notices of
 * confidentiality and the lines around forwarded messages are boilerplate.
 */
#ifndef WINNOW_MAIL_H
#define WINNOW_MAIL_H

#include "normalizers/lines.h"

/* Before tables are looked for: what stands behind ">" is a line like others. Linear. */
void mail_mark(struct lines *lines);

#endif
