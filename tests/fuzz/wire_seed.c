/* wire_seed: a file on standard input as the document that a worker would send, on standard output: seeds for wire. */
#include <stdio.h>

#include "pipeline/normalize.h"
#include "pipeline/split/split.h"
#include "pipeline/workers/wire.h"
#include "tests/fuzz/harness.h"

int main(void)
{
	static char bytes[1 << 20];
	size_t size = fread(bytes, 1, sizeof bytes, stdin);
	struct document *d = harness_extract(span_of(bytes, size));
	struct family_error error;
	char file[256];
	struct family_set *families = family_set_open(NULL, &error, file, sizeof file);
	struct buffer out;

	harness_require(families != NULL, "the families compile");
	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	normalize_document(d);
	split_document(d, families, NULL);
	wire_write(&out, d);
	harness_require(fwrite(out.data, 1, out.len, stdout) == out.len, "there is room for a seed");
	buffer_release(&out);
	family_set_free(families);
	document_free(d);
	return 0;
}
