#include "extractors/extract.h"

#include <stdint.h>

#include "extractors/charset_detect.h"
#include "extractors/feed.h"
#include "extractors/html.h"
#include "extractors/html_tag.h"
#include "extractors/mail.h"
#include "extractors/pages.h"
#include "extractors/text.h"

enum {
	SNIFF_BYTES = 4096,        /* as far as a signature or an opening tag is looked for */
	DENSITY_BYTES = 32 * 1024  /* as far as tags or control bytes are counted */
};

/*
 * A format is recognised by the bytes: bid gives 0 for "not mine", else how sure
 * it is, and the highest bid wins. Formats without a reader are here to be named.
 */
struct format {
	const char *name;
	const char *media_type;
	int (*bid)(struct span bytes);
	void (*read)(struct document *d, struct span bytes); /* NULL: not readable */
	const char *remedy;                                  /* what to do where it is not */
};

/* ---- what cannot be read, by signature ---- */

struct signature {
	const char *name, *media_type, *remedy;
	struct span bytes;
	size_t at;
};

#define OCR "a picture has no text of its own: run OCR on it (tesseract FILE FILE) and ingest the result"
#define OFFICE "convert it (libreoffice --headless --convert-to html FILE) and ingest the result"
#define UNPACK "unpack it first and ingest what is in it"
#define DATA "this is no text: leave it out, or export its content as text"

static const struct signature signatures[] = {
	{ "PDF", "application/pdf", "install pdftotext (Debian: poppler-utils), or convert it and ingest the result", { "%PDF-", 5 }, 0 },
	{ "PNG", "image/png", OCR, { "\x89PNG\r\n\x1a\n", 8 }, 0 },
	{ "JPEG", "image/jpeg", OCR, { "\xFF\xD8\xFF", 3 }, 0 },
	{ "GIF", "image/gif", OCR, { "GIF87a", 6 }, 0 },
	{ "GIF", "image/gif", OCR, { "GIF89a", 6 }, 0 },
	{ "TIFF", "image/tiff", OCR, { "II*\0", 4 }, 0 },
	{ "TIFF", "image/tiff", OCR, { "MM\0*", 4 }, 0 },
	{ "WebP", "image/webp", OCR, { "WEBPVP8", 7 }, 8 },
	{ "DjVu", "image/vnd.djvu", "convert it (djvutxt FILE) and ingest the result", { "AT&TFORM", 8 }, 0 },
	{ "Office document", "application/vnd.openxmlformats-officedocument", OFFICE, { "[Content_Types].xml", 19 }, 30 },
	{ "OpenDocument", "application/vnd.oasis.opendocument", OFFICE, { "mimetypeapplication/vnd.oasis", 29 }, 30 },
	{ "EPUB", "application/epub+zip", UNPACK, { "mimetypeapplication/epub+zip", 28 }, 30 },
	{ "zip archive", "application/zip", UNPACK, { "PK\3\4", 4 }, 0 },
	{ "zip archive", "application/zip", UNPACK, { "PK\5\6", 4 }, 0 },
	{ "gzip", "application/gzip", UNPACK, { "\x1F\x8B\x08", 3 }, 0 },
	{ "bzip2", "application/x-bzip2", UNPACK, { "BZh", 3 }, 0 },
	{ "xz", "application/x-xz", UNPACK, { "\xFD" "7zXZ\0", 6 }, 0 },
	{ "Zstandard", "application/zstd", UNPACK, { "\x28\xB5\x2F\xFD", 4 }, 0 },
	{ "7z archive", "application/x-7z-compressed", UNPACK, { "7z\xBC\xAF\x27\x1C", 6 }, 0 },
	{ "RAR archive", "application/vnd.rar", UNPACK, { "Rar!\x1A\x07", 6 }, 0 },
	{ "tar archive", "application/x-tar", UNPACK, { "ustar", 5 }, 257 },
	{ "WARC", "application/warc", "unpack it first (warcio extract) and ingest the pages", { "WARC/1.", 7 }, 0 },
	{ "old Office document", "application/x-ole-storage", OFFICE, { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8 }, 0 },
	{ "RTF", "application/rtf", OFFICE, { "{\\rtf", 5 }, 0 },
	{ "PostScript", "application/postscript", "convert it (ps2ascii FILE) and ingest the result", { "%!PS", 4 }, 0 },
	{ "SQLite database", "application/vnd.sqlite3", DATA, { "SQLite format 3\0", 16 }, 0 },
	{ "program", "application/x-executable", DATA, { "\x7F" "ELF", 4 }, 0 },
	{ "font", "font/woff2", DATA, { "wOF2", 4 }, 0 },
	{ "font", "font/woff", DATA, { "wOFF", 4 }, 0 },
	{ "film or sound", "video/mp4", DATA, { "ftyp", 4 }, 4 },
	{ "sound", "audio/mpeg", DATA, { "ID3", 3 }, 0 },
};

