#include "pipeline/dedupe/repeats.h"

#include <stdlib.h>
#include <string.h>

#include "pipeline/base/memory.h"

enum { BITS_EACH = 4, SMALLEST = 1024 };

void repeats_init(struct repeats *r, size_t prints, uint32_t salt)
{
	r->salt = salt;
	r->count = SMALLEST + prints / (64 / BITS_EACH);
	r->pairs = memory_table(r->count, 2 * sizeof *r->pairs);
	memset(r->pairs, 0, r->count * 2 * sizeof *r->pairs);
}

void repeats_release(struct repeats *r)
{
	free(r->pairs);
	r->pairs = NULL;
	r->count = 0;
}

size_t repeats_bytes(const struct repeats *r)
{
	return r->count * 2 * sizeof *r->pairs;
}
