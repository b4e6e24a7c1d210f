#include "extractors/charset.h"

#include <stdint.h>
#include <stdlib.h>
#include <unicode/ucnv.h>

#include "extractors/charset_detect.h"
#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"

enum {
	ANCHOR_BYTES = 512,   /* source bytes between two anchors */
	NUL_DROPPED = 0
};

struct charset_decoder {
	enum charset_kind kind;
	uint16_t single[256]; /* CHARSET_SINGLE: byte -> code point */
	UConverter *multi;    /* CHARSET_MULTI */
};

/* What bytes 0x80-0x9F are in windows-1252; 0: not defined there, stays a control. */
static const uint16_t windows_c1[32] = {
	0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
	0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
};

/* What bytes 0xA0-0xFF are in ISO-8859-16, which ICU does not have (ISO/IEC 8859-16:2001). */
static const uint16_t latin_10[96] = {
	0xA0, 0x0104, 0x0105, 0x0141, 0x20AC, 0x201E, 0x0160, 0xA7,
	0x0161, 0xA9, 0x0218, 0xAB, 0x0179, 0xAD, 0x017A, 0x017B,
	0xB0, 0xB1, 0x010C, 0x0142, 0x017D, 0x201D, 0xB6, 0xB7,
	0x017E, 0x010D, 0x0219, 0xBB, 0x0152, 0x0153, 0x0178, 0x017C,
	0xC0, 0xC1, 0xC2, 0x0102, 0xC4, 0x0106, 0xC6, 0xC7,
	0xC8, 0xC9, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF,
	0x0110, 0x0143, 0xD2, 0xD3, 0xD4, 0x0150, 0xD6, 0x015A,
	0x0170, 0xD9, 0xDA, 0xDB, 0xDC, 0x0118, 0x021A, 0xDF,
	0xE0, 0xE1, 0xE2, 0x0103, 0xE4, 0x0107, 0xE6, 0xE7,
	0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEE, 0xEF,
	0x0111, 0x0144, 0xF2, 0xF3, 0xF4, 0x0151, 0xF6, 0x015B,
	0x0171, 0xF9, 0xFA, 0xFB, 0xFC, 0x0119, 0x021B, 0xFF,
};

/* ---- decoders: one character at a time ---- */

static void fill_single(struct charset_decoder *d, const char *icu)
{
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter = icu ? ucnv_open(icu, &status) : NULL;

	for (unsigned c = 0; c < 256; c++) {
		const char byte = (char)c, *from = &byte;
		UErrorCode failed = U_ZERO_ERROR;
		UChar32 codepoint = converter ? ucnv_getNextUChar(converter, &from, from + 1, &failed) : (UChar32)c;

		d->single[c] = U_SUCCESS(failed) && codepoint <= 0xFFFF ? (uint16_t)codepoint : UTF8_REPLACEMENT;
	}
	if (converter)
		ucnv_close(converter);
	else if (icu && strcmp(icu, "iso-8859-16") == 0)
		memcpy(d->single + 0xA0, latin_10, sizeof latin_10);
}

static struct charset_decoder *decoder_new(const struct charset_encoding *encoding)
{
	struct charset_decoder *d = memory_new(1, sizeof *d);
	UErrorCode status = U_ZERO_ERROR;

	d->kind = encoding->kind;
	if (d->kind == CHARSET_MULTI) {
		d->multi = ucnv_open(encoding->icu, &status);
		if (U_FAILURE(status)) { /* an ICU without this table: every byte stays visible */
			d->multi = NULL;
			d->kind = CHARSET_SINGLE;
		}
	}
	if (d->kind == CHARSET_SINGLE)
		fill_single(d, encoding->kind == CHARSET_SINGLE ? encoding->icu : NULL);
	return d;
}

static void decoder_free(struct charset_decoder *d)
{
	if (!d)
		return;
	if (d->multi)
		ucnv_close(d->multi);
	free(d);
}

