#include "pipeline/base/document.h"

#include <stdarg.h>
#include <stdio.h>

static const struct bounds usual = BOUNDS_DEFAULT;

struct document *document_new(void)
{
	struct arena *arena = arena_new();
	struct document *d = arena_alloc(arena, sizeof *d);

	d->arena = arena;
	d->bounds = &usual;
	d->seq = 1;
	return d;
}

void document_free(struct document *d)
{
	if (d)
		arena_free(d->arena);
}

struct passage *document_add_passage(struct document *d)
{
	d->passages = arena_room(d->arena, d->passages, d->passage_count, &d->passage_capacity,
				 sizeof *d->passages);
	return &d->passages[d->passage_count++];
}

struct reference *document_add_reference(struct document *d)
{
	d->references = arena_room(d->arena, d->references, d->reference_count, &d->reference_capacity,
				   sizeof *d->references);
	return &d->references[d->reference_count++];
}

struct item *document_add_item(struct document *d)
{
	struct item *item;

	d->items = arena_room(d->arena, d->items, d->item_count, &d->item_capacity, sizeof *d->items);
	item = &d->items[d->item_count++];
	item->reference = -1;
	item->copy_of = -1;
	return item;
}

struct stated_count *document_add_count(struct document *d)
{
	struct stated_count *count;

	d->counts = arena_room(d->arena, d->counts, d->count_count, &d->count_capacity, sizeof *d->counts);
	count = &d->counts[d->count_count++];
	count->reference = -1;
	return count;
}

void document_note(struct document *d, enum severity severity, const char *code, long line,
		   const char *format, ...)
{
	struct diagnostic *note;
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	d->diagnostics = arena_room(d->arena, d->diagnostics, d->diagnostic_count, &d->diagnostic_capacity,
				    sizeof *d->diagnostics);
	note = &d->diagnostics[d->diagnostic_count++];
	note->severity = severity;
	note->code = code;
	note->line = line;
	note->message = arena_copy(d->arena, span_str(text));
}

void document_item_passage(struct document *d, struct item *item, int passage)
{
	int *grown;

	if (item->passage_count > 0 && item->passages[item->passage_count - 1] == passage)
		return;
	/* Items have few passages: doubling at powers of two needs no capacity field. */
	if ((item->passage_count & (item->passage_count - 1)) == 0) {
		grown = arena_array(d->arena, item->passage_count ? item->passage_count * 2 : 1, sizeof *grown);
		if (item->passage_count)
			memcpy(grown, item->passages, item->passage_count * sizeof *grown);
		item->passages = grown;
	}
	item->passages[item->passage_count++] = passage;
}

struct place place_join(struct place a, struct place b)
{
	if (a.line_start == 0)
		return b;
	if (b.line_start == 0)
		return a;
	if (b.line_start < a.line_start)
		a.line_start = b.line_start;
	if (b.line_end > a.line_end)
		a.line_end = b.line_end;
	if (b.byte_start < a.byte_start)
		a.byte_start = b.byte_start;
	if (b.byte_end > a.byte_end)
		a.byte_end = b.byte_end;
	return a;
}

struct span passage_id(struct arena *arena, const struct document *d, size_t index)
{
	return arena_printf(arena, "%.*s#%d.%zu", SPAN_ARG(d->source.path), d->seq, index + 1);
}

/* ---- names ---- */

static const char *const roles[ROLE_COUNT] = { "heading", "paragraph", "list_item", "table_row", "footnote",
					       "furniture", "boilerplate", "noise", "line" };
static const char *const reference_roles[REFERENCE_ROLE_COUNT] = { "own", "answers", "cites" };
static const char *const item_types[ITEM_TYPE_COUNT] = { "conclusion", "recommendation", "response" };
static const char *const hows[HOW_COUNT] = { "stated", "quoted", "mentioned" };
static const char *const positions[POSITION_COUNT] = { "unknown", "agreed", "partially_agreed", "disagreed",
						       "noted" };
static const char *const statuses[STATUS_COUNT] = { "unknown", "implemented", "in_progress", "not_implemented",
						    "withdrawn" };
static const char *const severities[SEVERITY_COUNT] = { "note", "warning", "error" };
static const char *const source_states[SOURCE_STATE_COUNT] = { "current", "superseded", "missing", "failed" };
static const char *const document_kinds[KIND_COUNT] = { "other", "committee_report", "government_response",
							"letter", "news" };

static int index_of(const char *const *names, int count, struct span name)
{
	for (int i = 0; i < count; i++)
		if (span_equal(span_str(names[i]), name))
			return i;
	return -1;
}

#define NAMES(prefix, type, table, count)                          \
	const char *prefix##_name(enum type value)                  \
	{                                                           \
		return table[value];                                \
	}                                                           \
	int prefix##_from_name(struct span name)                    \
	{                                                           \
		return index_of(table, count, name);                \
	}

NAMES(role, role, roles, ROLE_COUNT)
NAMES(reference_role, reference_role, reference_roles, REFERENCE_ROLE_COUNT)
NAMES(item_type, item_type, item_types, ITEM_TYPE_COUNT)
NAMES(how, how, hows, HOW_COUNT)
NAMES(position, position, positions, POSITION_COUNT)
NAMES(status, status, statuses, STATUS_COUNT)
NAMES(severity, severity, severities, SEVERITY_COUNT)
NAMES(source_state, source_state, source_states, SOURCE_STATE_COUNT)
NAMES(document_kind, document_kind, document_kinds, KIND_COUNT)
