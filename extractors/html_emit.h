/*
 * html_emit: the block that is being filled, and its text.
 *
 * html_blocks walks over the elements and says where blocks begin and end; here
 * their text is put together, and they become passages of the document.
 */
#ifndef WINNOW_HTML_EMIT_H
#define WINNOW_HTML_EMIT_H

#include "extractors/html_list.h"
#include "extractors/html_page.h"
#include "pipeline/base/buffer.h"

enum { EMIT_LISTS = 32, EMIT_COLUMNS = 64, EMIT_NOWHERE = 0xFFFFFFFF };

/* The block being filled, and the elements it is in. */
struct emit {
	struct html_page *page;
	const struct html_tree *t;
	/* The block. */
	struct buffer text;
	uint32_t from, to;     /* of the page; EMIT_NOWHERE: empty */
	uint32_t node, words, link_words, bold_words, big_words;
	bool main;
	bool space;            /* white space came since the last character */
	bool after_mark;       /* the last thing written is a footnote's mark */
	unsigned breaks;       /* <br> since the last character */
	uint32_t held;         /* the cell whose label waits for the next cell; 0: none */
	/* The elements. */
	uint32_t *open;
	size_t open_count, open_capacity;
	struct html_list lists[EMIT_LISTS];
	unsigned list_depth;   /* may be over EMIT_LISTS */
	bool item_pending;     /* an <li> has begun and no text of it has been seen */
	struct span marker;
	unsigned heading, heading_depth, pre, quote, footnote;
	uint32_t mark;         /* the element that is a footnote's mark; 0: none is open */
	/* The row of a data table. */
	bool rows;             /* in one */
	unsigned row_depth;
	unsigned column, bars; /* where the next cell begins, and the separators written */
	unsigned char spanned[EMIT_COLUMNS]; /* rows that a cell above still covers */
};

/* Ends the block: what has been written since the last one becomes a passage, if it is anything. */
void emit_flush(struct emit *e);

/* Adds the text node `i` to the block, or begins one with it. */
void emit_text(struct emit *e, size_t i);

/* The innermost table cell that is open; 0 outside of tables. */
uint32_t emit_open_cell(const struct emit *e);

#endif