static unsigned unit16(struct span s, size_t at, bool big)
{
	const unsigned char *p = (const unsigned char *)s.ptr + at;

	return big ? (unsigned)p[0] << 8 | p[1] : (unsigned)p[1] << 8 | p[0];
}

static unsigned step_utf16(struct span s, size_t *at, bool big)
{
	unsigned unit, second;

	if (s.len - *at < 2) {
		*at = s.len;
		return UTF8_REPLACEMENT;
	}
	unit = unit16(s, *at, big);
	*at += 2;
	if (unit < 0xD800 || unit > 0xDFFF)
		return unit;
	if (unit > 0xDBFF || s.len - *at < 2)
		return UTF8_REPLACEMENT;
	second = unit16(s, *at, big);
	if (second < 0xDC00 || second > 0xDFFF)
		return UTF8_REPLACEMENT;
	*at += 2;
	return 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00);
}

static unsigned step_utf32(struct span s, size_t *at, bool big)
{
	unsigned high, low, value;

	if (s.len - *at < 4) {
		*at = s.len;
		return UTF8_REPLACEMENT;
	}
	high = unit16(s, *at + (big ? 0 : 2), big);
	low = unit16(s, *at + (big ? 2 : 0), big);
	value = high << 16 | low;
	*at += 4;
	return value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF) ? UTF8_REPLACEMENT : value;
}

static unsigned step_multi(struct charset_decoder *d, struct span s, size_t *at)
{
	const char *from = s.ptr + *at;
	UErrorCode status = U_ZERO_ERROR;
	UChar32 c = ucnv_getNextUChar(d->multi, &from, s.ptr + s.len, &status);
	size_t reached = (size_t)(from - s.ptr);

	if (status == U_INDEX_OUTOFBOUNDS_ERROR) { /* only escape sequences were left */
		*at = s.len;
		return NUL_DROPPED;
	}
	if (U_FAILURE(status)) {
		ucnv_reset(d->multi);
		*at = reached > *at ? reached : *at + 1;
		return UTF8_REPLACEMENT;
	}
	*at = reached;
	return (unsigned)c;
}

/* The next character of the source; always moves forward, but for characters that ICU gives in two pieces. */
static unsigned step(struct charset_decoder *d, struct span s, size_t *at)
{
	unsigned c;

	switch (d->kind) {
	case CHARSET_UTF8:
		c = utf8_next(s, at);
		break;
	case CHARSET_SINGLE:
		c = d->single[(unsigned char)s.ptr[(*at)++]];
		break;
	case CHARSET_MULTI:
		c = step_multi(d, s, at);
		break;
	case CHARSET_UTF16LE:
	case CHARSET_UTF16BE:
		c = step_utf16(s, at, d->kind == CHARSET_UTF16BE);
		break;
	default:
		c = step_utf32(s, at, d->kind == CHARSET_UTF32BE);
		break;
	}
	if (c >= 0x80 && c <= 0x9F && windows_c1[c - 0x80])
		c = windows_c1[c - 0x80];
	return c;
}

/* ---- decoding a whole text ---- */

static void add_anchor(struct charset_text *t, size_t at)
{
	t->anchors = memory_room(t->anchors, t->anchor_count, &t->anchor_capacity, sizeof *t->anchors);
	t->anchors[t->anchor_count++] = (struct charset_anchor){ t->decoded.len, at };
}

/* Anchors of a stateful encoding stand where its state is known: at the beginning of a line. */
static bool anchor_here(const struct charset_text *t, size_t at)
{
	return t->decoder->kind != CHARSET_MULTI || t->source.ptr[at - 1] == '\n';
}

static size_t ascii_run(struct span s, size_t at)
{
	size_t from = at;

	while (at < s.len && (unsigned char)(s.ptr[at] - 1) < 0x7F)
		at++;
	return at - from;
}

/* Are the bytes of ASCII characters these characters, whatever stands before them? */
static bool ascii_bytes(const struct charset_decoder *d)
{
	return d->kind == CHARSET_UTF8 || d->kind == CHARSET_SINGLE;
}

