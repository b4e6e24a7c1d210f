#include "extractors/html_label.h"

#include "extractors/html_rules.h"

enum { NUMBER_BYTES = 7, LABEL_BYTES = 48 };

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_bullet(struct span s)
{
	return span_equal(s, SPAN("\xE2\x80\xA2")) || span_equal(s, SPAN("\xC2\xB7"));
}

/* "1.", "3.14.", "12)", "(iv)", "Q.": letters or digits that a full stop or bracket ends. */
static bool is_number(struct span s)
{
	bool open = s.len > 0 && s.ptr[0] == '(';
	char last = s.len > 1 ? s.ptr[s.len - 1] : ' ';

	if (s.len > NUMBER_BYTES || !(last == ')' || (last == '.' && !open)))
		return false;
	for (size_t i = open; i + 1 < s.len; i++)
		if (!is_digit(s.ptr[i]) && !is_letter(s.ptr[i]) && s.ptr[i] != '.')
			return false;
	return s.len > open + 1u && (is_digit(s.ptr[open]) || s.len <= open + 2u || open || last == ')');
}

bool html_label(struct span text, uint32_t words)
{
	if (is_number(text) || is_bullet(text))
		return true;
	return words > 0 && words <= HTML_LABEL_WORDS && text.len <= LABEL_BYTES && text.ptr[text.len - 1] == ':';
}
