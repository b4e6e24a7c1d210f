/*
 * html_parse: the outline of a page -> tree, by libxml2's SAX events.
 *
 * The only file that sees libxml2. The library decides which tag closes which; everything that it is known to do
 * badly or slowly is kept from it: it gets no text, no attributes, no script, no
 * depth, no network, no entities of the page's own, and an allocator that ends the
 * process where the library's own code would hang.
 */
#ifndef WINNOW_HTML_PARSE_H
#define WINNOW_HTML_PARSE_H

#include "extractors/html_tree.h"

/*
 * Builds the tree. `f` must outlive it. Text that libxml2 passes over is put back
 * where it stood and counted in tree->recovered. Linear time; free with html_parse_free.
 */
void html_parse(struct html_tree *tree, const struct html_filter *f, struct arena *arena);
void html_parse_free(struct html_tree *tree);

/* The code point that a character reference of this name stands for; 0: none. The names of HTML 4. */
unsigned html_parse_entity(const char *name);

#endif
