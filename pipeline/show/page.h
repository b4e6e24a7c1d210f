/*
 * page: plain text for people, 80 columns wide.
 *
 * A page is put together in memory and printed at the end, so that a failure
 * half-way prints nothing. Whatever comes from a source passes talk_escape on
 * its way in: no text can drive the terminal. Lines break at spaces; runs of
 * spaces inside a line are kept, so that columns stand. Bold and colour only on
 * a terminal, and not when NO_COLOR is set (https://no-color.org).
 */
#ifndef WINNOW_PAGE_H
#define WINNOW_PAGE_H

#include <stdio.h>

#include "pipeline/base/buffer.h"

#define PAGE_WIDTH 80

enum page_style { PAGE_PLAIN, PAGE_BOLD, PAGE_GOOD, PAGE_WARN, PAGE_BAD, PAGE_DIM, PAGE_STYLE_COUNT };

struct page {
	struct buffer out;
	struct buffer line; /* scratch: what page_say formats */
	bool colour;
};

/* An empty page that will go to `to`. */
void page_init(struct page *p, FILE *to);
/* Prints all of it to `to`. Returns 0, or 74 after having said why. */
int page_print(const struct page *p, FILE *to);
void page_release(struct page *p);

/* The text, bold, cut where the line ends. */
void page_title(struct page *p, struct span text);
/* An empty line, then the text, bold. */
void page_heading(struct page *p, const char *text);

/*
 * The text, wrapped: the first line `first` columns from the left, the others
 * `rest`. White space other than blanks becomes a blank. An empty text is an empty line.
 */
void page_text(struct page *p, size_t first, size_t rest, struct span text);
/* The same for a formatted text. */
void page_say(struct page *p, size_t first, size_t rest, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* The same, with the first word, of `word` bytes, in a style. */
void page_mark(struct page *p, enum page_style style, size_t word, size_t rest, struct span text);

/* "Name        text", wrapped under the text; nothing when the text is empty. */
void page_field(struct page *p, const char *name, struct span text);

/* A line as it is, never wrapped: a command to copy. */
void page_command(struct page *p, struct span text);

/* "… and N more" when fewer were shown than there are. */
void page_more(struct page *p, size_t indent, long shown, long total);

#endif
