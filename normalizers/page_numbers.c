#include "normalizers/page_numbers.h"

#include "normalizers/ascii.h"

static size_t read_int(struct span s, size_t at, int *value)
{
	size_t from = at;

	*value = 0;
	while (at < s.len && ascii_digit(s.ptr[at]) && at - from < 5)
		*value = *value * 10 + (s.ptr[at++] - '0');
	return at - from <= 4 ? at - from : 0;
}

/* "iv"; the value is its length, which differs from one to the next and means no more. */
static size_t read_roman(struct span s, size_t at, int *value)
{
	size_t from = at;

	while (at < s.len && memchr("ivxl", s.ptr[at], 4) && at - from < 7)
		at++;
	*value = (int)(at - from);
	return at < s.len && ascii_letter(s.ptr[at]) ? 0 : at - from;
}

/* "Page 4" at `at`, followed by the end, a space or a sign that is no letter. */
static size_t read_page_word(struct span s, size_t at, int *page)
{
	size_t digits;

	if (!span_equal_nocase(span_slice(s, at, at + 5), SPAN("page ")))
		return 0;
	digits = read_int(s, at + 5, page);
	if (digits == 0)
		digits = read_roman(s, at + 5, page);
	return digits ? 5 + digits : 0;
}

enum page_form page_number_read(struct span s, int *page)
{
	size_t digits, at;
	int of;

	digits = read_int(s, 0, page);
	if (digits > 0) {
		struct span rest = span_from(s, digits);

		if (span_empty(rest))
			return PAGE_LONE;
		at = span_starts(rest, SPAN("/")) ? 1 : span_starts(rest, SPAN(" of ")) ? 4 : 0;
		if (at > 0 && read_int(rest, at, &of) == rest.len - at && of >= *page && *page > 0)
			return at == 1 ? PAGE_SLASH : PAGE_OF;
		return PAGE_NONE;
	}
	if (s.len >= 5 && s.ptr[0] == '-' && s.ptr[1] == ' ') {
		digits = read_int(s, 2, page);
		return digits && span_equal(span_from(s, 2 + digits), SPAN(" -")) ? PAGE_DASH : PAGE_NONE;
	}
	at = read_page_word(s, 0, page);
	if (at > 0 && (at == s.len || memchr(" |:,", s.ptr[at], 4)))
		return PAGE_FIRST;
	for (at = s.len > 12 ? s.len - 12 : 0; at > 0 && at < s.len; at++)
		if (s.ptr[at - 1] == ' ' && read_page_word(s, at, page) == s.len - at)
			return at >= 2 && ascii_letter(s.ptr[at - 2]) ? PAGE_NONE : PAGE_LAST;
	return PAGE_NONE;
}

bool page_number_is_roman(struct span text, size_t at)
{
	if (!memchr("ivxl", text.ptr[at], 4))
		return false;
	while (at > 0 && memchr("ivxl", text.ptr[at - 1], 4))
		at--;
	return at >= 5 && span_equal_nocase(span_slice(text, at - 5, at), SPAN("page "));
}
