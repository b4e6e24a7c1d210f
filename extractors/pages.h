/*
 * pages: the text of a document in pages, as pdftotext gives it: a form feed behind each.
 */
#ifndef WINNOW_EXTRACTORS_PAGES_H
#define WINNOW_EXTRACTORS_PAGES_H

#include "pipeline/base/document.h"

/*
 * Reads `text` as plain text, and fills source.pages. A page without text is named in
 * a warning; a document without any is failed: it is a scan.
 */
void pages_extract(struct document *d, struct span text);

#endif
