#include "pipeline/show/csv.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* -12, 0.75: digits with a sign and a decimal point at most, nothing else. */
static bool plain_number(struct span text)
{
	size_t at = text.len > 0 && text.ptr[0] == '-', points = 0, digits = 0;

	for (; at < text.len; at++) {
		if (is_digit(text.ptr[at]))
			digits++;
		else if (text.ptr[at] == '.' && digits > 0 && points == 0)
			points++;
		else
			return false;
	}
	return digits > 0 && is_digit(text.ptr[text.len - 1]);
}

/* Spreadsheets set to Chinese, Japanese or Korean take the wide forms of = + - @ for the narrow ones. */
static bool begins_wide(struct span text)
{
	static const struct span signs[] = {
		{ "\xEF\xBC\x9D", 3 }, { "\xEF\xBC\x8B", 3 }, { "\xEF\xBC\x8D", 3 }, { "\xEF\xBC\xA0", 3 },
	};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (span_starts(text, signs[i]))
			return true;
	return false;
}

static bool looks_like_formula(struct span text)
{
	if (begins_wide(text))
		return true;
	return text.len > 0 && text.ptr[0] != '\0' && strchr("=+-@\t\r\n", text.ptr[0]) && !plain_number(text);
}

static bool needs_quotes(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '"' || text.ptr[i] == ',' || text.ptr[i] == '\n' || text.ptr[i] == '\r')
			return true;
	return text.len > 0 && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' ');
}

void csv_cell(struct buffer *out, struct span text, bool first, bool raw)
{
	bool quoted = needs_quotes(text);

	if (!first)
		buffer_add_char(out, ',');
	if (quoted)
		buffer_add_char(out, '"');
	if (!raw && looks_like_formula(text))
		buffer_add_char(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			buffer_add_char(out, '"');
		buffer_add_char(out, text.ptr[i]);
	}
	if (quoted)
		buffer_add_char(out, '"');
}

void csv_end(struct buffer *out)
{
	buffer_add_str(out, "\r\n");
}
