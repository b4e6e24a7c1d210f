/*
 * document: what the stages hand to each other.
 *
 * One `struct document` is one text of one source, with everything that has
 * been found out about it so far:
 *
 *     extract    fills source, metadata and passages (as blocks)
 *     normalize  rewrites the passages: roles, clean text, footnotes
 *     split      adds references (which reports it speaks of) and items
 *     load       stores it; once all are stored, dedupe marks the passages
 *                that repeat others and link joins the items to one ledger
 *
 * Ownership: everything in a document lives in its arena. A stage borrows the
 * document for the length of one push; whoever keeps more copies it into its
 * own arena.
 */
#ifndef WINNOW_DOCUMENT_H
#define WINNOW_DOCUMENT_H

#include <stdint.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/bounds.h"
#include "pipeline/base/span.h"

/* Where something stands in the bytes of its source. 0/0 lines: not known. */
struct place {
	long line_start; /* 1-based; a line ends at \n, \r\n or a lone \r */
	long line_end;   /* 1-based, included */
	long byte_start; /* 0-based offset in the source as it is on disk */
	long byte_end;   /* not included */
};

/* ---- passages (blocks, before normalize) ---- */

enum role {
	ROLE_HEADING,
	ROLE_PARAGRAPH,
	ROLE_LIST_ITEM,
	ROLE_TABLE_ROW,   /* cells apart by " | " */
	ROLE_FOOTNOTE,
	ROLE_FURNITURE,   /* running headers, page numbers */
	ROLE_BOILERPLATE, /* navigation, teasers, comments: not the main text */
	ROLE_NOISE,       /* machine-read charts, debris */
	ROLE_LINE,        /* blocks only: one physical line, for normalize to join */
	ROLE_COUNT
};

enum passage_flag {
	PASSAGE_BLANK_BEFORE = 1 << 0, /* an empty line stood before it */
	PASSAGE_PAGE_BREAK = 1 << 1,   /* a form feed stood before it, or another column of its page */
	PASSAGE_BOLD = 1 << 2,         /* all of it bold */
	PASSAGE_PREFORMATTED = 1 << 3, /* line structure is meant; only prose that was typed wrapped is joined */
	PASSAGE_QUOTED = 1 << 4,       /* block quotation */
	PASSAGE_BESIDE = 1 << 5        /* it stands in a column: other text is on the same lines */
};

struct passage {
	enum role role;
	int level;           /* heading: 1-6; list item: depth from 1; else 0 */
	unsigned flags;      /* enum passage_flag */
	struct span marker;  /* number or bullet that is not part of text ("3.", "(a)", "•"), as a browser shows it */
	struct span text;    /* UTF-8; one line once normalized */
	struct place place;
	struct span pieces;  /* of a passage in columns: its bytes in reading order, "120-163,201-240"; empty: all of place */
	struct span context; /* set by split: the record it belongs to, "2016-17/31/response/4"; see dedupe.h */
};

/* ---- references: which reports a document speaks of ---- */

enum reference_role {
	REFERENCE_OWN,     /* the document is this report */
	REFERENCE_ANSWERS, /* the document answers it, or reports progress on it */
	REFERENCE_CITES,   /* named only */
	REFERENCE_ROLE_COUNT
};

struct reference {
	enum reference_role role;
	bool attributed;   /* false: a piece whose report the source does not name */
	struct span body;  /* "Committee of Public Accounts" */
	struct span session; /* "2016-17" */
	int number;        /* ordinal in the session, 31; 0 unknown */
	bool special;      /* a Special Report: counted apart from the others */
	struct span title;
	struct span department;
	struct span paper; /* "HC 713", "Cm 9429" */
	struct span date;  /* EDTF */
	struct place place;
};

/* ---- items: conclusions, recommendations, responses in this document ---- */

enum item_type { ITEM_CONCLUSION, ITEM_RECOMMENDATION, ITEM_RESPONSE, ITEM_TYPE_COUNT };
enum how { HOW_STATED, HOW_QUOTED, HOW_MENTIONED, HOW_COUNT };

enum position {
	POSITION_UNKNOWN,
	POSITION_AGREED,
	POSITION_PARTIALLY_AGREED,
	POSITION_DISAGREED,
	POSITION_NOTED,
	POSITION_COUNT
};

enum status {
	STATUS_UNKNOWN,
	STATUS_IMPLEMENTED,
	STATUS_IN_PROGRESS,
	STATUS_NOT_IMPLEMENTED,
	STATUS_WITHDRAWN,
	STATUS_COUNT
};

struct item_paragraph {
	struct span number; /* "3.1"; empty where it has none */
	struct span text;
	int passage;        /* index of its first passage, -1 unknown */
};

struct item {
	enum item_type type;
	enum how how;
	int reference;         /* index into references: its report; -1 none */
	struct span label;     /* "3", "7c", "018/14"; a response to several: "8.3,8.4"; may be empty */
	struct span number;    /* the conclusion it stands under: "7" of "7c" */
	struct span text;      /* from its first word to its last */
	struct span addressee;
	struct span paragraph_ref; /* "54" of "(Paragraph 54)" */
	struct span rule;      /* what found it, for explain: "FAMILY:LINE" */
	struct place place;
	int *passages;         /* indices of the passages it is made of */
	size_t passage_count;
	int copy_of;           /* index of an equal item of this document that stands for it; -1: this one counts */

