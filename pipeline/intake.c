#include "pipeline/intake.h"

#include <sysexits.h>

#include "extractors/extract.h"
#include "pipeline/fixity.h"
#include "pipeline/talk.h"

static int fail(struct document *d, const char *code, int status, struct span why)
{
	d->source.state = SOURCE_FAILED;
	document_note(d, SEVERITY_ERROR, code, 0, "%.*s", SPAN_ARG(why));
	return status;
}

int intake_read(struct file *file, struct buffer *bytes, struct document **out)
{
	struct document *d = document_new();
	char sha256[FIXITY_HEX + 1];
	struct span why;
	int status = files_read(file, bytes, d->arena, &why);

	*out = d;
	d->source.path = arena_copy(d->arena, file->name);
	d->source.bytes = file->bytes;
	d->source.mtime = file->mtime;
	if (status != 0)
		return fail(d, "unreadable", status, why);
	if (!fixity_sha256(buffer_span(bytes), sha256))
		return fail(d, "no-checksum", EX_SOFTWARE,
			    SPAN("OpenSSL gives no SHA-256: its configuration forbids it"));
	d->source.sha256 = arena_copy(d->arena, span_str(sha256));
	return 0;
}

int intake_extract(struct document *d, struct span bytes)
{
	extract_document(d, bytes);
	return d->source.state == SOURCE_FAILED ? EX_DATAERR : 0;
}

static struct span shown(struct span name)
{
	return span_equal(name, SPAN("-")) ? SPAN("standard input") : name;
}

void intake_announce(const struct document *d)
{
	struct span name = shown(d->source.path);

	for (size_t i = 0; i < d->diagnostic_count; i++) {
		const struct diagnostic *n = &d->diagnostics[i];
		void (*say)(const char *format, ...) = n->severity == SEVERITY_ERROR   ? talk_error :
						       n->severity == SEVERITY_WARNING ? talk_note :
											 talk_detail;

		if (n->line)
			say("%.*s, line %ld: %.*s", SPAN_ARG(name), n->line, SPAN_ARG(n->message));
		else
			say("%.*s: %.*s", SPAN_ARG(name), SPAN_ARG(n->message));
	}
}

void intake_problems(struct intake_tally *tally, const struct files *files)
{
	for (size_t i = 0; i < files->problem_count; i++) {
		const struct file_problem *p = &files->problems[i];

		if (p->status != 0)
			talk_error("%.*s: %.*s", SPAN_ARG(p->name), SPAN_ARG(p->message));
		intake_count(tally, p->status);
	}
}

void intake_count(struct intake_tally *tally, int status)
{
	if (status == 0)
		tally->good++;
	else
		tally->bad++;
	if (status > tally->worst)
		tally->worst = status;
}

int intake_status(const struct intake_tally *tally)
{
	if (tally->good == 0)
		return tally->worst ? tally->worst : EX_DATAERR;
	return tally->bad ? 1 : 0;
}
