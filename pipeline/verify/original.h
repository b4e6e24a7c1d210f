/*
 * original: a source as it is on disk now, to compare the database with.
 */
#ifndef WINNOW_ORIGINAL_H
#define WINNOW_ORIGINAL_H

#include "extractors/charset.h"
#include "extractors/mail.h"
#include "pipeline/base/arena.h"
#include "pipeline/base/buffer.h"

struct original {
	struct buffer bytes;
	struct buffer plain, unescaped; /* scratch of original_text */
	struct charset_text text;
	struct mail mail;          /* of a mail: the part that was read, which text is */
	struct charset_text file;  /* ... and the lines of its file */
	bool markup, decoded, is_mail;
	bool escaped; /* a feed: its texts are HTML, escaped or not */
};

struct options;

/* What the database says about a source. */
struct original_source {
	int64_t id;
	struct span path, sha256, media_type;
	struct span charset; /* that was declared with it */
};

/*
 * Reads the file that a source was read from. True when it is there and its
 * SHA-256 is still the one that is known; otherwise *why says what is wrong, in the arena. A PDF is converted anew: `options`
 * say how long that may take. In
 * each case original_close must follow.
 */
bool original_open(struct original *o, struct arena *arena, const struct options *options,
		   const struct original_source *source, struct span *why);
/* The same with the bytes of a member of an archive, which are taken: *bytes is left empty. */
bool original_open_bytes(struct original *o, struct arena *arena, const struct options *options,
			 const struct original_source *source, struct buffer *bytes, struct span *why);
void original_close(struct original *o);

/* The text of a range of bytes: decoded, without markup. Borrowed until the next call. */
struct span original_text(struct original *o, int64_t byte_start, int64_t byte_end);

/* The line that holds this byte, counted from 1. */
long original_line(struct original *o, int64_t byte);

#endif
