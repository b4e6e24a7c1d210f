/*
 * charset_detect: which encoding some bytes are in, from their first bytes,
 * their declaration and the bytes themselves.
 */
#ifndef WINNOW_CHARSET_DETECT_H
#define WINNOW_CHARSET_DETECT_H

#include "pipeline/base/span.h"

enum charset_kind {
	CHARSET_UTF8,
	CHARSET_UTF16LE,
	CHARSET_UTF16BE,
	CHARSET_UTF32LE,
	CHARSET_UTF32BE,
	CHARSET_SINGLE, /* one byte a character, by a table */
	CHARSET_MULTI   /* legacy, several bytes a character */
};

struct charset_encoding {
	const char *name; /* as the WHATWG Encoding standard has it */
	const char *icu;  /* ICU's converter; NULL where we decode ourselves */
	enum charset_kind kind;
};

struct charset_detection {
	const struct charset_encoding *encoding;
	size_t mark;             /* bytes of byte order mark to skip */
	struct span disbelieved; /* the declared label, when the bytes contradict it; borrowed from the bytes */
};

/*
 * `label`: what the transport declares (a mail's header), which stands before
 * what the bytes declare; empty where there is none.
 *
 * Order: byte order mark; UTF-16 shown by its zeros; the declaration (where
 * `markup`); UTF-8 where valid sequences outnumber invalid ones 20 to 1;
 * windows-1252. A declaration is not believed where it says UTF-8 and the bytes
 * are not, or says a legacy encoding and the bytes are UTF-8. Linear time.
 */
struct charset_detection charset_detect(struct span bytes, bool markup, struct span label);

/* The encoding behind a label of the WHATWG standard ("latin1" is windows-1252), or NULL. */
const struct charset_encoding *charset_detect_label(struct span label);

/* Does this look like UTF-16 or UTF-32 text, by its mark or its zeros? */
bool charset_detect_wide(struct span bytes);

#endif
