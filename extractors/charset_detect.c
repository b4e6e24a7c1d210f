#include "extractors/charset_detect.h"

#include <stdint.h>

#include "pipeline/base/utf8.h"

enum {
	PRESCAN_BYTES = 16 * 1024, /* WHATWG says 1024, but after a later declaration browsers start again */
	WIDE_SAMPLE = 4096,
	VALID_PER_INVALID = 20, /* damaged UTF-8 has so many good sequences to a bad one; else it is none */
	/* Valid sequences that overrule a declaration. A legacy text that is valid UTF-8 by chance has one or two. */
	OVERRULE_SINGLE = 3,
	OVERRULE_MULTI = 24
};

/* The encodings of the WHATWG standard, by the number that labels refer to. */
enum {
	UTF8, UTF16LE, UTF16BE, UTF32LE, UTF32BE, W1252, W1250, W1251, W1253, W1254, W1255, W1256, W1257, W1258, W874,
	L2, L3, L4, L5, L6, L7, L8, L10, L13, L14, L15, L16, KOI8R, KOI8U, IBM866, MAC, MACCYR,
	GBK, GB18030, BIG5, EUCJP, ISO2022JP, SJIS, EUCKR
};

static const struct charset_encoding encodings[] = {
	[UTF8] = { "utf-8", NULL, CHARSET_UTF8 },
	[UTF16LE] = { "utf-16le", NULL, CHARSET_UTF16LE },
	[UTF16BE] = { "utf-16be", NULL, CHARSET_UTF16BE },
	[UTF32LE] = { "utf-32le", NULL, CHARSET_UTF32LE },
	[UTF32BE] = { "utf-32be", NULL, CHARSET_UTF32BE },
	[W1252] = { "windows-1252", NULL, CHARSET_SINGLE },
	[W1250] = { "windows-1250", "windows-1250", CHARSET_SINGLE },
	[W1251] = { "windows-1251", "windows-1251", CHARSET_SINGLE },
	[W1253] = { "windows-1253", "windows-1253", CHARSET_SINGLE },
	[W1254] = { "windows-1254", "windows-1254", CHARSET_SINGLE },
	[W1255] = { "windows-1255", "windows-1255", CHARSET_SINGLE },
	[W1256] = { "windows-1256", "windows-1256", CHARSET_SINGLE },
	[W1257] = { "windows-1257", "windows-1257", CHARSET_SINGLE },
	[W1258] = { "windows-1258", "windows-1258", CHARSET_SINGLE },
	[W874] = { "windows-874", "windows-874-2000", CHARSET_SINGLE },
	[L2] = { "iso-8859-2", "iso-8859-2", CHARSET_SINGLE },
	[L3] = { "iso-8859-3", "iso-8859-3", CHARSET_SINGLE },
	[L4] = { "iso-8859-4", "iso-8859-4", CHARSET_SINGLE },
	[L5] = { "iso-8859-5", "iso-8859-5", CHARSET_SINGLE },
	[L6] = { "iso-8859-6", "iso-8859-6", CHARSET_SINGLE },
	[L7] = { "iso-8859-7", "iso-8859-7", CHARSET_SINGLE },
	[L8] = { "iso-8859-8", "iso-8859-8", CHARSET_SINGLE },
	[L10] = { "iso-8859-10", "iso-8859-10", CHARSET_SINGLE },
	[L13] = { "iso-8859-13", "iso-8859-13", CHARSET_SINGLE },
	[L14] = { "iso-8859-14", "iso-8859-14", CHARSET_SINGLE },
	[L15] = { "iso-8859-15", "iso-8859-15", CHARSET_SINGLE },
	[L16] = { "iso-8859-16", "iso-8859-16", CHARSET_SINGLE },
	[KOI8R] = { "koi8-r", "koi8-r", CHARSET_SINGLE },
	[KOI8U] = { "koi8-u", "koi8-u", CHARSET_SINGLE },
	[IBM866] = { "ibm866", "ibm-866", CHARSET_SINGLE },
	[MAC] = { "macintosh", "macintosh", CHARSET_SINGLE },
	[MACCYR] = { "x-mac-cyrillic", "x-mac-cyrillic", CHARSET_SINGLE },
	[GBK] = { "gbk", "gb18030", CHARSET_MULTI },
	[GB18030] = { "gb18030", "gb18030", CHARSET_MULTI },
	[BIG5] = { "big5", "big5-hkscs", CHARSET_MULTI },
	[EUCJP] = { "euc-jp", "euc-jp", CHARSET_MULTI },
	[ISO2022JP] = { "iso-2022-jp", "iso-2022-jp", CHARSET_MULTI },
	[SJIS] = { "shift_jis", "windows-31j", CHARSET_MULTI },
	[EUCKR] = { "euc-kr", "windows-949", CHARSET_MULTI },
};