	/* Responses only. */
	enum position position;
	enum status status;
	struct span position_words; /* the words position was read from */
	struct span status_words;
	struct span who;            /* the government or body that answers, where several do */
	struct span target_text;    /* "January 2018" */
	struct span target_date;    /* EDTF, "2018-01" */
	struct span target_start;   /* first day meant, "2018-01-01" */
	struct span target_end;     /* last day meant, "2018-01-31" */
	struct item_paragraph *paragraphs;
	size_t paragraph_count;
};

/* ---- what a document says about itself that can be checked ---- */

struct stated_count {
	int reference;    /* -1 none */
	struct span what; /* "recommendations", "implemented", "disagreed", ... */
	long count;
	struct place place;
};

/* ---- diagnostics ---- */

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR, SEVERITY_COUNT };

struct diagnostic {
	enum severity severity;
	const char *code;    /* short and fixed: "encoding-repaired", "label-conflict" */
	long line;           /* 1-based; 0: the whole source */
	struct span message; /* what, where, why, and what to do */
};

/* ---- source and document ---- */

enum source_state { SOURCE_CURRENT, SOURCE_SUPERSEDED, SOURCE_MISSING, SOURCE_FAILED, SOURCE_STATE_COUNT };

struct source {
	struct span path;       /* as given, valid UTF-8 (see files.h for names that are not) */
	struct span sha256;     /* 64 hex digits; empty when it could not be read */
	int64_t bytes;
	int64_t mtime;          /* nanoseconds since 1970; 0 unknown */
	struct span media_type; /* "text/html", "text/plain" */
	struct span encoding;   /* what its bytes were decoded as, WHATWG name */
	struct span url;        /* where it was fetched, and when (ISO 8601): what a web archive knows about its records */
	struct span captured;
	struct span charset;    /* encoding that was declared with it, by its label: the answer of HTTP in a web archive */
	struct span pages;      /* of a PDF: where each begins in its text, which places refer to: "[0,1800]"; else empty */
	bool archive;           /* it holds other sources, and is itself no document */
	enum source_state state;
};

enum document_kind {
	KIND_OTHER,
	KIND_COMMITTEE_REPORT,
	KIND_GOVERNMENT_RESPONSE,
	KIND_LETTER,
	KIND_NEWS,
	KIND_COUNT
};

struct document {
	struct arena *arena;
	const struct bounds *bounds; /* what extract may make of it; borrowed, never NULL */
	struct source source;
	int seq;                /* 1, 2, ... within the source */
	enum document_kind kind;
	struct span family;     /* name of the family that read it */
	struct span title, author, publisher, date /* EDTF */, sender, recipient, url, language;
	/* What gave each: "meta og:title", "JSON-LD headline", "<h1>"; or the family's rule, "letter:12". */
	struct span title_from, author_from, publisher_from, date_from, url_from, language_from;

	bool normalized;        /* its passages are passages, no longer blocks; set by normalize */
	struct passage *passages;
	size_t passage_count, passage_capacity;
	struct reference *references;
	size_t reference_count, reference_capacity;
	struct item *items;
	size_t item_count, item_capacity;
	struct stated_count *counts;
	size_t count_count, count_capacity;
	struct diagnostic *diagnostics;
	size_t diagnostic_count, diagnostic_capacity;
};

/* A new document in an arena of its own, with the default bounds. */
struct document *document_new(void);
/* Frees the document and its arena; NULL is allowed. */
void document_free(struct document *d);

/* Each adds one zeroed element and returns it; it moves at the next addition, so keep the index. */
struct passage *document_add_passage(struct document *d);
struct reference *document_add_reference(struct document *d);
struct item *document_add_item(struct document *d);
struct stated_count *document_add_count(struct document *d);

/* Adds a diagnostic; `code` must be a literal. Line 0 means the whole source. */
void document_note(struct document *d, enum severity severity, const char *code, long line,
		   const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Adds a passage index to an item, unless it is the one added last. */
void document_item_passage(struct document *d, struct item *item, int passage);

/* The smallest place that holds both; an unknown one (line 0) leaves the other. */
struct place place_join(struct place a, struct place b);

/*
 * The name of a passage in streams and for dedupe, "PATH#DOC.PASSAGE" counted
 * from 1: the same in every run, wherever the file stands in the heap.
 */
struct span passage_id(struct arena *arena, const struct document *d, size_t index);

/* The names that NDJSON and the database use; from_name gives -1 for an unknown one. */
const char *role_name(enum role role);
const char *reference_role_name(enum reference_role role);
const char *item_type_name(enum item_type type);
const char *how_name(enum how how);
const char *position_name(enum position position);
const char *status_name(enum status status);
const char *severity_name(enum severity severity);
const char *source_state_name(enum source_state state);
const char *document_kind_name(enum document_kind kind);
int role_from_name(struct span name);
int reference_role_from_name(struct span name);
int item_type_from_name(struct span name);
int how_from_name(struct span name);
int position_from_name(struct span name);
int status_from_name(struct span name);
int severity_from_name(struct span name);
int source_state_from_name(struct span name);
int document_kind_from_name(struct span name);

#endif
