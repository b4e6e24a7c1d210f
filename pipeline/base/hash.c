#include "pipeline/base/hash.h"

#include <xxhash.h>

uint64_t hash_64(struct span bytes)
{
	return XXH3_64bits(bytes.ptr, bytes.len);
}

struct hash128 hash_128(struct span bytes)
{
	XXH128_hash_t h = XXH3_128bits(bytes.ptr, bytes.len);

	return (struct hash128){ h.high64, h.low64 };
}
