/*
 * family: one publisher's layout, numbering and wording, read from a data file.
 *
 * A family file is lines of `KEYWORD [WORD] PATTERN`; indented lines below a rule
 * are its properties; `let` names a piece of a pattern; `use` takes over the
 * rules of another file behind one's own. docs/families.md and the files in
 * families/ explain it to those who write them; family_parse.c holds the table.
 *
 * A parsed family is read-only and may serve any number of documents.
 */
#ifndef WINNOW_FAMILY_H
#define WINNOW_FAMILY_H

#include "pipeline/base/document.h"
#include "pipeline/split/pattern.h"

enum rule_kind {
	/* Which family reads a document. */
	RULE_RECOGNISE,
	/* What the document and its reports are. */
	RULE_REFERENCE, /* value: enum reference_role */
	RULE_DOCUMENT,  /* value: enum document_field */
	RULE_COUNT,     /* word: what is counted */
	/* Where the numbered items stand. */
	RULE_SECTION,   /* value: 0 begin, 1 end */
	RULE_PART,      /* word: the part of the document that begins here */
	RULE_COLUMN,    /* value: enum column */
	/* What begins at a passage. Tried in the order of the file; the first that matches wins. */
	RULE_CONCLUSION,
	RULE_RECOMMENDATION,
	RULE_ITEM,      /* a conclusion, or a recommendation where it holds a directive */
	RULE_RESPONSE,
	RULE_PARAGRAPH, /* a numbered paragraph of a response */
	RULE_QUOTE,     /* a recommendation and its answer in one passage */
	RULE_MORE,      /* goes on with what is open; what the pattern matches is no part of the text */
	RULE_STOP,      /* ends what is open; the passage belongs to nothing */
	RULE_SKIP,      /* the passage belongs to nothing; what is open goes on behind it */
	/* What the words mean. */
	RULE_POSITION,  /* value: enum position */
	RULE_STATUS,    /* value: enum status */
	RULE_TARGET,
	RULE_DIRECTIVE,
	RULE_KIND_COUNT
};

enum document_field {
	FIELD_DATE,
	FIELD_TITLE,
	FIELD_SENDER,
	FIELD_RECIPIENT,
	FIELD_AUTHOR,
	FIELD_PUBLISHER,
	FIELD_COUNT
};

enum column {
	COLUMN_LABEL,
	COLUMN_RECOMMENDATION,
	COLUMN_RESPONSE,
	COLUMN_POSITION, /* "Accepted", beside the answer's prose */
	COLUMN_STATUS,
	COLUMN_TARGET,
	COLUMN_COUNT
};

struct rule {
	enum rule_kind kind;
	int value;                /* see enum rule_kind */
	int points, points_most;  /* recognise: for each passage that matches, and in all */
	struct span word;         /* count: what; part: its name; reference: the body, where it is fixed */
	struct span part;         /* only in this part of the document */
	struct span family;       /* the file it stands in */
	int line;                 /* and its line there */
	const struct pattern *pattern;
	const struct pattern *between; /* reference: what may stand before the title; its groups count too */
	const struct pattern *tail; /* at the end of the text: taken off, its groups used, the item ends */
	/* Properties. */
	bool anywhere;     /* items: outside the section too */
	bool ascending;    /* only when the number goes on from the one before */
	int gap;           /* by at most this much */
	bool from_any;     /* and may begin anywhere */
	bool letters;      /* a letter that goes on from the one before, and is no point of a list inside the item */
	bool bullet;       /* only list items without a number */
	bool after_item;   /* responses: only right behind an item that has text */
	bool under;        /* only below a conclusion */
	bool needs_tail;   /* without its tail it is no item */
	bool first;        /* more: only where what is open has no text yet; stop: only where it has some */
	bool each;         /* a further paragraph with a directive is one more of the same */
	bool alone;        /* further passages do not belong to it */
	bool line_only;    /* status, position: the passage is a line that says only this, no text of the response */
	bool with_next;    /* document: matched against the passage, a line end, and the next; reference: the next is its title */
	bool begins;       /* reference: what follows is about this report */
	bool last;         /* document: the last match counts, not the first */
	bool top;          /* document, recognise, reference: among the first passages only */
	bool follows;      /* paragraphs: of the last recommendation's response, whatever their number */
	bool aside;        /* paragraphs: among those of the response, not in its text */
	bool then_response;/* what follows the tail is the response; without a tail, what follows the first paragraph or the quotation */
	bool behind_tail;  /* what follows the tail, where it comes, is the response */
	bool any_role;     /* also in footnotes, furniture and boilerplate */
	bool heading;      /* only in headings */
	bool list;         /* part: ends with the list that follows; then the part around it goes on */
	bool unnumbered;   /* items: only where no item before has a number */
	bool another_who;  /* responses: only where another one answers than the open response names */
	bool whole;        /* position: matched against all of the response, where its first paragraph says nothing */
	bool about_item;   /* position: its sentence has to share a word with what is answered */
};

struct rule_list {
	struct rule *rules;
	size_t count, capacity;
};

/* An example in a family file: input lines and what they must give. */
struct example {
	struct span name;
	int line;
	struct span input;  /* lines joined by \n */
	struct span *expected; /* what stands behind "=>" on each line */
	size_t expected_count, expected_capacity;
};

struct family {
	struct arena *arena; /* owns all below but the patterns */
	struct span name, reads;
	enum document_kind kind;
	bool quoted;         /* its conclusions and recommendations are another document's */
	bool section_optional; /* without a section the whole document is one */
	bool general;        /* reads publishers nobody wrote a family for: says how sure it is */
	struct rule_list lists[RULE_KIND_COUNT];
	struct rule_list starts; /* RULE_CONCLUSION to RULE_SKIP, in the order of the file */
	struct span *uses;
	size_t use_count, use_capacity;
	struct example *examples;
	size_t example_count, example_capacity;
	const struct pattern **patterns; /* for family_free */
	size_t pattern_count, pattern_capacity;
};

struct family_error {
	int line;           /* 1-based, in the family file */
	char message[512];
};

/* Finds the text of another family file for `use`; false when there is none. */
typedef bool family_finder(void *context, struct span name, struct span *text);

/*
 * Reads a family file. NULL on failure, with the first error. `name` is the name
 * of the file without folder and ending. The text is copied.
 */
struct family *family_parse(struct span name, struct span text, family_finder *find, void *context,
			    struct family_error *error);
void family_free(struct family *f); /* NULL is allowed */

/* Does this passage text hold a directive sentence of the family ("should", "we recommend")? */
bool family_directive(const struct family *f, struct span text);

#endif
