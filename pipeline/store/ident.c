#include "pipeline/store/ident.h"

#define XXH_STATIC_LINKING_ONLY /* the state on the stack */
#include <xxhash.h>

/* Lengths are hashed as eight bytes, lowest first, on every machine. */
static void add_length(XXH3_state_t *state, uint64_t length)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(length >> (8 * i));
	XXH3_64bits_update(state, bytes, sizeof bytes);
}

int64_t ident_of(const struct span *parts, size_t count)
{
	XXH3_state_t state;
	int64_t id;

	XXH3_64bits_reset(&state);
	for (size_t i = 0; i < count; i++) {
		add_length(&state, parts[i].len);
		if (parts[i].len)
			XXH3_64bits_update(&state, parts[i].ptr, parts[i].len);
	}
	id = (int64_t)(XXH3_64bits_digest(&state) >> (64 - IDENT_BITS));
	return id ? id : 1;
}
