/*
 * mail: messages (RFC 5322, .eml) and web archives (MHTML, RFC 2557): the part
 * that is to be read, decoded, with the way back to the file.
 *
 * Of several parts it is the first HTML page, or the first plain text where there
 * is none. Other parts (pictures, styles, attachments) are not looked at.
 */
#ifndef WINNOW_EXTRACTORS_MAIL_H
#define WINNOW_EXTRACTORS_MAIL_H

#include "extractors/transfer.h"
#include "pipeline/base/document.h"

struct mail {
	struct span file;
	struct span subject, from, to, date; /* of the message, as they stand */
	struct span location;           /* Content-Location of the part */
	struct span charset;            /* what the part's header declares */
	bool html, found;
	size_t body;                    /* offset of the part's body in the file */
	struct transfer transfer;       /* the body */
};

/* Do the bytes begin with the headers of a mail? Fields that only a mail program writes must be among them. */
bool mail_looks(struct span bytes);

/* Finds and decodes the part; `bytes` must outlive `m`. Linear time. Free with mail_close. */
void mail_open(struct mail *m, struct span bytes);
void mail_close(struct mail *m);

/* Offset in the file of what became the byte at `offset` of the decoded part. */
size_t mail_source(const struct mail *m, size_t offset);

/* Adds the part's blocks, whose places are in the file; a mail without text is a failed source. */
void mail_extract(struct document *d, struct span bytes);

#endif