static void decode_step(struct charset_text *t, size_t *at)
{
	size_t before = *at;
	unsigned c = step(t->decoder, t->source, at);

	if (c == NUL_DROPPED) {
		t->nuls += *at > before && memchr(t->source.ptr + before, 0, *at - before) != NULL;
		return;
	}
	if (c == UTF8_REPLACEMENT && t->replaced++ == 0)
		t->first_replaced = before;
	buffer_add_utf8(&t->decoded, c);
}

static void decode(struct charset_text *t, size_t at)
{
	size_t next = at;

	buffer_init(&t->decoded, t->source.len * 3 + 16); /* no byte becomes more than three */
	buffer_reserve(&t->decoded, t->source.len);
	while (at < t->source.len) {
		if (at >= next && (at == 0 || t->anchor_count == 0 || anchor_here(t, at))) {
			add_anchor(t, at);
			next = at + ANCHOR_BYTES;
		}
		if (ascii_bytes(t->decoder)) {
			size_t run = ascii_run(span_slice(t->source, 0, at + ANCHOR_BYTES), at);

			buffer_add(&t->decoded, span_slice(t->source, at, at + run));
			at += run;
			if (run > 0)
				continue;
		}
		decode_step(t, &at);
	}
	t->text = buffer_span(&t->decoded);
}

/* Valid UTF-8 without NUL and without C1 controls needs no decoding. */
static bool is_clean(struct span s)
{
	size_t at = 0;

	if (s.len && memchr(s.ptr, 0, s.len))
		return false;
	if (!utf8_valid(s))
		return false;
	while (at < s.len) {
		const char *lead = memchr(s.ptr + at, 0xC2, s.len - at);

		if (!lead)
			return true;
		if ((unsigned char)lead[1] < 0xA0) /* valid: a second byte follows */
			return false;
		at = (size_t)(lead - s.ptr) + 2;
	}
	return true;
}

void charset_open_declared(struct charset_text *t, struct span bytes, bool markup, struct span label)
{
	struct charset_detection found = charset_detect(bytes, markup, label);

	*t = (struct charset_text){ .source = bytes };
	buffer_init(&t->decoded, 0);
	t->encoding = span_str(found.encoding->name);
	t->disbelieved = found.disbelieved;
	t->text = span_from(bytes, found.mark);
	if (found.encoding->kind == CHARSET_UTF8 && is_clean(t->text))
		return;
	t->decoder = decoder_new(found.encoding);
	decode(t, found.mark);
	t->cursor = (struct charset_anchor){ 0, found.mark };
	if (t->decoder->multi)
		ucnv_reset(t->decoder->multi);
}

void charset_open(struct charset_text *t, struct span bytes, bool markup)
{
	charset_open_declared(t, bytes, markup, SPAN(""));
}

void charset_close(struct charset_text *t)
{
	buffer_release(&t->decoded);
	free(t->anchors);
	decoder_free(t->decoder);
	*t = (struct charset_text){ 0 };
}

/* ---- the way back ---- */

static const struct charset_anchor *anchor_before(const struct charset_text *t, size_t offset)
{
	size_t low = 0, high = t->anchor_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (t->anchors[middle].decoded <= offset)
			low = middle;
		else
			high = middle;
	}
	return &t->anchors[low];
}

