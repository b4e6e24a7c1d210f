/*
 * page_numbers: the forms in which a line may hold the number of its page.
 */
#ifndef WINNOW_PAGE_NUMBERS_H
#define WINNOW_PAGE_NUMBERS_H

#include "pipeline/base/span.h"

/* A page number's form; lines of one form prove each other. */
enum page_form {
	PAGE_NONE,
	PAGE_LONE,  /* "12" */
	PAGE_SLASH, /* "4/20" */
	PAGE_OF,    /* "4 of 20" */
	PAGE_DASH,  /* "- 4 -" */
	PAGE_FIRST, /* "Page 4", "Page 4 | Title", "Page 4: Title ... and the beginning of the page" */
	PAGE_LAST   /* "Title | Page 4" */
};

/* The form in which the line holds a page number, and the number (of "Page iv", only something that differs). */
enum page_form page_number_read(struct span line, int *page);

/* Is the byte part of the "iv" of "Page iv"? */
bool page_number_is_roman(struct span line, size_t at);

#endif
