/*
 * html_outline: what of a page the parser needs to see to tell which tag closes
 * which: bare tags, with one character in the place of all that has no say in it.
 *
 *     <div><p>One <b>bold</b> word<td>
 *     <div><p>!<td>
 *
 * No say have texts, and in a body an inline element that ends where it should.
 * These are kept beside the outline as a row of pieces, which the tree is built
 * from where the parser tells of the character. libxml2 spends some sixty
 * instructions on each byte of text and a thousand on each element; so it meets
 * a tenth of the bytes and a third of the elements.
 */
#ifndef WINNOW_HTML_OUTLINE_H
#define WINNOW_HTML_OUTLINE_H

#include <stdint.h>

#include "extractors/html_tag.h"
#include "pipeline/base/buffer.h"

/* What stands for pieces: white space alone, or anything else. Neither is part of a name or of a reference. */
enum { HTML_SIGN_TEXT = '!', HTML_SIGN_SPACE = ' ' };

/* A text, a picture that parts two words, or the beginning or end of an element that the parser does not see. */
enum html_piece_kind { PIECE_TEXT, PIECE_GAP, PIECE_OPEN, PIECE_CLOSE, PIECE_NOTHING };

struct html_piece {
	enum html_piece_kind kind;
	uint32_t from; /* text: its place in the page, character references not decoded. Open: index of its start */
	uint32_t to;
};

/* A character of the outline, and the first of the pieces it stands for; the next sign's first ends them. */
struct html_sign {
	uint32_t at;
	uint32_t first;
};

/* A start tag. */
struct html_start {
	uint32_t at;     /* offset of its ">" in the outline; 0: the parser does not see it */
	uint32_t values; /* index of its first attribute; the next start's first ends them */
	enum html_tag tag;
};

enum { HTML_OUTLINE_NESTED = 32 }; /* inline elements in one another that are watched */

/* An inline element that may turn out to have no say. */
struct html_candidate {
	uint32_t at;    /* offset of its "<" in the outline */
	uint32_t piece; /* where its beginning goes */
	uint32_t start;
	enum html_tag tag;
	struct span name;
};

struct html_outline {
	struct buffer bytes; /* overflow: the page is too large */
	struct html_sign *signs;
	size_t sign_count, sign_capacity;
	struct html_piece *pieces;
	size_t piece_count, piece_capacity;
	struct html_start *starts;
	size_t start_count, start_capacity;
	/* private */
	int last; /* what was written last */
	struct html_piece blank; /* white space that is not yet written; PIECE_NOTHING: none */
	struct html_candidate candidates[HTML_OUTLINE_NESTED];
	size_t candidate_count;
};

void html_outline_init(struct html_outline *o, size_t limit, size_t expected);
void html_outline_release(struct html_outline *o);

/* The text from..to of the page. `blank`: white space alone. `keeps`: all of it counts, as in <pre>. */
void html_outline_text(struct html_outline *o, size_t from, size_t to, bool blank, bool keeps);

/* A picture at `at`, which the reader sees instead of white space. */
void html_outline_gap(struct html_outline *o, size_t at);

/*
 * A start tag, whose attributes begin at `values`. `silent`: here it has no say if
 * it is ended where it should, and none at all if it is void.
 */
void html_outline_start(struct html_outline *o, enum html_tag tag, struct span name, size_t values, bool keeps,
			bool silent);
void html_outline_end(struct html_outline *o, enum html_tag tag, struct span name, bool keeps);

#endif
