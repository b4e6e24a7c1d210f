#include "pipeline/base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"

/* What an empty buffer points to; never written, since capacity is 0. */
static char empty[1];

void buffer_init(struct buffer *b, size_t limit)
{
	*b = (struct buffer){ .data = empty, .limit = limit };
}

void buffer_release(struct buffer *b)
{
	if (b->capacity)
		free(b->data);
	buffer_init(b, b->limit);
}

void buffer_clear(struct buffer *b)
{
	b->overflow = false;
	buffer_truncate(b, 0);
}

void buffer_truncate(struct buffer *b, size_t len)
{
	if (len > b->len || b->capacity == 0)
		return;
	b->len = len;
	b->data[len] = '\0';
}

char *buffer_reserve(struct buffer *b, size_t more)
{
	size_t wanted;

	if (b->overflow || more > b->limit || b->len > b->limit - more) {
		b->overflow = true;
		return NULL;
	}
	wanted = b->len + more + 1;
	if (wanted > b->capacity) {
		size_t grown = b->capacity + b->capacity / 2;

		if (grown < wanted)
			grown = wanted < 64 ? 64 : wanted;
		b->data = memory_resize(b->capacity ? b->data : NULL, grown, 1);
		b->capacity = grown;
	}
	return b->data + b->len;
}

void buffer_add(struct buffer *b, struct span bytes)
{
	char *to;

	if (bytes.len == 0)
		return;
	to = buffer_reserve(b, bytes.len);
	if (!to)
		return;
	memcpy(to, bytes.ptr, bytes.len);
	b->len += bytes.len;
	b->data[b->len] = '\0';
}

void buffer_add_str(struct buffer *b, const char *text)
{
	buffer_add(b, span_str(text));
}

void buffer_add_char(struct buffer *b, char c)
{
	buffer_add(b, span_of(&c, 1));
}

void buffer_add_utf8(struct buffer *b, unsigned codepoint)
{
	char bytes[4];

	buffer_add(b, span_of(bytes, utf8_encode(codepoint, bytes)));
}

void buffer_printf(struct buffer *b, const char *format, ...)
{
	va_list args;
	char *to;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len <= 0)
		return;
	to = buffer_reserve(b, (size_t)len);
	if (!to)
		return;
	va_start(args, format);
	vsnprintf(to, (size_t)len + 1, format, args);
	va_end(args);
	b->len += (size_t)len;
}
