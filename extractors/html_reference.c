#include "extractors/html_reference.h"

#include "extractors/html_parse.h"
#include "pipeline/base/buffer.h"

enum {
	NAME_MAX_BYTES = 31,
	CODEPOINT_LIMIT = 0x110000
};

static int digit_value(char c, unsigned base)
{
	int value = -1;

	if (c >= '0' && c <= '9')
		value = c - '0';
	else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		value = (c | 0x20) - 'a' + 10;
	return value < (int)base ? value : -1;
}

/* What XML calls a character; the others are in no text. */
static bool is_character(unsigned c)
{
	return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) ||
	       (c >= 0x10000 && c < CODEPOINT_LIMIT);
}

/* "&#123;" or "&#x7B;" */
static struct html_reference read_number(struct span text)
{
	bool hex = text.len > 2 && (text.ptr[2] | 0x20) == 'x';
	size_t from = hex ? 3 : 2, at = from;
	unsigned value = 0, base = hex ? 16 : 10;

	for (; at < text.len && digit_value(text.ptr[at], base) >= 0; at++)
		if (value < CODEPOINT_LIMIT)
			value = value * base + (unsigned)digit_value(text.ptr[at], base);
	if (at == from)
		return (struct html_reference){ 0, 0 };
	at += at < text.len && text.ptr[at] == ';';
	return (struct html_reference){ at, is_character(value) ? value : 0 };
}

static bool is_name(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9');
}

static struct html_reference read_name(struct span text)
{
	char name[NAME_MAX_BYTES + 1];
	unsigned codepoint;
	size_t n = 0;

	while (n < NAME_MAX_BYTES && n + 1 < text.len && is_name(text.ptr[n + 1])) {
		name[n] = text.ptr[n + 1];
		n++;
	}
	name[n] = '\0';
	if (n == 0 || n + 1 >= text.len || text.ptr[n + 1] != ';')
		return (struct html_reference){ 0, 0 };
	codepoint = html_parse_entity(name);
	return codepoint ? (struct html_reference){ n + 2, codepoint } : (struct html_reference){ 0, 0 };
}

struct html_reference html_reference_read(struct span text)
{
	if (text.len > 1 && text.ptr[1] == '#')
		return read_number(text);
	return read_name(text);
}

struct span html_reference_decode(struct span text, struct arena *arena)
{
	struct html_reference reference;
	struct buffer out;
	struct span decoded;
	size_t at = 0;

	if (text.len == 0 || !memchr(text.ptr, '&', text.len))
		return text;
	buffer_init(&out, text.len * 4 + 16);
	while (at < text.len) {
		reference = text.ptr[at] == '&' ? html_reference_read(span_from(text, at)) : (struct html_reference){ 0, 0 };
		if (reference.codepoint)
			buffer_add_utf8(&out, reference.codepoint);
		else if (reference.len == 0)
			buffer_add_char(&out, text.ptr[at]);
		at += reference.len ? reference.len : 1;
	}
	decoded = arena_copy(arena, buffer_span(&out));
	buffer_release(&out);
	return decoded;
}