static const struct signature *signature_of(struct span bytes)
{
	for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
		const struct signature *s = &signatures[i];

		if (span_starts(span_from(bytes, s->at), s->bytes))
			return s;
	}
	return NULL;
}

/* ---- bids ---- */

/* Without byte order mark and white space. */
static struct span beginning(struct span bytes)
{
	struct span head = span_slice(bytes, 0, SNIFF_BYTES);

	if (span_starts(head, SPAN("\xEF\xBB\xBF")))
		head = span_from(head, 3);
	return span_trim(head);
}

static int bid_empty(struct span bytes)
{
	struct span head = span_slice(bytes, 0, 1 << 20);

	/* NUL bytes alone are what a crashed download leaves. */
	while (head.len && strchr(" \t\r\n\f\v", head.ptr[head.len - 1]))
		head.len--;
	return head.len == 0 && bytes.len <= 1 << 20 ? 100 : 0;
}

static int bid_signature(struct span bytes)
{
	return signature_of(bytes) ? 95 : 0;
}

/* Bytes from `at` on that are no control bytes for certain: looked at in eights. */
static size_t plain_bytes(struct span s, size_t at)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), highs = UINT64_C(0x8080808080808080);
	size_t from = at;
	uint64_t word;

	for (; s.len - at >= sizeof word; at += sizeof word) {
		memcpy(&word, s.ptr + at, sizeof word);
		if ((word - ones * 0x20) & ~word & highs) /* one is below 0x20 */
			break;
	}
	return at - from;
}

/* Control bytes that no text has: over 1 in 50, or a NUL in every 200; a few are damage. UTF-16 is no binary. */
static int bid_binary(struct span bytes)
{
	struct span head = span_slice(bytes, 0, DENSITY_BYTES);
	size_t controls = 0, nuls = 0;

	for (size_t i = plain_bytes(head, 0); i < head.len; i++) {
		unsigned char c = (unsigned char)head.ptr[i];

		if (c >= 0x20)
			continue;
		nuls += c == 0;
		controls += c != 0 && !(c >= '\t' && c <= '\r') && c != 0x1B && c != 0x1A;
		i += plain_bytes(head, i + 1);
	}
	if (charset_detect_wide(bytes))
		return 0;
	return controls > 3 + head.len / 50 || nuls > 3 + head.len / 200 ? 80 : 0;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool starts_nocase(struct span s, struct span prefix)
{
	return span_equal_nocase(span_slice(s, 0, prefix.len), prefix);
}

/* Does a tag of HTML's everyday kind begin at `at`? */
static bool everyday_tag(struct span text, size_t at)
{
	size_t end = at + 1;

	while (end < text.len && end - at < 12 && (is_letter(text.ptr[end]) || (text.ptr[end] >= '1' && text.ptr[end] <= '3')))
		end++;
	switch (html_tag_find(span_slice(text, at + 1, end))) {
	case TAG_a: case TAG_article: case TAG_b: case TAG_body: case TAG_br: case TAG_div: case TAG_font: case TAG_h1:
	case TAG_h2: case TAG_h3: case TAG_head: case TAG_html: case TAG_img: case TAG_li: case TAG_meta: case TAG_p:
	case TAG_pre: case TAG_section: case TAG_span: case TAG_table: case TAG_td: case TAG_title: case TAG_tr: case TAG_ul:
		return true;
	default:
		return false;
	}
}

/* How many of them there are in the first part. */
static size_t everyday_tags(struct span bytes)
{
	struct span head = span_slice(bytes, 0, DENSITY_BYTES);
	size_t n = 0, at = 0;

	while (at < head.len) {
		const char *open = memchr(head.ptr + at, '<', head.len - at);

		if (!open)
			break;
		at = (size_t)(open - head.ptr);
		n += everyday_tag(head, at);
		at++;
	}
	return n;
}

static int bid_html(struct span bytes)
{
	static const struct span openings[] = {
		{ "<!doctype html", 14 }, { "<html", 5 }, { "<head", 5 }, { "<body", 5 }, { "<title", 6 }, { "<meta", 5 },
	};
	struct span head = beginning(bytes), sample = span_slice(bytes, 0, DENSITY_BYTES);
	size_t tags;

	for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
		if (starts_nocase(head, openings[i]))
			return 70;
	tags = everyday_tags(bytes);
	/* A text that mentions tags has few; a page has one in every few hundred bytes, or begins with one. */
	if (tags >= 3 && (head.ptr[0] == '<' || tags * 400 > sample.len))
		return 60;
	return 0;
}

/* Does `word`, which begins with "<", stand in the head? */
static bool holds(struct span head, struct span word)
{
	size_t at = 0;

	while (at < head.len) {
		const char *open = memchr(head.ptr + at, '<', head.len - at);

		if (!open)
			return false;
		at = (size_t)(open - head.ptr);
		if (starts_nocase(span_from(head, at), word))
			return true;
		at++;
	}
	return false;
}

/* RSS, Atom or RDF: the root element behind the XML declaration. */
static int bid_feed(struct span bytes)
{
	struct span head = span_slice(beginning(bytes), 0, 1024);

	if (head.len == 0 || head.ptr[0] != '<' || holds(head, SPAN("<html")))
		return 0;
	return holds(head, SPAN("<rss")) || holds(head, SPAN("<feed")) || holds(head, SPAN("<rdf:RDF")) ? 75 : 0;
}

static int bid_mail(struct span bytes)
{
	return mail_looks(bytes) ? 75 : 0;
}

/* UTF-16 hides the tags from a search for bytes: look at every other one. */
static int bid_wide_html(struct span bytes)
{
	char narrow[512];
	size_t n = 0;

	if (!charset_detect_wide(bytes))
		return 0;
	for (size_t i = 0; i < bytes.len && n < sizeof narrow; i++)
		if (bytes.ptr[i] > 0)
			narrow[n++] = bytes.ptr[i];
	return bid_html(span_of(narrow, n));
}

static int bid_text(struct span bytes)
{
	(void)bytes;
	return 10;
}

static void read_html(struct document *d, struct span bytes)
{
	html_extract_declared(d, bytes, d->source.charset);
}

static void read_text(struct document *d, struct span bytes)
{
	text_extract_declared(d, bytes, d->source.charset);
}

static const struct format formats[] = {
	{ "empty", "application/x-empty", bid_empty, NULL, "there is nothing in it: fetch it again, or delete it" },
	{ "signature", NULL, bid_signature, NULL, NULL },
	{ "binary data", "application/octet-stream", bid_binary, NULL, DATA },
	{ "feed", "application/xml", bid_feed, feed_extract, NULL },
	{ "mail", "message/rfc822", bid_mail, mail_extract, NULL },
	{ "HTML", "text/html", bid_html, read_html, NULL },
	{ "HTML", "text/html", bid_wide_html, read_html, NULL },
	{ "plain text", "text/plain", bid_text, read_text, NULL },
};

static const struct format *best_bid(struct span bytes)
{
	const struct format *best = NULL;
	int highest = 0;

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		int bid = formats[i].bid(bytes);

		if (bid > highest) {
			highest = bid;
			best = &formats[i];
		}
	}
	return best;
}

