#include "pipeline/ndjson.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sysexits.h>

#include "pipeline/base/memory.h"
#include "pipeline/ndjson_fields.h"
#include "pipeline/talk.h"

enum { REPORTED_LINES = 20 };

/* The seq numbers of one kind of line, ascending; position i is index i of the array. */
struct seqs {
	long *numbers;
	size_t count, capacity;
};

struct reader {
	struct stage *first;
	struct document *d; /* the one being put together; NULL between documents */
	struct seqs seqs[LINE_KINDS];
	size_t line, documents, skipped;
	const char *fault;  /* why the current line is skipped; NULL: it is not */
	char fault_text[256];
};

/* The first fault of a line is the one that is told. */
__attribute__((format(printf, 2, 3))) static void fault(struct reader *r, const char *format, ...)
{
	va_list args;

	if (r->fault)
		return;
	va_start(args, format);
	vsnprintf(r->fault_text, sizeof r->fault_text, format, args);
	va_end(args);
	r->fault = r->fault_text;
}

/* ---- values ---- */

static struct span read_text(struct reader *r, const char *key, const json_t *value)
{
	if (!json_is_string(value)) {
		fault(r, "\"%s\" is no string", key);
		return SPAN("");
	}
	return arena_copy(r->d->arena, span_of(json_string_value(value), json_string_length(value)));
}

static long read_number(struct reader *r, const char *key, const json_t *value, long most)
{
	json_int_t number = json_integer_value(value);

	if (!json_is_integer(value) || number < 0 || number > most) {
		fault(r, "\"%s\" is no whole number in its range", key);
		return 0;
	}
	return (long)number;
}

static int read_name(struct reader *r, const struct field *field, const json_t *value)
{
	int found = field->from_name(read_text(r, field->key, value));

	if (found < 0)
		fault(r, "\"%s\" has a value that is not known (winnow-ndjson(5) lists them)", field->key);
	return found < 0 ? 0 : found;
}

static unsigned read_flags(struct reader *r, const char *key, const json_t *value)
{
	unsigned flags = 0;

	for (size_t i = 0; i < json_array_size(value); i++) {
		const char *name = json_string_value(json_array_get(value, i));
		int bit = 0;

		while (name && ndjson_flag_names[bit] && strcmp(ndjson_flag_names[bit], name) != 0)
			bit++;
		if (!name || !ndjson_flag_names[bit])
			fault(r, "\"%s\" has a value that is not known (winnow-ndjson(5) lists them)", key);
		else
			flags |= 1u << bit;
	}
	return flags;
}

static void read_passages(struct reader *r, const char *key, const json_t *value, struct item *item)
{
	item->passage_count = json_array_size(value);
	item->passages = arena_array(r->d->arena, item->passage_count, sizeof *item->passages);
	for (size_t i = 0; i < item->passage_count; i++)
		item->passages[i] = (int)read_number(r, key, json_array_get(value, i), INT_MAX) - 1;
}

static void read_fields(struct reader *r, const struct field *fields, const json_t *object, void *record);

static void read_paragraphs(struct reader *r, const char *key, const json_t *value, struct item *item)
{
	item->paragraph_count = json_array_size(value);
	item->paragraphs = arena_array(r->d->arena, item->paragraph_count, sizeof *item->paragraphs);
	for (size_t i = 0; i < item->paragraph_count; i++) {
		if (!json_is_object(json_array_get(value, i)))
			fault(r, "\"%s\" is no list of objects", key);
		item->paragraphs[i].passage = -1;
		read_fields(r, ndjson_paragraph_fields, json_array_get(value, i), &item->paragraphs[i]);
	}
}

