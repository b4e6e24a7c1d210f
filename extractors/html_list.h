/*
 * html_list: the numbers that a browser shows before list items.
 */
#ifndef WINNOW_HTML_LIST_H
#define WINNOW_HTML_LIST_H

#include "extractors/html_tree.h"

struct html_list {
	bool ordered;
	char style; /* '1' 'a' 'A' 'i' 'I', as the type attribute has it */
	int next;   /* number of the next item */
	int step;   /* -1: reversed */
};

/* The list that begins at node `list`; counts the items of a reversed one. */
struct html_list html_list_open(const struct html_tree *t, size_t list);

/* The marker of item `li`, "3." or "•", in `arena`; moves the list on. */
struct span html_list_marker(struct html_list *list, const struct html_tree *t, size_t li, struct arena *arena);

#endif
