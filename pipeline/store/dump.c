#include "pipeline/store/dump.h"

#include <sysexits.h>

#define COUNTS "(SELECT id FROM sources WHERE state IN ('current','failed'))"
/* ?1: history too. A document counts with its source. */
#define OF_DOCUMENT "WHERE ?1 OR document_id IN (SELECT id FROM documents WHERE source_id IN " COUNTS ") "
#define OF_ITEM "WHERE ?1 OR item_id IN (SELECT id FROM items " OF_DOCUMENT ") "

static const struct table {
	const char *name;
	const char *sql;
} tables[] = {
	{ "sources", "SELECT id, path, sha256, bytes, media_type, encoding, url, captured, charset, pages, state FROM sources "
		     "WHERE ?1 OR id IN " COUNTS " ORDER BY id" },
	{ "documents", "SELECT * FROM documents WHERE ?1 OR source_id IN " COUNTS " ORDER BY id" },
	{ "passages", "SELECT * FROM passages " OF_DOCUMENT "ORDER BY id" },
	{ "report_references", "SELECT * FROM report_references " OF_DOCUMENT "ORDER BY id" },
	{ "items", "SELECT * FROM items " OF_DOCUMENT "ORDER BY id" },
	{ "item_passages", "SELECT * FROM item_passages " OF_ITEM "ORDER BY item_id, passage_id" },
	{ "item_paragraphs", "SELECT * FROM item_paragraphs " OF_ITEM "ORDER BY item_id, seq" },
	{ "stated_counts", "SELECT * FROM stated_counts " OF_DOCUMENT "ORDER BY document_id, seq" },
	{ "diagnostics", "SELECT source_id, line, severity, code, message FROM diagnostics "
			 "WHERE ?1 OR source_id IS NULL OR source_id IN " COUNTS " "
			 "ORDER BY source_id, line, code, message" },
	{ "duplicates", "SELECT * FROM duplicates WHERE ?1 = ?1 ORDER BY passage_id" },
	{ "reports", "SELECT * FROM reports WHERE ?1 = ?1 ORDER BY id" },
	{ "conclusions", "SELECT * FROM conclusions WHERE ?1 = ?1 ORDER BY id" },
	{ "recommendations", "SELECT * FROM recommendations WHERE ?1 = ?1 ORDER BY id" },
	{ "responses", "SELECT * FROM responses WHERE ?1 = ?1 ORDER BY id" },
	{ "response_recommendations", "SELECT * FROM response_recommendations WHERE ?1 = ?1 "
				      "ORDER BY response_id, recommendation_id" },
	{ "response_paragraphs", "SELECT * FROM response_paragraphs WHERE ?1 = ?1 ORDER BY response_id, seq" },
	{ "occurrences", "SELECT * FROM occurrences WHERE ?1 = ?1 ORDER BY record_type, record_id, item_id" },
	{ "repetitions", "SELECT * FROM repetitions WHERE ?1 = ?1 ORDER BY recommendation_id" },
	{ "record_texts", "SELECT * FROM record_texts WHERE ?1 = ?1 ORDER BY id" },
};

/* Tabs and line ends in a text are written \t, \n, \r; a backslash is doubled; so \N can only be NULL. */
static void write_text(FILE *out, struct span text)
{
	static const char special[] = "\\\t\n\r", letters[] = "\\tnr";

	for (size_t i = 0; i < text.len; i++) {
		const char *found = text.ptr[i] ? strchr(special, text.ptr[i]) : NULL;

		if (found) {
			putc('\\', out);
			putc(letters[found - special], out);
		} else {
			putc(text.ptr[i], out);
		}
	}
}

static void write_row(FILE *out, const char *table, const struct query *q)
{
	fputs(table, out);
	for (int column = 0; column < query_columns(q); column++) {
		putc('\t', out);
		if (query_is_null(q, column))
			fputs("\\N", out);
		else
			write_text(out, query_text(q, column));
	}
	putc('\n', out);
}

static int write_tables(struct store *store, FILE *out, bool history)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		struct query *q = store_query(store, tables[i].sql);

		query_bind_int(q, 1, history);
		while (query_next(q))
			write_row(out, tables[i].name, q);
	}
	if (store_status(store) != 0)
		return store_status(store);
	return fflush(out) == 0 && !ferror(out) ? 0 : EX_IOERR;
}

int store_dump(struct store *store, FILE *out)
{
	return write_tables(store, out, true);
}

int store_dump_current(struct store *store, FILE *out)
{
	return write_tables(store, out, false);
}
