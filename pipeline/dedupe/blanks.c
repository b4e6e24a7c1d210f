#include "pipeline/dedupe/blanks.h"

char blanks_next(struct span text, size_t *at)
{
	char blank = '\0';

	while (*at < text.len) {
		unsigned char c = (unsigned char)text.ptr[*at];

		if (c == '\n') {
			blank = '\n';
			*at += 1;
		} else if (c == ' ' || (c >= '\t' && c <= '\r')) {
			blank = blank ? blank : ' ';
			*at += 1;
		} else if (c == 0xC2 && *at + 1 < text.len && (unsigned char)text.ptr[*at + 1] == 0xA0) {
			blank = blank ? blank : ' '; /* a no-break space */
			*at += 2;
		} else {
			break;
		}
	}
	return blank;
}

bool blanks_equal(struct span x, struct span y)
{
	size_t i = 0, j = 0;

	if (span_equal(x, y))
		return true;
	blanks_next(x, &i);
	blanks_next(y, &j);
	while (i < x.len && j < y.len) {
		char p = blanks_next(x, &i), q = blanks_next(y, &j);

		if (i == x.len || j == y.len)
			break;
		if (p != q || x.ptr[i++] != y.ptr[j++])
			return false;
	}
	blanks_next(x, &i);
	blanks_next(y, &j);
	return i == x.len && j == y.len;
}
