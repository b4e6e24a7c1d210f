#include "pipeline/split/family_check.h"

#include "extractors/extract.h"
#include "normalizers/fold.h"
#include "pipeline/normalize.h"
#include "pipeline/split/split.h"

enum { NAMES_MOST = 8 };

/* What one "=>" line asks for. */
struct expectation {
	struct span type, label;
	struct span values[NAMES_MOST]; /* position, status, target date: in any order */
	size_t value_count;
	struct span start, end;         /* of the text; equal spans where the whole text is given */
	bool whole;
};

static struct span cut_until(struct span *rest, const char *stops)
{
	size_t len = 0;
	struct span head;

	while (len < rest->len && !strchr(stops, rest->ptr[len]))
		len++;
	head = span_trim(span_slice(*rest, 0, len));
	*rest = span_from(*rest, len);
	return head;
}

static bool parse_expectation(struct span line, struct expectation *e)
{
	struct span rest = line;
	long dots;

	*e = (struct expectation){ 0 };
	e->type = cut_until(&rest, " :[");
	rest = span_trim(rest);
	e->label = cut_until(&rest, " :[");
	rest = span_trim(rest);
	if (rest.len > 0 && rest.ptr[0] == '[') {
		while (rest.len > 0 && rest.ptr[0] != ']' && e->value_count < NAMES_MOST) {
			rest = span_from(rest, 1);
			e->values[e->value_count++] = cut_until(&rest, ",]");
		}
		rest = span_trim(span_from(rest, 1));
	}
	if (rest.len == 0 || rest.ptr[0] != ':')
		return false;
	rest = span_trim(span_from(rest, 1));
	dots = span_find(rest, SPAN("…"), 0);
	e->whole = dots < 0;
	e->start = dots < 0 ? rest : span_trim(span_slice(rest, 0, (size_t)dots));
	e->end = dots < 0 ? rest : span_trim(span_from(rest, (size_t)dots + strlen("…")));
	return true;
}

static struct span folded(struct arena *arena, struct span text)
{
	struct buffer key;
	struct span copy;

	buffer_init(&key, BUFFER_LIMIT_DEFAULT);
	fold_text(&key, text);
	copy = arena_copy(arena, buffer_span(&key));
	buffer_release(&key);
	return copy;
}

static bool text_fits(struct arena *arena, const struct expectation *e, struct span text)
{
	struct span all = folded(arena, text);

	if (e->whole)
		return span_equal(all, folded(arena, e->start));
	return span_starts(all, folded(arena, e->start)) && span_ends(all, folded(arena, e->end));
}

static bool has_value(const struct item *item, struct span value)
{
	return span_equal(value, span_str(position_name(item->position))) ||
	       span_equal(value, span_str(status_name(item->status))) || span_equal(value, item->target_date);
}

static bool fits(struct arena *arena, const struct expectation *e, const struct item *item)
{
	if (!span_equal(e->type, span_str(item_type_name(item->type))) || !span_equal(e->label, item->label))
		return false;
	for (size_t i = 0; i < e->value_count; i++)
		if (!has_value(item, e->values[i]))
			return false;
	return text_fits(arena, e, item->text);
}

static const struct item *next_item(const struct document *d, size_t *at)
{
	while (*at < d->item_count) {
		const struct item *item = &d->items[(*at)++];

		if (item->copy_of < 0)
			return item;
	}
	return NULL;
}

static void say_item(struct buffer *out, const struct item *item)
{
	if (!item) {
		buffer_add_str(out, "nothing");
		return;
	}
	buffer_printf(out, "%s %.*s [%s, %s, %.*s]: %.*s", item_type_name(item->type), SPAN_ARG(item->label),
		      position_name(item->position), status_name(item->status), SPAN_ARG(item->target_date),
		      SPAN_ARG(item->text));
}

static bool compare(struct document *d, const struct example *example, struct buffer *failures)
{
	size_t at = 0;
	const struct item *item;

	for (size_t i = 0; i < example->expected_count; i++) {
		struct expectation e;

		if (span_equal(example->expected[i], SPAN("nothing")))
			break;
		if (!parse_expectation(example->expected[i], &e)) {
			buffer_printf(failures, "line %d: example «%.*s»: «=> %.*s» is not TYPE LABEL: TEXT\n", example->line,
				      SPAN_ARG(example->name), SPAN_ARG(example->expected[i]));
			return false;
		}
		item = next_item(d, &at);
		if (item && fits(d->arena, &e, item))
			continue;
		buffer_printf(failures, "line %d: example «%.*s»: wanted %.*s\n    got ", example->line,
			      SPAN_ARG(example->name), SPAN_ARG(example->expected[i]));
		say_item(failures, item);
		buffer_add_char(failures, '\n');
		return false;
	}
	item = next_item(d, &at);
	if (item) {
		buffer_printf(failures, "line %d: example «%.*s»: also gives ", example->line, SPAN_ARG(example->name));
		say_item(failures, item);
		buffer_add_char(failures, '\n');
	}
	return !item;
}

/* An example has no markup: a line with cells apart by " | " is a row of a table. */
static void mark_table_rows(struct document *d)
{
	for (size_t i = 0; i < d->passage_count; i++)
		if (span_find(d->passages[i].text, SPAN(" | "), 0) > 0)
			d->passages[i].role = ROLE_TABLE_ROW;
}

size_t family_check(const struct family *f, const struct family_set *set, struct buffer *failures, size_t *run)
{
	size_t failed = 0;

	for (size_t i = 0; i < f->example_count; i++) {
		struct document *d = document_new();

		d->source.path = SPAN("example");
		d->source.bytes = (int64_t)f->examples[i].input.len;
		extract_document(d, f->examples[i].input);
		mark_table_rows(d);
		normalize_document(d);
		split_document(d, set, f);
		failed += !compare(d, &f->examples[i], failures);
		document_free(d);
	}
	*run = f->example_count;
	return failed;
}
