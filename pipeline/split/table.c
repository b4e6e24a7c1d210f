#include "pipeline/split/table.h"

#include "pipeline/split/subject.h"

enum { STATUS_BYTES_MOST = 40 }; /* a longer one is an answer in prose */

/* The cells of a row, which stand apart by " | " (see ROLE_TABLE_ROW); 0 where there are too many. */
static size_t cut(struct span row, struct span cells[TABLE_CELLS_MOST])
{
	size_t count = 0, from = 0;

	for (size_t i = 0; i <= row.len; i++) {
		if (i < row.len && row.ptr[i] != '|')
			continue;
		if (count == TABLE_CELLS_MOST)
			return 0;
		cells[count++] = span_trim(span_slice(row, from, i));
		from = i + 1;
	}
	return count;
}

static const struct rule *meaning_of(const struct family *f, struct span head)
{
	const struct rule_list *list = &f->lists[RULE_COLUMN];

	for (size_t i = 0; i < list->count; i++)
		if (pattern_found(list->rules[i].pattern, head))
			return &list->rules[i];
	return NULL;
}

/* A head names recommendations, and what became of them or how they are numbered. */
static bool read_head(const struct family *f, struct span row, struct table *table)
{
	struct span cells[TABLE_CELLS_MOST];
	bool seen[COLUMN_COUNT] = { false };
	size_t count = cut(row, cells);

	*table = (struct table){ .cells = 0 };
	for (size_t i = 0; i < count; i++) {
		const struct rule *rule = meaning_of(f, cells[i]);

		if (!rule || seen[rule->value])
			continue;
		seen[rule->value] = true;
		table->meaning[i] = rule;
	}
	if (seen[COLUMN_RECOMMENDATION] &&
	    (seen[COLUMN_RESPONSE] || seen[COLUMN_POSITION] || seen[COLUMN_STATUS] || seen[COLUMN_LABEL]))
		table->cells = count;
	return table->cells > 0;
}

/* The cell of a column of this meaning, and the rule that says so; empty where there is none. */
static struct span cell_of(const struct table *table, const struct span *cells, enum column column,
			   const struct rule **rule)
{
	for (size_t i = 0; i < table->cells; i++) {
		if (!table->meaning[i] || table->meaning[i]->value != (int)column)
			continue;
		*rule = table->meaning[i];
		return cells[i];
	}
	return SPAN("");
}

static void read_row(struct scan *s, const struct table *table, const struct span *cells, size_t at)
{
	const struct rule *rule = NULL, *answer_rule = NULL, *other = NULL;
	struct span text = cell_of(table, cells, COLUMN_RECOMMENDATION, &rule);
	struct span answer = cell_of(table, cells, COLUMN_RESPONSE, &answer_rule);
	struct span position = cell_of(table, cells, COLUMN_POSITION, &other);
	struct span status = cell_of(table, cells, COLUMN_STATUS, &other);
	struct span target = cell_of(table, cells, COLUMN_TARGET, &other);
	struct beginning_row row = { .rule = rule, .answer_rule = answer_rule, .text = text, .answer = answer };

	if (answer.len == 0 && position.len > 0) {
		cell_of(table, cells, COLUMN_POSITION, &row.answer_rule);
		row.answer = position;
	} else if (status.len > STATUS_BYTES_MOST && answer.len == 0) {
		cell_of(table, cells, COLUMN_STATUS, &row.answer_rule);
		row.answer = status;
		status = SPAN("");
	}
	row.label = cell_of(table, cells, COLUMN_LABEL, &other);
	row.position = span_equal(row.answer, position) ? SPAN("") : position;
	row.status = status;
	if (target.len > 0)
		row.target = arena_printf(s->d->arena, "Target date: %.*s", SPAN_ARG(target));
	if (text.len > 0)
		beginning_row(s, &row, (int)at);
}

bool table_row(struct scan *s, struct table *table, size_t at)
{
	struct span row = subject_of(s->d->arena, &s->d->passages[at]), cells[TABLE_CELLS_MOST];

	if (s->f->lists[RULE_COLUMN].count == 0)
		return false;
	if (read_head(s->f, row, &(struct table){ 0 }))
		return read_head(s->f, row, table);
	if (table->cells == 0 && (at == 0 || !read_head(s->f, s->d->passages[at - 1].text, table)))
		return false;
	if (cut(row, cells) == table->cells)
		read_row(s, table, cells, at);
	return true;
}
