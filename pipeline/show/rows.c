#include "pipeline/show/rows.h"

#include "pipeline/show/csv.h"

static void csv_names(struct buffer *row, const struct query *q)
{
	for (int i = 0; i < query_columns(q); i++)
		csv_cell(row, span_str(query_column_name(q, i)), i == 0, true);
	csv_end(row);
}

static void write_csv(struct output *out, struct query *q, bool raw, int64_t *count)
{
	struct buffer row;

	buffer_init(&row, BUFFER_LIMIT_DEFAULT);
	csv_names(&row, q);
	while (output_write(out, buffer_span(&row)) == 0 && query_next(q)) {
		buffer_clear(&row);
		for (int i = 0; i < query_columns(q); i++)
			csv_cell(&row, query_text(q, i), i == 0, raw);
		csv_end(&row);
		++*count;
	}
	buffer_release(&row);
}

/* One object a line; as an array, with a comma between lines and brackets on lines of their own. */
static void write_objects(struct output *out, struct query *q, bool array, int64_t *count)
{
	bool first = true;

	if (array)
		output_write(out, SPAN("["));
	while (out->status == 0 && query_next(q)) {
		if (array)
			output_write(out, first ? SPAN("\n") : SPAN(",\n"));
		output_write(out, query_text(q, 0));
		if (!array)
			output_write(out, SPAN("\n"));
		first = false;
		++*count;
	}
	if (array)
		output_write(out, SPAN("\n]\n"));
}

int rows_write(struct output *out, struct store *store, const struct table *table, enum rows_format format, bool raw,
	       int64_t *count)
{
	struct buffer sql;
	struct query *q;

	buffer_init(&sql, 1 << 16);
	if (format == ROWS_CSV)
		tables_select(&sql, table);
	else
		tables_select_json(&sql, table);
	q = store_query_once(store, sql.data);
	if (format == ROWS_CSV)
		write_csv(out, q, raw, count);
	else
		write_objects(out, q, format == ROWS_JSON, count);
	query_free(q);
	buffer_release(&sql);
	return out->status ? out->status : store_status(store);
}
