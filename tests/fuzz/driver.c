/*
 * driver: a fuzz target without a fuzzer.
 *
 *     build/tests/fuzz/extract DAMAGES FILE...
 *
 * Calls the target with each file as it is, then DAMAGES times damaged: cut, a byte
 * changed, a piece doubled or taken out. The same files give the same damage.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/buffer.h"
#include "tests/fuzz/harness.h"

/* xorshift64: Marsaglia, "Xorshift RNGs", 2003. */
static uint64_t next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static void read_file(struct buffer *bytes, const char *path)
{
	FILE *in = fopen(path, "rb");
	char *to;

	harness_require(in != NULL, "a seed can be opened");
	buffer_clear(bytes);
	while ((to = buffer_reserve(bytes, 1 << 16))) {
		size_t got = fread(to, 1, 1 << 16, in);

		bytes->len += got;
		if (got == 0)
			break;
	}
	fclose(in);
}

/* In exactly as much memory as the bytes take, so that a sanitizer sees a read past them. */
static void call(struct span bytes)
{
	uint8_t *copy = malloc(bytes.len ? bytes.len : 1);

	harness_require(copy != NULL, "there is memory for a seed");
	if (bytes.len)
		memcpy(copy, bytes.ptr, bytes.len);
	LLVMFuzzerTestOneInput(copy, bytes.len);
	free(copy);
}

static void call_damaged(struct span s, uint64_t *state, struct buffer *out)
{
	size_t a = next(state) % (s.len + 1), b = a + next(state) % 64;
	struct span tail = span_from(s, next(state) % 2 ? b : a);

	buffer_clear(out);
	switch (next(state) % 4) {
	case 0: /* cut */
		tail = SPAN("");
		break;
	case 1: /* a piece doubled */
		buffer_add(out, span_slice(s, a, b));
		break;
	case 2: /* a byte put in */
		buffer_add_char(out, (char)next(state));
		break;
	default: /* a piece taken out, or nothing */
		break;
	}
	buffer_add(out, span_slice(s, 0, a));
	buffer_add(out, tail);
	call(buffer_span(out));
}

int main(int argc, char **argv)
{
	struct buffer bytes, damaged;
	long damages = argc > 1 ? atol(argv[1]) : 0;

	buffer_init(&bytes, BUFFER_LIMIT_DEFAULT);
	buffer_init(&damaged, BUFFER_LIMIT_DEFAULT);
	call(SPAN(""));
	for (int i = 2; i < argc; i++) {
		uint64_t state = 0x9E3779B97F4A7C15u + (uint64_t)i;

		read_file(&bytes, argv[i]);
		fprintf(stderr, "%s\n", argv[i]);
		call(buffer_span(&bytes));
		for (long k = 0; k < damages; k++)
			call_damaged(buffer_span(&bytes), &state, &damaged);
	}
	buffer_release(&bytes);
	buffer_release(&damaged);
	return 0;
}
