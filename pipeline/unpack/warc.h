/*
 * warc: the records of a web archive file (ISO 28500:2017, WARC 1.0 and 1.1), one after another.
 */
#ifndef WINNOW_WARC_H
#define WINNOW_WARC_H

#include "pipeline/base/buffer.h"
#include "pipeline/unpack/stream.h"

struct warc_record {
	struct span type;      /* WARC-Type: "response", "resource", "revisit", ... */
	struct span url;       /* WARC-Target-URI, without the <> that old tools write */
	struct span date;      /* WARC-Date */
	struct span content;   /* Content-Type of the block, as it stands */
	struct span truncated; /* WARC-Truncated: why the block is cut short; empty: it is not */
	long segment;          /* WARC-Segment-Number; 0: not in segments */
	uint64_t offset;       /* of the record on the stream; known where it is damaged too */
	uint64_t length;       /* of the block, which comes next on the stream */
};

enum warc_step { WARC_RECORD, WARC_END, WARC_DAMAGED };

/*
 * Reads the head of the next record; `head` is scratch that the record's spans
 * point into. Line ends before it are skipped. The caller takes the block, all of it.
 */
enum warc_step warc_next(struct stream *in, struct buffer *head, struct warc_record *record);

/* Behind damage: goes to the next line that begins a record. False when there is none. */
bool warc_resync(struct stream *in);

#endif