static void read_field(struct reader *r, const struct field *field, const json_t *value, void *record)
{
	void *to = (char *)record + field->offset;

	switch (field->type) {
	case FIELD_TEXT:
		*(struct span *)to = read_text(r, field->key, value);
		break;
	case FIELD_LITERAL: /* lives as long as the document, and arena_copy ends it with NUL */
		*(const char **)to = read_text(r, field->key, value).ptr;
		break;
	case FIELD_INT:
		*(int *)to = (int)read_number(r, field->key, value, INT_MAX);
		break;
	case FIELD_LONG:
		*(long *)to = read_number(r, field->key, value, LONG_MAX);
		break;
	case FIELD_INT64:
		*(int64_t *)to = json_integer_value(value);
		if (!json_is_integer(value))
			fault(r, "\"%s\" is no whole number", field->key);
		break;
	case FIELD_BOOL:
		*(bool *)to = json_is_true(value);
		break;
	case FIELD_NAME:
		*(int *)to = read_name(r, field, value);
		break;
	case FIELD_INDEX:
		*(int *)to = (int)read_number(r, field->key, value, INT_MAX) - 1;
		break;
	case FIELD_FLAGS:
		*(unsigned *)to = read_flags(r, field->key, value);
		break;
	case FIELD_PASSAGES:
		read_passages(r, field->key, value, record);
		break;
	case FIELD_PARAGRAPHS:
		read_paragraphs(r, field->key, value, record);
		break;
	case FIELD_PLACE: /* its keys stand in the object itself: see read_fields */
		break;
	}
}

static void read_fields(struct reader *r, const struct field *fields, const json_t *object, void *record)
{
	for (const struct field *field = fields; field->key; field++) {
		const json_t *value = json_object_get(object, field->key);

		if (field->type == FIELD_PLACE && json_object_get(object, ndjson_place_fields[0].key))
			read_fields(r, ndjson_place_fields, object, (char *)record + field->offset);
		else if (value && !json_is_null(value))
			read_field(r, field, value, record);
		else if (field->always)
			fault(r, "\"%s\" is missing", field->key);
	}
}

/* ---- documents ---- */

static int compare_longs(const void *a, const void *b)
{
	long x = *(const long *)a, y = *(const long *)b;

	return (x > y) - (x < y);
}

/* Where the line with seq `index` + 1 came to stand, or -1: lines may have been skipped or filtered away. */
static int resolve(const struct seqs *seqs, int index)
{
	long seq = (long)index + 1;
	const long *found;

	if (index < 0 || seqs->count == 0)
		return -1;
	found = bsearch(&seq, seqs->numbers, seqs->count, sizeof seq, compare_longs);
	return found ? (int)(found - seqs->numbers) : -1;
}

static void resolve_item(const struct reader *r, struct item *item)
{
	const struct seqs *passages = &r->seqs[LINE_PASSAGE];
	size_t kept = 0;

	item->reference = resolve(&r->seqs[LINE_REFERENCE], item->reference);
	item->copy_of = resolve(&r->seqs[LINE_ITEM], item->copy_of);
	for (size_t i = 0; i < item->passage_count; i++) {
		int index = resolve(passages, item->passages[i]);

		if (index >= 0)
			item->passages[kept++] = index;
	}
	item->passage_count = kept;
	for (size_t i = 0; i < item->paragraph_count; i++)
		item->paragraphs[i].passage = resolve(passages, item->paragraphs[i].passage);
}

/* Hands on the document that is complete. */
static int finish_document(struct reader *r)
{
	struct document *d = r->d;
	int status;

	if (!d)
		return 0;
	for (size_t i = 0; i < d->item_count; i++)
		resolve_item(r, &d->items[i]);
	for (size_t i = 0; i < d->count_count; i++)
		d->counts[i].reference = resolve(&r->seqs[LINE_REFERENCE], d->counts[i].reference);
	for (int kind = 0; kind < LINE_KINDS; kind++)
		r->seqs[kind].count = 0;
	r->d = NULL;
	r->documents++;
	status = chain_push(r->first, d);
	document_free(d);
	return status;
}

/* A document whose end line never came was cut off, or mixed with others: half of it must not be stored for all. */
static void drop_document(struct reader *r)
{
	if (!r->d)
		return;
	r->skipped++;
	talk_error("standard input, line %zu: %.*s: ends without its end line: what wrote it was cut short, or lines "
		   "were mixed; the document is left out: run it again",
		   r->line, SPAN_ARG(r->d->source.path));
	for (int kind = 0; kind < LINE_KINDS; kind++)
		r->seqs[kind].count = 0;
	document_free(r->d);
	r->d = NULL;
}

