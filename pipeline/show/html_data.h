/*
 * html_data: the data of the page as one JSON object, to stand in a <script>.
 *
 *     {"winnow":"0.1.0","database":"heap.db","since":3,
 *      "reports":{"columns":["id",...],"rows":[[1,...],...]}, ...}
 *
 * Everything comes through the store's views, in the order of names and places.
 * Texts are hostile: '<' is written as \u003c, so that nothing in them ends the
 * script or begins another, and U+2028 and U+2029 as escapes. Memory is that of one row.
 */
#ifndef WINNOW_SHOW_HTML_DATA_H
#define WINNOW_SHOW_HTML_DATA_H

#include "pipeline/show/output.h"
#include "pipeline/store/store.h"

/* Returns the failure of the output, which has been said, or store_status(). */
int html_data_write(struct output *out, struct store *store);

#endif
