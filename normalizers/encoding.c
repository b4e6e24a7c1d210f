#include "normalizers/encoding.h"

#include "pipeline/base/utf8.h"

/* What bytes 0x80 to 0x9F are in windows-1252; 0: nothing. (WHATWG Encoding, index-windows-1252.) */
static const unsigned short WINDOWS_1252[32] = {
	0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
	0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* The byte that was read as `c`, or -1: itself up to U+00FF, through windows-1252 above. */
static int byte_of(unsigned c)
{
	int i;

	if (c < 0x100)
		return (int)c;
	for (i = 0; i < 32; i++)
		if (WINDOWS_1252[i] == c)
			return 0x80 + i;
	return -1;
}

static bool letter_or_mark(unsigned c)
{
	return (c >= 0xC0 && c <= 0x17F) || (c >= 0xA1 && c <= 0xBF);
}

/*
 * Is `c`, decoded from a sequence that begins with byte `lead`, what a wrong
 * reading made unreadable, beyond doubt? "é”…" is French with punctuation, and
 * also the three bytes of a Chinese character: such sequences are left alone.
 */
static bool certain(unsigned lead, unsigned c)
{
	if (lead == 0xC2 || lead == 0xC3)
		return c >= 0xA0 || c == 0x85 || (c >= 0x91 && c <= 0x97);
	if (lead == 0xC4 || lead == 0xC5)
		return letter_or_mark(c);
	if (lead == 0xCB)
		return c == 0x2C6 || c == 0x2DC;
	if (lead == 0xE2)
		return c >= 0x2000 && c <= 0x2BFF;
	if (lead == 0xEF)
		return c == 0xFEFF || c == 0xFFFD || (c >= 0xFB00 && c <= 0xFB06) || (c >= 0xF020 && c <= 0xF0FF);
	return lead == 0xF0 && c >= 0x1F300 && c <= 0x1FAFF;
}

/* The characters at *at as the bytes of one UTF-8 sequence; moves *at and gives its code point, or gives 0. */
static unsigned misread(struct span text, size_t *at)
{
	char bytes[4];
	size_t next = *at, length, n, back = 0;
	int lead = byte_of(utf8_next(text, &next));
	unsigned c;

	if (lead < 0xC2 || lead > 0xF0)
		return 0;
	length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
	bytes[0] = (char)lead;
	for (n = 1; n < length; n++) {
		int byte = next < text.len ? byte_of(utf8_next(text, &next)) : -1;

		if (byte < 0x80 || byte > 0xBF)
			return 0;
		bytes[n] = (char)byte;
	}
	c = utf8_next(span_of(bytes, length), &back);
	if (back != length || !certain((unsigned)lead, c))
		return 0;
	*at = next;
	return c;
}

/*
 * "â€" whose third byte, 0x9D, has no character in windows-1252 and got lost on
 * the way: a closing quote. Moves *at behind it (and behind a U+FFFD).
 */
static bool lost_closing_quote(struct span text, size_t *at)
{
	static const char A_CIRCUMFLEX_EURO[] = "\xC3\xA2\xE2\x82\xAC";
	struct span rest = span_from(text, *at);

	if (!span_starts(rest, span_str(A_CIRCUMFLEX_EURO)))
		return false;
	*at += sizeof A_CIRCUMFLEX_EURO - 1;
	if (span_starts(span_from(text, *at), SPAN("\xEF\xBF\xBD")))
		*at += 3;
	return true;
}

static unsigned repair_once(struct buffer *out, struct span text)
{
	unsigned repaired = 0, c;
	size_t at = 0, from = 0, before;

	while (at < text.len) {
		const char *hit = memchr(text.ptr + at, '\xC3', text.len - at);

		if (!hit) /* every lead byte, U+00C2 to U+00F0, has the first byte C3 */
			break;
		before = at = (size_t)(hit - text.ptr);
		c = misread(text, &at);
		if (c == 0 && lost_closing_quote(text, &at))
			c = 0x201D;
		if (c == 0) {
			at += 2;
			continue;
		}
		buffer_add(out, span_slice(text, from, before));
		buffer_add_utf8(out, c);
		from = at;
		repaired++;
	}
	buffer_add(out, span_from(text, from));
	return repaired;
}

unsigned encoding_repair(struct buffer *out, struct span text)
{
	struct buffer again;
	unsigned first, second;
	size_t start = out->len;

	first = repair_once(out, text);
	if (first == 0)
		return 0;
	buffer_init(&again, BUFFER_LIMIT_DEFAULT);
	second = repair_once(&again, span_from(buffer_span(out), start));
	if (second > 0) {
		buffer_truncate(out, start);
		buffer_add(out, buffer_span(&again));
	}
	buffer_release(&again);
	return first + second;
}

unsigned encoding_repair_controls(struct buffer *out, struct span text)
{
	unsigned repaired = 0;
	size_t at = 0, from = 0;

	while (at + 1 < text.len) {
		unsigned char second = (unsigned char)text.ptr[at + 1];

		if (text.ptr[at] != '\xC2' || second < 0x80 || second > 0x9F) {
			at++;
			continue;
		}
		buffer_add(out, span_slice(text, from, at));
		if (WINDOWS_1252[second - 0x80])
			buffer_add_utf8(out, WINDOWS_1252[second - 0x80]);
		at += 2;
		from = at;
		repaired++;
	}
	buffer_add(out, span_from(text, from));
	return repaired;
}
