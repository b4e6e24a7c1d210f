/*
 * pdf: the text of a PDF, by pdftotext (poppler), where that is installed.
 *
 * It is run confined: the PDF is its standard input, a pipe its output; it can open
 * nothing but the system's programs and libraries, connect nowhere, write nothing
 * (sandbox.h), and has the time and memory of a reader. It is not linked: it is under
 * another licence, and hostile files make it crash.
 */
#ifndef WINNOW_PDF_H
#define WINNOW_PDF_H

#include "pipeline/base/arena.h"
#include "pipeline/base/buffer.h"

struct options;

/* Do the bytes begin as a PDF does? */
bool pdf_looks(struct span bytes);

enum pdf_result {
	PDF_DONE,
	PDF_MISSING, /* no pdftotext here */
	PDF_FAILED   /* see *why, in the arena */
};

/*
 * The text, UTF-8, its lines laid out as on the page, a form feed behind each page: `pdftotext -layout`.
 * *code is the literal for a diagnostic.
 */
enum pdf_result pdf_to_text(const struct options *options, struct span pdf, struct buffer *text, struct arena *arena,
			    const char **code, struct span *why);

#endif
