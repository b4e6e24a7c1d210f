#include "pipeline/show/summary.h"

#include <inttypes.h>
#include <time.h>

#include "pipeline/ndjson.h"
#include "pipeline/show/output.h"
#include "pipeline/talk.h"
#include "pipeline/version.h"

/* ---- what the database holds ---- */

static const struct holding {
	const char *name;
	const char *sql;
} holdings[] = {
	{ "documents", "SELECT count(*) FROM current_documents" },
	{ "records", "SELECT count(*) FROM records" },
	{ "reports", "SELECT count(*) FROM reports" },
	{ "passages", "SELECT count(*) FROM passages p JOIN current_documents d ON d.id = p.document_id" },
	{ "duplicates", "SELECT count(*) FROM duplicates" },
};

enum { HOLDINGS = sizeof holdings / sizeof *holdings };

struct held {
	bool known;
	int64_t counts[HOLDINGS];
	int64_t last_success; /* Unix time at which the last run that exited with 0 or 1 ended; 0: none */
};

static int64_t number(struct store *store, const char *sql)
{
	struct query *q = store_query_once(store, sql);
	int64_t value = query_next(q) ? query_int(q, 0) : 0;

	query_free(q);
	return value;
}

static struct held look_into(const char *database)
{
	struct held held = { .known = database != NULL };
	struct store *store = database ? store_open(database, STORE_READ) : NULL;

	for (int i = 0; i < HOLDINGS && store; i++)
		held.counts[i] = number(store, holdings[i].sql);
	if (store)
		held.last_success = number(store, "SELECT coalesce(max(CAST(strftime('%s', finished_at) AS INTEGER)), 0) "
						  "FROM runs WHERE exit_status IN (0, 1)");
	held.known = store && store_status(store) == 0;
	store_close(store);
	return held;
}

static struct held look(const struct summary *s)
{
	return look_into(s->run ? s->database : NULL);
}

/* ---- for people ---- */

void summary_say_holdings(const char *database)
{
	const struct held held = look_into(database);

	if (held.known)
		talk_note("%s holds: %" PRId64 " documents, %" PRId64 " records in %" PRId64 " reports, %" PRId64
			  " passages, %" PRId64 " of them duplicates", database, held.counts[0], held.counts[1],
			  held.counts[2], held.counts[3], held.counts[4]);
}

void summary_say(const struct summary *s)
{
	const struct load_counts *n = &s->counts;

	talk_detail("reading: %.*s", SPAN_ARG(s->reading));
	talk_note("files:   %" PRId64 " seen: %" PRId64 " new, %" PRId64 " changed, %" PRId64 " unchanged, %" PRId64
		  " failed, %" PRId64 " missing", n->seen, n->fresh, n->changed, n->unchanged, n->failed, n->missing);
	if (n->reread > 0)
		talk_note("again:   %" PRId64 " of the changed are as they were, and were read again: winnow or its families "
			  "have changed", n->reread);
	if (n->fresh + n->changed + n->missing == 0)
		talk_note("nothing changed, in %.1f s", s->seconds);
	else
		talk_note("added:   %" PRId64 " documents with %" PRId64 " passages, in %.1f s", n->documents,
			  n->passages, s->seconds);
	summary_say_holdings(s->run ? s->database : NULL);
}

/* ---- counts of a run, by name ---- */

struct count {
	const char *name;
	int64_t value;
};

enum { FILE_STATES = 5, ADDED = 3 };

static void name_files(const struct load_counts *n, struct count states[FILE_STATES])
{
	states[0] = (struct count){ "new", n->fresh };
	states[1] = (struct count){ "changed", n->changed };
	states[2] = (struct count){ "unchanged", n->unchanged };
	states[3] = (struct count){ "failed", n->failed };
	states[4] = (struct count){ "missing", n->missing };
}

static int write_whole(const char *path, const struct buffer *text)
{
	struct output o;

	if (output_open(&o, path) == 0)
		output_write(&o, buffer_span(text));
	return output_close(&o, 0);
}

/* ---- JSON ---- */

static void add_text(struct buffer *out, const char *key, struct span text)
{
	buffer_printf(out, "  \"%s\": ", key);
	ndjson_write_string(out, text);
	buffer_add_str(out, ",\n");
}

