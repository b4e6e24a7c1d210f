#include "pipeline/show/phrase.h"

#include <inttypes.h>
#include <stdio.h>

#include "pipeline/show/columns.h"

const char *phrase_digits(char room[PHRASE_DIGITS], int64_t number)
{
	char digits[24];
	int length = snprintf(digits, sizeof digits, "%" PRId64, number);
	char *to = room;

	for (int i = 0; i < length; i++) {
		if ((length - i) % 3 == 0 && i > 0 && digits[i - 1] != '-')
			*to++ = ',';
		*to++ = digits[i];
	}
	*to = '\0';
	return room;
}

void phrase_number(struct buffer *out, int64_t number)
{
	char room[PHRASE_DIGITS];

	buffer_add_str(out, phrase_digits(room, number));
}

void phrase_count(struct buffer *out, int64_t number, const char *one, const char *many)
{
	phrase_number(out, number);
	buffer_printf(out, " %s", number == 1 ? one : many);
}

void phrase_ordinal(struct buffer *out, int64_t number)
{
	static const char *const endings[] = { "th", "st", "nd", "rd" };
	int64_t last = number % 10;
	bool teen = number % 100 / 10 == 1;

	buffer_printf(out, "%" PRId64 "%s", number, !teen && last >= 1 && last <= 3 ? endings[last] : "th");
}

/* Value of `length` digits at `from`, -1 where they are no digits. */
static int digits_at(struct span text, size_t from, size_t length)
{
	int value = 0;

	if (from + length > text.len)
		return -1;
	for (size_t i = from; i < from + length; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return -1;
		value = value * 10 + (text.ptr[i] - '0');
	}
	return value;
}

/* EDTF level 1 and 2 month codes: 1-12, seasons 21-24 (25-28 north), quarters 33-36. NULL for others. */
static const char *month_name(int month)
{
	static const char *const names[] = {
		[1] = "January", [2] = "February", [3] = "March", [4] = "April", [5] = "May", [6] = "June",
		[7] = "July", [8] = "August", [9] = "September", [10] = "October", [11] = "November",
		[12] = "December", [21] = "spring", [22] = "summer", [23] = "autumn", [24] = "winter",
		[25] = "spring", [26] = "summer", [27] = "autumn", [28] = "winter", [33] = "first quarter of",
		[34] = "second quarter of", [35] = "third quarter of", [36] = "fourth quarter of",
	};

	return month > 0 && month < (int)(sizeof names / sizeof names[0]) ? names[month] : NULL;
}

void phrase_date(struct buffer *out, struct span edtf)
{
	int year = digits_at(edtf, 0, 4);
	const char *month = edtf.len >= 7 && edtf.ptr[4] == '-' ? month_name(digits_at(edtf, 5, 2)) : NULL;
	int day = edtf.len == 10 && edtf.ptr[7] == '-' ? digits_at(edtf, 8, 2) : -1;

	if (year < 0 || !month || (edtf.len != 7 && day < 1)) {
		buffer_add(out, edtf);
		return;
	}
	if (day > 0)
		buffer_printf(out, "%d ", day);
	buffer_printf(out, "%s %d", month, year);
}

void phrase_name(struct buffer *out, struct span name)
{
	for (size_t i = 0; i < name.len; i++)
		buffer_add_char(out, name.ptr[i] == '_' ? ' ' : name.ptr[i]);
}

static void separate(struct buffer *out, size_t start)
{
	if (out->len > start)
		buffer_add_str(out, ", ");
}

void phrase_report(struct buffer *out, const struct phrase_report *report)
{
	size_t start = out->len;

	buffer_add(out, report->body);
	if (report->number > 0) {
		separate(out, start);
		phrase_ordinal(out, report->number);
		buffer_add_str(out, report->special ? " special report" : " report");
		if (!span_empty(report->session))
			buffer_printf(out, " of session %.*s", SPAN_ARG(report->session));
	} else if (!span_empty(report->session)) {
		separate(out, start);
		buffer_printf(out, "session %.*s", SPAN_ARG(report->session));
	}
	if (!span_empty(report->paper)) {
		separate(out, start);
		buffer_add(out, report->paper);
	}
}

void phrase_title(struct buffer *out, struct span title, struct span path)
{
	size_t name = path.len;

	while (name > 0 && path.ptr[name - 1] != '/')
		name--;
	if (!span_empty(title))
		buffer_add(out, title);
	else if (!span_empty(path))
		buffer_printf(out, "(unnamed, in %.*s)", SPAN_ARG(span_from(path, name)));
	else
		buffer_add_str(out, "(unnamed report)");
}

void phrase_excerpt(struct buffer *out, struct span text, size_t columns)
{
	size_t end, word;

	text = span_trim(text);
	end = columns_fit(text, columns);
	if (end == text.len) {
		buffer_add(out, text);
		return;
	}
	end = columns_fit(text, columns > 0 ? columns - 1 : 0);
	for (word = end; word > 0 && text.ptr[word] != ' ';)
		word--;
	/* A long first word is cut inside rather than dropped. */
	if (word > end / 2)
		end = word;
	buffer_add(out, span_trim(span_slice(text, 0, end)));
	buffer_add_str(out, "…");
}

static bool shell_safe(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("-_./,:+@%=", c));
}

void phrase_shell(struct buffer *out, struct span argument)
{
	bool safe = argument.len > 0;

	for (size_t i = 0; i < argument.len; i++)
		safe = safe && shell_safe(argument.ptr[i]);
	if (safe) {
		buffer_add(out, argument);
		return;
	}
	buffer_add_char(out, '\'');
	for (size_t i = 0; i < argument.len; i++) {
		if (argument.ptr[i] == '\'')
			buffer_add_str(out, "'\\''");
		else
			buffer_add_char(out, argument.ptr[i]);
	}
	buffer_add_char(out, '\'');
}
