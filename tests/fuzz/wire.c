/* fuzz: what a worker that was taken over might say. What is taken for a document is one, and is written as it was read. */
#include "pipeline/workers/wire.h"

#include "tests/fuzz/harness.h"

static void check_again(const struct document *d)
{
	struct buffer once, twice;
	struct document *copy;
	struct span rest;

	buffer_init(&once, BUFFER_LIMIT_DEFAULT);
	buffer_init(&twice, BUFFER_LIMIT_DEFAULT);
	wire_write(&once, d);
	rest = buffer_span(&once);
	copy = wire_read(&rest);
	harness_require(copy && rest.len == 0, "what is written is read back");
	wire_write(&twice, copy);
	harness_require(span_equal(buffer_span(&once), buffer_span(&twice)), "and written as it was");
	document_free(copy);
	buffer_release(&once);
	buffer_release(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = harness_span(data, size);
	struct document *d;

	while ((d = wire_read(&rest))) {
		check_again(d);
		document_free(d);
	}
	return 0;
}
