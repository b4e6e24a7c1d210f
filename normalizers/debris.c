#include "normalizers/debris.h"

#include "normalizers/prose.h"

#define CHART_WORDS 60		   /* at least; a list of names may be shorter */
#define CHART_WORDS_A_SENTENCE 50  /* at least */
#define CHART_SMALL_PERCENT 20	   /* small words at most; prose has 30 to 45 */
#define CHART_PUNCTUATED_PERCENT 10 /* words with a comma or stop at most; lists have 18 */
#define CHART_CAPITAL_PERCENT 20   /* words with a capital at least; prose has 5 to 15 */

static bool is_stray(char c)
{
	return c == '\\' || c == '|' || c == '~' || c == '_' || c == '^';
}

static bool is_row(struct span text)
{
	return span_find(text, SPAN(" | "), 0) >= 0;
}

struct span debris_trim(struct span text)
{
	struct span kept = text;

	while (kept.len > 2 && is_stray(kept.ptr[0]) && kept.ptr[1] == ' ')
		kept = span_from(kept, 2);
	while (kept.len > 2 && is_stray(kept.ptr[kept.len - 1]) && kept.ptr[kept.len - 2] == ' ')
		kept.len -= 2;
	return is_row(kept) ? text : kept;
}

bool debris_is_chart(struct span text)
{
	struct prose n = { 0 };

	if (text.len < CHART_WORDS * 3)
		return false;
	prose_count(&n, text);
	return n.words >= CHART_WORDS && n.ended * CHART_WORDS_A_SENTENCE <= n.words &&
	       n.small * 100 <= n.words * CHART_SMALL_PERCENT &&
	       n.punctuated * 100 <= n.words * CHART_PUNCTUATED_PERCENT &&
	       n.capital * 100 >= n.words * CHART_CAPITAL_PERCENT;
}

void debris_mark(struct lines *lines, struct repairs *repairs)
{
	size_t i;

	for (i = 0; i < lines->count; i++) {
		struct line *line = &lines->line[i];
		struct span kept;

		if (!lines_is_text(line))
			continue;
		kept = debris_trim(line->text);
		if (kept.len != line->text.len) {
			line->text = kept;
			lines_look(line);
			repairs_add(repairs, REPAIR_DEBRIS, 1, line->place.line_start);
		}
		if (debris_is_chart(line->text))
			line->role = ROLE_NOISE;
	}
}