static size_t encoded_length(unsigned c)
{
	return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

size_t charset_source(struct charset_text *t, size_t offset)
{
	const struct charset_anchor *anchor;

	if (!t->decoder)
		return (size_t)(t->text.ptr - t->source.ptr) + offset;
	if (t->anchor_count == 0)
		return t->source.len;
	anchor = anchor_before(t, offset);
	if (t->cursor.decoded > offset || t->cursor.decoded < anchor->decoded) {
		t->cursor = *anchor;
		if (t->decoder->multi)
			ucnv_reset(t->decoder->multi);
	}
	while (t->cursor.decoded < offset && t->cursor.source < t->source.len) {
		unsigned c;

		if (ascii_bytes(t->decoder)) { /* as many bytes in the one as in the other */
			size_t run = ascii_run(span_slice(t->source, 0, t->cursor.source + offset - t->cursor.decoded),
					       t->cursor.source);

			t->cursor.decoded += run;
			t->cursor.source += run;
			if (run > 0)
				continue;
		}
		c = step(t->decoder, t->source, &t->cursor.source);

		t->cursor.decoded += c == NUL_DROPPED ? 0 : encoded_length(c);
	}
	return t->cursor.source;
}

enum { WORDS_AT_ONCE = 255 }; /* their bytes are summed in bytes */

/* How many of text[from, to) are `c`: eight at a time. */
static long count_byte(struct span text, size_t from, size_t to, char c)
{
	const uint64_t ones = 0x0101010101010101u, low = 0x7F7F7F7F7F7F7F7Fu;
	long n = 0;

	while (to - from >= 8) {
		size_t words = (to - from) / 8 < WORDS_AT_ONCE ? (to - from) / 8 : WORDS_AT_ONCE;
		uint64_t sums = 0, word;

		for (size_t i = 0; i < words; i++, from += 8) {
			memcpy(&word, text.ptr + from, 8);
			word ^= (unsigned char)c * ones; /* what is equal becomes zero */
			sums += ~(((word & low) + low) | word | low) >> 7;
		}
		for (; sums; sums >>= 8)
			n += (long)(sums & 0xFF);
	}
	for (; from < to; from++)
		n += text.ptr[from] == c;
	return n;
}

/* Offset of the first \r at or after `from` that no \n follows; the text's length when there is none. */
static size_t find_lone_return(struct span text, size_t from)
{
	while (from < text.len) {
		const char *found = memchr(text.ptr + from, '\r', text.len - from);

		if (!found)
			break;
		from = (size_t)(found - text.ptr);
		if (from + 1 == text.len || found[1] != '\n')
			return from;
		from += 2;
	}
	return text.len;
}

/* Line ends in text[from, to): \n, \r\n, or a lone \r. A \r\n counts where its \n stands. */
static long line_ends(struct span text, size_t from, size_t to)
{
	long n = count_byte(text, from, to, '\n');

	for (size_t at = find_lone_return(span_slice(text, 0, to + 1), from); at < to;
	     at = find_lone_return(span_slice(text, 0, to + 1), at + 1))
		n++;
	return n;
}

long charset_line(struct charset_text *t, size_t offset)
{
	if (offset > t->text.len)
		offset = t->text.len;
	if (offset < t->line_at) {
		t->line_at = 0;
		t->line = 0;
	}
	t->line += line_ends(t->text, t->line_at, offset);
	t->line_at = offset;
	return 1 + t->line;
}

struct place charset_place(struct charset_text *t, size_t from, size_t to)
{
	struct place place;

	place.line_start = charset_line(t, from);
	place.line_end = to > from ? charset_line(t, to - 1) : place.line_start;
	place.byte_start = (long)charset_source(t, from);
	place.byte_end = (long)charset_source(t, to);
	return place;
}

/* ---- what was done ---- */

void charset_report(struct charset_text *t, struct document *d)
{
	const char *encoding = t->encoding.ptr;

	d->source.encoding = t->encoding;
	if (!span_empty(t->disbelieved))
		document_note(d, SEVERITY_NOTE, "encoding-contradicted", 0,
			      "declared as %.*s, but the bytes are %s: read as %s", SPAN_ARG(t->disbelieved), encoding,
			      encoding);
	if (t->replaced) {
		size_t offset = t->first_replaced;

		document_note(d, SEVERITY_WARNING, "encoding-repaired", 1 + line_ends(t->source, 0, offset),
			      "%zu byte sequences are not valid %s and became U+FFFD, the first at byte %zu: "
			      "fetch the file again, or convert it with iconv if its encoding is another",
			      t->replaced, encoding, offset);
	}
	if (t->nuls)
		document_note(d, SEVERITY_NOTE, "nul-dropped", 0, "%zu NUL characters left out", t->nuls);
}
