/*
 * html: what a database holds as one page for people, `winnow report --html`.
 *
 * The page is one file: markup, style, script and data. It opens from disk, asks
 * nothing of a network, and its policy (a Content-Security-Policy with the hashes
 * of its own style and script) lets it do nothing else. How it looks and behaves
 * stands in pipeline/show/page/; the data behind it in html_data.h.
 *
 * Charts are SVG that our own script draws: bars and lines at a percentage of the
 * width are two hundred lines, and no library is left to keep.
 */
#ifndef WINNOW_SHOW_HTML_H
#define WINNOW_SHOW_HTML_H

#include "pipeline/show/output.h"
#include "pipeline/store/store.h"

/*
 * Writes the page. Equal databases give equal pages: what is overdue is counted by
 * the page on the day that it is read. Returns the failure of the output, which has
 * been said, 70 when no hash can be had, or store_status().
 */
int html_write(struct output *out, struct store *store);

#endif
