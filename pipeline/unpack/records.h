/*
 * records: what is text among the records of a WARC, handed on as members.
 */
#ifndef WINNOW_RECORDS_H
#define WINNOW_RECORDS_H

#include "pipeline/unpack/gzip.h"
#include "pipeline/unpack/members.h"

/* A WARC that is not compressed, or that is compressed as a whole. */
void records_read(struct members *m, struct stream *in);
/* A WARC in gzip members, which stands at its first one. A damaged member costs itself. */
void records_read_gzip(struct members *m, struct gzip *g);

#endif
