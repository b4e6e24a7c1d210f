#include "normalizers/spaces.h"

#include "normalizers/ascii.h"
#include "pipeline/base/utf8.h"

enum space_class { SEEN, WHITE, UNSEEN };

static enum space_class classify(unsigned c)
{
	if (c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0)
		return WHITE;
	if (c < 0x20 || c == 0x7F || c == 0xAD || c == 0xFEFF)
		return UNSEEN;
	if (c < 0x1680)
		return SEEN;
	if (c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
	    c == 0x3000)
		return WHITE;
	if (c == 0x200B || (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
	    (c >= 0x2060 && c <= 0x206F))
		return UNSEEN;
	return SEEN;
}

/* Joiners matter in Arabic, Indic and emoji sequences; next to ASCII they are litter. */
static bool is_litter(unsigned c, struct span text, size_t behind)
{
	if (c != 0x200C && c != 0x200D)
		return false;
	return behind >= text.len || (unsigned char)text.ptr[behind] < 0x80;
}

unsigned spaces_clean(struct buffer *out, struct span text)
{
	size_t start = out->len, at = 0, before;
	bool space = false;
	unsigned unseen = 0;

	while (at < text.len) {
		size_t run = at;
		unsigned c;

		while (run < text.len && (unsigned char)text.ptr[run] > ' ' && (unsigned char)text.ptr[run] < 0x7F)
			run++;
		if (run > at) {
			if (space && out->len > start)
				buffer_add_char(out, ' ');
			space = false;
			buffer_add(out, span_slice(text, at, run));
			at = run;
			continue;
		}
		before = at;
		c = utf8_next(text, &at);
		if (classify(c) == WHITE) {
			space = true;
		} else if (classify(c) == UNSEEN || is_litter(c, text, at)) {
			unseen++;
		} else {
			if (space && out->len > start)
				buffer_add_char(out, ' ');
			space = false;
			buffer_add(out, span_slice(text, before, at));
		}
	}
	return unseen;
}
