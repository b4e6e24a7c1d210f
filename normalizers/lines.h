/*
 * lines: the physical lines of a text, and what can be seen of each by itself.
 *
 * The normalizers of structure work on this table one after the other: furniture,
 * footnotes, debris and boilerplate give lines their roles; paragraphs joins what
 * is left (ROLE_LINE) to passages.
 */
#ifndef WINNOW_LINES_H
#define WINNOW_LINES_H

#include "normalizers/leads.h"
#include "pipeline/base/document.h"

enum { LINES_MEASURED = 100000 }; /* percent of a width of so many characters still fit 32 bits */

enum line_fact {
	LINE_LOWER = 1 << 0,	 /* its first letter is small */
	LINE_UPPER = 1 << 1,	 /* its first letter, or quote and letter, is a capital */
	LINE_DIGIT = 1 << 2,	 /* begins with a digit */
	LINE_ENDED = 1 << 3,	 /* ends a sentence: . ? ! and closing quotes or brackets behind them */
	LINE_COLON = 1 << 4,	 /* ends with : */
	LINE_SEMICOLON = 1 << 5, /* ends with ; or "; and" or "; or" */
	LINE_OPEN = 1 << 6,	 /* ends where no sentence can: ", the", "of", an opening bracket */
	LINE_HYPHEN = 1 << 7,	 /* ends with a hyphen behind a letter or digit */
	LINE_CLOSING = 1 << 8,	 /* ends with a reference that closes an item: "(Paragraph 12)" */
	LINE_WORDLESS = 1 << 9,	 /* no letter and no digit */
	LINE_LEADER = 1 << 10,	 /* an entry of a contents list: "Summary ........ 3" */
	LINE_CAPITALS = 1 << 12, /* two words at least, and no small letter */
	LINE_REFERENCE = 1 << 11 /* nothing but a number in brackets: "(Recommendation 1)", "(018/14)" */
};

/* There are as many of these as a file has lines: keep it small. */
struct line {
	const struct passage *block; /* what it was extracted as */
	struct span text;            /* repaired */
	struct place place;
	unsigned flags;	       /* enum passage_flag */
	unsigned facts;	       /* enum line_fact */
	enum role role;	       /* ROLE_LINE until something is found out */
	struct lead lead;
	struct span marker;    /* of a footnote */
	/* Of no more than LINES_MEASURED characters. */
	uint32_t width;	       /* in hundredths of an average character of a proportional font; see wrapping.h */
	uint32_t first_width;  /* ... of its first word and the space before it */
	uint32_t chars;	       /* code points */
	uint32_t first_chars;  /* ... of its first word and the space before it */
	uint32_t words;
	uint32_t indent;       /* spaces before the text, as the source had them */
	int open_brackets;     /* opened minus closed on this line */
	bool begins_note;      /* a footnote that begins here; else it goes on */
};

struct lines {
	struct line *line;
	size_t count;
};

/*
 * One line for each passage of the document; those that are not ROLE_LINE keep
 * their role. The table, and the blocks it points to, live in the document's arena.
 */
void lines_build(struct lines *lines, const struct document *d);

/* Sees what there is to see of a line: facts, lead, width and words. */
void lines_look(struct line *line);

/* Is the line still text, not furniture or another thing apart? */
static inline bool lines_is_text(const struct line *line)
{
	return line->role == ROLE_LINE;
}

#endif
