#include "pipeline/verify/original.h"

#include "pipeline/files.h"
#include "pipeline/opening.h"
#include "pipeline/fixity.h"
#include "pipeline/verify/markup.h"
#include "pipeline/workers/pdf.h"

static bool is_unchanged(const struct original *o, struct span sha256, struct span *why)
{
	char hex[FIXITY_HEX + 1];

	if (fixity_sha256(buffer_span(&o->bytes), hex) && span_equal(span_str(hex), sha256))
		return true;
	*why = SPAN("has changed since it was read; 'winnow ingest' reads it anew");
	return false;
}

static bool is_markup(struct span media_type)
{
	return span_ends(media_type, SPAN("html")) || span_ends(media_type, SPAN("xml"));
}

/* Of a mail, the text is the part that was read, and its lines are those of the file. */
static void open_text(struct original *o, struct span charset)
{
	struct span bytes = buffer_span(&o->bytes);

	if (!o->is_mail) {
		charset_open_declared(&o->text, bytes, o->markup, charset);
		return;
	}
	mail_open(&o->mail, bytes);
	o->markup = o->mail.html;
	o->file = (struct charset_text){ .source = bytes, .text = bytes };
	charset_open_declared(&o->text, buffer_span(&o->mail.transfer.decoded), o->markup, o->mail.charset);
}

static void prepare(struct original *o, const struct original_source *source)
{
	*o = (struct original){ .markup = is_markup(source->media_type), .escaped = span_ends(source->media_type, SPAN("xml")) };
	buffer_init(&o->bytes, BUFFER_LIMIT_DEFAULT);
	buffer_init(&o->plain, BUFFER_LIMIT_DEFAULT);
	buffer_init(&o->unescaped, BUFFER_LIMIT_DEFAULT);
}

/* The text of a PDF is what another pdftotext may give otherwise: then words are missed, and places named. */
static bool convert(struct original *o, struct arena *arena, const struct options *options, struct span *why)
{
	struct buffer text;
	const char *code;
	enum pdf_result result;

	buffer_init(&text, BUFFER_LIMIT_DEFAULT);
	result = pdf_to_text(options, buffer_span(&o->bytes), &text, arena, &code, why);
	if (result == PDF_MISSING)
		*why = SPAN("is a PDF, and here is no pdftotext to read it again with: install poppler-utils");
	if (result != PDF_DONE) {
		buffer_release(&text);
		return false;
	}
	buffer_release(&o->bytes);
	o->bytes = text;
	return true;
}

static bool decode(struct original *o, struct arena *arena, const struct options *options,
		   const struct original_source *source, struct span *why)
{
	struct span charset = source->charset;

	if (!is_unchanged(o, source->sha256, why))
		return false;
	if (span_equal(source->media_type, SPAN("application/pdf"))) {
		if (!convert(o, arena, options, why))
			return false;
		charset = SPAN("utf-8");
	}
	o->is_mail = span_equal(source->media_type, SPAN("message/rfc822"));
	open_text(o, charset);
	o->decoded = true;
	return true;
}

bool original_open(struct original *o, struct arena *arena, const struct options *options,
		   const struct original_source *source, struct span *why)
{
	struct file file = { .name = source->path, .most = (size_t)BOUNDS_SIZE_MOST << 20 };

	prepare(o, source);
	if (span_equal(source->path, SPAN("-"))) {
		*why = SPAN("was read from standard input: there is nothing to compare it with");
		return false;
	}
	if (files_gone(source->path)) {
		*why = SPAN("is no longer there; 'winnow ingest' of its folder marks it missing");
		return false;
	}
	return opening_whole(&file, &o->bytes, arena, why) == 0 && decode(o, arena, options, source, why);
}

bool original_open_bytes(struct original *o, struct arena *arena, const struct options *options,
			 const struct original_source *source, struct buffer *bytes, struct span *why)
{
	prepare(o, source);
	o->bytes = *bytes;
	buffer_init(bytes, bytes->limit);
	return decode(o, arena, options, source, why);
}

void original_close(struct original *o)
{
	if (o->decoded)
		charset_close(&o->text);
	if (o->is_mail)
		mail_close(&o->mail);
	buffer_release(&o->plain);
	buffer_release(&o->unescaped);
	buffer_release(&o->bytes);
}

static bool inside_character(struct span text, size_t at)
{
	return at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80;
}

/*
 * The first character of the decoded text that stands at or behind a byte of the
 * source. What stands inside a character counts as the next one (charset_source).
 */
static size_t decoded_offset(struct original *o, int64_t byte)
{
	size_t low = 0, high = o->text.text.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		size_t source = charset_source(&o->text, middle);

		if ((o->is_mail ? mail_source(&o->mail, source) : source) < (size_t)byte)
			low = middle + 1;
		else
			high = middle;
	}
	while (inside_character(o->text.text, low))
		low++;
	return low;
}

struct span original_text(struct original *o, int64_t byte_start, int64_t byte_end)
{
	struct span range = span_of("", 0);

	if (byte_start >= 0 && byte_end > byte_start && (size_t)byte_end <= o->bytes.len)
		range = span_slice(o->text.text, decoded_offset(o, byte_start), decoded_offset(o, byte_end));
	if (!o->markup)
		return range;
	buffer_clear(&o->plain);
	markup_text(&o->plain, range);
	if (!o->escaped)
		return buffer_span(&o->plain);
	buffer_clear(&o->unescaped);
	markup_text(&o->unescaped, buffer_span(&o->plain));
	return buffer_span(&o->unescaped);
}

long original_line(struct original *o, int64_t byte)
{
	return o->is_mail ? charset_line(&o->file, (size_t)byte) : charset_line(&o->text, decoded_offset(o, byte));
}
