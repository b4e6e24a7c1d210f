#include "pipeline/intake.h"
#include "pipeline/opening.h"

#include <sysexits.h>
#include <unistd.h>

#include "extractors/extract.h"
#include "pipeline/fixity.h"
#include "pipeline/options.h"
#include "pipeline/talk.h"
#include "pipeline/unpack/unpack.h"
#include "pipeline/workers/pdf.h"

static int fail(struct document *d, const char *code, int status, struct span why)
{
	d->source.state = SOURCE_FAILED;
	document_note(d, SEVERITY_ERROR, code, 0, "%.*s", SPAN_ARG(why));
	return status;
}

static int no_checksum(struct document *d)
{
	return fail(d, "no-checksum", EX_SOFTWARE, SPAN("OpenSSL gives no SHA-256: its configuration forbids it: allow SHA-256 in openssl.cnf"));
}

/* What kind of archive it is, by its first bytes; empty for none. */
static struct span archive_type(int fd)
{
	char head[UNPACK_HEAD];
	ssize_t got = pread(fd, head, sizeof head, 0);

	return unpack_media_type(span_of(head, got > 0 ? (size_t)got : 0));
}

static int read_archive(struct document *d, int fd, struct span media_type)
{
	char sha256[FIXITY_HEX + 1];

	d->source.archive = true;
	d->source.media_type = media_type;
	if (!fixity_sha256_file(fd, sha256))
		return fail(d, "unreadable", EX_IOERR, SPAN("cannot be read to its end: the disk or the network is at fault"));
	d->source.sha256 = arena_copy(d->arena, span_str(sha256));
	return 0;
}

static int read_bytes(struct document *d, struct file *file, int fd, struct buffer *bytes)
{
	char sha256[FIXITY_HEX + 1];
	struct span why;
	int status = fd < 0 ? opening_whole(file, bytes, d->arena, &why) : opening_read(file, fd, bytes, d->arena, &why);

	if (status != 0)
		return fail(d, "unreadable", status, why);
	if (!fixity_sha256(buffer_span(bytes), sha256))
		return no_checksum(d);
	d->source.sha256 = arena_copy(d->arena, span_str(sha256));
	return 0;
}

int intake_read(struct file *file, struct buffer *bytes, struct document **out, int *archive)
{
	struct document *d = document_new();
	struct span why, media_type;
	int fd = -1, status = 0;

	*out = d;
	*archive = -1;
	buffer_clear(bytes);
	d->source.path = arena_copy(d->arena, file->name);
	if (!span_equal(file->name, SPAN("-")))
		status = opening_open(file, &fd, d->arena, &why);
	media_type = fd >= 0 ? archive_type(fd) : SPAN("");
	if (status != 0)
		fail(d, "unreadable", status, why);
	else if (media_type.len)
		status = read_archive(d, fd, media_type);
	else
		status = read_bytes(d, file, fd, bytes);
	d->source.bytes = file->bytes;
	d->source.mtime = file->mtime;
	if (status == 0 && media_type.len)
		*archive = fd;
	else if (fd >= 0)
		close(fd);
	return status;
}

void intake_convert(const struct options *options, struct document *d, struct buffer *bytes)
{
	struct buffer text;
	struct span why;
	const char *code;
	enum pdf_result result;

	if (d->source.state == SOURCE_FAILED || d->source.archive || !pdf_looks(buffer_span(bytes)))
		return;
	buffer_init(&text, bounds_bytes(&options->bounds));
	result = pdf_to_text(options, buffer_span(bytes), &text, d->arena, &code, &why);
	if (result == PDF_FAILED)
		fail(d, code, EX_DATAERR, why);
	if (result != PDF_MISSING)
		d->source.media_type = SPAN("application/pdf");
	if (result == PDF_DONE) {
		buffer_release(bytes);
		*bytes = text;
		return;
	}
	buffer_release(&text);
}

int intake_extract(struct document *d, struct span bytes)
{
	extract_document(d, bytes);
	if (span_empty(d->url) && !span_empty(d->source.url)) {
		d->url = d->source.url;
		d->url_from = SPAN("WARC-Target-URI");
	}
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

bool intake_is_bad(const struct document *d)
{
	bool bad = d->source.state == SOURCE_FAILED;

	for (size_t i = 0; i < d->diagnostic_count && d->source.archive; i++)
		bad = bad || d->diagnostics[i].severity == SEVERITY_ERROR;
	return bad;
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
