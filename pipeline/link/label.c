#include "pipeline/link/label.h"

#include "normalizers/ascii.h"

struct span label_key(struct arena *arena, struct span label)
{
	char *key = arena_array(arena, label.len + 1, 1);
	size_t len = 0;

	for (size_t i = 0; i < label.len; i++) {
		char c = ascii_fold(label.ptr[i]);

		if (ascii_letter(c) || ascii_digit(c) || c == '.' || c == '/' || (unsigned char)c >= 0x80)
			key[len++] = c;
	}
	while (len > 0 && (key[len - 1] == '.' || key[len - 1] == '/'))
		len--;
	return span_of(key, len);
}

bool label_next(struct span *rest, struct span *label)
{
	long comma;

	if (span_empty(*rest))
		return false;
	comma = span_find(*rest, SPAN(","), 0);
	*label = span_slice(*rest, 0, comma < 0 ? rest->len : (size_t)comma);
	*rest = span_from(*rest, comma < 0 ? rest->len : (size_t)comma + 1);
	return true;
}