static void begin_document(struct reader *r, struct span source, int seq)
{
	drop_document(r);
	r->d = document_new();
	r->d->source.path = arena_copy(r->d->arena, source);
	r->d->seq = seq;
}

static bool same_document(const struct document *d, struct span source, int seq)
{
	return d && d->seq == seq && span_equal(d->source.path, source);
}

/* ---- lines ---- */

/* Adds the record of one line to the document; its number must be higher than that of the line before. */
static void *add_record(struct reader *r, enum line_kind kind, long seq)
{
	struct seqs *seqs = &r->seqs[kind];

	if (seqs->count && seqs->numbers[seqs->count - 1] >= seq)
		fault(r, "\"seq\" is not higher than in the line before");
	if (r->fault)
		return NULL;
	seqs->numbers = memory_room(seqs->numbers, seqs->count, &seqs->capacity, sizeof *seqs->numbers);
	seqs->numbers[seqs->count++] = seq;
	switch (kind) {
	case LINE_PASSAGE:
		return document_add_passage(r->d);
	case LINE_REFERENCE:
		return document_add_reference(r->d);
	case LINE_ITEM:
		return document_add_item(r->d);
	case LINE_COUNT_STATED:
		return document_add_count(r->d);
	case LINE_DIAGNOSTIC:
		document_note(r->d, SEVERITY_NOTE, "", 0, "%s", "");
		return &r->d->diagnostics[r->d->diagnostic_count - 1];
	default:
		return NULL;
	}
}

/* Takes back the record that add_record gave: its line had a fault. */
static void drop_record(struct reader *r, enum line_kind kind)
{
	size_t *const counts[LINE_KINDS] = { NULL,
					     &r->d->passage_count,
					     &r->d->reference_count,
					     &r->d->item_count,
					     &r->d->count_count,
					     &r->d->diagnostic_count };

	r->seqs[kind].count--;
	--*counts[kind];
}

static void read_record(struct reader *r, enum line_kind kind, const json_t *object)
{
	const json_t *number = json_object_get(object, "seq");
	long seq = number ? read_number(r, "seq", number, INT_MAX) :
		   r->seqs[kind].count ? r->seqs[kind].numbers[r->seqs[kind].count - 1] + 1 : 1;
	void *record = add_record(r, kind, seq);

	if (!record)
		return;
	read_fields(r, ndjson_fields[kind], object, record);
	if (r->fault)
		drop_record(r, kind);
}

/* The kind of a line from its key "winnow"; LINE_KINDS where it is none of ours. */
static enum line_kind kind_of(const json_t *object, bool *is_block)
{
	const char *name = json_string_value(json_object_get(object, "winnow"));
	enum line_kind kind = LINE_DOCUMENT;

	*is_block = name && strcmp(name, "block") == 0;
	if (*is_block)
		return LINE_PASSAGE;
	while (name && kind < LINE_KINDS && strcmp(ndjson_line_names[kind], name) != 0)
		kind++;
	return name ? kind : LINE_KINDS;
}

static int read_object(struct reader *r, const json_t *object)
{
	const json_t *path = json_object_get(object, "source");
	const json_t *number = json_object_get(object, "document");
	struct span source = span_of(json_string_value(path), json_string_length(path));
	bool is_block;
	enum line_kind kind = kind_of(object, &is_block);
	int seq = number ? (int)read_number(r, "document", number, INT_MAX) : 1;
	int status = 0;

	if (kind == LINE_KINDS)
		fault(r, "\"winnow\" does not say which kind of line this is");
	if (source.len == 0)
		fault(r, "\"source\" does not name a file");
	if (kind == LINE_END && !same_document(r->d, source, seq))
		fault(r, "an end line without the document that it ends");
	if (r->fault)
		return 0;
	if (kind == LINE_DOCUMENT || !same_document(r->d, source, seq))
		begin_document(r, source, seq);
	if (kind == LINE_END)
		status = finish_document(r);
	else if (kind == LINE_DOCUMENT)
		read_fields(r, ndjson_fields[kind], object, r->d);
	else
		read_record(r, kind, object);
	if (kind == LINE_PASSAGE)
		r->d->normalized = !is_block;
	return status;
}

