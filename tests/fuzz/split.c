/*
 * fuzz: a file through extract, normalize and split, with the family that it bids
 * for or the one that its last byte names. What comes out must go over the wire:
 * a document that wire_read refuses would be lost as "its reader gave no answer".
 */
#include "pipeline/split/split.h"

#include <stdlib.h>

#include "pipeline/base/buffer.h"
#include "pipeline/normalize.h"
#include "pipeline/workers/wire.h"
#include "tests/fuzz/harness.h"

static struct family_set *families;

static void close_families(void)
{
	family_set_free(families);
}

/* Compiled once: a fuzzer calls its target for ever. */
static void open_families(void)
{
	struct family_error error;
	char file[256];

	families = family_set_open(NULL, &error, file, sizeof file);
	harness_require(families != NULL, "the families compile");
	atexit(close_families);
}

static void check_wire(const struct document *d)
{
	struct document *copy;
	struct buffer bytes;
	struct span rest;

	buffer_init(&bytes, BUFFER_LIMIT_DEFAULT);
	wire_write(&bytes, d);
	rest = buffer_span(&bytes);
	copy = wire_read(&rest);
	harness_require(copy && rest.len == 0, "a document goes over the wire");
	document_free(copy);
	buffer_release(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct document *d = harness_extract(harness_span(data, size));
	size_t which;

	if (!families)
		open_families();
	which = size ? data[size - 1] % (family_set_count(families) + 1) : 0;
	normalize_document(d);
	split_document(d, families, which ? family_set_at(families, which - 1) : NULL);
	harness_check(d, size);
	check_wire(d);
	document_free(d);
	return 0;
}
