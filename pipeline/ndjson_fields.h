/*
 * ndjson_fields: which key of a line is which field of which struct.
 *
 * Writing and reading go through these tables, so a field that is in its table
 * survives the way through a pipe, and one that is not is lost: whoever adds a
 * field to document.h adds its row here. Rows stand in the order of the keys.
 */
#ifndef WINNOW_NDJSON_FIELDS_H
#define WINNOW_NDJSON_FIELDS_H

#include "pipeline/base/document.h"

enum field_type {
	FIELD_TEXT,       /* struct span */
	FIELD_LITERAL,    /* const char * */
	FIELD_INT,        /* int, 0 or more */
	FIELD_LONG,       /* long, 0 or more */
	FIELD_INT64,      /* int64_t, any */
	FIELD_BOOL,       /* bool */
	FIELD_NAME,       /* an enum, by its name */
	FIELD_INDEX,      /* int, -1 for none: written counted from 1, as seq is */
	FIELD_PLACE,      /* struct place: line_start, line_end, byte_start, byte_end */
	FIELD_FLAGS,      /* enum passage_flag: list of names */
	FIELD_PASSAGES,   /* struct item: list of passages, counted from 1 */
	FIELD_PARAGRAPHS  /* struct item: list of objects */
};

struct field {
	const char *key;  /* NULL ends a table */
	enum field_type type;
	size_t offset;
	bool always;      /* written even when 0 or empty, and demanded when read */
	const char *(*name)(int value); /* FIELD_NAME only */
	int (*from_name)(struct span name);
};

/* The sorts of line, in the order in which a document writes them. */
enum line_kind {
	LINE_DOCUMENT,
	LINE_PASSAGE, /* "passage", or "block" before normalize */
	LINE_REFERENCE,
	LINE_ITEM,
	LINE_COUNT_STATED,
	LINE_DIAGNOSTIC,
	LINE_END, /* the document is complete */
	LINE_KINDS
};

extern const struct field *const ndjson_fields[LINE_KINDS];
extern const char *const ndjson_line_names[LINE_KINDS];
extern const struct field ndjson_paragraph_fields[];
extern const struct field ndjson_place_fields[];

/* Names of the bits of enum passage_flag, from the lowest; NULL at the end. */
extern const char *const ndjson_flag_names[];

#endif
