#include "extractors/html_tag.h"

#include "extractors/html_key.h"

static const unsigned char flags_of[HTML_TAG_COUNT] = {
#define X(name, flags) [TAG_##name] = flags,
	HTML_TAGS(X)
#undef X
};

/* In ASCII order. */
static const char names[HTML_TAG_COUNT][HTML_KEY_BYTES] = {
#define X(name, flags) [TAG_##name] = #name,
	HTML_TAGS(X)
#undef X
};

enum html_tag html_tag_find(struct span name)
{
	char lower[HTML_KEY_BYTES] = { 0 };
	unsigned low = HTML_OTHER + 1, high = HTML_TAG_COUNT;
	struct html_key key;

	if (name.len == 0 || name.len >= HTML_KEY_BYTES)
		return HTML_OTHER;
	for (size_t i = 0; i < name.len; i++)
		lower[i] = name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? (char)(name.ptr[i] | 0x20) : name.ptr[i];
	key = html_key_of(lower);
	while (low < high) {
		unsigned middle = low + (high - low) / 2;
		struct html_key other = html_key_of(names[middle]);

		if (html_key_equal(key, other))
			return (enum html_tag)middle;
		if (html_key_less(key, other))
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

const char *html_tag_name(enum html_tag tag)
{
	return names[tag];
}

unsigned html_tag_flags(enum html_tag tag)
{
	return flags_of[tag];
}