/* Labels that are no encoding's own name; https://encoding.spec.whatwg.org/#names-and-labels, the ones met in files. */
static const struct {
	const char *label;
	unsigned char encoding;
} labels[] = {
	{ "utf8", UTF8 }, { "unicode-1-1-utf-8", UTF8 }, { "utf-16", UTF16LE }, { "unicode", UTF16LE },
	{ "ucs-2", UTF16LE }, { "iso-10646-ucs-2", UTF16LE }, { "utf-32", UTF32LE },
	{ "iso-8859-1", W1252 }, { "iso8859-1", W1252 }, { "iso88591", W1252 }, { "iso_8859-1", W1252 },
	{ "iso_8859-1:1987", W1252 }, { "latin1", W1252 }, { "latin-1", W1252 }, { "l1", W1252 }, { "ascii", W1252 },
	{ "us-ascii", W1252 }, { "ansi_x3.4-1968", W1252 }, { "cp1252", W1252 }, { "x-cp1252", W1252 },
	{ "cp819", W1252 }, { "ibm819", W1252 }, { "x-user-defined", W1252 },
	{ "cp1250", W1250 }, { "x-cp1250", W1250 }, { "cp1251", W1251 }, { "x-cp1251", W1251 }, { "win-1251", W1251 },
	{ "cp1253", W1253 }, { "cp1254", W1254 }, { "iso-8859-9", W1254 }, { "iso8859-9", W1254 }, { "latin5", W1254 },
	{ "iso_8859-9", W1254 }, { "cp1255", W1255 }, { "cp1256", W1256 }, { "cp1257", W1257 }, { "cp1258", W1258 },
	{ "tis-620", W874 }, { "iso-8859-11", W874 }, { "dos-874", W874 },
	{ "iso8859-2", L2 }, { "iso_8859-2", L2 }, { "latin2", L2 }, { "iso8859-5", L5 }, { "cyrillic", L5 },
	{ "iso8859-6", L6 }, { "arabic", L6 }, { "iso8859-7", L7 }, { "greek", L7 }, { "iso-8859-8-i", L8 },
	{ "logical", L8 }, { "hebrew", L8 }, { "visual", L8 }, { "iso8859-15", L15 }, { "iso_8859-15", L15 },
	{ "latin9", L15 }, { "koi8", KOI8R }, { "koi", KOI8R }, { "koi8-ru", KOI8U }, { "cp866", IBM866 },
	{ "866", IBM866 }, { "mac", MAC }, { "x-mac-roman", MAC }, { "x-mac-ukrainian", MACCYR },
	{ "gb2312", GBK }, { "gb_2312-80", GBK }, { "x-gbk", GBK }, { "chinese", GBK }, { "cp936", GBK },
	{ "big5-hkscs", BIG5 }, { "cn-big5", BIG5 }, { "x-x-big5", BIG5 }, { "x-euc-jp", EUCJP },
	{ "shift-jis", SJIS }, { "sjis", SJIS }, { "x-sjis", SJIS }, { "ms_kanji", SJIS }, { "windows-31j", SJIS },
	{ "ms932", SJIS }, { "ks_c_5601-1987", EUCKR }, { "ks_c_5601-1989", EUCKR }, { "ksc5601", EUCKR },
	{ "korean", EUCKR }, { "windows-949", EUCKR }, { "cp949", EUCKR },
};

