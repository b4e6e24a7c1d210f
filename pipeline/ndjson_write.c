#include "pipeline/ndjson.h"

#include <inttypes.h>

#include "pipeline/base/utf8.h"
#include "pipeline/ndjson_fields.h"
#include "pipeline/talk.h"

/* ---- strings ---- */

/* What JSON wants escaped; everything else may stand as it is. */
static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

static void write_escaped(struct buffer *out, unsigned c)
{
	switch (c) {
	case '"':
		buffer_add_str(out, "\\\"");
		break;
	case '\\':
		buffer_add_str(out, "\\\\");
		break;
	case '\n':
		buffer_add_str(out, "\\n");
		break;
	case '\t':
		buffer_add_str(out, "\\t");
		break;
	default:
		if (c < 0x20)
			buffer_printf(out, "\\u%04x", c);
		else
			buffer_add_utf8(out, c);
	}
}

void ndjson_write_string(struct buffer *out, struct span text)
{
	size_t at = 0;

	buffer_add_char(out, '"');
	while (at < text.len) {
		size_t run = at;

		while (run < text.len && is_plain((unsigned char)text.ptr[run]))
			run++;
		buffer_add(out, span_slice(text, at, run));
		at = run;
		if (at < text.len)
			write_escaped(out, utf8_next(text, &at));
	}
	buffer_add_char(out, '"');
}

/* ---- fields ---- */

/* Every key but the first of an object. */
static void write_key(struct buffer *out, const char *key)
{
	if (out->len && out->data[out->len - 1] != '{')
		buffer_add_char(out, ',');
	buffer_printf(out, "\"%s\":", key);
}

static void write_text(struct buffer *out, const struct field *field, struct span text)
{
	if (span_empty(text) && !field->always)
		return;
	write_key(out, field->key);
	ndjson_write_string(out, text);
}

static void write_number(struct buffer *out, const struct field *field, int64_t value)
{
	if (value == 0 && !field->always)
		return;
	write_key(out, field->key);
	buffer_printf(out, "%" PRId64, value);
}

static void write_name(struct buffer *out, const struct field *field, int value)
{
	if (value != 0 || field->always)
		write_text(out, field, span_str(field->name(value)));
}

static void write_flags(struct buffer *out, const struct field *field, unsigned flags)
{
	const char *comma = "";

	if (flags == 0)
		return;
	write_key(out, field->key);
	buffer_add_char(out, '[');
	for (int bit = 0; ndjson_flag_names[bit]; bit++)
		if (flags & 1u << bit) {
			buffer_printf(out, "%s\"%s\"", comma, ndjson_flag_names[bit]);
			comma = ",";
		}
	buffer_add_char(out, ']');
}

static void write_passages(struct buffer *out, const struct field *field, const struct item *item)
{
	if (item->passage_count == 0)
		return;
	write_key(out, field->key);
	for (size_t i = 0; i < item->passage_count; i++)
		buffer_printf(out, "%c%d", i ? ',' : '[', item->passages[i] + 1);
	buffer_add_char(out, ']');
}

static void write_fields(struct buffer *out, const struct field *fields, const void *record);

static void write_paragraphs(struct buffer *out, const struct field *field, const struct item *item)
{
	if (item->paragraph_count == 0)
		return;
	write_key(out, field->key);
	for (size_t i = 0; i < item->paragraph_count; i++) {
		buffer_add_str(out, i ? ",{" : "[{");
		write_fields(out, ndjson_paragraph_fields, &item->paragraphs[i]);
		buffer_add_char(out, '}');
	}
	buffer_add_char(out, ']');
}

static void write_place(struct buffer *out, const struct place *place)
{
	if (place->line_start || place->line_end || place->byte_start || place->byte_end)
		write_fields(out, ndjson_place_fields, place);
}

static void write_field(struct buffer *out, const struct field *field, const void *record)
{
	const void *value = (const char *)record + field->offset;

	switch (field->type) {
	case FIELD_TEXT:
		write_text(out, field, *(const struct span *)value);
		break;
	case FIELD_LITERAL:
		write_text(out, field, span_str(*(const char *const *)value));
		break;
	case FIELD_INT:
		write_number(out, field, *(const int *)value);
		break;
	case FIELD_LONG:
		write_number(out, field, *(const long *)value);
		break;
	case FIELD_INT64:
		write_number(out, field, *(const int64_t *)value);
		break;
	case FIELD_BOOL:
		if (*(const bool *)value) {
			write_key(out, field->key);
			buffer_add_str(out, "true");
		}
		break;
	case FIELD_NAME:
		write_name(out, field, *(const int *)value);
		break;
	case FIELD_INDEX:
		write_number(out, field, *(const int *)value + 1);
		break;
	case FIELD_PLACE:
		write_place(out, value);
		break;
	case FIELD_FLAGS:
		write_flags(out, field, *(const unsigned *)value);
		break;
	case FIELD_PASSAGES:
		write_passages(out, field, record);
		break;
	case FIELD_PARAGRAPHS:
		write_paragraphs(out, field, record);
		break;
	}
}

