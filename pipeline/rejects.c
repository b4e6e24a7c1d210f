#include "pipeline/rejects.h"

#include "pipeline/ndjson.h"

static void add_line(struct buffer *lines, struct span source, struct span code, struct span message)
{
	buffer_add_str(lines, "{\"source\":");
	ndjson_write_string(lines, source);
	buffer_add_str(lines, ",\"code\":");
	ndjson_write_string(lines, code);
	buffer_add_str(lines, ",\"message\":");
	ndjson_write_string(lines, message);
	buffer_add_str(lines, "}\n");
}

void rejects_add(struct buffer *lines, const struct document *d)
{
	for (size_t i = 0; i < d->diagnostic_count; i++) {
		const struct diagnostic *n = &d->diagnostics[i];

		if (n->severity != SEVERITY_ERROR)
			continue;
		add_line(lines, d->source.path, span_str(n->code), n->message);
		return;
	}
	add_line(lines, d->source.path, SPAN("failed"), SPAN("it could not be read"));
}

void rejects_add_problems(struct buffer *lines, const struct files *files)
{
	for (size_t i = 0; i < files->problem_count; i++)
		if (files->problems[i].status != 0)
			add_line(lines, files->problems[i].name, SPAN("no-file"), files->problems[i].message);
}