const struct charset_encoding *charset_detect_label(struct span label)
{
	label = span_trim(label);
	for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
		if (span_equal_nocase(label, span_str(encodings[i].name)))
			return &encodings[i];
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (span_equal_nocase(label, span_str(labels[i].label)))
			return &encodings[labels[i].encoding];
	return NULL;
}

/* ---- byte order marks and wide encodings ---- */

static const struct charset_encoding *by_mark(struct span b, size_t *mark)
{
	static const struct {
		struct span bytes;
		unsigned char encoding;
	} marks[] = {
		{ { "\xEF\xBB\xBF", 3 }, UTF8 },
		{ { "\xFF\xFE\0\0", 4 }, UTF32LE },
		{ { "\0\0\xFE\xFF", 4 }, UTF32BE },
		{ { "\xFF\xFE", 2 }, UTF16LE },
		{ { "\xFE\xFF", 2 }, UTF16BE },
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (span_starts(b, marks[i].bytes)) {
			*mark = marks[i].bytes.len;
			return &encodings[marks[i].encoding];
		}
	}
	return NULL;
}

/* Text of mostly ASCII letters in UTF-16 has a zero in every other byte, always on the same side. */
static const struct charset_encoding *by_zeros(struct span b)
{
	size_t zeros[4] = { 0 }, n = b.len < WIDE_SAMPLE ? b.len & ~(size_t)3 : WIDE_SAMPLE;
	size_t most = n / 4 - n / 16, few = n / 64; /* three quarters of a column, a sixteenth of it */

	if (n < 8 || !memchr(b.ptr, 0, n))
		return NULL;
	for (size_t i = 0; i < n; i++)
		zeros[i % 4] += b.ptr[i] == 0;
	if (zeros[1] >= most && zeros[2] >= most && zeros[3] >= most && zeros[0] <= few)
		return &encodings[UTF32LE];
	if (zeros[0] >= most && zeros[1] >= most && zeros[2] >= most && zeros[3] <= few)
		return &encodings[UTF32BE];
	if (zeros[1] >= most && zeros[3] >= most && zeros[0] <= few && zeros[2] <= few)
		return &encodings[UTF16LE];
	if (zeros[0] >= most && zeros[2] >= most && zeros[1] <= few && zeros[3] <= few)
		return &encodings[UTF16BE];
	return NULL;
}

bool charset_detect_wide(struct span bytes)
{
	size_t mark = 0;
	const struct charset_encoding *e = by_mark(bytes, &mark);

	return (e && e->kind != CHARSET_UTF8) || by_zeros(bytes) != NULL;
}

/* ---- the declaration ---- */

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Offset behind the first `name` at or after `from` that a "=" follows, and behind that "=" and quotes; 0: none. */
static size_t behind_equals(struct span text, struct span name, size_t from)
{
	for (size_t i = from; i + name.len < text.len; i++) {
		size_t at = i + name.len;

		if (!span_equal_nocase(span_slice(text, i, at), name))
			continue;
		while (at < text.len && is_space(text.ptr[at]))
			at++;
		if (at >= text.len || text.ptr[at] != '=')
			continue;
		for (at++; at < text.len && (is_space(text.ptr[at]) || text.ptr[at] == '"' || text.ptr[at] == '\'');)
			at++;
		return at;
	}
	return 0;
}

/* The value behind `name` and "=" in `text`: ends at a space, a quote, ";" or ">"; empty when there is none. */
static struct span value_after(struct span text, struct span name)
{
	size_t from = behind_equals(text, name, 0), end = from;

	if (from == 0)
		return SPAN("");
	while (end < text.len && !strchr(" \t\r\n\f;\"'>/?", text.ptr[end]))
		end++;
	return span_slice(text, from, end);
}

