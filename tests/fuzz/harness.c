#include "tests/fuzz/harness.h"

#include <stdio.h>
#include <stdlib.h>

#include "extractors/extract.h"
#include "pipeline/base/utf8.h"

void harness_require(bool holds, const char *promise)
{
	if (holds)
		return;
	fprintf(stderr, "broken promise: %s\n", promise);
	abort();
}

struct document *harness_extract(struct span bytes)
{
	struct document *d = document_new();

	d->source.path = SPAN("fuzz");
	d->source.bytes = (int64_t)bytes.len;
	d->seq = 1;
	extract_document(d, bytes);
	return d;
}

static bool inside(struct place p, size_t size)
{
	return p.line_start >= 0 && p.line_start <= p.line_end && p.byte_start >= 0 && p.byte_start <= p.byte_end &&
	       (size_t)p.byte_end <= size;
}

static bool index_exists(int index, size_t count)
{
	return index == -1 || (index >= 0 && (size_t)index < count);
}

static void check_texts(const struct document *d)
{
	const struct span texts[] = { d->title, d->author, d->publisher, d->date, d->sender, d->recipient, d->url,
				      d->language, d->source.encoding };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		harness_require(utf8_valid(texts[i]), "metadata is valid UTF-8");
	for (size_t i = 0; i < d->diagnostic_count; i++)
		harness_require(utf8_valid(d->diagnostics[i].message), "a diagnostic is valid UTF-8");
}

static void check_passages(const struct document *d, size_t size)
{
	for (size_t i = 0; i < d->passage_count; i++) {
		const struct passage *p = &d->passages[i];

		harness_require(utf8_valid(p->text) && utf8_valid(p->marker), "a passage is valid UTF-8");
		harness_require(!memchr(p->text.len ? p->text.ptr : "", 0, p->text.len), "a passage has no NUL");
		harness_require(inside(p->place, size), "a passage stands inside its source");
		harness_require((unsigned)p->role < ROLE_COUNT, "a passage has a role");
	}
}

static void check_items(const struct document *d, size_t size)
{
	for (size_t i = 0; i < d->item_count; i++) {
		const struct item *item = &d->items[i];

		harness_require(utf8_valid(item->text) && utf8_valid(item->label), "an item is valid UTF-8");
		harness_require(inside(item->place, size), "an item stands inside its source");
		harness_require(index_exists(item->reference, d->reference_count), "an item's report exists");
		harness_require(index_exists(item->copy_of, d->item_count), "an item's original exists");
		for (size_t k = 0; k < item->passage_count; k++)
			harness_require(item->passages[k] >= 0 && index_exists(item->passages[k], d->passage_count),
					"an item's passages exist");
	}
}

void harness_check(const struct document *d, size_t size)
{
	check_texts(d);
	check_passages(d, size);
	check_items(d, size);
}
