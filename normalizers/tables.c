#include "normalizers/tables.h"

#include "pipeline/base/buffer.h"

#define LEAST_BARS 2
#define LEAST_TABS 1

static size_t count_bars(const struct line *line)
{
	size_t bars = 0, from = 0;
	long at;

	while ((at = span_find(line->text, SPAN(" | "), from)) >= 0) {
		bars++;
		from = (size_t)at + 2;
	}
	return bars;
}

/*
 * Runs of tabs between two cells; those at either end only indent. A tab behind
 * the number or bullet of an item makes no cell.
 */
static size_t count_tabs(const struct line *line)
{
	struct span raw = span_trim(line->text);
	const char *tab = raw.len ? memchr(raw.ptr, '\t', raw.len) : NULL;
	struct lead lead;
	size_t tabs = 0, i;

	if (!tab)
		return 0;
	lead = leads_read(span_slice(raw, 0, (size_t)(tab - raw.ptr)));
	if (lead.alone && lead.kind != LEAD_CAPTION)
		return 0;
	for (i = 1; i < raw.len; i++)
		tabs += raw.ptr[i] == '\t' && raw.ptr[i - 1] != '\t';
	return tabs;
}

static struct span with_bars(struct span raw, struct arena *arena)
{
	struct buffer out;
	struct span row;
	size_t from = 0, at;

	raw = span_trim(raw);
	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	for (at = 0; at <= raw.len; at++) {
		if (at < raw.len && raw.ptr[at] != '\t')
			continue;
		if (at > from) {
			buffer_add_str(&out, out.len ? " | " : "");
			buffer_add(&out, span_trim(span_slice(raw, from, at)));
		}
		from = at + 1;
	}
	row = arena_copy(arena, buffer_span(&out));
	buffer_release(&out);
	return row;
}

static size_t cells_end(const struct lines *lines, size_t i, size_t (*count)(const struct line *), size_t cells)
{
	while (i < lines->count && lines_is_text(&lines->line[i]) && count(&lines->line[i]) == cells)
		i++;
	return i;
}

static void mark_rows(struct lines *lines, size_t (*count)(const struct line *), size_t least, struct arena *arena)
{
	size_t i, end, cells, k;

	for (i = 0; i < lines->count; i = end) {
		end = i + 1;
		cells = lines_is_text(&lines->line[i]) ? count(&lines->line[i]) : 0;
		if (cells < least)
			continue;
		end = cells_end(lines, i, count, cells);
		for (k = i; end - i > 1 && k < end; k++) {
			lines->line[k].role = ROLE_TABLE_ROW;
			if (count == count_tabs)
				lines->line[k].text = with_bars(lines->line[k].text, arena);
		}
	}
}

void tables_mark(struct lines *lines, struct arena *arena)
{
	mark_rows(lines, count_bars, LEAST_BARS, arena);
	mark_rows(lines, count_tabs, LEAST_TABS, arena);
}