static void refuse(struct document *d, const char *name, const char *media_type, const char *remedy)
{
	d->source.state = SOURCE_FAILED;
	d->source.media_type = span_str(media_type);
	document_note(d, SEVERITY_ERROR, strcmp(name, "empty") ? "format-unreadable" : "empty", 0,
		      strcmp(name, "empty") ? "%s, not text: %s" : "%s file: %s", name, remedy);
}

/* Lines, pages and tags: each costs some 400 bytes of memory until it is stored, and may be two bytes long. */
static size_t count_pieces(struct span bytes)
{
	size_t pieces = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		char c = bytes.ptr[i];

		pieces += c == '\n' || c == '\f' || c == '<' ||
			  (c == '\r' && !(i + 1 < bytes.len && bytes.ptr[i + 1] == '\n'));
	}
	return pieces;
}

static void read_as(struct document *d, const struct format *format, struct span bytes)
{
	size_t most = (size_t)d->bounds->pieces, pieces = bytes.len > most ? count_pieces(bytes) : 0;

	d->source.media_type = span_str(format->media_type);
	if (pieces > most) {
		d->source.state = SOURCE_FAILED;
		document_note(d, SEVERITY_ERROR, "too-large", 0,
			      "%zu lines and tags, more than %zu: split it into smaller files, or allow more with --piece-limit",
			      pieces, most);
		return;
	}
	format->read(d, bytes);
}

/* What was a PDF comes as its text, with its pages: who converted it said so (intake.h). */
static bool is_converted(const struct document *d, const struct signature *s)
{
	return span_equal(d->source.media_type, SPAN("application/pdf")) && !s;
}

void extract_document(struct document *d, struct span bytes)
{
	const struct format *format = best_bid(bytes);
	const struct signature *s = signature_of(bytes);

	d->source.state = SOURCE_CURRENT;
	if (is_converted(d, s)) {
		pages_extract(d, bytes);
		return;
	}
	if (!format->media_type) {
		refuse(d, s->name, s->media_type, s->remedy);
		return;
	}
	if (!format->read) {
		refuse(d, format->name, format->media_type, format->remedy);
		return;
	}
	read_as(d, format, bytes);
	if (d->passage_count == 0 && d->source.state != SOURCE_FAILED)
		document_note(d, SEVERITY_WARNING, "no-text", 0,
			      "read as %s, but there is no text in it: see whether the page needs a browser to show it",
			      format->name);
}
