#include "extractors/html_json.h"

#include "pipeline/base/utf8.h"

void html_json_open(struct html_json *j, struct span text)
{
	*j = (struct html_json){ .text = text };
}

/* Moves behind the string whose opening quote is at j->at; returns what is between the quotes. */
static struct span read_string(struct html_json *j)
{
	size_t from = ++j->at;

	while (j->at < j->text.len && j->text.ptr[j->at] != '"')
		j->at += j->text.ptr[j->at] == '\\' ? 2 : 1;
	if (j->at > j->text.len)
		j->at = j->text.len;
	return span_slice(j->text, from, j->at++);
}

static void open_value(struct html_json *j, char bracket)
{
	if (j->depth < HTML_JSON_DEPTH) {
		j->open[j->depth] = bracket;
		j->keys[j->depth] = SPAN("");
	}
	j->depth++;
	j->key_next = bracket == '{';
}

static bool in_object(const struct html_json *j)
{
	return j->depth > 0 && j->depth <= HTML_JSON_DEPTH && j->open[j->depth - 1] == '{';
}

/* True when the string was a value; a key is only remembered. */
static bool take_string(struct html_json *j)
{
	struct span s = read_string(j);

	if (j->depth == 0 || j->depth > HTML_JSON_DEPTH)
		return false;
	if (j->key_next && in_object(j)) {
		j->keys[j->depth - 1] = s;
		j->key_next = false;
		return false;
	}
	j->value = s;
	return true;
}

bool html_json_next(struct html_json *j)
{
	while (j->at < j->text.len) {
		char c = j->text.ptr[j->at];

		if (c == '"') {
			if (take_string(j))
				return true;
			continue;
		}
		if (c == '{' || c == '[')
			open_value(j, c);
		else if ((c == '}' || c == ']') && j->depth > 0)
			j->depth--;
		else if (c == ',')
			j->key_next = in_object(j);
		j->at++;
	}
	return false;
}

bool html_json_at(const struct html_json *j, const char *outer, const char *inner)
{
	const char *const path[2] = { inner, outer };
	size_t wanted = 0;

	for (size_t i = j->depth; i-- > 0;) {
		struct span key = j->keys[i];

		if (span_empty(key) || span_equal(key, SPAN("@graph")) || span_equal(key, SPAN("mainEntity")))
			continue;
		if (wanted == 2 || !path[wanted] || !span_equal(key, span_str(path[wanted])))
			return false;
		wanted++;
	}
	return wanted == 2 || (wanted == 1 && !outer);
}

static unsigned hex4(struct span s, size_t at)
{
	unsigned value = 0;

	for (size_t i = at; i < at + 4; i++) {
		char c = i < s.len ? s.ptr[i] : 'x';

		if (c >= '0' && c <= '9')
			value = value << 4 | (unsigned)(c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			value = value << 4 | (unsigned)((c | 0x20) - 'a' + 10);
		else
			return UTF8_REPLACEMENT;
	}
	return value;
}

/* Decodes the escape behind the backslash at `at`; returns the offset behind it. */
static size_t decode_escape(struct buffer *out, struct span s, size_t at)
{
	char c = at + 1 < s.len ? s.ptr[at + 1] : '\\';
	unsigned unit, low;

	if (c != 'u') {
		buffer_add_char(out, c == 'n' || c == 't' || c == 'r' || c == 'b' || c == 'f' ? ' ' : c);
		return at + 2;
	}
	unit = hex4(s, at + 2);
	if (unit >= 0xD800 && unit <= 0xDBFF && at + 7 < s.len && s.ptr[at + 6] == '\\' && s.ptr[at + 7] == 'u') {
		low = hex4(s, at + 8);
		if (low >= 0xDC00 && low <= 0xDFFF) {
			buffer_add_utf8(out, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
			return at + 12;
		}
	}
	buffer_add_utf8(out, unit ? unit : ' ');
	return at + 6;
}

struct span html_json_value(const struct html_json *j, struct arena *arena)
{
	struct buffer out;
	struct span value;

	buffer_init(&out, j->value.len + 16);
	for (size_t i = 0; i < j->value.len;) {
		if (j->value.ptr[i] == '\\')
			i = decode_escape(&out, j->value, i);
		else
			buffer_add_char(&out, j->value.ptr[i++]);
	}
	value = arena_copy(arena, buffer_span(&out));
	buffer_release(&out);
	return value;
}
