/* little: numbers in stored bytes, the same on every machine. */
#ifndef WINNOW_LITTLE_H
#define WINNOW_LITTLE_H

#include <endian.h>
#include <stdint.h>

#include "pipeline/base/buffer.h"

static inline void little_put_32(struct buffer *out, uint32_t value)
{
	uint32_t little = htole32(value);

	buffer_add(out, span_of((const char *)&little, sizeof little));
}

static inline void little_put_64(struct buffer *out, uint64_t value)
{
	uint64_t little = htole64(value);

	buffer_add(out, span_of((const char *)&little, sizeof little));
}

static inline uint32_t little_get_32(const char *p)
{
	uint32_t little;

	memcpy(&little, p, sizeof little);
	return le32toh(little);
}

static inline uint64_t little_get_64(const char *p)
{
	uint64_t little;

	memcpy(&little, p, sizeof little);
	return le64toh(little);
}

#endif
