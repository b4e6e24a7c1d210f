#include "extractors/html_table.h"

#include <stdlib.h>

#include "extractors/html_rules.h"
#include "pipeline/base/memory.h"

/* What is seen of one table, not counting the tables in it. */
struct table {
	uint32_t rows, cells, filled, heads, nested, blocks, longest, words, link_words;
	uint32_t row_cells, widest;
	uint32_t first_cells, first_bold; /* of the first row: with words, and all of these bold */
	bool caption;
};

/* For every node the table it is in, itself not counted; 0: none. */
static uint32_t *find_tables(const struct html_tree *t)
{
	uint32_t *table = memory_new(t->count, sizeof *table);

	for (size_t i = 1; i < t->count; i++) {
		uint32_t parent = t->nodes[i].parent;

		table[i] = t->nodes[parent].tag == TAG_table ? parent : table[parent];
	}
	return table;
}

/* The head of a table whose author did not know of <th>: its first row is set in bold. */
static bool all_bold(const struct html_page *page, size_t cell)
{
	const struct html_tree *t = page->tree;

	for (size_t i = cell + 1; i < t->nodes[cell].end; i++)
		if (t->nodes[i].tag == HTML_TEXT && page->measures[i].words > 0 && !(page->measures[i].flags & MEASURE_IN_BOLD))
			return false;
	return true;
}

static void see(struct table *in, const struct html_page *page, size_t i)
{
	const struct html_measure *m = &page->measures[i];

	switch (page->tree->nodes[i].tag) {
	case TAG_tr:
		in->rows++;
		in->row_cells = 0;
		break;
	case TAG_th:
		in->heads++;
		/* fall through */
	case TAG_td:
		in->cells++;
		in->row_cells++;
		if (in->row_cells > in->widest)
			in->widest = in->row_cells;
		if (m->words > in->longest)
			in->longest = m->words;
		in->filled += m->words > 0;
		if (in->rows == 1 && m->words > 0) {
			in->first_cells++;
			in->first_bold += m->words <= HTML_BOLD_HEADING_WORDS && all_bold(page, i);
		}
		in->words += m->words;
		in->link_words += m->link_words;
		break;
	case TAG_caption:
	case TAG_thead:
		in->caption = true;
		break;
	case TAG_table:
		in->nested++;
		break;
	case TAG_h1:
	case TAG_h2:
	case TAG_h3:
	case TAG_form:
	case TAG_article:
	case TAG_blockquote:
		in->blocks++;
		break;
	default:
		break;
	}
}

static bool is_data(const struct table *t)
{
	if (t->nested || t->blocks || t->widest < 2 || t->rows < 2)
		return false;
	if (t->heads || t->caption || (t->first_cells > 1 && t->first_bold == t->first_cells))
		return t->longest <= HTML_TABLE_HEADED_CELL;
	return t->rows >= HTML_TABLE_ROWS && t->longest <= HTML_TABLE_CELL &&
	       t->filled * 100 >= t->cells * HTML_TABLE_FILLED && t->link_words * 2 < t->words;
}

static bool has_table(const struct html_tree *t)
{
	for (size_t i = 1; i < t->count; i++)
		if (t->nodes[i].tag == TAG_table)
			return true;
	return false;
}

void html_table_classify(struct html_page *page)
{
	const struct html_tree *t = page->tree;
	struct table *tables;
	uint32_t *in;

	if (!has_table(t))
		return;
	in = find_tables(t);
	tables = memory_new(t->count, sizeof *tables);
	for (size_t i = 1; i < t->count; i++)
		if (in[i] && t->nodes[i].tag != HTML_TEXT)
			see(&tables[in[i]], page, i);
	for (size_t i = 1; i < t->count; i++)
		if (t->nodes[i].tag == TAG_table && is_data(&tables[i]))
			page->measures[i].flags |= MEASURE_DATA_TABLE;
	free(tables);
	free(in);
}
