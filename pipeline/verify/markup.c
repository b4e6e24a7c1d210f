#include "pipeline/verify/markup.h"

#include "pipeline/base/utf8.h"

enum { NAME_LONGEST = 32 };

/* Elements whose tags do not part words, as browsers show them. */
static const char *const inline_tags[] = {
	"a",    "abbr",  "acronym", "b",    "bdi",   "bdo",    "big",  "cite", "code", "data", "del",  "dfn",
	"em",   "font",  "i",	    "ins",  "kbd",   "label",  "mark", "q",    "s",    "samp", "small", "span",
	"strike", "strong", "sub",  "sup",  "time",  "tt",     "u",    "var",  "wbr",
};

/* Elements whose content is no text. */
static const char *const hidden_tags[] = { "script", "style" };

struct reference {
	const char *name;
	unsigned codepoint;
};

/* The named references that change how a text reads; letters with marks are made from their parts below. */
static const struct reference references[] = {
	{ "AElig", 0xC6 },   { "ETH", 0xD0 },	   { "OElig", 0x152 },  { "Oslash", 0xD8 },  { "THORN", 0xDE },
	{ "aelig", 0xE6 },   { "amp", '&' },	   { "apos", '\'' },    { "bull", 0x2022 },  { "cent", 0xA2 },
	{ "copy", 0xA9 },    { "deg", 0xB0 },	   { "dollar", '$' },   { "emsp", 0x2003 },  { "ensp", 0x2002 },
	{ "eth", 0xF0 },     { "euro", 0x20AC },   { "fflig", 0xFB00 }, { "filig", 0xFB01 }, { "fllig", 0xFB02 },
	{ "frac12", 0xBD },  { "frac14", 0xBC },   { "frac34", 0xBE },  { "gt", '>' },	     { "hellip", 0x2026 },
	{ "horbar", 0x2015 }, { "hyphen", 0x2010 }, { "laquo", 0xAB },  { "ldquo", 0x201C }, { "lsquo", 0x2018 },
	{ "lt", '<' },	     { "mdash", 0x2014 },  { "micro", 0xB5 },   { "middot", 0xB7 },  { "minus", 0x2212 },
	{ "nbsp", 0xA0 },    { "ndash", 0x2013 },  { "oelig", 0x153 },  { "ordf", 0xAA },    { "ordm", 0xBA },
	{ "oslash", 0xF8 },  { "percnt", '%' },	   { "pound", 0xA3 },   { "prime", 0x2032 }, { "quot", '"' },
	{ "raquo", 0xBB },   { "rdquo", 0x201D },  { "reg", 0xAE },     { "rsquo", 0x2019 }, { "sbquo", 0x201A },
	{ "shy", 0xAD },     { "sup1", 0xB9 },	   { "sup2", 0xB2 },    { "sup3", 0xB3 },    { "szlig", 0xDF },
	{ "thinsp", 0x2009 }, { "thorn", 0xFE },   { "yen", 0xA5 },	{ "zwj", 0x200D },   { "zwnj", 0x200C },
};

/* &eacute; is e and a combining acute; composing (NFC) is left to the reader of the text. */
static const struct reference marks[] = {
	{ "acute", 0x301 }, { "caron", 0x30C }, { "cedil", 0x327 }, { "circ", 0x302 },
	{ "grave", 0x300 }, { "ring", 0x30A },	{ "tilde", 0x303 }, { "uml", 0x308 },
};

/* What browsers read &#128; to &#159; as: windows-1252 (HTML, "numeric character reference end state"). */
static const unsigned short c1[32] = {
	0x20AC, 0x81,	0x201A, 0x192,	0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,	0x2030, 0x160,
	0x2039, 0x152,	0x8D,	0x17D,	0x8F,	0x90,	0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x2DC,	0x2122, 0x161,	0x203A, 0x153,	0x9D,	0x17E,	0x178,
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9');
}

static bool is_listed(struct span name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (span_equal_nocase(name, span_str(names[i])))
			return true;
	return false;
}

/* Offset of the first `needle` at or after `from`; the end of the text where there is none. */
static size_t find(struct span html, const char *needle, size_t from)
{
	long at = from < html.len ? span_find(html, span_str(needle), from) : -1;

	return at < 0 ? html.len : (size_t)at;
}

/*
 * Behind the ">" of the tag that begins at `at`; quoted attribute values may hold ">". A quote that is never closed
 * is none, as the extractor reads it: that can happen only at the last one of its kind.
 */
static size_t tag_end(struct span html, size_t at)
{
	char quote = '\0', before = '\0';
	size_t bracket = find(html, ">", at);

	for (; at < html.len; at++) {
		char c = html.ptr[at];

		if (quote) {
			quote = c == quote ? '\0' : quote;
		} else if (c == '>') {
			return at + 1;
		} else if ((c == '"' || c == '\'') && before == '=') {
			quote = c;
		}
		if (c != ' ')
			before = c;
	}
	return quote && bracket < html.len ? bracket + 1 : html.len;
}

/* Behind </name, in any case; the end of the text where it is not closed. */
static size_t hidden_end(struct span html, struct span name, size_t at)
{
	while ((at = find(html, "</", at)) < html.len) {
		if (span_equal_nocase(span_slice(html, at + 2, at + 2 + name.len), name))
			return tag_end(html, at);
		at += 2;
	}
	return html.len;
}

