/*
 * transfer: a part of a mail as it was before it was sent: quoted-printable and
 * base64 decoded (RFC 2045), with the way back.
 */
#ifndef WINNOW_TRANSFER_H
#define WINNOW_TRANSFER_H

#include "pipeline/base/buffer.h"

enum transfer_kind { TRANSFER_PLAIN, TRANSFER_QUOTED, TRANSFER_BASE64 };

/* A pair of equal positions. */
struct transfer_anchor {
	size_t decoded, source;
};

struct transfer {
	enum transfer_kind kind;
	struct span source;
	struct buffer decoded;
	struct transfer_anchor *anchors;
	size_t anchor_count, anchor_capacity;
};

/* Decodes `source`, which must outlive `t`; what is damaged stays as it is. Linear time. */
void transfer_open(struct transfer *t, enum transfer_kind kind, struct span source);
void transfer_close(struct transfer *t);

/* Offset in the source of what became the byte at `offset` of decoded; the source's length behind the last. */
size_t transfer_source(const struct transfer *t, size_t offset);

#endif
