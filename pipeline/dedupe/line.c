#include "pipeline/dedupe/line.h"

#include "pipeline/base/utf8.h"

enum { DEPTH_MAX = 1024 };

struct scan {
	struct span s;
	size_t at;
	size_t depth;
	unsigned char open[DEPTH_MAX]; /* '{' or '[' of each level */
};

static const char *const member_names[LINE_MEMBER_COUNT] = {
	"text", "id", "context", "winnow", "role", "source", "document", "duplicate_of", "duplicate_kind", "similarity",
};

static void skip_space(struct scan *c)
{
	while (c->at < c->s.len && (c->s.ptr[c->at] == ' ' || c->s.ptr[c->at] == '\t' || c->s.ptr[c->at] == '\r'))
		c->at++;
}

static char peek(const struct scan *c)
{
	return c->at < c->s.len ? c->s.ptr[c->at] : '\0';
}

/* ---- strings ---- */

/* Set where a byte of `w` is a quote, a backslash or a control character. */
static uint64_t special_bytes(uint64_t w)
{
	const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
	uint64_t quote = w ^ ones * '"', slash = w ^ ones * '\\';

	return (((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((w - ones * 0x20) & ~w)) & highs;
}

/* Moves to the next byte that is not plain text in a string. */
static void skip_plain(struct scan *c)
{
	uint64_t eight;

	while (c->s.len - c->at >= 8) {
		memcpy(&eight, c->s.ptr + c->at, 8);
		if (special_bytes(eight))
			break;
		c->at += 8;
	}
	while (c->at < c->s.len && c->s.ptr[c->at] != '"' && c->s.ptr[c->at] != '\\' &&
	       (unsigned char)c->s.ptr[c->at] >= 0x20)
		c->at++;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool skip_escape(struct scan *c)
{
	size_t i;

	c->at++;
	if (peek(c) == 'u') {
		for (i = 1; i <= 4; i++)
			if (c->at + i >= c->s.len || hex_value(c->s.ptr[c->at + i]) < 0)
				return false;
		c->at += 5;
		return true;
	}
	if (!peek(c) || !strchr("\"\\/bfnrt", peek(c)))
		return false;
	c->at++;
	return true;
}

static const char *read_string(struct scan *c)
{
	c->at++;
	for (;;) {
		skip_plain(c);
		if (c->at >= c->s.len)
			return "a string does not end";
		if (c->s.ptr[c->at] == '"') {
			c->at++;
			return NULL;
		}
		if (c->s.ptr[c->at] != '\\')
			return "a control character stands in a string";
		if (!skip_escape(c))
			return "a string has a wrong escape";
	}
}

/* ---- other values ---- */

static size_t skip_digits(struct scan *c)
{
	size_t from = c->at;

	while (peek(c) >= '0' && peek(c) <= '9')
		c->at++;
	return c->at - from;
}

static const char *read_number(struct scan *c)
{
	if (peek(c) == '-')
		c->at++;
	if (peek(c) == '0')
		c->at++;
	else if (skip_digits(c) == 0)
		return "no JSON value where one must stand";
	if (peek(c) == '.') {
		c->at++;
		if (skip_digits(c) == 0)
			return "a number ends with its point";
	}
	if (peek(c) == 'e' || peek(c) == 'E') {
		c->at++;
		if (peek(c) == '+' || peek(c) == '-')
			c->at++;
		if (skip_digits(c) == 0)
			return "a number has no exponent";
	}
	return NULL;
}

static const char *read_word(struct scan *c)
{
	static const char *const words[] = { "true", "false", "null" };
	size_t i;

	for (i = 0; i < 3; i++)
		if (span_starts(span_from(c->s, c->at), span_str(words[i]))) {
			c->at += strlen(words[i]);
			return NULL;
		}
	return read_number(c);
}

/* ---- nested values: a loop over a stack of brackets ---- */

static const char *open_level(struct scan *c)
{
	if (c->depth == DEPTH_MAX)
		return "nested too deep";
	c->open[c->depth++] = (unsigned char)c->s.ptr[c->at++];
	return NULL;
}

/* A key and its colon. */
static const char *read_key(struct scan *c)
{
	const char *fault;

	skip_space(c);
	if (peek(c) != '"')
		return "a key is missing";
	fault = read_string(c);
	if (fault)
		return fault;
	skip_space(c);
	if (peek(c) != ':')
		return "a colon is missing";
	c->at++;
	return NULL;
}

/* Behind a value: closes levels down to `floor`, and reads on to the next value. *done: that at `floor` is complete. */
static const char *close_levels(struct scan *c, size_t floor, bool *done)
{
	while (c->depth > floor) {
		bool object = c->open[c->depth - 1] == '{';

		skip_space(c);
		if (peek(c) == ',') {
			c->at++;
			return object ? read_key(c) : NULL;
		}
		if (peek(c) != (object ? '}' : ']'))
			return "a comma or a bracket is missing";
		c->at++;
		c->depth--;
	}
	*done = true;
	return NULL;
}

/* One value of any kind and depth. */
static const char *read_value(struct scan *c)
{
	size_t floor = c->depth;
	bool done = false;
	const char *fault;

	while (!done) {
		skip_space(c);
		if (peek(c) == '{' || peek(c) == '[') {
			char end = peek(c) == '{' ? '}' : ']';

			fault = open_level(c);
			if (fault)
				return fault;
			skip_space(c);
			if (peek(c) != end) {
				fault = end == '}' ? read_key(c) : NULL;
				if (fault)
					return fault;
				continue;
			}
			c->at++;
			c->depth--;
		} else {
			fault = peek(c) == '"' ? read_string(c) : read_word(c);
			if (fault)
				return fault;
		}
		fault = close_levels(c, floor, &done);
		if (fault)
			return fault;
	}
	return NULL;
}

/* ---- the outer object ---- */

static void note_member(struct line *out, struct span key, struct span value, struct span whole)
{
	int i;

	for (i = 0; i < LINE_MEMBER_COUNT; i++)
		if (span_equal(key, span_str(member_names[i]))) {
			out->member[i] = value;
			out->whole[i] = whole;
		}
}

static const char *read_member(struct scan *c, struct line *out)
{
	size_t from, key_end, value;
	const char *fault;

	skip_space(c);
	from = c->at;
	if (peek(c) != '"')
		return "a key is missing";
	fault = read_string(c);
	if (fault)
		return fault;
	key_end = c->at;
	skip_space(c);
	if (peek(c) != ':')
		return "a colon is missing";
	c->at++;
	skip_space(c);
	value = c->at;
	fault = read_value(c);
	if (fault)
		return fault;
	note_member(out, span_slice(c->s, from + 1, key_end - 1), span_slice(c->s, value, c->at),
		    span_slice(c->s, from, c->at));
	out->members++;
	return NULL;
}

static const char *read_object(struct scan *c, struct line *out)
{
	const char *fault;

	skip_space(c);
	if (peek(c) != '{')
		return "not a JSON object";
	c->at++;
	skip_space(c);
	while (peek(c) != '}') {
		fault = read_member(c, out);
		if (fault)
			return fault;
		skip_space(c);
		if (peek(c) != ',' && peek(c) != '}')
			return "a comma or a bracket is missing";
		if (peek(c) == '}')
			break;
		c->at++;
		skip_space(c);
		if (peek(c) != '"')
			return "a key is missing";
	}
	out->close = c->at++;
	return NULL;
}

const char *line_read(struct line *out, struct span line)
{
	struct scan c;
	const char *fault;

	c.s = line;
	c.at = span_starts(line, SPAN("\xEF\xBB\xBF")) ? 3 : 0;
	c.depth = 0;
	memset(out, 0, sizeof *out);
	if (!utf8_valid(line))
		return "not valid UTF-8";
	fault = read_object(&c, out);
	if (fault)
		return fault;
	skip_space(&c);
	return c.at < line.len ? "something stands behind the object" : NULL;
}

/* ---- the value of a string ---- */

static unsigned hex_4(struct span s, size_t at)
{
	unsigned value = 0;
	size_t i;

	for (i = 0; i < 4; i++)
		value = value << 4 | (unsigned)hex_value(s.ptr[at + i]);
	return value;
}

/* Appends what the escape at *at means (behind its backslash) and moves behind it. */
static void unescape_one(struct buffer *out, struct span s, size_t *at)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	char c = s.ptr[(*at)++];
	const char *known = strchr(from, c);
	unsigned high, low;

	if (c != 'u') {
		buffer_add_char(out, known ? to[known - from] : c);
		return;
	}
	high = hex_4(s, *at);
	*at += 4;
	if (high >= 0xD800 && high <= 0xDBFF && *at + 6 <= s.len && s.ptr[*at] == '\\' && s.ptr[*at + 1] == 'u') {
		low = hex_4(s, *at + 2);
		if (low >= 0xDC00 && low <= 0xDFFF) {
			*at += 6;
			high = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
		}
	}
	buffer_add_utf8(out, high);
}

void line_unescape(struct buffer *out, struct span string)
{
	struct span s = span_slice(string, 1, string.len - 1);
	size_t at = 0;

	while (at < s.len) {
		const char *slash = memchr(s.ptr + at, '\\', s.len - at);
		size_t plain = slash ? (size_t)(slash - s.ptr) : s.len;

		buffer_add(out, span_slice(s, at, plain));
		at = plain + 1;
		if (slash)
			unescape_one(out, s, &at);
	}
}
