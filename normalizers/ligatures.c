#include "normalizers/ligatures.h"

unsigned ligatures_expand(struct buffer *out, struct span text)
{
	static const char *const LETTERS[] = { "ff", "fi", "fl", "ffi", "ffl", "st", "st" };
	size_t at = 0, from = 0;
	unsigned expanded = 0;
	long hit;

	while ((hit = span_find(text, SPAN("\xEF\xAC"), at)) >= 0 && (size_t)hit + 2 < text.len) {
		unsigned char last = (unsigned char)text.ptr[hit + 2];

		at = (size_t)hit + 3;
		if (last < 0x80 || last > 0x86)
			continue;
		buffer_add(out, span_slice(text, from, (size_t)hit));
		buffer_add_str(out, LETTERS[last - 0x80]);
		from = at;
		expanded++;
	}
	buffer_add(out, span_from(text, from));
	return expanded;
}
