#include "pipeline/workers/wire.h"

#include <limits.h>

#include "pipeline/base/utf8.h"
#include "pipeline/ndjson_fields.h"

/* The arrays of a document, in the order in which they are written. */
struct array {
	enum line_kind kind;
	size_t size;   /* of one element */
	size_t items;  /* offsets in struct document: of the pointer, the count, the capacity */
	size_t count;
	size_t capacity;
};

#define ARRAY(kind, type, items, name)                                                                    \
	{ kind, sizeof(type), offsetof(struct document, items), offsetof(struct document, name##_count), \
	  offsetof(struct document, name##_capacity) }

static const struct array arrays[] = {
	ARRAY(LINE_PASSAGE, struct passage, passages, passage),
	ARRAY(LINE_REFERENCE, struct reference, references, reference),
	ARRAY(LINE_ITEM, struct item, items, item),
	ARRAY(LINE_COUNT_STATED, struct stated_count, counts, count),
	ARRAY(LINE_DIAGNOSTIC, struct diagnostic, diagnostics, diagnostic),
};

enum { ARRAYS = sizeof arrays / sizeof *arrays };

/* ---- writing ---- */

static void write_count(struct buffer *out, uint64_t value)
{
	char bytes[10];
	size_t len = 0;

	do {
		bytes[len++] = (char)((value & 0x7F) | (value > 0x7F ? 0x80 : 0));
		value >>= 7;
	} while (value);
	buffer_add(out, span_of(bytes, len));
}

/* Zigzag: small numbers of either sign are short. */
static void write_signed(struct buffer *out, int64_t value)
{
	write_count(out, ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0));
}

static void write_text(struct buffer *out, struct span text)
{
	write_count(out, text.len);
	buffer_add(out, text);
}

static void write_fields(struct buffer *out, const struct field *fields, const void *record);

static void write_item_lists(struct buffer *out, const struct field *field, const struct item *item)
{
	if (field->type == FIELD_PASSAGES) {
		write_count(out, item->passage_count);
		for (size_t i = 0; i < item->passage_count; i++)
			write_signed(out, item->passages[i]);
		return;
	}
	write_count(out, item->paragraph_count);
	for (size_t i = 0; i < item->paragraph_count; i++)
		write_fields(out, ndjson_paragraph_fields, &item->paragraphs[i]);
}

static void write_field(struct buffer *out, const struct field *field, const void *record)
{
	const void *value = (const char *)record + field->offset;

	switch (field->type) {
	case FIELD_TEXT:
		write_text(out, *(const struct span *)value);
		break;
	case FIELD_LITERAL:
		write_text(out, span_str(*(const char *const *)value));
		break;
	case FIELD_NAME:
		write_text(out, span_str(field->name(*(const int *)value)));
		break;
	case FIELD_INT:
	case FIELD_INDEX:
		write_signed(out, *(const int *)value);
		break;
	case FIELD_LONG:
		write_signed(out, *(const long *)value);
		break;
	case FIELD_INT64:
		write_signed(out, *(const int64_t *)value);
		break;
	case FIELD_BOOL:
		write_count(out, *(const bool *)value);
		break;
	case FIELD_FLAGS:
		write_count(out, *(const unsigned *)value);
		break;
	case FIELD_PLACE:
		write_fields(out, ndjson_place_fields, value);
		break;
	case FIELD_PASSAGES:
	case FIELD_PARAGRAPHS:
		write_item_lists(out, field, record);
		break;
	}
}

/* Nesting is as deep as the tables, not as the input. */
static void write_fields(struct buffer *out, const struct field *fields, const void *record)
{
	for (const struct field *field = fields; field->key; field++)
		write_field(out, field, record);
}

void wire_write(struct buffer *out, const struct document *d)
{
	write_text(out, d->source.path);
	write_signed(out, d->seq);
	write_count(out, d->normalized);
	write_fields(out, ndjson_fields[LINE_DOCUMENT], d);
	for (size_t i = 0; i < ARRAYS; i++) {
		const struct array *a = &arrays[i];
		const char *items = *(const char *const *)((const char *)d + a->items);
		size_t count = *(const size_t *)((const char *)d + a->count);

		write_count(out, count);
		for (size_t k = 0; k < count; k++)
			write_fields(out, ndjson_fields[a->kind], items + k * a->size);
	}
}

/* ---- reading ---- */

struct reader {
	struct document *d;
	struct span rest;
	bool bad; /* once and for all: nothing more is read */
};

static uint64_t read_count(struct reader *r)
{
	uint64_t value = 0;
	size_t at = 0;

	for (unsigned shift = 0; shift < 64 && at < r->rest.len; shift += 7) {
		unsigned char byte = (unsigned char)r->rest.ptr[at++];

		value |= (uint64_t)(byte & 0x7F) << shift;
		if (!(byte & 0x80)) {
			r->rest = span_from(r->rest, at);
			return r->bad ? 0 : value;
		}
	}
	r->bad = true;
	return 0;
}

static int64_t read_signed(struct reader *r)
{
	uint64_t value = read_count(r);

	return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

/* A number from `least` to `most`. */
static int64_t read_within(struct reader *r, int64_t least, int64_t most)
{
	int64_t value = read_signed(r);

	if (value >= least && value <= most)
		return value;
	r->bad = true;
	return 0;
}

/* How many elements follow, of at least `least` bytes each: a lie gets no more memory than the truth would. */
static size_t read_length(struct reader *r, size_t least)
{
	uint64_t count = read_count(r);

	if (count <= r->rest.len / least)
		return (size_t)count;
	r->bad = true;
	return 0;
}

/* The fewest bytes that a record takes: one for each field. */
static size_t least_bytes(const struct field *fields)
{
	size_t count = 0;

	while (fields[count].key)
		count++;
	return count;
}

static struct span read_text(struct reader *r)
{
	size_t len = read_length(r, 1);
	struct span text = span_slice(r->rest, 0, len);

	r->rest = span_from(r->rest, len);
	if (!utf8_valid(text))
		r->bad = true;
	return r->bad || len == 0 ? SPAN("") : arena_copy(r->d->arena, text);
}

static int read_name(struct reader *r, const struct field *field)
{
	int value = field->from_name(read_text(r));

	if (value >= 0)
		return value;
	r->bad = true;
	return 0;
}

static unsigned read_flags(struct reader *r)
{
	uint64_t flags = read_count(r);
	unsigned known = 0;

	for (int bit = 0; ndjson_flag_names[bit]; bit++)
		known |= 1u << bit;
	if (flags & ~(uint64_t)known)
		r->bad = true;
	return (unsigned)flags & known;
}

static void read_fields(struct reader *r, const struct field *fields, void *record);

static void read_passages(struct reader *r, struct item *item)
{
	item->passage_count = read_length(r, 1);
	item->passages = arena_array(r->d->arena, item->passage_count, sizeof *item->passages);
	for (size_t i = 0; i < item->passage_count && !r->bad; i++)
		item->passages[i] = (int)read_within(r, 0, INT_MAX);
}

static void read_paragraphs(struct reader *r, struct item *item)
{
	item->paragraph_count = read_length(r, least_bytes(ndjson_paragraph_fields));
	item->paragraphs = arena_array(r->d->arena, item->paragraph_count, sizeof *item->paragraphs);
	for (size_t i = 0; i < item->paragraph_count && !r->bad; i++)
		read_fields(r, ndjson_paragraph_fields, &item->paragraphs[i]);
}

static void read_field(struct reader *r, const struct field *field, void *record)
{
	void *to = (char *)record + field->offset;

	switch (field->type) {
	case FIELD_TEXT:
		*(struct span *)to = read_text(r);
		break;
	case FIELD_LITERAL: /* arena_copy ends it with NUL */
		*(const char **)to = read_text(r).ptr;
		break;
	case FIELD_INT:
		*(int *)to = (int)read_within(r, 0, INT_MAX);
		break;
	case FIELD_LONG:
		*(long *)to = (long)read_within(r, 0, LONG_MAX);
		break;
	case FIELD_INT64:
		*(int64_t *)to = read_signed(r);
		break;
	case FIELD_BOOL:
		*(bool *)to = read_count(r) != 0;
		break;
	case FIELD_NAME:
		*(int *)to = read_name(r, field);
		break;
	case FIELD_INDEX:
		*(int *)to = (int)read_within(r, -1, INT_MAX);
		break;
	case FIELD_FLAGS:
		*(unsigned *)to = read_flags(r);
		break;
	case FIELD_PLACE:
		read_fields(r, ndjson_place_fields, to);
		break;
	case FIELD_PASSAGES:
		read_passages(r, record);
		break;
	case FIELD_PARAGRAPHS:
		read_paragraphs(r, record);
		break;
	}
}

static void read_fields(struct reader *r, const struct field *fields, void *record)
{
	for (const struct field *field = fields; field->key && !r->bad; field++)
		read_field(r, field, record);
}

static void read_array(struct reader *r, const struct array *a)
{
	size_t count = read_length(r, least_bytes(ndjson_fields[a->kind]));
	char *items = arena_array(r->d->arena, count, a->size);

	for (size_t k = 0; k < count && !r->bad; k++)
		read_fields(r, ndjson_fields[a->kind], items + k * a->size);
	*(char **)((char *)r->d + a->items) = items;
	*(size_t *)((char *)r->d + a->count) = count;
	*(size_t *)((char *)r->d + a->capacity) = count;
}

/* ---- what points to what ---- */

static bool points_into(int index, size_t count)
{
	return index < 0 || (size_t)index < count;
}

static bool item_points_well(const struct document *d, const struct item *item)
{
	bool well = points_into(item->reference, d->reference_count) && points_into(item->copy_of, d->item_count);

	for (size_t i = 0; i < item->passage_count; i++)
		well = well && points_into(item->passages[i], d->passage_count);
	for (size_t i = 0; i < item->paragraph_count; i++)
		well = well && points_into(item->paragraphs[i].passage, d->passage_count);
	return well;
}

static bool points_well(const struct document *d)
{
	bool well = true;

	for (size_t i = 0; i < d->item_count; i++)
		well = well && item_points_well(d, &d->items[i]);
	for (size_t i = 0; i < d->count_count; i++)
		well = well && points_into(d->counts[i].reference, d->reference_count);
	return well;
}

struct document *wire_read(struct span *bytes)
{
	struct reader r = { .d = document_new(), .rest = *bytes };

	r.d->source.path = read_text(&r);
	r.d->seq = (int)read_within(&r, 0, INT_MAX);
	r.d->normalized = read_count(&r) != 0;
	read_fields(&r, ndjson_fields[LINE_DOCUMENT], r.d);
	for (size_t i = 0; i < ARRAYS && !r.bad; i++)
		read_array(&r, &arrays[i]);
	if (r.bad || !points_well(r.d)) {
		document_free(r.d);
		return NULL;
	}
	*bytes = r.rest;
	return r.d;
}
