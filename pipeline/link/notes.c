#include "pipeline/link/notes.h"

#include <stdarg.h>
#include <stdio.h>

void notes_add(struct notes *notes, int64_t source_id, long line, enum severity severity, const char *code,
	       const char *format, ...)
{
	char text[512];
	struct note *note;
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	notes->at = arena_room(notes->arena, notes->at, notes->count, &notes->capacity, sizeof *notes->at);
	note = &notes->at[notes->count++];
	*note = (struct note){ source_id, line, severity, code, arena_copy(notes->arena, span_str(text)) };
}

static void keep_note(struct store *store, const struct note *note)
{
	struct query *q = store_query(store, "INSERT INTO temp.want_notes (source_id, line, severity, code, message)"
					     " VALUES (?1, ?2, ?3, ?4, ?5)");

	query_bind_int(q, 1, note->source_id);
	if (note->line > 0)
		query_bind_int(q, 2, note->line);
	query_bind_text(q, 3, span_str(severity_name(note->severity)));
	query_bind_text(q, 4, span_str(note->code));
	query_bind_text(q, 5, note->message);
	query_run(q);
}

#define SAME_NOTE \
	"n.source_id = d.source_id AND n.line IS d.line AND n.severity = d.severity AND n.code = d.code" \
	" AND n.message = d.message"

void notes_write(const struct notes *notes, struct store *store)
{
	store_exec(store, "CREATE TEMP TABLE IF NOT EXISTS want_notes (source_id INTEGER, line INTEGER, severity TEXT,"
			  " code TEXT, message TEXT); DELETE FROM temp.want_notes;"
			  "CREATE INDEX IF NOT EXISTS temp.want_notes_source ON want_notes(source_id)");
	for (size_t i = 0; i < notes->count; i++)
		keep_note(store, &notes->at[i]);
	store_exec(store,
		"INSERT INTO temp.want_notes SELECT source_id, line, severity, code, message FROM link_notes;"
		"DELETE FROM diagnostics AS d WHERE code GLOB 'link-*'"
		" AND NOT EXISTS (SELECT 1 FROM temp.want_notes n WHERE " SAME_NOTE ");"
		"INSERT INTO diagnostics (run_id, source_id, line, severity, code, message)"
		" SELECT DISTINCT (SELECT max(id) FROM runs), source_id, line, severity, code, message"
		" FROM temp.want_notes n"
		" WHERE EXISTS (SELECT 1 FROM runs)"
		"  AND NOT EXISTS (SELECT 1 FROM diagnostics d WHERE d.code GLOB 'link-*' AND " SAME_NOTE ")"
		" ORDER BY source_id, line, code, message;"
		"DELETE FROM temp.want_notes");
}
