#include "pipeline/names.h"

#include "pipeline/base/utf8.h"

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
}

static unsigned hex_value(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'A' + 10);
}

/* Does an escape of ours begin at `at`? Its byte goes to *byte. */
static bool is_escape(struct span s, size_t at, unsigned *byte)
{
	unsigned value;

	if (s.len - at < 3 || s.ptr[at] != '%' || !is_hex(s.ptr[at + 1]) || !is_hex(s.ptr[at + 2]))
		return false;
	value = hex_value(s.ptr[at + 1]) << 4 | hex_value(s.ptr[at + 2]);
	if (value < 0x80 && value != '%' && value != '!')
		return false;
	*byte = value;
	return true;
}

/* Without "./" at the start, "/./" and "//" inside, "/" and "/." at the end; "" becomes ".". */
static void add_clean(struct buffer *out, struct span path)
{
	bool absolute = path.len && path.ptr[0] == '/';
	size_t at = 0;

	if (absolute)
		buffer_add_char(out, '/');
	while (at < path.len) {
		size_t end = at;

		while (end < path.len && path.ptr[end] != '/')
			end++;
		if (end > at && !(end - at == 1 && path.ptr[at] == '.')) {
			if (out->len > (absolute ? 1u : 0u))
				buffer_add_char(out, '/');
			buffer_add(out, span_slice(path, at, end));
		}
		at = end + 1;
	}
	if (out->len == 0)
		buffer_add_char(out, '.');
	if (span_equal(buffer_span(out), SPAN("-"))) { /* a file of this name is not standard input */
		buffer_clear(out);
		buffer_add_str(out, "./-");
	}
}

/* Must the "!" at `at` be written %21? In a path only where it would look like the mark of an archive. */
static bool is_mark(struct span path, size_t at, bool member)
{
	return path.ptr[at] == '!' && (member || (at + 1 < path.len && path.ptr[at + 1] == '/'));
}

static void add_escaped(struct buffer *out, struct span path, bool member)
{
	size_t at = 0;

	while (at < path.len) {
		size_t before = at;
		unsigned c = utf8_next(path, &at), byte;
		struct span taken = span_slice(path, before, at);

		if ((c == UTF8_REPLACEMENT && !utf8_valid(taken)) || is_mark(path, before, member))
			for (size_t i = 0; i < taken.len; i++)
				buffer_printf(out, "%%%02X", (unsigned char)taken.ptr[i]);
		else if (is_escape(path, before, &byte))
			buffer_add_str(out, "%25");
		else
			buffer_add(out, taken);
	}
}

void names_add_member(struct buffer *out, struct span member)
{
	add_escaped(out, member, true);
}

struct span names_archive(struct span name)
{
	long mark = span_find(name, SPAN("!/"), 0);

	return mark < 0 ? span_of(NULL, 0) : span_slice(name, 0, (size_t)mark);
}

struct span names_of(struct arena *arena, struct span path)
{
	struct buffer clean, name;
	struct span copy;

	buffer_init(&clean, BUFFER_LIMIT_DEFAULT);
	buffer_init(&name, BUFFER_LIMIT_DEFAULT);
	add_clean(&clean, path);
	add_escaped(&name, buffer_span(&clean), false);
	copy = arena_copy(arena, buffer_span(&name));
	buffer_release(&clean);
	buffer_release(&name);
	return copy;
}

struct span names_raw(struct arena *arena, struct span name)
{
	char *raw = arena_alloc(arena, name.len + 1);
	size_t len = 0;

	for (size_t at = 0; at < name.len; at++) {
		unsigned byte = (unsigned char)name.ptr[at];

		if (is_escape(name, at, &byte))
			at += 2;
		raw[len++] = (char)byte;
	}
	return span_of(raw, len);
}

/* The name of a folder as it stands before what is in it: "a!" is "a%21/" there. */
static bool starts_below(struct span name, struct span folder)
{
	struct span stem = span_slice(folder, 0, folder.len - 1);

	return span_ends(folder, SPAN("!")) && span_starts(name, stem) &&
	       span_starts(span_from(name, stem.len), SPAN("%21/"));
}

bool names_covers(struct span path, struct span name)
{
	struct span rest = span_from(name, path.len);

	if (span_equal(path, SPAN(".")))
		return name.len && name.ptr[0] != '/' && !span_starts(name, SPAN("../")) &&
		       !span_equal(name, SPAN("-"));
	if (!span_starts(name, path))
		return starts_below(name, path);
	return rest.len == 0 || span_ends(path, SPAN("/")) || rest.ptr[0] == '/' || span_starts(rest, SPAN("!/"));
}
