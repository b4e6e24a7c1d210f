/* fuzz: NDJSON -> documents -> NDJSON -> documents; from then on nothing changes. */
#include "pipeline/ndjson.h"

#include "tests/fuzz/harness.h"

static int keep(struct stage *stage, struct document *d)
{
	ndjson_write_document(stage->state, d);
	return 0;
}

static const struct stage_type keeper = { .name = "keeper", .push = keep };

/* Reads the lines and appends those of the documents that they make. */
static size_t read_back(struct span lines, struct buffer *out)
{
	struct stage last = { .type = &keeper, .state = out };
	FILE *in = fmemopen((void *)(size_t)lines.ptr, lines.len, "r");
	size_t documents = 0, skipped = 0;

	harness_require(in && ndjson_read(in, &last, &documents, &skipped) == 0, "any lines can be read");
	fclose(in);
	return documents;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer once, twice;

	buffer_init(&once, BUFFER_LIMIT_DEFAULT);
	buffer_init(&twice, BUFFER_LIMIT_DEFAULT);
	if (size > 0 && read_back(harness_span(data, size), &once) > 0) {
		read_back(buffer_span(&once), &twice);
		harness_require(span_equal(buffer_span(&once), buffer_span(&twice)), "what is written is read back");
	}
	buffer_release(&once);
	buffer_release(&twice);
	return 0;
}
