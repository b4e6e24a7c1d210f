#include "extractors/html_tag.h"

#include <endian.h>
#include <stdint.h>

static const unsigned char flags_of[HTML_TAG_COUNT] = {
#define X(name, flags) [TAG_##name] = flags,
	HTML_TAGS(X)
#undef X
};

enum { NAME_MAX_BYTES = 10 };

/* Names as they are compared: eight letters as one big-endian number, then the rest. In ASCII order they ascend. */
static const char names[HTML_TAG_COUNT][NAME_MAX_BYTES + 2] = {
#define X(name, flags) [TAG_##name] = #name,
	HTML_TAGS(X)
#undef X
};

static uint64_t first_eight(const char *name)
{
	uint64_t key;

	memcpy(&key, name, 8);
	return be64toh(key);
}

static uint32_t last_four(const char *name)
{
	uint32_t key;

	memcpy(&key, name + 8, 4);
	return be32toh(key);
}

enum html_tag html_tag_find(struct span name)
{
	char lower[NAME_MAX_BYTES + 2] = { 0 };
	unsigned low = HTML_OTHER + 1, high = HTML_TAG_COUNT;
	uint64_t key;

	if (name.len == 0 || name.len > NAME_MAX_BYTES)
		return HTML_OTHER;
	for (size_t i = 0; i < name.len; i++)
		lower[i] = name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? (char)(name.ptr[i] | 0x20) : name.ptr[i];
	key = first_eight(lower);
	while (low < high) {
		unsigned middle = low + (high - low) / 2;
		uint64_t other = first_eight(names[middle]);

		if (key == other && last_four(lower) == last_four(names[middle]))
			return (enum html_tag)middle;
		if (key < other || (key == other && last_four(lower) < last_four(names[middle])))
			high = middle;
		else
			low = middle + 1;
	}
	return HTML_OTHER;
}

bool html_tag_is(enum html_tag tag, const char *name)
{
	return tag == HTML_OTHER ? html_tag_find(span_str(name)) == tag : strcmp(name, names[tag]) == 0;
}

unsigned html_tag_flags(enum html_tag tag)
{
	return flags_of[tag];
}
