/*
 * html_tree: a parsed page as an array of nodes in document order.
 *
 * Node i's descendants are the nodes i+1 up to, not including, node i's `end`:
 * so every walk is a loop, and a walk backwards meets children before parents.
 * Nothing recurses, however deep the page. Node 0 is the root, above html.
 */
#ifndef WINNOW_HTML_TREE_H
#define WINNOW_HTML_TREE_H

#include "extractors/html_filter.h"

struct html_node {
	unsigned char tag; /* enum html_tag */
	uint32_t parent;
	uint32_t end;      /* behind its last descendant */
	uint32_t start;    /* element: index into the filter's starts + 1; 0: no attributes */
	struct span text;  /* HTML_TEXT only; white space as in the page, references decoded */
	uint32_t from, to; /* HTML_TEXT only: its place in the page */
};

struct html_tree {
	const struct html_filter *filter;
	struct html_node *nodes;
	size_t count, capacity;
	struct arena *arena;   /* decoded references live here; the caller's */
	size_t recovered;      /* bytes of text the parser lost and html_parse found again */
	uint32_t recovered_at; /* offset of the first in the page */
};

/* The attribute as it stands in the page, or the empty span; *present tells the two empty ones apart, NULL allowed. */
struct span html_tree_attribute(const struct html_tree *t, size_t node, enum html_attribute attribute, bool *present);

#endif
