#include "pipeline/unpack/bundle.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/memory.h"
#include "pipeline/unpack/limits.h"

struct bundle {
	struct archive *archive;
	struct stream *in;
	uint64_t *left;
	struct stream bytes;
	char chunk[STREAM_AHEAD];
	char fault[160]; /* libarchive's message goes with the next call */
};

/* ---- what libarchive asks ---- */

static la_ssize_t give_bytes(struct archive *archive, void *context, const void **bytes)
{
	struct bundle *b = context;
	size_t got = stream_read(b->in, b->chunk, sizeof b->chunk);

	*bytes = b->chunk;
	if (got == 0 && b->in->fault) {
		archive_set_error(archive, EIO, "%s", b->in->fault);
		return -1;
	}
	return (la_ssize_t)got;
}

static la_int64_t go_on(struct archive *archive, void *context, la_int64_t bytes)
{
	(void)archive;
	return bytes > 0 ? (la_int64_t)stream_skip(((struct bundle *)context)->in, (uint64_t)bytes) : 0;
}

static la_int64_t go_to(struct archive *archive, void *context, la_int64_t offset, int whence)
{
	struct stream *in = ((struct bundle *)context)->in;
	int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (int64_t)in->taken : in->size;

	(void)archive;
	if (offset < -base || offset > INT64_MAX - base || !stream_go(in, (uint64_t)(base + offset)))
		return ARCHIVE_FATAL;
	return base + offset;
}

/* ---- what it gives ---- */

/* Its message for people. */
static const char *keep_fault(struct bundle *b)
{
	const char *said = archive_error_string(b->archive);

	snprintf(b->fault, sizeof b->fault, "%s", *b->left == 0 ? LIMITS_FAULT : said ? said : "is damaged");
	return b->fault;
}

static size_t read_entry(struct stream *s, char *to, size_t room)
{
	struct bundle *b = s->context;
	la_ssize_t got;

	room = room < *b->left ? room : (size_t)*b->left;
	if (room == 0) {
		s->fault = LIMITS_FAULT;
		return 0;
	}
	do
		got = archive_read_data(b->archive, to, room);
	while (got == ARCHIVE_RETRY);
	if (got < 0) {
		s->fault = keep_fault(b);
		return 0;
	}
	*b->left -= (uint64_t)got;
	return (size_t)got;
}

/* Filters that start programs, and formats nobody scrapes into, are not among them. */
static void choose(struct archive *archive, enum bundle_kind kind)
{
	if (kind == BUNDLE_COMPRESSED) {
		archive_read_support_filter_zstd(archive);
		archive_read_support_filter_xz(archive);
		archive_read_support_filter_bzip2(archive);
		archive_read_support_format_raw(archive);
		return;
	}
	archive_read_support_format_zip(archive);
	archive_read_support_format_tar(archive);
}

struct bundle *bundle_open(struct stream *in, enum bundle_kind kind, uint64_t *left, const char **fault)
{
	struct bundle *b = memory_new(1, sizeof *b);
	struct bundle_entry entry;

	b->in = in;
	b->left = left;
	b->archive = archive_read_new();
	b->bytes = (struct stream){ .read = read_entry, .context = b, .size = -1 };
	stream_open(&b->bytes);
	*fault = b->archive ? NULL : "cannot be opened";
	if (b->archive) {
		choose(b->archive, kind);
		archive_read_set_read_callback(b->archive, give_bytes);
		archive_read_set_skip_callback(b->archive, go_on);
		if (in->seek && in->size >= 0)
			archive_read_set_seek_callback(b->archive, go_to);
		archive_read_set_callback_data(b->archive, b);
		if (archive_read_open1(b->archive) == ARCHIVE_OK &&
		    (kind == BUNDLE_ENTRIES || bundle_next(b, &entry, fault)))
			return b;
		*fault = "is damaged at its beginning";
	}
	bundle_close(b);
	return NULL;
}

void bundle_close(struct bundle *b)
{
	if (!b)
		return;
	if (b->archive)
		archive_read_free(b->archive);
	stream_close(&b->bytes);
	free(b);
}

static int64_t nanoseconds(struct archive_entry *e)
{
	enum { YEAR_2200 = 7258118 /* thousands of seconds; what lies behind is a lie, and would overflow */ };
	time_t t = archive_entry_mtime_is_set(e) ? archive_entry_mtime(e) : 0;

	return t > 0 && t / 1000 < YEAR_2200 ? (int64_t)t * 1000000000 : 0;
}

bool bundle_next(struct bundle *b, struct bundle_entry *entry, const char **fault)
{
	struct archive_entry *e;
	int code;

	do
		code = archive_read_next_header(b->archive, &e);
	while (code == ARCHIVE_RETRY);
	*fault = code == ARCHIVE_EOF || code == ARCHIVE_OK || code == ARCHIVE_WARN ? NULL : keep_fault(b);
	if (*fault || code == ARCHIVE_EOF)
		return false;
	stream_close(&b->bytes);
	stream_open(&b->bytes);
	*entry = (struct bundle_entry){ .name = span_str(archive_entry_pathname(e)),
					.mtime = nanoseconds(e),
					.file = archive_entry_filetype(e) == AE_IFREG && !archive_entry_hardlink(e),
					.encrypted = archive_entry_is_encrypted(e) > 0 };
	return true;
}

struct stream *bundle_bytes(struct bundle *b)
{
	return &b->bytes;
}
