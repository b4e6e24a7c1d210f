/*
 * frames: what an unpacking process says to its parent, on a pipe.
 *
 * A frame is a letter, the length of what follows (4 bytes, the machine's order)
 * and that: no frame is longer than FRAMES_MOST. Texts are valid UTF-8.
 */
#ifndef WINNOW_FRAMES_H
#define WINNOW_FRAMES_H

#include "pipeline/base/buffer.h"
#include "pipeline/unpack/unpack.h"

enum { FRAMES_MOST = 1 << 20, FRAMES_HEAD = 5 };

enum frame {
	FRAME_BEGIN = 'B', /* a member: time, then its texts, each behind its length */
	FRAME_DATA = 'D',
	FRAME_END = 'E',   /* the member is whole */
	FRAME_DROP = 'X',  /* the member is not to be taken */
	FRAME_NOTE = 'N',  /* severity, code, text */
	FRAME_DONE = 'Z'   /* all of the archive was seen */
};

/* Appends frames. */
void frames_begin(struct buffer *out, const struct unpack_member *member);
void frames_note(struct buffer *out, enum severity severity, enum unpack_code code, struct span message);
void frames_data(struct buffer *out, struct span bytes);
void frames_mark(struct buffer *out, enum frame frame);

/* Takes what FRAME_BEGIN and FRAME_NOTE hold apart; false where it is not as it should be. Borrowed from `body`. */
bool frames_read_begin(struct span body, struct unpack_member *member);
bool frames_read_note(struct span body, enum severity *severity, enum unpack_code *code, struct span *message);

#endif
