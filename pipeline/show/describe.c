#include "pipeline/show/describe.h"

#include <stddef.h>

/* In the order of the schema: tables first. Column "": the table itself; table "*": every view. */
static const struct {
	const char *table, *column, *words;
} described[] = {
#include "described.inc"
};

enum { DESCRIBED = sizeof described / sizeof described[0] };

/* `table` empty: whichever comes first. */
static const char *find(struct span table, struct span column)
{
	for (int i = 0; i < DESCRIBED; i++)
		if ((span_empty(table) || span_equal(table, span_str(described[i].table))) &&
		    span_equal(column, span_str(described[i].column)))
			return described[i].words;
	return NULL;
}

const char *describe_table(struct span table)
{
	return find(table, SPAN(""));
}

const char *describe_column(struct span table, struct span column)
{
	const char *words = find(table, column);

	if (!words)
		words = find(SPAN("*"), column);
	return words ? words : find(SPAN(""), column);
}
