#include "extractors/html_tag.h"

#include <stdint.h>

static const struct {
	char name[12];
	unsigned char flags;
} tags[HTML_TAG_COUNT] = {
#define X(name, flags) [TAG_##name] = { #name, flags },
	HTML_TAGS(X)
#undef X
};

enum { NAME_MAX_BYTES = 10 };

enum html_tag html_tag_find(struct span name)
{
	char lower[NAME_MAX_BYTES + 1] = { 0 };
	unsigned low = HTML_OTHER + 1, high = HTML_TAG_COUNT;

	if (name.len == 0 || name.len > NAME_MAX_BYTES)
		return HTML_OTHER;
	for (size_t i = 0; i < name.len; i++)
		lower[i] = name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? (char)(name.ptr[i] | 0x20) : name.ptr[i];
	while (low < high) {
		unsigned middle = low + (high - low) / 2;
		int order = strcmp(lower, tags[middle].name);

		if (order == 0)
			return (enum html_tag)middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return HTML_OTHER;
}

unsigned html_tag_flags(enum html_tag tag)
{
	return tags[tag].flags;
}