static void add_time(struct buffer *out)
{
	time_t now = time(NULL);
	struct tm utc;
	char text[32] = "";

	if (gmtime_r(&now, &utc))
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
	add_text(out, "finished_at", span_str(text));
}

static void add_counts(struct buffer *out, const char *key, const struct count *counts, int count, const char *end)
{
	buffer_printf(out, "  \"%s\": {", key);
	for (int i = 0; i < count; i++)
		buffer_printf(out, "%s\"%s\": %" PRId64, i ? ", " : " ", counts[i].name, counts[i].value);
	buffer_printf(out, " }%s\n", end);
}

int summary_write_json(const struct summary *s, const char *path)
{
	const struct held held = look(s);
	const struct count added[ADDED] = { { "documents", s->counts.documents }, { "passages", s->counts.passages },
					    { "records", s->counts.items } };
	struct count files[FILE_STATES], holds[HOLDINGS];
	struct buffer out;
	int status;

	name_files(&s->counts, files);
	for (int i = 0; i < HOLDINGS; i++)
		holds[i] = (struct count){ holdings[i].name, held.counts[i] };
	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	buffer_add_str(&out, "{\n");
	add_text(&out, "program", SPAN("winnow " WINNOW_VERSION));
	add_text(&out, "command", span_str(s->command));
	add_text(&out, "database", span_str(s->database));
	buffer_printf(&out, "  \"run\": %" PRId64 ",\n  \"exit_status\": %d,\n", s->run, s->exit_status);
	add_time(&out);
	buffer_printf(&out, "  \"seconds\": %.1f,\n", s->seconds);
	add_text(&out, "reading", s->reading);
	buffer_printf(&out, "  \"readers_lost\": %zu,\n", s->lost);
	add_counts(&out, "files", files, FILE_STATES, ",");
	add_counts(&out, "added", added, ADDED, held.known ? "," : "");
	if (held.known)
		add_counts(&out, "holds", holds, HOLDINGS, "");
	buffer_add_str(&out, "}\n");
	status = write_whole(path, &out);
	buffer_release(&out);
	return status;
}

/* ---- Prometheus ---- */

static void add_gauge(struct buffer *out, const char *name, const char *help)
{
	buffer_printf(out, "# HELP winnow_%s %s\n# TYPE winnow_%s gauge\n", name, help, name);
}

static void add_value(struct buffer *out, const char *name, const char *help, double value)
{
	add_gauge(out, name, help);
	buffer_printf(out, "winnow_%s %.15g\n", name, value);
}

static void add_values(struct buffer *out, const char *name, const char *help, const char *label,
		       const struct count *counts, int count)
{
	add_gauge(out, name, help);
	for (int i = 0; i < count; i++)
		buffer_printf(out, "winnow_%s{%s=\"%s\"} %" PRId64 "\n", name, label, counts[i].name, counts[i].value);
}

/* What is not known is left out, so that an alert on absence works. */
int summary_write_metrics(const struct summary *s, const char *path)
{
	const struct held held = look(s);
	struct count files[FILE_STATES], holds[HOLDINGS];
	struct buffer out;
	int status;

	name_files(&s->counts, files);
	for (int i = 0; i < HOLDINGS; i++)
		holds[i] = (struct count){ holdings[i].name, held.counts[i] };
	buffer_init(&out, BUFFER_LIMIT_DEFAULT);
	add_value(&out, "last_run_timestamp_seconds", "When the last run ended, Unix time.", (double)time(NULL));
	add_value(&out, "last_run_exit_status", "What it exited with: 0 well, 1 some files failed.", s->exit_status);
	add_value(&out, "last_run_duration_seconds", "How long it took.", s->seconds);
	add_value(&out, "last_run_readers_lost", "Readers that crashed or met a limit.", (double)s->lost);
	add_values(&out, "last_run_files", "Files of that run.", "state", files, FILE_STATES);
	if (held.known && held.last_success)
		add_value(&out, "last_success_timestamp_seconds", "When the last run that exited with 0 or 1 ended.",
			  (double)held.last_success);
	if (held.known)
		add_values(&out, "holds", "What the database holds.", "what", holds, HOLDINGS);
	status = write_whole(path, &out);
	buffer_release(&out);
	return status;
}
