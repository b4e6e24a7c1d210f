#include "pipeline/unpack/unpack.h"

#include "pipeline/unpack/bundle.h"
#include "pipeline/unpack/gzip.h"
#include "pipeline/unpack/members.h"
#include "pipeline/unpack/records.h"

/* ---- what it is ---- */

enum kind { KIND_NONE, KIND_WARC, KIND_ZIP, KIND_TAR, KIND_GZIP, KIND_COMPRESSED };

static const struct signature {
	enum kind kind;
	const char *media_type;
	struct span bytes;
	size_t at;
} signatures[] = {
	{ KIND_WARC, "application/warc", { "WARC/1.", 7 }, 0 },
	{ KIND_ZIP, "application/zip", { "PK\3\4", 4 }, 0 },
	{ KIND_ZIP, "application/zip", { "PK\5\6", 4 }, 0 },
	{ KIND_TAR, "application/x-tar", { "ustar", 5 }, 257 },
	{ KIND_GZIP, "application/gzip", { "\x1F\x8B\x08", 3 }, 0 },
	{ KIND_COMPRESSED, "application/zstd", { "\x28\xB5\x2F\xFD", 4 }, 0 },
	{ KIND_COMPRESSED, "application/x-xz", { "\xFD" "7zXZ\0", 6 }, 0 },
	{ KIND_COMPRESSED, "application/x-bzip2", { "BZh", 3 }, 0 },
};

/* Zips that are one document: their first entry tells them. They are for the extractors to name. */
static bool is_document(struct span head)
{
	static const struct span firsts[] = { { "[Content_Types].xml", 19 }, { "_rels/", 6 }, { "docProps/", 9 }, { "word/", 5 },
					      { "mimetypeapplication/", 20 } };

	for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++)
		if (span_starts(span_from(head, 30), firsts[i]))
			return true;
	return false;
}

static const struct signature *signature_of(struct span head)
{
	for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
		const struct signature *s = &signatures[i];

		if (span_starts(span_from(head, s->at), s->bytes))
			return s->kind == KIND_ZIP && is_document(head) ? NULL : s;
	}
	return NULL;
}

static enum kind kind_of(struct stream *in)
{
	const struct signature *s = signature_of(stream_peek(in, UNPACK_HEAD));

	return s ? s->kind : KIND_NONE;
}

struct span unpack_media_type(struct span head)
{
	const struct signature *s = signature_of(head);

	return s ? span_str(s->media_type) : SPAN("");
}

bool unpack_is_archive(struct span media_type)
{
	for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
		if (span_equal(media_type, span_str(signatures[i].media_type)))
			return true;
	return false;
}

/* ---- names ---- */

/* Beginnings of names that folders leave out too: "." and "..", which are places, aside. */
static bool is_hidden(struct span name)
{
	for (size_t at = 0, end; at < name.len; at = end + 1) {
		for (end = at; end < name.len && name.ptr[end] != '/';)
			end++;
		if (end - at > 1 && name.ptr[at] == '.' && !(end - at == 2 && name.ptr[at + 1] == '.'))
			return true;
	}
	return false;
}

/* What a compressed file holds: "page.html" of "a/page.html.gz". */
static struct span inner_name(struct span name)
{
	static const char *const endings[] = { ".gz", ".zst", ".xz", ".bz2" };

	for (size_t at = name.len; at > 0; at--)
		if (name.ptr[at - 1] == '/') {
			name = span_from(name, at);
			break;
		}
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (span_ends(name, span_str(endings[i])) && name.len > strlen(endings[i]))
			return span_slice(name, 0, name.len - strlen(endings[i]));
	return name;
}

static bool is_wacz(struct span name)
{
	return name.len > 5 && span_equal_nocase(span_from(name, name.len - 5), SPAN(".wacz"));
}

/* Of a WACZ the WARCs alone are read: the rest is indexes of them (Web Archive Collection Zipped, 1.1.1). */
static bool is_left_out(const struct bundle_entry *entry, bool wacz)
{
	return !entry->file || is_hidden(entry->name) || (wacz && !span_starts(entry->name, SPAN("archive/")));
}

/* ---- archives in archives: as deep as LIMITS_DEPTH, whatever they hold ---- */

static void unpack_stream(struct members *m, struct stream *in, struct span name, int depth);

/* Of the archive that was given its diagnostics need not say which it is. */
static void say_fault(struct members *m, struct span name, int depth, const char *fault)
{
	members_fault(m, depth > 1 ? name : SPAN(""), fault);
}