/* Places and the elements of lists come back here: nesting is as deep as the tables, not as the input. */
static void write_fields(struct buffer *out, const struct field *fields, const void *record)
{
	for (const struct field *field = fields; field->key; field++)
		write_field(out, field, record);
}

/* ---- lines ---- */

/* Where lines go: all into one buffer, or through it to a stream. */
struct writer {
	struct buffer *out;
	FILE *to;              /* NULL: they stay in the buffer */
	struct arena *scratch; /* for ids */
	bool failed;
};

enum { FULL_BYTES = 256 * 1024 };

/* Hands on what the buffer holds once there is enough of it. */
static void pass_on(struct writer *w, size_t enough)
{
	if (!w->to || w->out->len < enough)
		return;
	if (w->out->overflow || fwrite(w->out->data, 1, w->out->len, w->to) != w->out->len)
		w->failed = true;
	buffer_clear(w->out);
}

static void open_line(struct writer *w, const char *name, const struct document *d)
{
	buffer_printf(w->out, "{\"winnow\":\"%s\",\"source\":", name);
	ndjson_write_string(w->out, d->source.path);
	buffer_printf(w->out, ",\"document\":%d", d->seq);
}

static void close_line(struct writer *w)
{
	buffer_add_str(w->out, "}\n");
	pass_on(w, FULL_BYTES);
}

/* Passages alone have an id: dedupe names them by it. */
static void write_id(struct writer *w, const struct document *d, size_t index)
{
	write_key(w->out, "id");
	ndjson_write_string(w->out, passage_id(w->scratch, d, index));
	arena_reset(w->scratch);
}

static void write_lines(struct writer *w, const struct document *d, enum line_kind kind, const void *records,
			size_t count, size_t size)
{
	const char *name = kind == LINE_PASSAGE && !d->normalized ? "block" : ndjson_line_names[kind];

	for (size_t i = 0; i < count; i++) {
		open_line(w, name, d);
		if (kind == LINE_PASSAGE)
			write_id(w, d, i);
		buffer_printf(w->out, ",\"seq\":%zu", i + 1);
		write_fields(w->out, ndjson_fields[kind], (const char *)records + i * size);
		close_line(w);
	}
}

static bool write_document(struct buffer *out, FILE *to, const struct document *d)
{
	struct writer w = { out, to, arena_new(), false };

	open_line(&w, ndjson_line_names[LINE_DOCUMENT], d);
	write_fields(out, ndjson_fields[LINE_DOCUMENT], d);
	close_line(&w);
	write_lines(&w, d, LINE_PASSAGE, d->passages, d->passage_count, sizeof *d->passages);
	write_lines(&w, d, LINE_REFERENCE, d->references, d->reference_count, sizeof *d->references);
	write_lines(&w, d, LINE_ITEM, d->items, d->item_count, sizeof *d->items);
	write_lines(&w, d, LINE_COUNT_STATED, d->counts, d->count_count, sizeof *d->counts);
	write_lines(&w, d, LINE_DIAGNOSTIC, d->diagnostics, d->diagnostic_count, sizeof *d->diagnostics);
	open_line(&w, ndjson_line_names[LINE_END], d);
	close_line(&w);
	pass_on(&w, 0);
	arena_free(w.scratch);
	return !w.failed;
}

void ndjson_write_document(struct buffer *out, const struct document *d)
{
	write_document(out, NULL, d);
}

/* ---- the sink ---- */

static int sink_push(struct stage *stage, struct document *document)
{
	struct buffer lines;
	bool written;

	(void)stage;
	buffer_init(&lines, NDJSON_LINE_LIMIT);
	written = write_document(&lines, stdout, document);
	buffer_release(&lines);
	return written ? 0 : talk_stdout_failed();
}

const struct stage_type ndjson_sink = {
	.name = "ndjson",
	.summary = "writes documents to standard output, one object a line",
	.push = sink_push,
};
