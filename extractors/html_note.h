/*
 * html_note: footnotes and the marks that point to them, recognised by markup.
 */
#ifndef WINNOW_HTML_NOTE_H
#define WINNOW_HTML_NOTE_H

#include "extractors/html_page.h"

/* Does this element hold the text of a footnote, or of all of them? */
bool html_note_text(const struct html_page *page, size_t node);

/* Is this <a> a footnote's mark, which leads to the note and is no wider than marks are? */
bool html_note_link(const struct html_page *page, size_t a);

/* Is this <sup> a footnote's mark, not an exponent or the end of "1st"? `before`: the text that it follows. */
bool html_note_mark(const struct html_page *page, size_t sup, struct span before);

#endif
