/*
 * html_page: what the steps of reading one page share.
 *
 *     filter -> parse -> html_measure -> html_content -> html_blocks -> html_repeat -> html_trim -> html_doubt
 *
 * measure counts words, content marks the nodes that are not main text, blocks
 * turns the tree into passages, repeat drops what it says twice, trim looks at
 * the passages once more in a row.
 */
#ifndef WINNOW_HTML_PAGE_H
#define WINNOW_HTML_PAGE_H

#include "extractors/charset.h"
#include "extractors/html_tree.h"

enum html_measure_flag {
	MEASURE_IN_LINK = 1 << 0,
	MEASURE_IN_BOLD = 1 << 1,
	MEASURE_DATA_TABLE = 1 << 2, /* a table of data, not of layout */
	MEASURE_SENTENCE = 1 << 3,   /* text: has a mark that ends a sentence */
	MEASURE_NOTE = 1 << 4,       /* holds the text of a footnote */
	MEASURE_COMMENT = 1 << 5,    /* stands in what readers said */
	MEASURE_IN_BIG = 1 << 6      /* in larger type than the text around it */
};

/* Counts of one node and all below it; own: of the text that has no block between it and this block. */
struct html_measure {
	uint32_t words, link_words;
	uint32_t own, own_link;
	uint32_t prose;  /* words of blocks that read like prose */
	uint32_t block;  /* the block-level element it stands in, itself if it is one */
	uint16_t sentences; /* own text nodes with sentence marks, saturating */
	unsigned char flags;
	unsigned char mark;  /* enum html_mark */
	unsigned char names; /* what its class and id say: bits 1 << enum html_word */
};

enum html_mark {
	MARK_MAIN,
	MARK_DROPPED, /* boilerplate by its element, name or links */
	MARK_COMMENT, /* what readers said */
	MARK_OUTSIDE  /* outside the element that holds the main text */
};

/* What trim needs to know of a passage; blocks[i] belongs to passages[first + i]. */
struct html_block {
	uint32_t node; /* the block element it came from */
	uint32_t words, link_words;
	unsigned char role, level; /* as they were before trim */
};

struct html_page {
	struct document *document;
	struct charset_text *text;
	const struct html_filter *filter;
	const struct html_tree *tree;
	struct html_measure *measures; /* one a node */
	struct html_block *blocks;
	size_t block_count, block_capacity;
	size_t first; /* index of the document's first passage of this page */
	bool forum;          /* of posts: what readers wrote is its text */
	bool article;        /* says that it is a news article or the like */
	bool keeps_comments; /* they are part of the text ... */
	bool keeps_teasers;  /* the page is made of them */
	bool has_own_text;   /* ... beside a text of its own */
};

#endif