/* Behind the last "-->"; 0 where there is none. Known beforehand, no comment is looked through to the end in vain. */
static size_t comments_end(struct span html)
{
	size_t end = html.len;

	while (end >= 3 && !span_ends(span_slice(html, 0, end), SPAN("-->"))) {
		const char *close = memrchr(html.ptr, '>', end - 1);

		end = close ? (size_t)(close - html.ptr) + 1 : 0;
	}
	return end >= 3 ? end : 0;
}

/* Behind the comment at `at`; one that is never closed ends at its first ">", as the extractor reads it. */
static size_t comment_end(struct span html, size_t at, size_t last)
{
	size_t end;

	if (span_starts(span_from(html, at + 4), SPAN(">")))
		return at + 5;
	if (span_starts(span_from(html, at + 4), SPAN("->")))
		return at + 6;
	if (at + 7 <= last)
		return find(html, "-->", at + 4) + 3;
	end = find(html, ">", at);
	return end < html.len ? end + 1 : html.len;
}

/* Passes over the markup at `at`, which begins with "<"; returns what is behind it. `comments`: where the last one ends. */
static size_t pass_tag(struct buffer *out, struct span html, size_t at, size_t comments)
{
	bool closing = at + 1 < html.len && html.ptr[at + 1] == '/';
	size_t from = at + 1 + closing, to = from, end;
	struct span name;

	if (span_starts(span_from(html, at), SPAN("<!--")))
		return comment_end(html, at, comments);
	if (span_starts(span_from(html, at), SPAN("<![CDATA["))) /* what stands in it is text, and "]]>" has no word */
		return at + sizeof "<![CDATA[" - 1;
	if (from < html.len && (html.ptr[from] == '!' || html.ptr[from] == '?'))
		return tag_end(html, at);
	if (from >= html.len || !is_letter(html.ptr[from])) {
		buffer_add_char(out, '<');
		return at + 1;
	}
	while (to < html.len && is_name(html.ptr[to]))
		to++;
	name = span_slice(html, from, to);
	end = tag_end(html, to);
	if (!is_listed(name, inline_tags, sizeof inline_tags / sizeof inline_tags[0]))
		buffer_add_char(out, ' ');
	if (!closing && is_listed(name, hidden_tags, sizeof hidden_tags / sizeof hidden_tags[0]))
		return hidden_end(html, name, end);
	return end;
}

static const struct reference *find_reference(struct span name, const struct reference *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (span_equal(name, span_str(list[i].name)))
			return &list[i];
	return NULL;
}

static void add_named(struct buffer *out, struct span name)
{
	const struct reference *r = find_reference(name, references, sizeof references / sizeof references[0]);
	const struct reference *mark = NULL;

	if (!r && name.len > 1 && is_letter(name.ptr[0]))
		mark = find_reference(span_from(name, 1), marks, sizeof marks / sizeof marks[0]);
	if (mark)
		buffer_add_char(out, name.ptr[0]);
	/* An unknown one stays as it is written, as in a browser; a sign that is not listed is a word too many. */
	if (r || mark)
		buffer_add_utf8(out, r ? r->codepoint : mark->codepoint);
	else
		buffer_printf(out, "&%.*s;", SPAN_ARG(name));
}

/* The value of "123" or "x7B"; U+FFFD where it is too large. */
static unsigned number_of(struct span digits)
{
	bool hex = digits.len > 0 && (digits.ptr[0] == 'x' || digits.ptr[0] == 'X');
	unsigned value = 0;

	for (size_t i = hex; i < digits.len; i++) {
		char c = digits.ptr[i];
		unsigned digit = c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 0x20) - 'a' + 10);

		value = value * (hex ? 16 : 10) + digit;
		if (value > 0x10FFFF)
			return UTF8_REPLACEMENT;
	}
	if (value == 0)
		return UTF8_REPLACEMENT;
	return value >= 0x80 && value < 0xA0 ? c1[value - 0x80] : value;
}

static bool is_digit(char c, bool hex)
{
	return (c >= '0' && c <= '9') || (hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
}

/* Behind the name or number of the reference that begins at `from`; a letter ends a number: "&#39Simcha". */
static size_t reference_end(struct span html, size_t from, bool number)
{
	bool hex = number && from < html.len && (html.ptr[from] == 'x' || html.ptr[from] == 'X');
	size_t to = from + hex;

	while (to < html.len && to - from < NAME_LONGEST &&
	       (number ? is_digit(html.ptr[to], hex) : is_name(html.ptr[to])))
		to++;
	return hex && to == from + 1 ? from : to;
}

/* Decodes the reference at `at`, which begins with "&"; returns what is behind it. */
static size_t pass_reference(struct buffer *out, struct span html, size_t at)
{
	bool number = at + 1 < html.len && html.ptr[at + 1] == '#';
	size_t from = at + 1 + number, to = reference_end(html, from, number);

	if (to == from || (!number && (to == html.len || html.ptr[to] != ';'))) {
		buffer_add_char(out, '&');
		return at + 1;
	}
	if (number)
		buffer_add_utf8(out, number_of(span_slice(html, from, to)));
	else
		add_named(out, span_slice(html, from, to));
	return to < html.len && html.ptr[to] == ';' ? to + 1 : to;
}

void markup_text(struct buffer *out, struct span html)
{
	size_t at = 0, comments = comments_end(html);

	while (at < html.len) {
		size_t from = at;

		while (at < html.len && html.ptr[at] != '<' && html.ptr[at] != '&')
			at++;
		buffer_add(out, span_slice(html, from, at));
		if (at < html.len)
			at = html.ptr[at] == '<' ? pass_tag(out, html, at, comments) : pass_reference(out, html, at);
	}
}