static void take_nested(struct members *m, struct stream *in, int depth)
{
	size_t before = m->prefix.len;
	struct buffer name;

	if (depth >= LIMITS_DEPTH) {
		members_note(m, SEVERITY_ERROR, UNPACK_NESTED, "member %s: an archive in an archive in an archive: unpack it first",
			     m->name.data);
		return;
	}
	buffer_init(&name, BUFFER_LIMIT_DEFAULT);
	buffer_add(&name, buffer_span(&m->name));
	buffer_clear(&m->prefix);
	buffer_printf(&m->prefix, "%s!/", name.data);
	unpack_stream(m, in, buffer_span(&name), depth + 1);
	buffer_clear(&m->prefix);
	buffer_add(&m->prefix, span_slice(buffer_span(&name), 0, before));
	buffer_release(&name);
}

static void take_entry(struct members *m, const struct bundle_entry *entry, struct stream *bytes, int depth)
{
	const struct unpack_member about = { .mtime = entry->mtime };

	members_name(m, entry->name);
	if (entry->encrypted)
		members_note(m, SEVERITY_ERROR, UNPACK_ENCRYPTED, "member %s: is encrypted: unpack it with its password first",
			     m->name.data);
	else if (kind_of(bytes) != KIND_NONE)
		take_nested(m, bytes, depth);
	else
		members_stream(m, &about, bytes);
}

static void unpack_entries(struct members *m, struct stream *in, struct span name, int depth)
{
	bool wacz = is_wacz(name);
	struct bundle_entry entry;
	const char *fault;
	struct bundle *b = bundle_open(in, BUNDLE_ENTRIES, &m->left.bytes, &fault);

	while (b && m->left.bytes && bundle_next(b, &entry, &fault) && members_count(m))
		if (!is_left_out(&entry, wacz))
			take_entry(m, &entry, bundle_bytes(b), depth);
	if (fault)
		say_fault(m, name, depth, fault);
	bundle_close(b);
}

/* What came out of a compressor is a WARC, a tar, or the file that was put in. */
static void unpack_content(struct members *m, struct stream *in, struct span name, int depth)
{
	const struct unpack_member about = { .mtime = 0 };
	enum kind kind = kind_of(in);

	if (kind == KIND_WARC) {
		records_read(m, in);
	} else if (kind == KIND_TAR) {
		unpack_entries(m, in, name, depth);
	} else if (members_count(m)) {
		buffer_clear(&m->name);
		buffer_add(&m->name, buffer_span(&m->prefix));
		buffer_add(&m->name, inner_name(name));
		if (kind == KIND_NONE)
			members_stream(m, &about, in);
		else
			take_nested(m, in, depth);
	}
}

/* A WARC whose first member is damaged is told by one that is not. */
static bool find_warc(struct members *m, struct gzip *g, struct span name, int depth)
{
	const char *fault = gzip_bytes(g)->fault;

	if (!fault || !gzip_resync(g, SPAN("WARC/")))
		return false;
	say_fault(m, name, depth, fault);
	return true;
}

static void unpack_gzip(struct members *m, struct stream *in, struct span name, int depth)
{
	struct gzip *g = gzip_open(in, &m->left.bytes);

	if (!gzip_next(g)) {
		say_fault(m, name, depth, "is damaged at its beginning");
	} else if (kind_of(gzip_bytes(g)) == KIND_WARC || find_warc(m, g, name, depth)) {
		records_read_gzip(m, g);
	} else {
		gzip_join(g);
		unpack_content(m, gzip_bytes(g), name, depth);
	}
	gzip_close(g);
}

static void unpack_compressed(struct members *m, struct stream *in, struct span name, int depth)
{
	const char *fault;
	struct bundle *b = bundle_open(in, BUNDLE_COMPRESSED, &m->left.bytes, &fault);

	if (b)
		unpack_content(m, bundle_bytes(b), name, depth);
	else
		say_fault(m, name, depth, fault);
	bundle_close(b);
}

static void unpack_stream(struct members *m, struct stream *in, struct span name, int depth)
{
	switch (kind_of(in)) {
	case KIND_WARC:
		records_read(m, in);
		break;
	case KIND_ZIP:
	case KIND_TAR:
		unpack_entries(m, in, name, depth);
		break;
	case KIND_GZIP:
		unpack_gzip(m, in, name, depth);
		break;
	case KIND_COMPRESSED:
		unpack_compressed(m, in, name, depth);
		break;
	case KIND_NONE:
		break;
	}
}

void unpack(struct stream *in, struct span name, struct limits limits, const struct unpack_sink *sink)
{
	struct members m;

	members_init(&m, sink, limits);
	unpack_stream(&m, in, name, 1);
	members_release(&m);
}
