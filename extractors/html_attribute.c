#include "extractors/html_attribute.h"

#include "extractors/html_key.h"
#include "pipeline/base/memory.h"

enum { VALUES_LIMIT = 16 }; /* attributes kept of one tag */

/* In ASCII order. */
static const char names[HTML_ATTRIBUTE_COUNT][HTML_KEY_BYTES] = {
#define X(name) [ATTRIBUTE_##name] = #name,
	HTML_ATTRIBUTES(X)
#undef X
};

/* Bytes that end an attribute's name. */
static const bool ends_name[256] = {
	[' '] = true, ['\t'] = true, ['\n'] = true, ['\r'] = true, ['\f'] = true,
	['='] = true, ['>'] = true, ['/'] = true,
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* The attribute of this name, in any case, or -1; "-" in HTML's names is "_" in ours. */
static int find(struct span name)
{
	char lower[HTML_KEY_BYTES] = { 0 };
	int low = 0, high = HTML_ATTRIBUTE_COUNT;
	struct html_key key;

	if (name.len == 0 || name.len >= HTML_KEY_BYTES)
		return -1;
	for (size_t i = 0; i < name.len; i++)
		lower[i] = name.ptr[i] == '-' ? '_' : (char)(name.ptr[i] | 0x20);
	key = html_key_of(lower);
	while (low < high) {
		int middle = low + (high - low) / 2;
		struct html_key other = html_key_of(names[middle]);

		if (html_key_equal(key, other))
			return middle;
		if (html_key_less(key, other))
			high = middle;
		else
			low = middle + 1;
	}
	return -1;
}

static void keep(struct html_values *values, size_t first, struct span name, struct span value)
{
	int attribute = values->count - first >= VALUES_LIMIT ? -1 : find(name);

	if (attribute < 0)
		return;
	values->list = memory_room(values->list, values->count, &values->capacity, sizeof *values->list);
	values->list[values->count++] = (struct html_value){ (enum html_attribute)attribute, value };
}

/* Where the quoted value that begins at `at` ends, or the page's length: unclosed. */
static size_t quote_end(struct html_quotes *quotes, struct span page, size_t at, char quote)
{
	size_t *none = &quotes->none[quote == '\''];
	const char *end;

	if (at >= *none)
		return page.len;
	end = memchr(page.ptr + at, quote, page.len - at);
	if (!end)
		*none = at;
	return end ? (size_t)(end - page.ptr) : page.len;
}

static size_t skip_space(struct span page, size_t at)
{
	while (at < page.len && is_space(page.ptr[at]))
		at++;
	return at;
}

/* Reads the value behind the "=" at *at; moves behind it. False when its quotes are never closed. */
static bool read_value(struct html_quotes *quotes, struct span page, size_t *at, struct span *value)
{
	size_t from = skip_space(page, *at + 1), end = from;

	if (from < page.len && (page.ptr[from] == '"' || page.ptr[from] == '\'')) {
		end = quote_end(quotes, page, from + 1, page.ptr[from]);
		if (end == page.len)
			return false;
		*value = span_slice(page, from + 1, end);
		*at = end + 1;
		return true;
	}
	while (end < page.len && !is_space(page.ptr[end]) && page.ptr[end] != '>')
		end++;
	*value = span_slice(page, from, end);
	*at = end;
	return true;
}

/* Where a name ends; never where it begins, so that reading goes on. */
static size_t name_end(struct span page, size_t at)
{
	size_t i = at;

	while (i < page.len && !ends_name[(unsigned char)page.ptr[i]])
		i++;
	return i;
}

size_t html_attribute_read(struct html_values *values, struct html_quotes *quotes, struct span page, size_t at)
{
	size_t first = values->count;
	const char *end;

	for (;;) {
		struct span name, value = { NULL, 0 };
		size_t behind;

		while (at < page.len && (is_space(page.ptr[at]) || page.ptr[at] == '/'))
			at++;
		if (at >= page.len || page.ptr[at] == '>')
			return at;
		behind = name_end(page, at);
		name = span_slice(page, at, behind);
		at = behind;
		behind = skip_space(page, behind);
		if (behind < page.len && page.ptr[behind] == '=') {
			if (!read_value(quotes, page, &behind, &value))
				break;
			at = behind;
		}
		keep(values, first, name, value);
	}
	end = memchr(page.ptr + at, '>', page.len - at);
	return end ? (size_t)(end - page.ptr) : page.len;
}