static void skip_line(struct reader *r)
{
	if (++r->skipped <= REPORTED_LINES)
		talk_error("standard input, line %zu: %s: the line is skipped", r->line, r->fault);
	if (r->skipped == REPORTED_LINES)
		talk_error("standard input: further lines that cannot be read are only counted");
}

static int read_line(struct reader *r, struct span line)
{
	json_error_t error;
	json_t *object;
	int status = 0;

	r->line++;
	r->fault = NULL;
	if (r->line == 1 && span_starts(line, SPAN("\xEF\xBB\xBF")))
		line = span_from(line, 3);
	line = span_trim(line);
	if (line.len == 0)
		return 0;
	object = json_loadb(line.ptr, line.len, JSON_ALLOW_NUL, &error);
	if (!object)
		fault(r, "not JSON: %s", error.text);
	else if (!json_is_object(object))
		fault(r, "not a JSON object");
	else
		status = read_object(r, object);
	json_decref(object);
	if (r->fault)
		skip_line(r);
	return status;
}

/* ---- the stream ---- */

/* Reads every whole line that the buffer holds, and keeps the rest. */
static int read_lines(struct reader *r, struct buffer *bytes, size_t searched, bool at_end)
{
	struct span rest = buffer_span(bytes);
	int status = 0;

	while (status == 0 && rest.len) {
		const char *end = memchr(rest.ptr + searched, '\n', rest.len - searched);
		size_t len = end ? (size_t)(end - rest.ptr) : rest.len;

		if (!end && !at_end)
			break;
		status = read_line(r, span_slice(rest, 0, len));
		rest = span_from(rest, end ? len + 1 : len);
		searched = 0;
	}
	if (rest.len && rest.ptr != bytes->data)
		memmove(bytes->data, rest.ptr, rest.len);
	buffer_truncate(bytes, rest.len);
	return status;
}

/* A line over the limit ends the run: what follows cannot be told from it. */
static int fill(struct buffer *bytes, FILE *in, size_t *got)
{
	enum { CHUNK = 256 * 1024 };
	char *room = buffer_reserve(bytes, CHUNK);

	if (!room) {
		talk_error("standard input: a line is longer than %zu MiB: give NDJSON, one object a line", NDJSON_LINE_LIMIT >> 20);
		return EX_DATAERR;
	}
	*got = fread(room, 1, CHUNK, in);
	bytes->len += *got;
	bytes->data[bytes->len] = '\0';
	if (*got == 0 && ferror(in)) {
		talk_error("standard input: cannot read: %s", strerror(errno));
		return EX_IOERR;
	}
	return 0;
}

int ndjson_read(FILE *in, struct stage *first, size_t *documents, size_t *skipped)
{
	struct reader r = { .first = first };
	struct buffer bytes;
	size_t got = 1;
	int status = 0;

	buffer_init(&bytes, NDJSON_LINE_LIMIT);
	while (status == 0 && got > 0) {
		size_t searched = bytes.len;

		status = fill(&bytes, in, &got);
		if (status == 0)
			status = read_lines(&r, &bytes, searched, got == 0);
	}
	if (status == 0)
		drop_document(&r);
	document_free(r.d);
	for (int kind = 0; kind < LINE_KINDS; kind++)
		free(r.seqs[kind].numbers);
	buffer_release(&bytes);
	*documents = r.documents;
	*skipped = r.skipped;
	return status;
}

/* ---- what a chain may want ---- */

static int refuse_blocks(struct stage *stage, struct document *d)
{
	if (d->normalized || d->passage_count == 0)
		return stage_pass(stage, d);
	talk_error("%.*s: comes as blocks, not as passages: put 'winnow normalize' before this", SPAN_ARG(d->source.path));
	return EX_DATAERR;
}

const struct stage_type ndjson_passages_only = {
	.name = "passages only",
	.summary = "refuses what normalize has not seen",
	.push = refuse_blocks,
};
