/* wire: what is written is read back, and nothing that is not whole is read at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "pipeline/ndjson.h"
#include "pipeline/workers/wire.h"

static struct passage *add_passage(struct document *d, enum role role, struct span text)
{
	struct passage *p = document_add_passage(d);

	p->role = role;
	p->level = 2;
	p->flags = PASSAGE_BOLD | PASSAGE_QUOTED;
	p->marker = SPAN("(a)");
	p->text = text;
	p->place = (struct place){ 3, 4, 20, 90 };
	p->context = SPAN("2016-17/31/response/4");
	return p;
}

static void add_response(struct document *d)
{
	struct item *item = document_add_item(d);

	item->type = ITEM_RESPONSE;
	item->how = HOW_QUOTED;
	item->reference = 0;
	item->label = SPAN("7c");
	item->text = SPAN("The Department agrees.");
	item->copy_of = -1;
	item->position = POSITION_PARTIALLY_AGREED;
	item->status = STATUS_WITHDRAWN;
	item->target_date = SPAN("2018-22");
	document_item_passage(d, item, 0);
	document_item_passage(d, item, 1);
	item->paragraph_count = 2;
	item->paragraphs = arena_array(d->arena, 2, sizeof *item->paragraphs);
	item->paragraphs[0] = (struct item_paragraph){ SPAN("3.1"), SPAN("caf\xC3\xA9"), 1 };
	item->paragraphs[1] = (struct item_paragraph){ SPAN(""), SPAN("more"), -1 };
}

/* Something of everything that a document can hold. */
static struct document *sample(void)
{
	struct document *d = document_new();
	struct reference *r;

	d->source.path = SPAN("a b/\xC3\xBC.html");
	d->source.bytes = 4711;
	d->source.mtime = INT64_MIN;
	d->kind = KIND_NEWS;
	d->title = SPAN("A title");
	d->normalized = true;
	d->seq = 3;
	add_passage(d, ROLE_HEADING, SPAN("One"));
	add_passage(d, ROLE_NOISE, SPAN(""));
	r = document_add_reference(d);
	r->role = REFERENCE_ANSWERS;
	r->attributed = r->special = true;
	r->number = 31;
	add_response(d);
	document_add_count(d)->what = SPAN("recommendations");
	d->counts[0].reference = -1;
	d->counts[0].count = 9;
	document_note(d, SEVERITY_WARNING, "label-conflict", 12, "seven %d", 7);
	return d;
}

static void assert_same(const struct document *a, const struct document *b)
{
	struct buffer x, y;

	buffer_init(&x, BUFFER_LIMIT_DEFAULT);
	buffer_init(&y, BUFFER_LIMIT_DEFAULT);
	ndjson_write_document(&x, a);
	ndjson_write_document(&y, b);
	assert_string_equal(x.data, y.data);
	buffer_release(&x);
	buffer_release(&y);
}

static void test_there_and_back(void **state)
{
	struct document *d = sample(), *back;
	struct buffer bytes;
	struct span rest;

	(void)state;
	buffer_init(&bytes, BUFFER_LIMIT_DEFAULT);
	wire_write(&bytes, d);
	wire_write(&bytes, d);
	buffer_add_str(&bytes, "what follows");
	rest = buffer_span(&bytes);
	for (int i = 0; i < 2; i++) {
		back = wire_read(&rest);
		assert_non_null(back);
		assert_same(d, back);
		assert_true(back->source.mtime == INT64_MIN && back->normalized);
		document_free(back);
	}
	assert_true(span_equal(rest, SPAN("what follows")));
	assert_null(wire_read(&rest));
	assert_true(span_equal(rest, SPAN("what follows")));
	buffer_release(&bytes);
	document_free(d);
}

/* A worker that died while it wrote. */
static void test_cut_anywhere(void **state)
{
	struct document *d = sample();
	struct buffer bytes;

	(void)state;
	buffer_init(&bytes, BUFFER_LIMIT_DEFAULT);
	wire_write(&bytes, d);
	for (size_t len = 0; len < bytes.len; len++) {
		struct span part = span_slice(buffer_span(&bytes), 0, len);

		assert_null(wire_read(&part));
	}
	buffer_release(&bytes);
	document_free(d);
}

/* Every index of what was read must point to something: the store follows them without looking. */
static void assert_sound(const struct document *d)
{
	for (size_t i = 0; i < d->item_count; i++) {
		const struct item *item = &d->items[i];

		assert_true(item->reference < (int)d->reference_count && item->copy_of < (int)d->item_count);
		assert_true(item->type < ITEM_TYPE_COUNT && item->position < POSITION_COUNT);
		for (size_t k = 0; k < item->passage_count; k++)
			assert_true(item->passages[k] >= 0 && item->passages[k] < (int)d->passage_count);
	}
	for (size_t i = 0; i < d->passage_count; i++)
		assert_true(d->passages[i].role < ROLE_COUNT);
}

/* A worker that was taken over: any byte may be any other. */
static void test_any_byte_changed(void **state)
{
	static const unsigned char others[] = { 0x00, 0x01, 0x7F, 0x80, 0xFF };
	struct document *d = sample();
	struct buffer bytes;

	(void)state;
	buffer_init(&bytes, BUFFER_LIMIT_DEFAULT);
	wire_write(&bytes, d);
	for (size_t at = 0; at < bytes.len; at++)
		for (size_t k = 0; k < sizeof others; k++) {
			char before = bytes.data[at];
			struct span all = buffer_span(&bytes);
			struct document *read;

			bytes.data[at] = (char)others[k];
			read = wire_read(&all);
			if (read) {
				assert_sound(read);
				assert_true(arena_bytes(read->arena) < 1 << 20);
			}
			document_free(read);
			bytes.data[at] = before;
		}
	buffer_release(&bytes);
	document_free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_cut_anywhere),
		cmocka_unit_test(test_any_byte_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