/* Offset behind the construct that starts with "<" at `at`; a comment and a script are passed over whole. */
static size_t behind_tag(struct span head, size_t at)
{
	static const struct {
		struct span open, close;
	} whole[] = {
		{ { "<!--", 4 }, { "-->", 3 } },
		{ { "<script", 7 }, { "</script", 8 } },
		{ { "<style", 6 }, { "</style", 7 } },
	};
	long end;

	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
		if (!span_equal_nocase(span_slice(head, at, at + whole[i].open.len), whole[i].open))
			continue;
		end = span_find(head, whole[i].close, at + whole[i].open.len);
		return end < 0 ? head.len : (size_t)end + whole[i].close.len;
	}
	end = span_find(head, SPAN(">"), at);
	return end < 0 ? head.len : (size_t)end + 1;
}

static struct span declared_label(struct span bytes)
{
	struct span head = span_slice(bytes, 0, PRESCAN_BYTES), tag, label;
	size_t at = 0, behind;

	while (at < head.len) {
		const char *open = memchr(head.ptr + at, '<', head.len - at);

		if (!open)
			break;
		at = (size_t)(open - head.ptr);
		behind = behind_tag(head, at);
		tag = span_slice(head, at, behind);
		label = SPAN("");
		if (span_equal_nocase(span_slice(tag, 0, 5), SPAN("<meta")))
			label = value_after(tag, SPAN("charset"));
		else if (span_starts(tag, SPAN("<?xml")))
			label = value_after(tag, SPAN("encoding"));
		if (!span_empty(label))
			return label;
		at = behind;
	}
	return SPAN("");
}

/* ---- the evidence ---- */

struct sequences {
	size_t valid, invalid;
};

static struct sequences count_sequences(struct span b)
{
	struct sequences n = { 0, 0 };
	size_t at = 0;

	while (at < b.len) {
		uint64_t eight;
		size_t before;

		while (b.len - at >= 8) {
			memcpy(&eight, b.ptr + at, 8);
			if (eight & 0x8080808080808080u)
				break;
			at += 8;
		}
		if (at >= b.len)
			break;
		before = at;
		if ((unsigned char)b.ptr[at] < 0x80)
			at++;
		else if (utf8_next(b, &at) != UTF8_REPLACEMENT ||
			 span_equal(span_slice(b, before, at), SPAN("\xEF\xBF\xBD")))
			n.valid++;
		else
			n.invalid++;
	}
	return n;
}

static bool believable(const struct charset_encoding *declared, struct sequences n)
{
	bool is_utf8 = n.valid >= n.invalid * VALID_PER_INVALID;

	switch (declared->kind) {
	case CHARSET_UTF8:
		return is_utf8;
	case CHARSET_SINGLE:
		return !is_utf8 || n.valid < OVERRULE_SINGLE;
	case CHARSET_MULTI:
		return n.invalid > 0 || n.valid < OVERRULE_MULTI;
	default:
		return false;
	}
}

struct charset_detection charset_detect(struct span bytes, bool markup, struct span label)
{
	struct charset_detection found = { NULL, 0, { NULL, 0 } };
	const struct charset_encoding *declared;
	struct sequences n;

	found.encoding = by_mark(bytes, &found.mark);
	if (!found.encoding)
		found.encoding = by_zeros(bytes);
	if (found.encoding)
		return found;

	n = count_sequences(bytes);
	if (span_empty(label) && markup)
		label = declared_label(bytes);
	declared = span_empty(label) ? NULL : charset_detect_label(label);
	/* A page whose declaration could be read byte by byte is not UTF-16, whatever it says. */
	if (declared && declared->kind != CHARSET_UTF8 && declared->kind != CHARSET_SINGLE &&
	    declared->kind != CHARSET_MULTI)
		declared = &encodings[UTF8];
	if (declared && believable(declared, n)) {
		found.encoding = declared;
		return found;
	}
	found.encoding = n.valid >= n.invalid * VALID_PER_INVALID ? &encodings[UTF8] : &encodings[W1252];
	if (declared && n.valid + n.invalid > 0)
		found.disbelieved = label;
	return found;
}
