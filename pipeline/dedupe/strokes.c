#include "pipeline/dedupe/strokes.h"

#include "pipeline/dedupe/words.h"

/* Of letters and digits; what is not here stands for itself. */
static const char *const strokes[128] = {
	['0'] = "o", ['1'] = "l", ['2'] = "z", ['5'] = "s", ['6'] = "lo", ['8'] = "lo", ['9'] = "g", ['a'] = "o", ['b'] = "lo",
	['c'] = "o", ['d'] = "ol", ['e'] = "o", ['f'] = "l", ['g'] = "g", ['h'] = "ll", ['i'] = "l", ['j'] = "l", ['l'] = "l",
	['m'] = "lll", ['n'] = "ll", ['o'] = "o", ['q'] = "g", ['r'] = "l", ['t'] = "l", ['u'] = "ll", ['w'] = "vv", ['y'] = "v",
};

enum { STROKES_LETTER = 3 };

size_t strokes_of(struct span letters, char out[static STROKES_MOST])
{
	size_t n = 0, i;

	for (i = 0; i < letters.len && n + STROKES_LETTER <= STROKES_MOST; i++) {
		unsigned char c = (unsigned char)letters.ptr[i];
		const char *s = c < 128 ? strokes[c] : NULL;

		if (!s)
			out[n++] = (char)c;
		while (s && *s)
			out[n++] = *s++;
	}
	return n;
}

bool strokes_within(struct span x, struct span y, int limit)
{
	char p[STROKES_MOST], q[STROKES_MOST];
	size_t p_count, q_count;

	/* Three strokes for one letter at most, and three that differ. */
	if (x.len > y.len * STROKES_LETTER + 3 || y.len > x.len * STROKES_LETTER + 3)
		return false;
	p_count = strokes_of(x, p);
	q_count = strokes_of(y, q);
	return p_count + STROKES_LETTER <= STROKES_MOST && q_count + STROKES_LETTER <= STROKES_MOST &&
	       words_within(span_of(p, p_count), span_of(q, q_count), limit);
}
