#include "extractors/transfer.h"

#include <stdlib.h>

#include "pipeline/base/memory.h"

enum { ANCHOR_BYTES = 256 }; /* decoded bytes between two anchors */

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* "=E9", or "=" at the end of a line, which joins it to the next. */
static size_t step_quoted(struct span s, size_t *at, char out[3])
{
	size_t i = *at, end = i + 1;

	out[0] = s.ptr[i];
	*at = i + 1;
	if (s.ptr[i] != '=')
		return 1;
	if (i + 2 < s.len && hex_value(s.ptr[i + 1]) >= 0 && hex_value(s.ptr[i + 2]) >= 0) {
		out[0] = (char)(hex_value(s.ptr[i + 1]) << 4 | hex_value(s.ptr[i + 2]));
		*at = i + 3;
		return 1;
	}
	while (end < s.len && (s.ptr[end] == ' ' || s.ptr[end] == '\t' || s.ptr[end] == '\r'))
		end++;
	if (end < s.len && s.ptr[end] != '\n')
		return 1;
	*at = end < s.len ? end + 1 : end;
	return 0;
}

/* Four digits are three bytes; what is no digit is passed over. */
static size_t step_base64(struct span s, size_t *at, char out[3])
{
	unsigned bits = 0, digits = 0;

	for (; *at < s.len && digits < 4; ++*at) {
		int value = base64_value(s.ptr[*at]);

		if (value < 0)
			continue;
		bits = bits << 6 | (unsigned)value;
		digits++;
	}
	if (digits < 2)
		return 0;
	bits <<= 6 * (4 - digits);
	for (unsigned i = 0; i < 3; i++)
		out[i] = (char)(bits >> (16 - 8 * i));
	return digits - 1;
}

/* Decodes the next unit into `out` and moves behind it; returns how many bytes it gives. */
static size_t step(const struct transfer *t, size_t *at, char out[3])
{
	if (t->kind == TRANSFER_QUOTED)
		return step_quoted(t->source, at, out);
	if (t->kind == TRANSFER_BASE64)
		return step_base64(t->source, at, out);
	out[0] = t->source.ptr[(*at)++];
	return 1;
}

void transfer_open(struct transfer *t, enum transfer_kind kind, struct span source)
{
	size_t at = 0, next = 0;

	*t = (struct transfer){ .kind = kind, .source = source };
	buffer_init(&t->decoded, source.len + 3);
	while (at < source.len) {
		char out[3];
		size_t before = at, given = step(t, &at, out);

		if (t->decoded.len >= next) {
			t->anchors = memory_room(t->anchors, t->anchor_count, &t->anchor_capacity, sizeof *t->anchors);
			t->anchors[t->anchor_count++] = (struct transfer_anchor){ t->decoded.len, before };
			next = t->decoded.len + ANCHOR_BYTES;
		}
		buffer_add(&t->decoded, span_of(out, given));
	}
}

void transfer_close(struct transfer *t)
{
	buffer_release(&t->decoded);
	free(t->anchors);
	*t = (struct transfer){ 0 };
}

size_t transfer_source(const struct transfer *t, size_t offset)
{
	size_t low = 0, high = t->anchor_count, at, decoded;

	if (t->anchor_count == 0)
		return t->source.len;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (t->anchors[middle].decoded <= offset)
			low = middle;
		else
			high = middle;
	}
	at = t->anchors[low].source;
	decoded = t->anchors[low].decoded;
	while (at < t->source.len) {
		char out[3];
		size_t before = at, given = step(t, &at, out);

		if (decoded + given > offset)
			return before + (t->kind == TRANSFER_BASE64 ? offset - decoded : 0);
		decoded += given;
	}
	return t->source.len;
}
