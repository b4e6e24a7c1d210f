#include "pipeline/ndjson_fields.h"

/* enum values come as int from the tables; each gets a function of one type. */
#define NAME_OF(type)                                     \
	static const char *name_of_##type(int value)       \
	{                                                  \
		return type##_name((enum type)value);      \
	}

NAME_OF(role)
NAME_OF(reference_role)
NAME_OF(item_type)
NAME_OF(how)
NAME_OF(position)
NAME_OF(status)
NAME_OF(severity)
NAME_OF(source_state)
NAME_OF(document_kind)

#define PLAIN(record, key, kind, field) { key, kind, offsetof(record, field), false, NULL, NULL }
#define NEEDED(record, key, kind, field) { key, kind, offsetof(record, field), true, NULL, NULL }
#define NAME(record, key, type, field) \
	{ key, FIELD_NAME, offsetof(record, field), false, name_of_##type, type##_from_name }
#define NAME_NEEDED(record, key, type, field) \
	{ key, FIELD_NAME, offsetof(record, field), true, name_of_##type, type##_from_name }
#define TEXT(record, field) PLAIN(record, #field, FIELD_TEXT, field)
#define TEXT_NEEDED(record, field) NEEDED(record, #field, FIELD_TEXT, field)
#define PLACE(record) PLAIN(record, "place", FIELD_PLACE, place)
#define END { NULL, FIELD_TEXT, 0, false, NULL, NULL }

/* clang-format off */
static const struct field document_fields[] = {
	NAME(struct document, "state", source_state, source.state),
	PLAIN(struct document, "sha256", FIELD_TEXT, source.sha256),
	PLAIN(struct document, "bytes", FIELD_INT64, source.bytes),
	PLAIN(struct document, "mtime", FIELD_INT64, source.mtime),
	PLAIN(struct document, "media_type", FIELD_TEXT, source.media_type),
	PLAIN(struct document, "encoding", FIELD_TEXT, source.encoding),
	PLAIN(struct document, "source_url", FIELD_TEXT, source.url),
	PLAIN(struct document, "captured", FIELD_TEXT, source.captured),
	PLAIN(struct document, "charset", FIELD_TEXT, source.charset),
	PLAIN(struct document, "pages", FIELD_TEXT, source.pages),
	PLAIN(struct document, "archive", FIELD_BOOL, source.archive),
	NAME(struct document, "kind", document_kind, kind),
	TEXT(struct document, family),
	TEXT(struct document, title),
	TEXT(struct document, author),
	TEXT(struct document, publisher),
	TEXT(struct document, date),
	TEXT(struct document, sender),
	TEXT(struct document, recipient),
	TEXT(struct document, url),
	TEXT(struct document, language),
	TEXT(struct document, title_from),
	TEXT(struct document, author_from),
	TEXT(struct document, publisher_from),
	TEXT(struct document, date_from),
	TEXT(struct document, url_from),
	TEXT(struct document, language_from),
	END
};

static const struct field passage_fields[] = {
	NAME_NEEDED(struct passage, "role", role, role),
	PLAIN(struct passage, "level", FIELD_INT, level),
	PLAIN(struct passage, "flags", FIELD_FLAGS, flags),
	TEXT(struct passage, marker),
	TEXT_NEEDED(struct passage, text),
	TEXT(struct passage, context),
	PLACE(struct passage),
	TEXT(struct passage, pieces),
	END
};

static const struct field reference_fields[] = {
	NAME_NEEDED(struct reference, "role", reference_role, role),
	PLAIN(struct reference, "attributed", FIELD_BOOL, attributed),
	TEXT(struct reference, body),
	TEXT(struct reference, session),
	PLAIN(struct reference, "number", FIELD_INT, number),
	PLAIN(struct reference, "special", FIELD_BOOL, special),
	TEXT(struct reference, title),
	TEXT(struct reference, department),
	TEXT(struct reference, paper),
	TEXT(struct reference, date),
	PLACE(struct reference),
	END
};

static const struct field item_fields[] = {
	NAME_NEEDED(struct item, "type", item_type, type),
	NAME_NEEDED(struct item, "how", how, how),
	PLAIN(struct item, "reference", FIELD_INDEX, reference),
	TEXT(struct item, label),
	TEXT(struct item, number),
	TEXT_NEEDED(struct item, text),
	TEXT(struct item, addressee),
	TEXT(struct item, paragraph_ref),
	TEXT(struct item, rule),
	PLAIN(struct item, "copy_of", FIELD_INDEX, copy_of),
	PLAIN(struct item, "passages", FIELD_PASSAGES, passages),
	NAME(struct item, "position", position, position),
	TEXT(struct item, position_words),
	NAME(struct item, "status", status, status),
	TEXT(struct item, status_words),
	TEXT(struct item, who),
	TEXT(struct item, target_text),
	TEXT(struct item, target_date),
	TEXT(struct item, target_start),
	TEXT(struct item, target_end),
	PLAIN(struct item, "paragraphs", FIELD_PARAGRAPHS, paragraphs),
	PLACE(struct item),
	END
};

static const struct field count_fields[] = {
	PLAIN(struct stated_count, "reference", FIELD_INDEX, reference),
	TEXT_NEEDED(struct stated_count, what),
	NEEDED(struct stated_count, "count", FIELD_LONG, count),
	PLACE(struct stated_count),
	END
};

static const struct field diagnostic_fields[] = {
	NAME_NEEDED(struct diagnostic, "severity", severity, severity),
	NEEDED(struct diagnostic, "code", FIELD_LITERAL, code),
	PLAIN(struct diagnostic, "line", FIELD_LONG, line),
	TEXT_NEEDED(struct diagnostic, message),
	END
};

const struct field ndjson_paragraph_fields[] = {
	TEXT(struct item_paragraph, number),
	TEXT_NEEDED(struct item_paragraph, text),
	PLAIN(struct item_paragraph, "passage", FIELD_INDEX, passage),
	END
};

const struct field ndjson_place_fields[] = {
	NEEDED(struct place, "line_start", FIELD_LONG, line_start),
	NEEDED(struct place, "line_end", FIELD_LONG, line_end),
	NEEDED(struct place, "byte_start", FIELD_LONG, byte_start),
	NEEDED(struct place, "byte_end", FIELD_LONG, byte_end),
	END
};
/* clang-format on */

static const struct field no_fields[] = { { .key = NULL } };

const struct field *const ndjson_fields[LINE_KINDS] = { document_fields, passage_fields, reference_fields,
							item_fields,     count_fields,   diagnostic_fields,
							no_fields };
const char *const ndjson_line_names[LINE_KINDS] = { "document", "passage", "reference",
						    "item",     "count",   "diagnostic", "end" };
const char *const ndjson_flag_names[] = { "blank_before", "page_break", "bold", "preformatted", "quoted", "beside", NULL };
