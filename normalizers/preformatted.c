#include "normalizers/preformatted.h"

#include "normalizers/lines.h"
#include "normalizers/prose.h"

#define LEAST_LINES 6	   /* of a run that is judged */
#define MOST_WIDTH 100	   /* characters of a line that was wrapped by hand */
#define LEAST_WIDTH 50	   /* ... that every third line has at least; verse has not */
#define LOWER_PERCENT 25   /* lines that begin small */
#define SMALL_PERCENT 25   /* small words, which listings lack */

static bool is_preformatted(const struct passage *p)
{
	return p->role == ROLE_PARAGRAPH && p->flags & PASSAGE_PREFORMATTED;
}

static bool is_wrapped_prose(const struct document *d, size_t from, size_t end)
{
	size_t lower = 0, wide = 0, i;
	struct prose prose = { 0 };

	if (end - from < LEAST_LINES)
		return false;
	for (i = from; i < end; i++) {
		struct line line = { .text = span_trim(d->passages[i].text) };

		if (line.text.len > MOST_WIDTH)
			return false;
		lines_look(&line);
		lower += (line.facts & LINE_LOWER) != 0;
		wide += line.text.len >= LEAST_WIDTH;
		prose_count(&prose, line.text);
	}
	return lower * 100 >= (end - from) * LOWER_PERCENT && wide * 3 >= end - from &&
	       prose.small * 100 >= prose.words * SMALL_PERCENT;
}

/* Blank lines between are no passages: they show in the numbers of the lines. */
static void release(struct document *d, size_t from, size_t end)
{
	size_t i;

	for (i = from; i < end; i++) {
		struct passage *p = &d->passages[i];

		p->role = ROLE_LINE;
		p->flags &= ~(unsigned)PASSAGE_PREFORMATTED;
		if (i > from && p->place.line_start > p[-1].place.line_end + 1)
			p->flags |= PASSAGE_BLANK_BEFORE;
	}
}

void preformatted_release(struct document *d)
{
	size_t i, end;

	for (i = 0; i < d->passage_count; i = end) {
		end = i;
		while (end < d->passage_count && is_preformatted(&d->passages[end]))
			end++;
		if (end > i && is_wrapped_prose(d, i, end))
			release(d, i, end);
		end = end > i ? end : i + 1;
	}
}
